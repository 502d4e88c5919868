"""Sentences about one person and one event: how it stands with them, and how they are reminded."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.event import Answer, Event, Status
from bot.i18n import t
from bot.services.event_glance import Glance
from bot.services.event_views import Coming
from bot.storage.event_reminders import Reminder
from cogs.events.render import capacity_of, stamp

_UNITS = (("weeks", 7 * 24 * 60), ("days", 24 * 60), ("hours", 60), ("minutes", 1))


def standing(coming: Coming, glance: Glance, language: str) -> str:
    """How it stands with this person, in one heading; empty where they never answered, and where
    it was called off: nobody goes there, whatever they had answered."""
    mine = coming.mine
    if mine is None or is_off(coming):
        return ""
    match mine.answer:
        case Answer.GOING:
            limited = capacity_of(coming.event, coming.occurrence) is not None
            return t("events.have_place" if limited else "events.you_go", language)
        case Answer.WAITING:
            if glance.position is None:
                return t("events.you_wait", language)
            return t("events.your_position", language, position=glance.position)
        case Answer.OFFERED:
            return t("events.place_kept", language)
        case Answer.MAYBE:
            return t("events.you_may", language)
        case Answer.DECLINED:
            return t("events.you_declined", language)


def is_off(coming: Coming) -> bool:
    """Whether it was called off for good."""
    return coming.event.status is Status.CANCELLED or coming.occurrence.cancelled


def what_follows(coming: Coming, glance: Glance, language: str) -> str:
    """What this person can count on after their answer: how they will hear of it."""
    mine = coming.mine
    if mine is None:
        return ""
    how = how_told(coming.event, glance, language)
    match mine.answer:
        case Answer.GOING | Answer.MAYBE:
            return reminded(coming.event, glance, language)
        case Answer.WAITING:
            return t("events.line_follows", language, how=how)
        case Answer.OFFERED if mine.offered_until is not None:
            until = stamp(mine.offered_until, "F")
            left = stamp(mine.offered_until, "R")
            return t("events.kept_until", language, until=until, left=left)
        case Answer.DECLINED:
            return t("events.declined_follows", language)
        case _:
            return ""


def reminded(event: Event, glance: Glance, language: str) -> str:
    """When and how this person will be reminded, in one or two sentences."""
    if not reachable(event, glance):
        return t("events.cant_remind", language)
    wishes = glance.reminders(event)
    if not wishes:
        return t("events.no_reminder", language)
    how = how_told(event, glance, language)
    return t("events.will_remind", language, when=joined(wishes, language), how=how)


def reachable(event: Event, glance: Glance) -> bool:
    """Whether the bot has any way to tell this person something about the event."""
    return glance.dm or channel_of(event) is not None


def how_told(event: Event, glance: Glance, language: str) -> str:
    """`by direct message`, or `in #vigil, for all there to see`."""
    if glance.dm:
        return t("events.by_dm", language)
    channel = channel_of(event)
    if channel is None:
        return t("events.by_looking", language)
    return t("events.by_ping", language, channel=f"<#{channel}>")


def channel_of(event: Event) -> int | None:
    """Where people are pinged about an event."""
    return event.thread_id or event.channel_id


# --- lengths of time ------------------------------------------------------------------------


def joined(wishes: Sequence[Reminder], language: str) -> str:
    """`1 day before and 2 hours before`."""
    said = [reminder_words(wish, language) for wish in wishes]
    if len(said) == 1:
        return said[0]
    return t("events.and", language, first=", ".join(said[:-1]), last=said[-1])


def reminder_words(wish: Reminder, language: str) -> str:
    """`2 hours before`, or a moment."""
    if wish.at is not None:
        return stamp(wish.at, "F")
    return t("events.before", language, length=length_words(wish.minutes or 0, language))


def length_words(minutes: int, language: str) -> str:
    """`1 day`, `90 minutes`: in the largest unit that is whole."""
    unit, size = next((u, s) for u, s in _UNITS if minutes % s == 0 and minutes >= s)
    return t(f"events.{unit}", language, count=minutes // size)
