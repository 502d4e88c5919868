"""Moments as the newer tables keep them: whole seconds since 1970, UTC, so they compare as numbers.

A moment is rounded down; but no timer runs, and nothing is tried again, before its time.
"""

from __future__ import annotations

from datetime import UTC, datetime
from math import ceil, floor


def seconds(at: datetime) -> int:
    """The whole second of a moment (aware), its fraction cut off."""
    return floor(at.timestamp())


def seconds_after(at: datetime) -> int:
    """The first whole second that is not before a moment."""
    return ceil(at.timestamp())


def moment(value: int) -> datetime:
    """The aware moment that a number stands for."""
    return datetime.fromtimestamp(value, UTC)


def seconds_or_none(at: datetime | None) -> int | None:
    """As `seconds`, for what may be unset."""
    return None if at is None else seconds(at)


def moment_or_none(value: int | None) -> datetime | None:
    """As `moment`, for what may be unset."""
    return None if value is None else moment(value)
