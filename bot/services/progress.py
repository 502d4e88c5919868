"""A campaign's progress as a picture, with the words that say the same to whoever can't see it.

Typst sets it, as it sets the rights cards: nothing else need be installed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.campaign import Outcome
from bot.domain.small_counts import SafeCount, Shown
from bot.i18n import t
from bot.services.call_totals import Totals
from bot.services.typeset import set_png

_MOST_BARS = 4


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and what it shows in words."""

    png: bytes
    alt: str


def count_words(count: SafeCount, language: str) -> str:
    """A count as it may be said."""
    if count.shown is Shown.EXACT:
        return f"{count.value or 0:,}"
    return t(f"drive.count_{count.shown.value}", language)


def draw_progress(title: str, totals: Totals, language: str) -> Picture:
    """Draw it. Takes some hundredths of a second: not on the event loop."""
    words = _words(title, totals, language)
    said = "; ".join(f"{bar['name']}: {bar['count']}" for bar in words["bars"])
    alt = f"{title}: {words['number']} {words['what']}. {said}".removesuffix(". ")
    return Picture(set_png("progress", words), alt)


def _words(title: str, totals: Totals, language: str) -> dict[str, Any]:
    found = [
        (t(f"drive.outcome_{outcome.value}", language), totals.outcomes[outcome])
        for outcome in (Outcome.CONTACT, Outcome.VOICEMAIL)
        if outcome in totals.outcomes
    ]
    found += [
        (t(f"drive.total_{name}", language), count)
        for name, count in (("letters", totals.letters), ("shares", totals.shares))
        if count.value != 0
    ]
    most = max((count.least for _, count in found), default=1) or 1
    return {
        "language": language,
        "title": title,
        "number": count_words(totals.calls, language),
        "what": t("drive.total_calls", language),
        "bars": [
            {"name": name, "count": count_words(count, language), "share": count.least / most}
            for name, count in found[:_MOST_BARS]
        ],
        "note": t("drive.nobody_named", language),
    }
