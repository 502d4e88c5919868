"""The bundled days of action: the facts as the public text has them, whole in both languages."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.bundled import bundled_path
from bot.domain.errors import NotFound
from bot.i18n import languages
from bot.services.event_templates import EventTemplate, event_template, event_templates

WHOLE: dict[str, Any] = json.loads(bundled_path("event_templates.json").read_bytes())
ENTRIES = {
    entry["id"]: entry
    for entry in json.loads(bundled_path("directory.json").read_bytes())["entries"]
}
#: Id: name, host, the rule it has, the date of 2024 that is known.
FACTS: dict[str, tuple[str, str, str | None, str | None]] = {
    "world-day-of-migrants-and-refugees": (
        "World Day of Migrants and Refugees",
        "",
        "FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU",
        None,
    ),
    "international-migrants-day": (
        "International Migrants Day",
        "United Nations",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=18",
        None,
    ),
    "aila-national-day-of-action": (
        "AILA National Day of Action",
        "american-immigration-lawyers-association",
        None,
        None,
    ),
    "day-on-the-hill": (
        "Day on the Hill",
        "tennessee-immigrant-and-refugee-rights-coalition",
        None,
        None,
    ),
    "immigrants-day-at-the-state-house": (
        "Immigrants' Day at the State House",
        "massachusetts-immigrant-and-refugee-advocacy-coalition",
        None,
        "2024-03-28",
    ),
    "immigrant-day-of-action": (
        "Immigrant Day of Action",
        "california-immigrant-policy-center",
        None,
        "2024-04-16",
    ),
}
each = pytest.mark.parametrize("template", event_templates(), ids=lambda template: template.id)


def test_the_file_says_where_it_comes_from() -> None:
    assert date.fromisoformat(WHOLE["date"])
    assert all(WHOLE[field] for field in ("source", "licence", "note"))
    assert all(raw["url_from"] for raw in WHOLE["templates"])


def test_the_six_days_are_there_with_their_facts() -> None:
    found = {
        each.id: (
            each.text("en").title,
            each.host_id or each.host,
            each.rule.text if each.rule else None,
            each.last_known.isoformat() if each.last_known else None,
        )
        for each in event_templates()
    }
    assert found == FACTS


@each
def test_hosts_are_those_of_the_directory(template: EventTemplate) -> None:
    assert template.kind == "day_of_action"
    assert template.url.startswith("https://")
    if template.host_id is None:
        assert template.international
        return
    assert not template.international
    assert template.host == ENTRIES[template.host_id]["name"]
    assert template.url == ENTRIES[template.host_id]["website"]


@each
def test_each_language_has_its_own_words(template: EventTemplate) -> None:
    assert set(template.texts) == set(languages())
    for text in template.texts.values():
        assert 5 < len(text.title) <= 100
        assert 40 < len(text.about) <= 300
        assert text.about.endswith(".")
    assert len({text.about for text in template.texts.values()}) == len(template.texts)
    assert template.text("fr") == template.text("en")


@pytest.mark.parametrize(
    ("today", "migrants", "refugees"),
    [
        ("2026-11-24", "2026-12-18", "2027-09-26"),
        ("2026-12-18", "2026-12-18", "2027-09-26"),
        ("2026-12-19", "2027-12-18", "2027-09-26"),
        ("2024-09-01", "2024-12-18", "2024-09-29"),
        ("2028-02-29", "2028-12-18", "2028-09-24"),
    ],
)
def test_the_next_day_is_known_where_there_is_a_rule(
    today: str, migrants: str, refugees: str
) -> None:
    now = date.fromisoformat(today)
    assert event_template("international-migrants-day").next_day(now) == date.fromisoformat(
        migrants
    )
    refugee_day = event_template("world-day-of-migrants-and-refugees").next_day(now)
    assert refugee_day == date.fromisoformat(refugees)
    assert event_template("day-on-the-hill").next_day(now) is None


def test_a_template_that_is_gone_is_said_so() -> None:
    with pytest.raises(NotFound):
        event_template("gone")
