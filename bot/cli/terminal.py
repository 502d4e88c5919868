"""What the commands share: the language of the terminal, and errors said as sentences."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from bot.domain.errors import CoalitionError
from bot.i18n import best_language, t
from bot.settings import Settings, SettingsError, load_settings


def terminal_language() -> str:
    """The language of whoever sits at this terminal (`LC_ALL`, `LC_MESSAGES`, `LANG`)."""
    return best_language(*(os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")))


def said(key: str, *, count: int | None = None, **params: Any) -> str:
    """A sentence in the terminal's language."""
    return t(key, terminal_language(), count=count, **params)


def fail(key: str, *, code: int = 1, **params: Any) -> NoReturn:
    """Say a sentence on standard error and leave with that exit code."""
    click.echo(said(key, **params), err=True)
    sys.exit(code)


@contextmanager
def sentences() -> Generator[None]:
    """Turn every error that a person can act on into its sentence; 2 for a wrong setting."""
    try:
        yield
    except SettingsError as error:
        fail(error.key, code=2, **error.params)
    except CoalitionError as error:
        fail(error.key, **error.params)


def settings_or_fail() -> Settings:
    """The settings, or a sentence about the one that is wrong."""
    with sentences():
        return load_settings()
