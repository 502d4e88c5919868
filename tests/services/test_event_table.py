"""How people head their tables of events, and what they call a kind of event."""

from __future__ import annotations

import pytest

from bot.domain.errors import BadInput
from bot.domain.event import Kind
from bot.i18n import languages, t
from bot.services.event_table import kind_typed, rows_of_table


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", Kind)
def test_a_kind_is_read_as_our_screens_name_it(kind: Kind, language: str) -> None:
    assert kind_typed(t(f"events.kind.{kind.value}", language).upper()) is kind
    assert kind_typed(kind.value) is kind


def test_no_kind_is_a_meeting_and_an_unknown_one_is_refused() -> None:
    assert kind_typed("  ") is Kind.MEETING
    with pytest.raises(BadInput, match="unknown_kind"):
        kind_typed("picnic")


def test_headers_are_known_in_both_languages_and_what_nobody_reads_is_named() -> None:
    data = "Título;Fecha y hora;Dirección;Color\nVigilia;18 dic 18:00;'=24 Beacon;azul\n".encode()
    rows, unknown = rows_of_table(data)
    cells = {"title": "Vigilia", "when": "18 dic 18:00", "address": "=24 Beacon"}
    assert rows == [(2, cells)]
    assert unknown == ["Color"]
