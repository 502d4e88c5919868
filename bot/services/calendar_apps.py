"""The calendar apps that people use, and the addresses with which some of them subscribe at once.

An address of a calendar that follows changes is opened as `webcal:`: phones and desks then ask
whether to subscribe. Google and Outlook on the web take it as part of an address of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import quote, urlsplit

from bot.i18n import t


class App(StrEnum):
    """A calendar app. The values stand in custom_ids."""

    GOOGLE = "google"
    APPLE = "apple"
    OUTLOOK = "outlook"
    THUNDERBIRD = "thunderbird"
    OTHER = "other"


def webcal(address: str) -> str:
    """The address as calendar apps are registered for it."""
    return "webcal://" + address.partition("://")[2]


def google_subscribes(address: str) -> str:
    """Where Google Calendar asks, on a computer, whether to add this calendar."""
    return f"https://calendar.google.com/calendar/r?cid={quote(webcal(address), safe='')}"


def outlook_subscribes(address: str, name: str = "") -> str:
    """Where Outlook on the web asks whether to add this calendar."""
    named = f"&name={quote(name, safe='')}" if name else ""
    return f"https://outlook.live.com/calendar/0/addfromweb?url={quote(address, safe='')}{named}"


def reaches_the_world(address: str) -> bool:
    """Whether Google's or Microsoft's machines could fetch it at all: not from our own loopback."""
    return urlsplit(address).hostname not in ("127.0.0.1", "::1", "localhost")


#: What to press in each app, one short step after the other.
_STEPS: Mapping[App, tuple[str, ...]] = {
    App.GOOGLE: (
        "calendar.google_1", "calendar.google_2", "calendar.google_3", "calendar.google_4",
    ),
    App.APPLE: ("calendar.apple_1", "calendar.apple_2", "calendar.apple_3", "calendar.apple_4"),
    App.OUTLOOK: (
        "calendar.outlook_1", "calendar.outlook_2", "calendar.outlook_3", "calendar.outlook_4",
    ),
    App.THUNDERBIRD: (
        "calendar.thunderbird_1", "calendar.thunderbird_2", "calendar.thunderbird_3",
        "calendar.thunderbird_4",
    ),
    App.OTHER: ("calendar.other_1", "calendar.other_2"),
}  # fmt: skip


def steps_for(app: App, language: str) -> list[str]:
    """The steps to subscribe to an address with that app."""
    return [t(key, language) for key in _STEPS[app]]
