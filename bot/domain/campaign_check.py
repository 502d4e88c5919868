"""What may be kept of a campaign, and what is said about the rest. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.domain.campaign import (
    Bill,
    CampaignDraft,
    Deadline,
    Donation,
    Fact,
    Letter,
    Script,
    ShareKit,
    TalkingPoint,
    Words,
)
from bot.domain.errors import BadInput
from bot.domain.event_check import LINK, MENTION, clean_text
from bot.domain.legislators import DELEGATES, HOUSE_SEATS
from bot.domain.script_text import check_script
from bot.domain.sessions import session_end

LONGEST_TITLE, LONGEST_ASK, LONGEST_POINT, LONGEST_SHARE = 100, 400, 500, 500
LONGEST_LINE, LONGEST_LINK, MOST_POINTS = 200, 300, 10
#: The texts that can be too long, as the catalog names them.
TEXTS = (
    "title", "ask", "point", "share", "alt", "link", "session", "bill", "bill_title", "bill_status",
    "sponsors", "history", "subject", "fact", "source", "deadline", "name",
)  # fmt: skip
MOST_DOLLARS = 1_000_000_000
MOST_DAYS = 365
_HASHTAG = re.compile(r"#?[\w]{1,60}")
_BODY = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
STATES = frozenset({*HOUSE_SEATS, *DELEGATES})


def check_line(text: str, field: str, *, most: int = LONGEST_LINE, paragraphs: bool = False) -> str:
    """A text, cleaned.

    Raises:
        BadInput: it is too long (`field` is a key of the catalog that names it) or has a mention.
    """
    cleaned = clean_text(text, paragraphs=paragraphs)
    if len(cleaned) > most:
        raise BadInput(f"campaign_error.long_{field}", most=most, size=len(cleaned))
    if MENTION.search(cleaned):
        raise BadInput("campaign_error.mention")
    return cleaned


def check_link(text: str) -> str:
    """A link, or nothing.

    Raises:
        BadInput: it can't be opened, or is too long.
    """
    link = check_line(text, "link", most=LONGEST_LINK)
    if link and not LINK.fullmatch(link):
        raise BadInput("campaign_error.link")
    return link


def _words(words: Words, field: str, most: int, *, paragraphs: bool = False) -> Words:
    checked = {
        language: check_line(text, field, most=most, paragraphs=paragraphs)
        for language, text in words.items()
    }
    return {language: text for language, text in checked.items() if text}


def check_campaign(draft: CampaignDraft) -> CampaignDraft:
    """The draft as it may be kept.

    Raises:
        BadInput: something in it can't be; the sentence says what to do.
    """
    title = _words(draft.title, "title", LONGEST_TITLE)
    if not title:
        raise BadInput("campaign_error.no_title")
    state = (draft.state or "").strip().upper() or None
    if state is not None and state not in STATES:
        raise BadInput("campaign_error.state")
    if draft.opens_on and draft.closes_on and draft.closes_on < draft.opens_on:
        raise BadInput("campaign_error.closes_first")
    if len(draft.points) > MOST_POINTS:
        raise BadInput("campaign_error.many_points", most=MOST_POINTS)
    points = [_point(each) for each in draft.points]
    return replace(
        draft,
        title=title,
        ask=_words(draft.ask, "ask", LONGEST_ASK, paragraphs=True),
        state=state,
        points=tuple(each for each in points if each.words),
        share=_share(draft.share),
        donation=_donation(draft.donation),
    )


def _point(point: TalkingPoint) -> TalkingPoint:
    words = _words(point.words, "point", LONGEST_POINT, paragraphs=True)
    return TalkingPoint(words, check_link(point.source))


def _share(share: ShareKit) -> ShareKit:
    hashtag = share.hashtag.strip()
    if hashtag and not _HASHTAG.fullmatch(hashtag):
        raise BadInput("campaign_error.hashtag")
    return ShareKit(
        texts=_words(share.texts, "share", LONGEST_SHARE, paragraphs=True),
        hashtag=f"#{hashtag.removeprefix('#')}" if hashtag else "",
        link=check_link(share.link),
        image=share.image,
        alt=_words(share.alt, "alt", LONGEST_SHARE),
    )


def _donation(donation: Donation) -> Donation:
    if not (0 <= donation.goal <= MOST_DOLLARS and 0 <= donation.raised <= MOST_DOLLARS):
        raise BadInput("campaign_error.dollars")
    return replace(donation, link=check_link(donation.link))


def check_body(body: str) -> str:
    """The name of a seat or of a list: small letters, digits and "_".

    Raises:
        BadInput: nothing of it can be used.
    """
    name = re.sub(r"[\W_]+", "_", body.strip().casefold()).strip("_")
    if not _BODY.fullmatch(name):
        raise BadInput("campaign_error.list_name")
    return name


def checked_script(script: Script) -> Script:
    """A script as it is kept. Raises as `check_script` and `check_body` do."""
    return replace(script, body=check_body(script.body), words=check_script(script.words))


def checked_letter(letter: Letter) -> Letter:
    """A letter as it is kept. Raises as `check_script` and `check_body` do."""
    subject = check_line(letter.subject, "subject", most=LONGEST_LINE)
    if not subject:
        raise BadInput("campaign_error.no_subject")
    words = check_script(letter.words)
    return replace(letter, body=check_body(letter.body), subject=check_script(subject), words=words)


def checked_bill(bill: Bill) -> Bill:
    """A bill as it is kept, with the end of its session where we know it.

    Raises:
        BadInput: it has no number, no session, or one of them can't be.
    """
    where = bill.jurisdiction.strip().casefold()
    if where != "us" and where.upper() not in STATES:
        raise BadInput("campaign_error.jurisdiction")
    session = check_line(bill.session, "session", most=40)
    lower, upper = (check_line(each, "bill", most=40) for each in (bill.lower, bill.upper))
    if not session or not (lower or upper):
        raise BadInput("campaign_error.bill_number")
    for number in (lower, upper):
        if set("{}") & set(number):
            raise BadInput("campaign_error.bill_number")
    return replace(
        bill,
        jurisdiction=where,
        session=session,
        lower=lower,
        upper=upper,
        title=_words(bill.title, "bill_title", LONGEST_LINE),
        sponsors=check_line(bill.sponsors, "sponsors", most=LONGEST_POINT),
        status=_words(bill.status, "bill_status", LONGEST_POINT),
        history=tuple(
            replace(
                each,
                words=check_line(each.words, "history", most=LONGEST_POINT),
                source=check_link(each.source),
            )
            for each in bill.history
        ),
        session_ends=session_end(where, session) or bill.session_ends,
    )


def checked_fact(fact: Fact, today: date) -> Fact:
    """A line of the log of facts. Raises BadInput: empty, too long, from the future."""
    words = check_line(fact.words, "fact", most=LONGEST_POINT, paragraphs=True)
    if not words:
        raise BadInput("campaign_error.fact_empty")
    if fact.on > today:
        raise BadInput("campaign_error.fact_future")
    source = check_line(fact.source, "source", most=LONGEST_LINK)
    return replace(fact, words=words, source=source)


def checked_deadline(deadline: Deadline, today: date) -> Deadline:
    """A deadline. Raises BadInput: empty, too long, past, or reminded of too early."""
    words = check_line(deadline.words, "deadline")
    if not words:
        raise BadInput("campaign_error.deadline_empty")
    if deadline.due_on < today:
        raise BadInput("campaign_error.deadline_past")
    if not 0 <= deadline.remind_days <= MOST_DAYS:
        raise BadInput("campaign_error.deadline_days", most=MOST_DAYS)
    return replace(deadline, words=words)


def whole_dollars(typed: str) -> int:
    """An amount as somebody typed it: "$1,250". Raises BadInput."""
    digits = re.sub(r"[\s$,']", "", typed)
    if not digits:
        return 0
    if not digits.isdecimal() or int(digits) > MOST_DOLLARS:
        raise BadInput("campaign_error.dollars")
    return int(digits)


def merged_words(before: Words, changes: Mapping[str, str]) -> Words:
    """Words with those of one language changed; an empty text takes that language out."""
    merged = {**before, **changes}
    return {language: text for language, text in merged.items() if text.strip()}
