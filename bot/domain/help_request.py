"""A request for company, a ride, a lawyer, an interpreter: what volunteers need to know to take it,
and nothing that could name anybody. Details are handed over outside of the bot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import BadInput
from bot.domain.event_check import MENTION, clean_text
from bot.domain.search import fold


class Need(StrEnum):
    """What is needed. The values are stored: never rename them."""

    ACCOMPANIMENT = "accompaniment"
    RIDE = "ride"
    LAWYER = "lawyer"
    INTERPRETER = "interpreter"
    SUPPORT_LETTER = "support_letter"
    HOUSING = "housing"
    TRANSPORT = "transport"


class RequestStatus(StrEnum):
    """Where a request stands. The values are stored: never rename them."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDraft:
    """What a moderator says. `code` means something only to them; `place` is coarse."""

    code: str
    need: Need
    starts_at: datetime
    minutes: int = 120
    language: str = ""
    place: str = ""
    training: str = ""
    keep_days: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRequest(RequestDraft):
    """A request as it is kept, until it is erased."""

    number: int
    guild_id: int
    status: RequestStatus
    erase_at: datetime
    taken_by: int | None = None
    made_by: int | None = None
    channel_id: int | None = None
    message_id: int | None = None

    @property
    def ends_at(self) -> datetime:
        """When it is over; exclusive."""
        return self.starts_at + timedelta(minutes=self.minutes)


LONGEST_CODE = 20
LONGEST_PLACE = 60
MOST_DAYS = 90
#: An A-number: seven to nine digits, with or without its letter, however it is written.
_A_NUMBER = re.compile(r"(?<![0-9])a?[\s#:.-]*(?:[0-9][\s.-]?){7,9}(?![0-9])", re.IGNORECASE)
#: What people write about somebody's status; looked for without capitals and accents.
_STATUS_WORDS = frozenset(
    {
        "undocumented",
        "illegal",
        "visa",
        "asylum",
        "asylee",
        "refugee",
        "parole",
        "parolee",
        "daca",
        "tps",
        "deport",
        "deported",
        "deportation",
        "removal",
        "overstay",
        "overstayed",
        "alien",
        "uscis",
        "eoir",
        "greencard",
        "citizen",
        "noncitizen",
        "status",
        "detainer",
        "warrant",
        "indocumentado",
        "indocumentada",
        "ilegal",
        "asilo",
        "asilado",
        "asilada",
        "refugiado",
        "refugiada",
        "deportado",
        "deportada",
        "deportacion",
        "expulsion",
        "papeles",
        "ciudadano",
        "ciudadana",
        "estatus",
    }
)


def refuse_case_details(text: str) -> None:
    """Raises BadInput, with the reason, for an A-number or words about somebody's status: what is
    not kept can't be handed over."""
    if _A_NUMBER.search(text):
        raise BadInput("request_error.a_number")
    if _STATUS_WORDS & set(re.findall(r"[^\W\d_]+", fold(text))):
        raise BadInput("request_error.status")


def check_request(draft: RequestDraft, *, now: datetime) -> RequestDraft:
    """The draft as it may be kept.

    Raises:
        BadInput: something in it can't be; the sentence says why, and what to do.
    """
    code = clean_text(draft.code, paragraphs=False)
    place = clean_text(draft.place, paragraphs=False)
    if not code:
        raise BadInput("request_error.no_code")
    if len(code) > LONGEST_CODE:
        raise BadInput("request_error.long_code", most=LONGEST_CODE)
    if len(place) > LONGEST_PLACE:
        raise BadInput("request_error.long_place", most=LONGEST_PLACE)
    for text in (code, place):
        refuse_case_details(text)
        if MENTION.search(text):
            raise BadInput("request_error.mention")
    if " " in code and len(code.split()) > 2:
        raise BadInput("request_error.code_is_words")
    if re.search(r"\d+\s+\w+\s+(?:st|street|ave|avenue|rd|road|calle|blvd)\b", fold(place)):
        raise BadInput("request_error.exact_place")
    if draft.starts_at <= now:
        raise BadInput("request_error.past")
    if draft.starts_at > now + timedelta(days=366):
        raise BadInput("request_error.far_away")
    if not 1 <= draft.minutes <= 24 * 60:
        raise BadInput("request_error.minutes")
    if not 1 <= draft.keep_days <= MOST_DAYS:
        raise BadInput("request_error.keep_days", most=MOST_DAYS)
    training = " ".join(fold(draft.training).split())
    return replace(draft, code=code, place=place, training=training)
