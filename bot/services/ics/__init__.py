"""iCalendar (RFC 5545, 7986): what the bot writes for the calendars of people."""
