"""Requests for help: entered without names, taken by volunteers, erased on their day."""
