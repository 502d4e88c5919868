"""Coalition Bot: a Discord bot for coalitions that stand up for immigrants."""

__version__ = "0.1.0"
