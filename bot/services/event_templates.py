"""Days of action and international days that an event can begin with (`data/event_templates.json`).

The organizer fills in the place and, where a host sets the date anew each year, the date.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from bot.bundled import bundled_path
from bot.domain.errors import NotFound
from bot.domain.event_days import starts_with
from bot.domain.event_rule import EventRule, parse_rule
from bot.i18n import SOURCE_LANGUAGE


@dataclass(frozen=True, slots=True)
class TemplateText:
    """What is filled in, in one language."""

    title: str
    about: str


@dataclass(frozen=True, slots=True)
class EventTemplate:
    """One such day. `rule`: None where its date is chosen anew each year.

    `host_id`: an entry of the directory. `last_known`: the last date we know of.
    """

    id: str
    kind: str
    international: bool
    host: str
    host_id: str | None
    rule: EventRule | None
    last_known: date | None
    url: str
    texts: Mapping[str, TemplateText]

    def text(self, language: str) -> TemplateText:
        """The words in that language, in English where there are none."""
        return self.texts.get(language, self.texts[SOURCE_LANGUAGE])

    def next_day(self, today: date) -> date | None:
        """When it is next, today included; None where the date must be chosen."""
        next_one = self.rule and starts_with(self.rule, datetime.combine(today, time()))
        return next_one and next_one.date()


@cache
def event_templates() -> tuple[EventTemplate, ...]:
    """All of them, in the order of the file; read once, when first asked for."""
    data = json.loads(bundled_path("event_templates.json").read_bytes())
    return tuple(_template(raw) for raw in data["templates"])


def event_template(template_id: str) -> EventTemplate:
    """The one with that id.

    Raises:
        NotFound: there is none (any more).
    """
    for template in event_templates():
        if template.id == template_id:
            return template
    raise NotFound("when.template_gone")


def _template(raw: Mapping[str, Any]) -> EventTemplate:
    return EventTemplate(
        id=raw["id"],
        kind=raw["kind"],
        international=raw["international"],
        host=raw["host"],
        host_id=raw["host_id"],
        rule=parse_rule(raw["rule"]) if raw["rule"] else None,
        last_known=date.fromisoformat(raw["last_known"]) if raw["last_known"] else None,
        url=raw["url"],
        texts={language: TemplateText(**text) for language, text in raw["texts"].items()},
    )
