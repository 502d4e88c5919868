"""Calendars of others: what an .ics says, as far as it can be read, and what can't be, by name."""
