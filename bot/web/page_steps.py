"""How to subscribe to the public calendar, app by app. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.i18n import t
from bot.services.calendar_apps import (
    App,
    google_subscribes,
    outlook_subscribes,
    steps_for,
    webcal,
)


@dataclass(frozen=True, slots=True)
class AppSteps:
    """One app: its name, the steps, and (or empty) an address that does it at once."""

    name: str
    steps: Sequence[str]
    at_once: str
    note: str


@dataclass(frozen=True, slots=True)
class Subscribing:
    """The address to subscribe to, the same for one press on a phone, and how each app does it."""

    feed: str
    webcal: str
    apps: Sequence[AppSteps]


def subscribing(feed: str, name: str, language: str) -> Subscribing:
    """All ways to subscribe."""
    at_once = {
        App.GOOGLE: google_subscribes(feed),
        App.APPLE: webcal(feed),
        App.OUTLOOK: outlook_subscribes(feed, name),
    }
    return Subscribing(
        feed,
        webcal(feed),
        [
            AppSteps(
                t(f"calendar.app_{app.value}", language),
                steps_for(app, language),
                at_once.get(app, ""),
                t("calendar.google_waits", language) if app is App.GOOGLE else "",
            )
            for app in App
        ],
    )
