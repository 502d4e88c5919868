"""What may be kept as a shift, and what is said about the rest. Pure: `now` is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.errors import BadInput
from bot.domain.event_check import FARTHEST, MENTION, clean_text
from bot.domain.search import fold
from bot.domain.shift import Role, RoleName, ShiftDraft

#: How long each text may be.
LONGEST: Mapping[str, int] = {
    "title": 100,
    "about": 1000,
    "place": 100,
    "address": 200,
    "contact": 200,
    "training": 100,
}
PARAGRAPHS = frozenset({"about"})
LONGEST_SHIFT = timedelta(hours=24)
#: Roles of one shift: its select menu on a board stays short enough to choose from.
MOST_ROLES = 10
MOST_PLACES = 500
MOST_IN_SERIES = 500
LONGEST_ROLE = 40
LATEST_WITHDRAW = 14 * 24 * 60  # minutes


def check_shift(draft: ShiftDraft, *, now: datetime) -> ShiftDraft:
    """The draft as it may be kept; its zone is known already.

    Raises:
        BadInput: something in it can't be; the sentence says what to do.
    """
    texts: dict[str, str] = {}
    for name, longest in LONGEST.items():
        text = clean_text(str(getattr(draft, name) or ""), paragraphs=name in PARAGRAPHS)
        if len(text) > longest:
            raise BadInput(f"shift_error.long_{name}", most=longest, size=len(text))
        if MENTION.search(text):
            raise BadInput("shift_error.mention")
        # Trainings are known by their name however it is written (`training_record`).
        texts[name] = " ".join(fold(text).split()) if name == "training" else text
    if not texts["title"]:
        raise BadInput("shift_error.no_title")
    _check_time(draft, now)
    if not 0 <= draft.withdraw_minutes <= LATEST_WITHDRAW:
        raise BadInput("shift_error.withdraw", days=LATEST_WITHDRAW // 1440)
    if draft.weekly_limit is not None and not 1 <= draft.weekly_limit <= 50:
        raise BadInput("shift_error.weekly_limit")
    start = draft.local_start.replace(second=0, microsecond=0, tzinfo=None, fold=0)
    return replace(draft, **texts, local_start=start, roles=check_roles(draft.roles))


def _check_time(draft: ShiftDraft, now: datetime) -> None:
    if draft.minutes <= 0:
        raise BadInput("shift_error.ends_first")
    if draft.minutes > LONGEST_SHIFT / timedelta(minutes=1):
        raise BadInput("shift_error.long_shift", hours=LONGEST_SHIFT // timedelta(hours=1))
    if draft.local_start.replace(tzinfo=None) > now.replace(tzinfo=None) + FARTHEST:
        raise BadInput("shift_error.far_away", years=FARTHEST.days // 366)


def check_roles(roles: Sequence[Role]) -> tuple[Role, ...]:
    """The roles with clean names, none twice.

    Raises:
        BadInput: none, too many, a name twice, or a number of places that can't be.
    """
    if not roles:
        raise BadInput("shift_error.no_roles")
    if len(roles) > MOST_ROLES:
        raise BadInput("shift_error.many_roles", most=MOST_ROLES, size=len(roles))
    checked: list[Role] = []
    for role in roles:
        name = clean_text(role.name, paragraphs=False)
        if not name or len(name) > LONGEST_ROLE or MENTION.search(name):
            raise BadInput("shift_error.role_name", most=LONGEST_ROLE)
        if not 1 <= role.capacity <= MOST_PLACES:
            raise BadInput("shift_error.capacity", most=MOST_PLACES)
        language = role.language.strip().lower() if name == RoleName.INTERPRETER else ""
        checked.append(replace(role, name=name, language=language))
    if len({(role.name.casefold(), role.language) for role in checked}) < len(checked):
        raise BadInput("shift_error.role_twice")
    return tuple(checked)
