"""What somebody changed in one field: shown to whoever edits the same at the same time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that somebody else changed: as it was, and as it is now (as JSON has them)."""

    field: str
    before: Any
    now: Any
