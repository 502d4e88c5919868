"""What the placeholders of scripts and letters stand for, in a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.domain.call_plan import CallTarget
from bot.domain.campaign import Bill, CampaignWhole, is_seat, words_in
from bot.domain.errors import BadInput
from bot.domain.legislators import FEDERAL
from bot.domain.script_text import PLACEHOLDERS, missing
from bot.i18n import t
from bot.services.places import state_name

_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "v"})


def last_name(name: str) -> str:
    """How somebody is called after a title: "Pressley", "García" of "García Jr."."""
    parts = name.replace(",", " ").split()
    while len(parts) > 1 and parts[-1].casefold() in _SUFFIXES:
        parts.pop()
    return parts[-1] if parts else name


def title_of(target: CallTarget, language: str) -> str:
    """How an official is addressed: "Representative", "Sheriff"."""
    if target.district is None:
        return target.office or target.name
    if not target.voting:
        return t("campaign_text.title_delegate", language)
    return t(f"campaign_text.title_{target.body}", language)


def bills_for(whole: CampaignWhole, body: str) -> tuple[Bill, ...]:
    """The bills that come before that body: of Congress, or of a state; where none fits, all."""
    federal = body in FEDERAL
    fitting = tuple(bill for bill in whole.bills if (bill.jurisdiction == "us") is federal)
    return fitting if is_seat(body) and fitting else whole.bills


def and_list(words: Iterable[str], language: str) -> str:
    """ "A", "A and B", "A, B and C"."""
    known = list(dict.fromkeys(word for word in words if word))
    if len(known) < 2:
        return "".join(known)
    return t("campaign_text.and", language, first=", ".join(known[:-1]), last=known[-1])


def values(
    whole: CampaignWhole,
    body: str,
    language: str,
    target: CallTarget,
    *,
    office_city: str = "",
    city: str = "",
    state: str = "",
) -> Mapping[str, str]:
    """What is put in. A town that nobody knows is the state's name."""
    bills = bills_for(whole, body)
    where = state_name(state or target.state, language) if state or target.state else ""
    return {
        "target": target.name,
        "target_title": title_of(target, language),
        "target_last": last_name(target.name),
        "caller_city": city or where or target.place,
        "caller_state": where or target.place,
        "bill": and_list((bill.of(body) for bill in bills), language),
        "bill_title": and_list((words_in(bill.title, language) for bill in bills), language),
        "ask": words_in(whole.campaign.ask, language).rstrip(),
        "campaign": whole.campaign.titled(language),
        "office_city": office_city or target.place or where,
    }


def refuse_missing(whole: CampaignWhole, body: str, language: str, text: str) -> None:
    """Raises BadInput where a placeholder can never be filled: there is no bill, or no ask."""
    known = set(PLACEHOLDERS)
    if not any(bill.of(body) for bill in bills_for(whole, body)):
        known -= {"bill"}
    if not any(words_in(bill.title, language) for bill in bills_for(whole, body)):
        known -= {"bill_title"}
    if not words_in(whole.campaign.ask, language):
        known -= {"ask"}
    lacks = missing(text, known)
    if lacks is None:
        return
    place = {"line": lacks.line, "column": lacks.column, "name": lacks.name}
    what = lacks.name if lacks.name in ("bill", "bill_title", "ask") else "other"
    raise BadInput(f"campaign_error.missing_{what}", **place)
