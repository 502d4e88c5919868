"""`read_when`: a time as people write it, in English or Spanish, in the zone of their server.

Our own small grammar, since a silent misreading is worse here than any refusal: somebody would
travel to a rally on the wrong day. Of the first 176 phrases of the tests, dateparser read 34 as
another time than was meant (or as one where there is none), parsedatetime 119, Microsoft's
recognizers 44 (they drop the zone); none says what it left out. Here every word is understood or
named, and what could be two times is asked back with both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.errors import BadInput
from bot.domain.local_time import RepeatedTime, SkippedTime, local_in
from bot.i18n import t
from bot.services.when.clocks import Span, Time, spans
from bot.services.when.days import MOST_YEARS, Day, order_of, together
from bot.services.when.model import Assumed, UnclearWhen, When
from bot.services.when.say import say_choices
from bot.services.when.scan import (
    Ahead,
    Element,
    Length,
    Mark,
    Scan,
    numbers_settled,
    parts_of,
    refuse,
)
from bot.services.when.tokens import tokens
from bot.services.when.words import Kind, Zone
from bot.services.when.zoned import in_zone

#: Longer than this is several events.
LONGEST = timedelta(days=14)
#: So much longer it may look on the wall where the clocks are put forward meanwhile.
_CLOCKS = timedelta(hours=2)


def read_when(text: str, *, now: datetime, zone: str, language: str) -> When:
    """The time that was typed, as the clocks of `zone` (IANA) show it.

    `language` is the reader's setting: it settles 3/4, and the language of what is refused. Where
    another zone was written, the answer is in that one, and says so. Whether the clocks skip the
    time or show it twice is asked by `When.moments`.

    Raises:
        UnclearWhen: it could be several times; carries them.
        BadInput: it is no time that is still to come; says what to write instead.
    """
    found = tokens(text)
    today = local_in(now, zone).date()
    said = {token.language for token in found} - {""}
    elements = Scan(found, today, language, order_of(language, said)).read()
    return _Reading(elements, now, zone, language).read()


def _of(elements: Sequence[Element], kind: type[Element]) -> list[Element]:
    return [each for each in elements if isinstance(each, kind)]


class _Reading:
    """Puts together what was found."""

    def __init__(self, elements: list[Element], now: datetime, zone: str, language: str) -> None:
        self._now, self._zone, self._language = now, zone, language
        self._local_now = local_in(now, zone)
        self._today = self._local_now.date()
        zones = list(dict.fromkeys(each for each in elements if isinstance(each, Zone)))
        if len(zones) > 1:
            raise BadInput("when.two_zones")
        self._named = zones[0] if zones and zones[0].name else None
        rest: list[Element] = [each for each in elements if not isinstance(each, Zone)]
        self._elements = numbers_settled(self._without_strokes(rest), self._today, language)

    def read(self) -> When:
        """The one time it can be."""
        found: list[When] = []
        for each in self._all():
            if each not in found:
                found.append(each)
        coming = [each for each in found if _latest(each) > self._now]
        if not coming:
            raise BadInput("when.past", example=t("when.example", self._language))
        if any(each.start.year > self._today.year + MOST_YEARS for each in coming):
            raise BadInput("when.too_far", years=MOST_YEARS)
        if len(coming) > 1:
            ordered = tuple(sorted(coming, key=_latest))
            raise UnclearWhen(ordered, say_choices(ordered, self._language))
        return coming[0]

    # --- what stands where ------------------------------------------------------------------

    def _without_strokes(self, elements: list[Element]) -> list[Element]:
        """Without the strokes that only part a day from its time: `March 28 - 10am`."""
        return [
            each
            for at, each in enumerate(elements)
            if not (
                isinstance(each, Mark)
                and each.sign
                and 0 < at < len(elements) - 1
                and isinstance(elements[at - 1], Day)
                and isinstance(elements[at + 1], Time)
            )
        ]

    def _all(self) -> Iterator[When]:
        """Every time it may be, whether past or not."""
        elements, last = self._ending()
        days = [each for each in elements if isinstance(each, Day)]
        self._refuse_marks(elements, days)
        ahead = [each for each in elements if isinstance(each, Ahead)]
        lasting = self._lasting(elements)
        if ahead:
            yield self._from_now(elements, days, ahead, lasting)
            return
        times = [each for each in elements if isinstance(each, Time)]
        if not times:
            raise BadInput("when.no_time", example=t("when.example", self._language))
        if len(times) > 1:
            raise BadInput("when.two_times")
        if (times[0].end is not None) + (lasting is not None) + bool(last) > 1:
            raise BadInput("when.two_times")
        if not times[0].marked and not days:
            refuse("when.unclear_word", times[0].text, self._language)
        for when in self._placed(days, times[0], parts_of(elements)):
            for ended in self._ended(replace(when, lasting=lasting), last):
                if ended.shown_end and ended.shown_end - ended.start > LONGEST + _CLOCKS:
                    raise BadInput("when.too_long_event", days=LONGEST.days)
                yield from in_zone(ended, self._named, self._zone)

    def _ending(self) -> tuple[list[Element], list[Element]]:
        """What stands before and behind a dash between two whole times; else all, and nothing."""
        for at, each in enumerate(self._elements):
            if isinstance(each, Mark) and each.kind is Kind.DASH:
                sides = self._elements[:at], self._elements[at + 1 :]
                if all(_of(side, Day) and _of(side, Time) for side in sides):
                    return sides
        return self._elements, []

    def _refuse_marks(self, elements: Sequence[Element], days: Sequence[Day]) -> None:
        marks = [each for each in elements if isinstance(each, Mark)]
        if not marks:
            return
        if len(days) > 1:
            raise BadInput("when.two_days")
        if any(mark.kind is Kind.DASH for mark in marks):
            raise BadInput("when.open_range", example=t("when.example", self._language))
        refuse("when.unclear_word", marks[0].text, self._language)

    def _lasting(self, elements: Sequence[Element]) -> timedelta | None:
        lengths = [each.minutes for each in elements if isinstance(each, Length)]
        if len(lengths) > 1:
            raise BadInput("when.two_times")
        return timedelta(minutes=lengths[0]) if lengths else None

    # --- from days and times to moments -------------------------------------------------------

    def _from_now(
        self,
        elements: Sequence[Element],
        days: Sequence[Day],
        ahead: Sequence[Ahead],
        lasting: timedelta | None,
    ) -> When:
        """`in 2 hours`."""
        if days or len(ahead) > 1 or _of(elements, Time):
            raise BadInput("when.two_times")
        moment = self._now.astimezone(UTC) + timedelta(minutes=ahead[0].minutes)
        start = local_in(moment, self._zone).replace(second=0, microsecond=0)
        return When(start, self._zone, lasting=lasting)

    def _placed(self, days: Sequence[Day], typed: Time, part: str) -> Iterator[When]:
        """The time on each day that it may be."""
        found = spans(typed, part)
        assumed = frozenset[Assumed]().union(*(day.assumed for day in days))
        if typed.is_bare or (typed.end is not None and typed.end.is_bare):
            assumed |= {Assumed.HALF}
        if days:
            for day in together(days, self._today, self._language):
                yield from (self._at(day, span, assumed) for span in found)
            return
        for span in found:  # the next such time
            today = self._at(self._today, span, assumed | {Assumed.DAY})
            later = today.start <= self._local_now
            if later and not typed.midnight:
                today = self._at(self._today + timedelta(days=1), span, today.assumed)
            yield today

    def _at(self, day: date, span: Span, assumed: frozenset[Assumed]) -> When:
        midnight = datetime.combine(day, time())
        start, end = span
        return When(
            midnight + timedelta(minutes=start),
            self._zone,
            None if end is None else midnight + timedelta(minutes=end),
            assumed=assumed,
        )

    def _ended(self, when: When, last: list[Element]) -> Iterator[When]:
        """With each end that it may have where a whole time was written for that."""
        if not last:
            yield when
            return
        days = [each for each in last if isinstance(each, Day)]
        times = [each for each in last if isinstance(each, Time)]
        self._refuse_marks(last, days)
        if len(times) > 1 or times[0].end is not None or _of(last, Length) or _of(last, Ahead):
            raise BadInput("when.two_times")
        ends = {
            datetime.combine(day, time()) + timedelta(minutes=minutes)
            for day in together(days, when.start.date(), self._language)
            for minutes, _ in spans(times[0], parts_of(last))
        }
        after = sorted(end for end in ends if end > when.start)
        if not after:
            raise BadInput("when.end_before_start")
        yield from (replace(when, end=end) for end in after)


def _latest(when: When) -> datetime:
    """The moment, the later one where it is not clear which."""
    try:
        return when.moment(when.start)
    except (SkippedTime, RepeatedTime) as unclear:
        return unclear.choices[-1].moment
