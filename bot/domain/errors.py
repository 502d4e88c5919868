"""The exception tree. What a person can mend or should know carries a catalog key.

CoalitionError            a sentence for the person, never a stack trace
├── BadInput              what was typed can't be used; says what to do next
├── NotAllowed            this person may not do that here
├── NotFound              the thing is gone
├── SettingsError         a setting is wrong (bot/settings.py)
└── StorageError          the database can't do it now (bot/storage/errors.py)

Anything else is a bug: the person sees a reference code, the log has the story.
"""

from __future__ import annotations

from typing import Any


class CoalitionError(Exception):
    """Something a person is told in their own language.

    `key` names a message of the catalogs, `params` fill its placeholders.
    """

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.params = params


class BadInput(CoalitionError):  # noqa: N818 - reads as what it is at every raise
    """What was typed can't be used."""


class NotAllowed(CoalitionError):  # noqa: N818
    """This person may not do that here."""


class NotFound(CoalitionError):  # noqa: N818
    """The thing asked for is not there (any more)."""
