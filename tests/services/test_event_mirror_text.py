"""What Discord's own list says of an event: only what everybody may know, within its limits."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.event import Draft, Event, Kind, Occurrence, Status
from bot.domain.event_check import LONGEST
from bot.domain.event_mirror import LONGEST_ABOUT, LONGEST_NAME, LONGEST_PLACE
from bot.i18n import languages
from bot.services.event_mirror_text import marker_in, marker_of, written

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
RALLY = Draft(
    kind=Kind.RALLY,
    title="Rally",
    zone="America/New_York",
    local_start=datetime.fromisoformat("2026-12-18T18:00"),
    minutes=60,
    about="Bring water.",
    place="Boston, MA",
    public=True,
)
ONE = Occurrence(
    number=1, event=1, recurrence_id="x", starts_at=NOW, ends_at=NOW + timedelta(hours=1)
)


def event(draft: Draft = RALLY, status: Status = Status.PUBLISHED) -> Event:
    values: dict[str, Any] = {each.name: getattr(draft, each.name) for each in fields(Draft)}
    return Event(
        **values,
        number=1,
        uid="0f0e0d",
        guild_id=5,
        status=status,
        version=1,
        sequence=0,
        changed_at=NOW,
    )


texts = st.fixed_dictionaries(
    {
        name: st.text(st.sampled_from("añ ](*\n😀#"), max_size=longest).map(
            lambda text: text.strip()
        )
        | st.just("w" * longest)
        for name, longest in LONGEST.items()
        if name != "title"
    }
)
tiers = st.dictionaries(
    st.sampled_from(["place", "address", "contact", "notes"]),
    st.sampled_from(["public", "member", "going", "lead"]),
)


@given(texts, tiers, st.sampled_from(languages()))
def test_it_fits_and_its_marker_is_found_again(
    given_texts: dict[str, str], given_tiers: dict[str, str], language: str
) -> None:
    made = event(replace(RALLY, **given_texts, tiers=given_tiers))
    found = written(made, ONE, language)
    assert found is not None
    shown = found.wanted.shown
    assert 1 <= len(shown.name) <= LONGEST_NAME
    assert 1 <= len(shown.about) <= LONGEST_ABOUT
    assert 1 <= len(shown.place) <= LONGEST_PLACE
    assert marker_in(shown.about) == marker_of(made, ONE) == found.wanted.marker
    assert "](" not in shown.about.replace(made.link, "")
    if found.tail is not None:
        assert shown.about.endswith(found.tail)


@given(st.sets(st.sampled_from(["place", "address", "contact", "notes"])))
def test_only_fields_for_everybody_are_shown(public: set[str]) -> None:
    every = ("place", "address", "contact", "notes")
    secret = {name: f"secret{name}" for name in every}
    chosen = {name: "public" if name in public else "member" for name in every}
    found = written(event(replace(RALLY, **secret, tiers=chosen)), ONE, "en")
    assert found is not None
    said = f"{found.wanted.shown.about} {found.wanted.shown.place}"
    assert {name for name in every if secret[name] in said} == public


def test_an_address_of_one_time_alone_is_as_secret_as_the_events_own() -> None:
    elsewhere = replace(ONE, place="Salem", address="secret 1")
    found = written(event(), elsewhere, "en")
    assert found is not None
    assert found.wanted.shown.place == "Salem"


@pytest.mark.parametrize(
    "hidden",
    [event(replace(RALLY, public=False)), event(status=Status.DRAFT)],
    ids=["members", "draft"],
)
def test_nothing_is_written_of_what_is_not_public(hidden: Event) -> None:
    assert written(hidden, ONE, "en") is None


def test_an_event_without_a_place_says_where_to_look_or_its_link() -> None:
    online = event(replace(RALLY, place="", link="https://meet.example.org/x"))
    found = written(online, ONE, "en")
    assert found is not None
    assert found.wanted.shown.place == "https://meet.example.org/x"
    assert not found.own_place
    nowhere = written(event(replace(RALLY, place="")), ONE, "es")
    assert nowhere is not None
    assert nowhere.wanted.shown.place == "Vea su publicación en este servidor"
