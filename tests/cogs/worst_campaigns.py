"""Organizers' campaign screens at their worst."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from discord import ui

from bot.domain.actor import Actor
from bot.domain.call_plan import CallTarget
from bot.domain.campaign import (
    Bill,
    BillEvent,
    Campaign,
    CampaignKind,
    CampaignStatus,
    CampaignWhole,
    Deadline,
    Donation,
    Fact,
    Letter,
    ListTarget,
    Outcome,
    Script,
    ShareKit,
    TalkingPoint,
    Variant,
)
from bot.domain.errors import BadInput
from bot.domain.legislators import Body
from bot.domain.small_counts import SafeCount, Shown
from bot.i18n import languages
from bot.presentation.components import Form
from bot.presentation.context import Context
from bot.presentation.sharing import question
from bot.services.call_totals import Totals
from bot.services.campaign_preview import Preview
from bot.services.campaign_targets import BadRow, ListReport
from cogs.campaigns import making_render, page_render, part_render, stats
from cogs.campaigns.forms import CAMPAIGN_FORMS, NewForm
from tests.cogs.worst_events import coming

N = 10**17
DAY = date(2027, 3, 28)
LISTS = ("county_sheriff", "x" * 40)
_EXTRA = {
    "point": ("9",),
    "bill": (str(N),),
    "script": ("x" * 40, "en", "constituent"),
    "letter": ("x" * 40, "en"),
}


def whole_of(text: str, status: CampaignStatus = CampaignStatus.OPEN) -> CampaignWhole:
    """A campaign with as much in it as there may be."""
    words = dict.fromkeys(languages(), text[:400])
    title = dict.fromkeys(languages(), text[:100])
    bodies = [*(body.value for body in Body), *LISTS]
    campaign = Campaign(
        CampaignKind.INSPECTION,
        title,
        words,
        state="MA",
        opens_on=DAY,
        closes_on=DAY,
        points=tuple(TalkingPoint(words, f"https://example.org/{'x' * 150}") for _ in range(10)),
        share=ShareKit(words, "#x"),
        donation=Donation("https://example.org/", 10**9, 10**9, DAY),
        number=N,
        guild_id=N,
        status=status,
        version=10**8,
    )
    steps = tuple(BillEvent(DAY, text[:200]) for _ in range(5))
    bills = tuple(
        Bill("ma", text[:40], title, text[:40], text[:40], text[:200], words, steps, DAY, False, n)
        for n in range(N, N + 10)
    )
    return CampaignWhole(
        campaign,
        bills,
        tuple(Script(b, x, text[:2000], v) for b in bodies for x in languages() for v in Variant),
        tuple(Letter(b, x, text[:200], text[:2000]) for b in bodies for x in languages()),
        tuple(ListTarget(name, text[:100], text[:100], phone="1" * 20) for name in LISTS
              for _ in range(500)),
        tuple(range(20)),
        tuple(Fact(DAY, text[:500], text[:200], n) for n in range(200)),
        tuple(Deadline(DAY, text[:200], 365, n) for n in range(20)),
    )  # fmt: skip


def campaigns(language: str, text: str) -> Iterator[ui.LayoutView]:
    """All of them."""
    text = (text * 2500)[:2500]
    whole = whole_of(text)
    problems = [
        page_render.said_problem(
            BadInput("campaign_error.bill_ended", name="H. 1", session="116", bill=1), language
        )
    ] * 30
    for status in CampaignStatus:
        page = page_render.CampaignPage(whole_of(text, status), problems, ["✅"] * 2)
        yield page_render.page_screen(page, language)
    yield page_render.choose_screen([whole.campaign] * 1, "edit", language)
    yield page_render.choose_screen([], "edit", language)
    yield page_render.ended_screen(whole.bills[:3], whole.campaign, DAY, language)
    yield page_render.asked_screen("?", "drive.yes_close", f"camp:doclose:{N}:9", N, language)
    yield part_render.why_screen(whole, language)
    yield part_render.bills_screen(whole, language)
    yield part_render.officials_screen(whole, "</campaign edit:1>", language)
    yield part_render.log_screen(whole, language)
    yield part_render.events_screen(whole, [coming(text)], language)
    yield question("?", f"camp:post:{N}", language)
    for what in ("script", "letter"):
        yield part_render.bodies_screen(whole, what, language)
        yield part_render.cases_screen(whole, LISTS[1], what, language)
    target = CallTarget("t1", text[:100], LISTS[1], place=text[:100])
    line = text.replace("\n", " ")
    found = [Preview(target, None, variant, "en", line) for variant in Variant]
    yield part_render.preview_screen(whole, found, LISTS[1], "es", language)
    yield part_render.preview_screen(whole, [], "", "es", language, "MA")
    yield making_render.new_screen(language, "✅")
    yield from _lists(text, language)
    yield from _stats(whole, text, language)


def campaign_forms(language: str, text: str) -> Iterator[Form]:
    """Every form, with as much in it as there may be."""
    whole = whole_of((text * 2500)[:2500])
    context = Context(Actor(1, N, frozenset()), language, language)
    yield NewForm(CampaignKind.AGREEMENT_287G, language)
    for form in CAMPAIGN_FORMS:
        yield form(whole, context, 10**8, _EXTRA.get(form.kind, ()))


def _lists(text: str, language: str) -> Iterator[ui.LayoutView]:
    problem = BadInput("campaign_error.csv_bad_rows", count=3, line=4)
    bad = tuple(BadRow(line, text[:200], problem) for line in range(500))
    people = tuple(ListTarget("county_sheriff", text[:100], text[:100]) for _ in range(500))
    for report in (
        ListReport("x" * 40, (), (), (), 0, bad, (text[:300],)),
        ListReport("county_sheriff", people, people, people, 0, (), (text[:300],)),
        ListReport("county_sheriff", (), (), (), 500),
    ):
        yield making_render.report_screen(report, N, "0" * 16, language)


def _stats(whole: CampaignWhole, text: str, language: str) -> Iterator[ui.LayoutView]:
    counts: list[Any] = [SafeCount(Shown.EXACT, 10**9), SafeCount(Shown.FEW)]
    totals = Totals(
        *([counts[0]] * 3),
        dict.fromkeys(Outcome, counts[1]),
        dict.fromkeys(("MA", "NY", "TX"), counts[0]),
        {f"t{n}": counts[0] for n in range(500)},
    )
    names = {f"t{n}": text[:100] for n in range(500)}
    yield stats.stats_screen(whole, totals, names, text[:2000], language)
    yield stats.posted_screen("x" * 100, "</call:1>", text[:2000], language)
