"""What somebody else changed is said in words: no rule, no id, no code reaches a person."""

from __future__ import annotations

import pytest

from bot.services.event_writing import FieldChange
from cogs.events.meanwhile import meanwhile_text

CHANGES = (
    FieldChange("title", "Town hall\non *Tuesday*", "To be said"),
    FieldChange("local_start", "2026-11-28T18:00", "2026-11-29T09:30"),
    FieldChange("minutes", 120, 180),
    FieldChange("rule", None, "FREQ=WEEKLY;BYDAY=SA;COUNT=3"),
    FieldChange("capacity", None, 5),
    FieldChange("reminders", [1440, 120], []),
    FieldChange("lead_id", None, 1456074443980800041),
    FieldChange("public", before=False, now=True),
    FieldChange("zone", "America/Chicago", "Not/Known"),
    FieldChange("kind", "know_your_rights", "town_hall"),
    FieldChange("status", "draft", "postponed"),
    FieldChange("tiers", {}, {"place": "going"}),
    FieldChange("lat", None, 42.3),
    FieldChange("lon", None, -71.0),
)
SAID = {
    "en": r"""**Title**: Town hall on \*Tuesday\* → To be said
**Begins**: Saturday, November 28, 2026, 6 pm → Sunday, November 29, 2026, 9:30 am
**Lasts**: 2 hours → 3 hours
**Repeats**: empty → every Saturday, 3 times
**Places**: no limit → 5
**Reminders**: 1 day, 2 hours → empty
**Lead**: nobody yet → <@1456074443980800041>
**Seen by**: members → everybody
**Time zone**: Central Time → Not/Known
**Kind**: Know-your-rights training → Town hall
**Status**: draft → put off
**Who sees what**
**Map**""",
    "es": r"""**Título**: Town hall on \*Tuesday\* → To be said
**Empieza**: sábado, 28 de noviembre de 2026, 18:00 → domingo, 29 de noviembre de 2026, 9:30
**Dura**: 2 horas → 3 horas
**Se repite**: vacío → cada sábado, 3 veces
**Cupo**: sin límite → 5
**Recordatorios**: 1 día, 2 horas → vacío
**A cargo**: nadie todavía → <@1456074443980800041>
**Quién lo ve**: miembros → todos
**Zona horaria**: hora central → Not/Known
**Tipo**: Taller «Conozca sus derechos» → Asamblea comunitaria
**Estado**: borrador → aplazado
**Quién ve qué**
**Mapa**""",
}


@pytest.mark.parametrize("language", SAID)
def test_what_was_changed_meanwhile_is_said_in_words(language: str) -> None:
    lines = [meanwhile_text([each], language) for each in CHANGES]
    assert "\n".join(dict.fromkeys(lines)) == SAID[language]


def test_what_cannot_be_read_is_not_shown_raw_and_all_of_it_stays_short() -> None:
    odd = FieldChange("rule", "FREQ=SECONDLY", None)
    assert meanwhile_text([odd], "en") == "**Repeats**: on several dates → empty"
    many = [FieldChange("title", "x" * 999, "y" * 999)] * 9 + [FieldChange("notes", "z" * 99, "")]
    assert len(meanwhile_text(many, "en")) <= 500
