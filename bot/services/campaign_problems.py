"""Why a campaign can't be opened yet. Each problem is what opening would be refused with.

Its `params` say where: `body`, `language` and `variant` of a script, the `bill`'s number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from bot.domain.campaign import CampaignWhole, Variant, is_seat
from bot.domain.errors import BadInput
from bot.domain.script_text import check_script
from bot.i18n import language_name
from bot.services.campaign_words import refuse_missing


def problems(
    whole: CampaignWhole, language: str, today: date, *, confirmed: Collection[int] = ()
) -> list[BadInput]:
    """All that stands in the way, the most basic first. `language` is the server's; `confirmed` are
    bills that the organizer means although their session is over."""
    return [
        *_nobody(whole),
        *_no_words(whole, language),
        *_bad_words(whole),
        *_ended(whole, today, confirmed),
        *_past(whole, today),
    ]


def _nobody(whole: CampaignWhole) -> Iterator[BadInput]:
    if not whole.bodies:
        yield BadInput("campaign_error.no_bodies")
    for name in whole.lists:
        if not whole.in_list(name):
            yield BadInput("campaign_error.no_targets", body=name, list=list_name(name))


def _no_words(whole: CampaignWhole, language: str) -> Iterator[BadInput]:
    for body in whole.bodies:
        # Whoever is only written to needs a letter, everybody else a script.
        only_letters = not any(script.body == body for script in whole.scripts)
        written = any(letter.body == body for letter in whole.letters)
        what = "letter" if only_letters and written else "script"
        found = whole.letter(body, language) if what == "letter" else whole.script(body, language)
        if found is not None:
            continue
        missing = f"{what}_{body if is_seat(body) else 'list'}"
        yield BadInput(
            f"campaign_error.no_{missing}",
            body=body,
            language=language,
            speaks=language_name(language),
            list=list_name(body),
            variant=Variant.MAIN.value,
        )


def _bad_words(whole: CampaignWhole) -> Iterator[BadInput]:
    for script in whole.scripts:
        problem = _problem(whole, script.body, script.language, script.words)
        if problem is not None:
            problem.params["variant"] = script.variant.value
            yield problem
    for letter in whole.letters:
        for words in (letter.subject, letter.words):
            problem = _problem(whole, letter.body, letter.language, words)
            if problem is not None:
                yield problem


def _problem(whole: CampaignWhole, body: str, language: str, words: str) -> BadInput | None:
    try:
        check_script(words)
        refuse_missing(whole, body, language, words)
    except BadInput as problem:
        problem.params.update(body=body, language=language)
        return problem
    return None


def _ended(whole: CampaignWhole, today: date, confirmed: Collection[int]) -> Iterator[BadInput]:
    for bill in whole.bills:
        if bill.ended(today) and not bill.confirmed and bill.number not in confirmed:
            name = bill.lower or bill.upper
            yield BadInput(
                "campaign_error.bill_ended", bill=bill.number, name=name, session=bill.session
            )


def _past(whole: CampaignWhole, today: date) -> Iterator[BadInput]:
    closes_on = whole.campaign.closes_on
    if closes_on is not None and closes_on < today:
        yield BadInput("campaign_error.closes_past")


def list_name(body: str) -> str:
    """A list as people read it: `county_sheriff` is "county sheriff"."""
    return body.replace("_", " ")
