"""What a campaign is: whom members are asked to call or write to, for what, and with which words.

Words as in 5 Calls: a *target* is one person to call, a *script* what to say, an *outcome* what
came of a call. Texts that people read are `Words`: by language. A `body` is the value of a `Body`,
or the name of a list of officials that the organizer brought in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from bot.domain.legislators import Body

Words = Mapping[str, str]


class CampaignKind(StrEnum):
    """What a campaign is about. The values are stored: never rename them."""

    CALLS = "calls"
    FREEDOM_CITY = "freedom_city"
    AGREEMENT_287G = "agreement_287g"
    INSPECTION = "inspection"


class CampaignStatus(StrEnum):
    """Who sees it: a draft and what is closed are for organizers. Stored."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Variant(StrEnum):
    """What a script is for. Stored."""

    MAIN = "main"
    VOICEMAIL = "voicemail"
    #: They are for it already: thank them.
    SUPPORTS = "supports"
    #: The staff asks: "Are you a constituent?"
    CONSTITUENT = "constituent"


class CampaignAction(StrEnum):
    """What is counted. Stored."""

    CALL = "call"
    LETTER = "letter"
    SHARE = "share"


class Outcome(StrEnum):
    """What came of a call. Stored."""

    CONTACT = "contact"
    VOICEMAIL = "voicemail"
    #: Busy, or the mailbox is full: the next office is tried.
    UNAVAILABLE = "unavailable"
    WRONG_NUMBER = "wrong_number"
    SKIP = "skip"


#: With one of these a call was made; the others lead on to the next office or target.
DONE = frozenset({Outcome.CONTACT, Outcome.VOICEMAIL})


def words_in(words: Words, *wishes: str) -> str:
    """The words in the first of the languages that there are any in; else in any; else empty."""
    for language in (*wishes, "en", *words):
        if words.get(language):
            return words[language]
    return ""


def _no_words() -> Words:
    return {}


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """One reason why, and where it is written."""

    words: Words
    source: str = ""


@dataclass(frozen=True, slots=True)
class ShareKit:
    """What members can pass on. `image` is the name of a bundled picture, `alt` says
    what it shows."""

    texts: Words = field(default_factory=_no_words)
    hashtag: str = ""
    link: str = ""
    image: str = ""
    alt: Words = field(default_factory=_no_words)


@dataclass(frozen=True, slots=True)
class Donation:
    """A drive: where to give, and a figure that organizers set. Whole dollars. The bot never
    handles money."""

    link: str = ""
    goal: int = 0
    raised: int = 0
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """What an organizer sets by typing. `state`: only whoever lives there is asked; None: all."""

    kind: CampaignKind
    title: Words
    ask: Words
    state: str | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    points: tuple[TalkingPoint, ...] = ()
    share: ShareKit = ShareKit()
    donation: Donation = Donation()
    template: str | None = None


#: What `edit` may change.
CAMPAIGN_FIELDS: tuple[str, ...] = tuple(each.name for each in fields(CampaignDraft))


@dataclass(frozen=True, slots=True)
class Campaign(CampaignDraft):
    """A campaign as it is kept. `planned`: a draft that opens by itself on `opens_on`."""

    number: int = 0
    guild_id: int = 0
    status: CampaignStatus = CampaignStatus.DRAFT
    planned: bool = False
    version: int = 1
    changed_at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    made_by: int | None = None
    channel_id: int | None = None
    message_id: int | None = None

    def titled(self, *languages: str) -> str:
        """The title in the first of these languages that it has."""
        return words_in(self.title, *languages)


@dataclass(frozen=True, slots=True)
class BillEvent:
    """A step of a bill's history."""

    on: date
    words: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill. `jurisdiction` is "us" or a state's two letters in lower case; `lower` is its number
    in the House, `upper` in the Senate. `number` 0: not kept yet. `session_ends` is the first day
    on which the session is over; None where nobody has said."""

    jurisdiction: str
    session: str
    title: Words
    lower: str = ""
    upper: str = ""
    sponsors: str = ""
    status: Words = field(default_factory=_no_words)
    history: tuple[BillEvent, ...] = ()
    session_ends: date | None = None
    confirmed: bool = False
    number: int = 0

    def of(self, body: str) -> str:
        """Its number in that chamber; where it has none there, in the other."""
        if body in (Body.US_SENATE, Body.STATE_UPPER):
            return self.upper or self.lower
        return self.lower or self.upper

    def ended(self, on: date) -> bool:
        """Whether its session is over by that day: it can't be passed any more."""
        return self.session_ends is not None and self.session_ends <= on


@dataclass(frozen=True, slots=True)
class Script:
    """What to say to one body, in one language, in one case."""

    body: str
    language: str
    words: str
    variant: Variant = Variant.MAIN


@dataclass(frozen=True, slots=True)
class Letter:
    """What to write to one body, in one language."""

    body: str
    language: str
    subject: str
    words: str


@dataclass(frozen=True, slots=True)
class ListTarget:
    """An official of a list, in their office only. `list` is the body that scripts name."""

    list: str
    name: str
    office: str = ""
    place: str = ""
    state: str = ""
    phone: str = ""
    email: str = ""
    form_url: str = ""
    number: int = 0

    @property
    def id(self) -> str:
        """As `legislators.Target.id`, and never one of those."""
        return f"t{self.number}"


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a campaign's log of facts."""

    on: date
    words: str
    source: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day before which organizers want to be reminded."""

    due_on: date
    words: str
    remind_days: int = 14
    number: int = 0


@dataclass(frozen=True, slots=True)
class CampaignTemplate:
    """A bundled campaign, from which organizers make their own."""

    key: str
    draft: CampaignDraft
    bills: tuple[Bill, ...] = ()
    scripts: tuple[Script, ...] = ()
    letters: tuple[Letter, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignWhole:
    """A campaign with all that belongs to it."""

    campaign: Campaign
    bills: tuple[Bill, ...] = ()
    scripts: tuple[Script, ...] = ()
    letters: tuple[Letter, ...] = ()
    targets: tuple[ListTarget, ...] = ()
    events: tuple[int, ...] = ()
    facts: tuple[Fact, ...] = ()
    deadlines: tuple[Deadline, ...] = ()

    @property
    def bodies(self) -> tuple[str, ...]:
        """Whom it is aimed at: seats in their own order, then the organizer's lists."""
        named = {
            *(script.body for script in self.scripts),
            *(letter.body for letter in self.letters),
            *(target.list for target in self.targets),
        }
        seats = [body.value for body in Body if body.value in named]
        return (*seats, *sorted(named - set(seats)))

    @property
    def seats(self) -> tuple[Body, ...]:
        """Those of its bodies for which a district must be known."""
        return tuple(Body(body) for body in self.bodies if body in _SEATS)

    @property
    def lists(self) -> tuple[str, ...]:
        """Those of its bodies that are lists."""
        return tuple(body for body in self.bodies if body not in _SEATS)

    def in_list(self, name: str) -> tuple[ListTarget, ...]:
        """Who stands in that list."""
        return tuple(target for target in self.targets if target.list == name)

    def script(self, body: str, language: str, variant: Variant = Variant.MAIN) -> Script | None:
        """The words for that case, None where there are none."""
        wanted = (body, language, variant)
        return next((s for s in self.scripts if (s.body, s.language, s.variant) == wanted), None)

    def letter(self, body: str, language: str) -> Letter | None:
        """The letter to that body in that language, None where there is none."""
        return next((x for x in self.letters if (x.body, x.language) == (body, language)), None)

    def languages_of(self, body: str) -> tuple[str, ...]:
        """The languages in which there is a main script for that body."""
        return tuple(s.language for s in self.scripts if s.body == body and s.variant == "main")


_SEATS = frozenset(body.value for body in Body)


def is_seat(body: str) -> bool:
    """Whether that is a seat of the data and no list of the organizer's."""
    return body in _SEATS


def draft_of(campaign: Campaign) -> CampaignDraft:
    """What of a campaign can be set by typing."""
    values: dict[str, Any] = {name: getattr(campaign, name) for name in CAMPAIGN_FIELDS}
    return CampaignDraft(**values)
