"""The worst of the screens about calls, letters, what to share, and what can be done now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.doable import Doable, Doing
from bot.domain.legislators import Body, District
from bot.i18n import languages
from bot.presentation.screen import Screen
from cogs.act.render import MOST, act_screen
from cogs.calling.card_render import VARIANTS, CallCard, call_screen
from cogs.calling.code import ASK, MAX_CAMPAIGNS, MAX_NUMBER, MAX_STEPS, At, Code, Seat
from cogs.calling.end_render import End, Together, end_screen, reminder_notice, share_question
from cogs.calling.kit_render import Drive, Kit, kit_screen, shared_card
from cogs.calling.letter_render import LetterCard, file_screen, letter_screen
from cogs.calling.numbers_render import (
    Line,
    Wrong,
    no_campaign_screen,
    numbers_screen,
    out_screen,
    wrong_screen,
)
from cogs.calling.scripts import Said
from cogs.calling.which_render import Candidate, Which, which_screen
from tests.conftest import NOW

SEAT = Seat("MA", "99", "zzzz", "zzzz")
LAST = At(MAX_STEPS - 1, "z", 19, 0, "m", english=True, tried=2**20 - 1)
LONGEST = Code("write", (MAX_NUMBER,) * MAX_CAMPAIGNS, SEAT, LAST, "z" * 6)
URL = "https://example.org/" + "x" * 400


def _cards(language: str, text: str) -> Iterator[Screen]:
    said = tuple(Said((text * 200)[:200], (text * 2500)[:2500]) for _ in range(MAX_CAMPAIGNS))
    card = CallCard(
        replace(LONGEST, mode="call"),
        999,
        999,
        (text * 300)[:300],
        about=(text * 300)[:300],
        office=(text * 300)[:300],
        hours=(text * 300)[:300],
        phone="617-555-0100",
        doubts=("x" * 80,) * 2,
        said=said,
        variants=frozenset(VARIANTS),
        english=True,
        notes=("x" * 200,) * 3,
        told="x" * 150,
    )
    for letter in VARIANTS:
        for page in (0, 1, 35):
            at = replace(LAST, variant=letter, page=page)
            yield call_screen(replace(card, code=card.code.moved(at)), language)
    yield call_screen(replace(card, phone="", remembered=True), language)
    yield call_screen(CallCard(Code("call", (1,)), 1, 1, "x"), language)


def _letters(language: str, text: str) -> Iterator[Screen]:
    card = LetterCard(
        LONGEST,
        999,
        999,
        (text * 300)[:300],
        (text * 300)[:300],
        (text * 2500)[:3500],
        about=(text * 300)[:300],
        campaign=(text * 300)[:300],
        address="\n".join([(text * 60)[:60]] * 3),
        email=(text * 100)[:100],
        form_url=URL,
        website=URL,
        english=True,
        notes=("x" * 100,),
        told="x" * 150,
    )
    yield letter_screen(card, language)
    yield letter_screen(replace(card, code=LONGEST.moved(replace(LAST, page=1))), language)
    bare = replace(card, address="", email="", form_url="javascript:x", remembered=True, words="")
    yield letter_screen(bare, language)
    yield file_screen(card, "letter.txt", language)


def _questions(language: str, text: str) -> Iterator[Screen]:
    houses = [District(Body.US_HOUSE, "MA", str(number)) for number in range(1, 7)]
    upper = [District(Body.STATE_UPPER, "MA", f"{at} {(text * 60)[:60]}") for at in range(7)]
    lower = [District(Body.STATE_LOWER, "MA", f"{at} {(text * 60)[:60]}") for at in range(14)]
    names = ((text * 40)[:40],) * 13
    candidates = {
        body: [Candidate(each, names) for each in some]
        for body, some in zip(
            (Body.US_HOUSE, Body.STATE_UPPER, Body.STATE_LOWER), (houses, upper, lower), strict=True
        )
    }
    asked = LONGEST.seated(Seat("--", ASK, ASK, ASK))
    yield which_screen(Which(asked, candidates, "x" * 200), language)
    one = {Body.US_HOUSE: [Candidate(houses[0])]}
    yield which_screen(Which(LONGEST.seated(Seat("MA", "1")), one, "x" * 200), language)


def _kits(language: str, text: str) -> Iterator[Screen]:
    drive = Drive(URL, (text * 20)[:20], (text * 20)[:20], 0.45, date(2026, 11, 24))
    kit = Kit(
        MAX_NUMBER,
        (text * 200)[:200],
        (text * 700)[:700],
        dict.fromkeys(languages(), (text * 1200)[:1200]),
        URL,
        "picture.png",
        (text * 1100)[:1100],
        drive,
        ("call", "write"),
        "x" * 200,
    )
    yield kit_screen(kit, language)
    yield shared_card(kit, language)
    yield kit_screen(replace(kit, texts={}, drive=Drive(URL), picture=""), language)
    yield shared_card(Kit(1, "x", ""), language)


def calls(language: str, text: str) -> Iterator[Screen]:
    """All of them."""
    yield from _cards(language, text)
    yield from _letters(language, text)
    yield from _questions(language, text)
    yield from _kits(language, text)
    together = (Together((text * 200)[:200], "x" * 30, "x" * 30),) * MAX_CAMPAIGNS
    for mode in ("call", "write"):
        code = replace(LONGEST, mode=mode)
        yield end_screen(End(code, together, told="x" * 150), language)
        yield end_screen(End(code, together, left=True, can_remind=False), language)
    yield share_question(LONGEST.campaigns, "<#1>", language)
    yield reminder_notice(language)
    line = Line(*((text * 300)[:300] for _ in range(3)), "617-555-0100")
    yield numbers_screen(LONGEST, [line] * 14, language, notes=["x" * 200] * 3)
    yield numbers_screen(LONGEST, [], language, remembered=True)
    yield no_campaign_screen(language)
    title = (text * 200)[:200]
    wrong = Wrong("617-555-0100", title, "9" * 12)
    yield wrong_screen(wrong, language, "x" * 80)
    yield wrong_screen(wrong, language, "x" * 80, decided=True)
    yield out_screen([replace(wrong, ref=str(10**12 + at)) for at in range(14)], language, "x" * 80)
    yield out_screen([], language)
    found = [
        Doable(
            each,
            (MAX_NUMBER - at,),
            (title,) * (MAX_CAMPAIGNS if at < 2 else 1),
            NOW + timedelta(days=1),
            title,
        )
        for at, each in enumerate([*Doing] * 4)
    ]
    assert len(found) > MOST
    yield act_screen(found, language, now=NOW, minutes=1)
    yield act_screen(found, language, now=NOW, public=True)
    yield act_screen([], language, now=NOW)
    yield act_screen([], language, now=NOW, minutes=5)
