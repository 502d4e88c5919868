"""Shifts: what is open, a place on one, cover, check-in and the way home; and leads' pages."""
