"""A know-your-rights card: what to do and what to say, in each language. Pure.

The one sentence to say aloud is always English, since it is said to an officer; the other
languages say what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.search import fold, words_of

#: Said to officers in it, and shown where a card lacks somebody's language.
SPOKEN = "en"


class StepKind(StrEnum):
    """What a step asks for; the values are those of the data."""

    DO = "do"
    DONT = "dont"
    KNOW = "know"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do or not to do. `lead` alone must make sense to somebody who only skims."""

    kind: StepKind
    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class CardText:
    """A card in one language. `label` is its name on a button, `also` other words for it."""

    label: str
    also: tuple[str, ...]
    title: str
    first: str
    say: str
    steps: tuple[Step, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Source:
    """Public guidance that a card was checked against. `read`: how it was looked at, and when."""

    by: str
    name: str
    url: str
    read: str


@dataclass(frozen=True, slots=True)
class RightsCard:
    """One situation. `urgent`: somebody may be in it right now."""

    id: str
    urgent: bool
    sources: tuple[Source, ...]
    texts: Mapping[str, CardText]

    def text(self, language: str) -> CardText:
        """The card in that language, in English where it has none such."""
        return self.texts.get(language, self.texts[SPOKEN])

    @property
    def say_aloud(self) -> str:
        """The sentence for the officer."""
        return self.texts[SPOKEN].say


@dataclass(frozen=True, slots=True)
class RightsCards:
    """All cards, in the order of the menu, and the day they were written."""

    cards: tuple[RightsCard, ...]
    as_of: date

    def get(self, card_id: str) -> RightsCard | None:
        """The card with this id."""
        return next((card for card in self.cards if card.id == card_id), None)

    def meant(self, typed: str) -> RightsCard | None:
        """The card somebody meant, in whatever language: its whole name, else words of it.

        None where it fits no card, or several equally well.
        """
        wanted = _plain(typed)
        if not wanted:
            return None
        for names in (_whole_names, _name_words):
            found = [card for card in self.cards if wanted in names(card)]
            if found:
                return found[0] if len(found) == 1 else None
        starting = [card for card in self.cards if _starts(card, wanted)]
        return starting[0] if len(starting) == 1 else None

    def suggest(self, typed: str, language: str) -> list[tuple[str, str]]:
        """(name, id) of the cards that begin so, each named in that language; all for nothing."""
        wanted = _plain(typed)
        return [
            (card.text(language).label, card.id)
            for card in self.cards
            if not wanted or _starts(card, wanted)
        ]


def _plain(text: str) -> str:
    return " ".join(words_of(text))


def _whole_names(card: RightsCard) -> set[str]:
    names = [card.id, *(n for t in card.texts.values() for n in (t.label, t.title, *t.also))]
    return {_plain(name) for name in names}


def _name_words(card: RightsCard) -> set[str]:
    return {word for name in _whole_names(card) for word in name.split()}


def _starts(card: RightsCard, wanted: str) -> bool:
    words = (*_whole_names(card), *_name_words(card))
    return any(word.startswith(fold(wanted)) for word in words)


def rights_from_data(data: Mapping[str, Any]) -> RightsCards:
    """Read `data/rights.json` (its shape: `data/README.md`)."""
    sources = {key: Source(**source) for key, source in data["sources"].items()}
    cards = tuple(_card(raw, sources) for raw in data["cards"])
    return RightsCards(cards, date.fromisoformat(data["date"]))


def _card(raw: Mapping[str, Any], sources: Mapping[str, Source]) -> RightsCard:
    return RightsCard(
        id=raw["id"],
        urgent=raw["urgent"],
        sources=tuple(sources[key] for key in raw["sources"]),
        texts={language: _text(text) for language, text in raw["texts"].items()},
    )


def _text(raw: Mapping[str, Any]) -> CardText:
    return CardText(
        label=raw["label"],
        also=tuple(raw["also"]),
        title=raw["title"],
        first=raw["first"],
        say=raw["say"],
        steps=_steps(raw["steps"]),
        note=raw["note"],
    )


def _steps(raw: Sequence[Mapping[str, str]]) -> tuple[Step, ...]:
    return tuple(Step(StepKind(s["kind"]), s["lead"], s["text"]) for s in raw)


def publishers(sources: Iterable[Source]) -> tuple[Source, ...]:
    """One source of each publisher, the first one named: a footer has little room."""
    found: dict[str, Source] = {}
    for source in sources:
        found.setdefault(source.by, source)
    return tuple(found.values())
