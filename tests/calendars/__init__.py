"""What the bot writes for calendars, read back by programs that are not of our family."""
