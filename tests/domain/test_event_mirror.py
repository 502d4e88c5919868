"""Discord's own list of events says what stands here, whatever anybody did in it meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.event_mirror import (
    MOST_STANDING,
    Adopt,
    Edit,
    Forget,
    How,
    Kept,
    Leave,
    Make,
    Reason,
    Seen,
    Shown,
    Standing,
    State,
    Step,
    Take,
    TheyCancelled,
    TheyChanged,
    Wanted,
    plan,
)

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def shown(hours: int = 24, name: str = "Rally") -> Shown:
    starts_at = NOW + hours * HOUR
    return Shown(name, "Come", "Boston", starts_at, starts_at + 2 * HOUR)


def wanted(number: int = 1, what: Shown | None = None) -> Wanted:
    return Wanted(number, f"m{number}", what or shown())


def kept(number: int = 1, what: Shown | None = None, state: State = State.ON) -> Kept:
    return Kept(1000 + number, number, state, what or shown(), what or shown())


def seen(
    number: int = 1,
    what: Shown | None = None,
    standing: Standing = Standing.SCHEDULED,
    *,
    external: bool = True,
) -> Seen:
    return Seen(1000 + number, standing, what or shown(), f"m{number}", external)


def planned(
    want: Sequence[Wanted],
    noted: Sequence[Kept],
    there: Sequence[Seen],
    reasons: dict[int, Reason] | None = None,
    now: datetime = NOW,
) -> list[object]:
    return list(plan(want, noted, there, reasons=reasons or {}, now=now))


def other(number: int) -> Seen:
    return Seen(number, Standing.SCHEDULED, shown(), None)


# --- one at a time --------------------------------------------------------------------------


def test_what_is_missing_is_made_and_what_is_in_step_is_left_alone() -> None:
    assert planned([wanted()], [], []) == [Make(wanted())]
    assert planned([wanted()], [kept()], [seen()]) == []


def test_what_has_begun_is_not_made_any_more() -> None:
    assert planned([wanted(1, shown(-1))], [], []) == []


def test_after_a_crash_ours_is_found_again_and_a_second_of_the_same_goes() -> None:
    twin = replace(seen(), scheduled_id=2000)
    assert planned([wanted()], [], [twin, seen()]) == [
        Adopt(wanted(), seen()),
        Take(Step.DELETE, 2000),
    ]


def test_ours_that_nobody_wants_goes_even_if_it_was_never_noted() -> None:
    assert planned([], [], [seen(), other(5)]) == [Take(Step.DELETE, 1001)]


def test_our_change_is_written_and_theirs_is_reported_field_by_field() -> None:
    new = shown(name="Vigil")
    assert planned([wanted(1, new)], [kept()], [seen()]) == [
        Edit(kept(), wanted(1, new), seen(), frozenset({"name"}))
    ]
    theirs = replace(shown(), place="Salem", name="March")
    assert planned([wanted(1, new)], [kept()], [seen(1, theirs)]) == [
        TheyChanged(
            kept(), wanted(1, new), seen(1, theirs), frozenset({"place"}), frozenset({"name"})
        )
    ]


def test_what_people_ended_there_is_never_made_again_while_it_is_wanted() -> None:
    assert planned([wanted()], [kept()], []) == [Leave(kept(), How.REMOVED)]
    cancelled = seen(standing=Standing.CANCELLED)
    assert planned([wanted()], [kept()], [cancelled]) == [TheyCancelled(kept())]
    left = kept(state=State.LEFT)
    assert planned([wanted()], [left], [cancelled]) == []
    assert planned([], [left], []) == [Forget(left)]
    voice = seen(external=False)
    assert planned([wanted()], [kept()], [voice]) == [Leave(kept(), How.ELSEWHERE)]


def test_what_discord_itself_cancelled_or_people_completed_once_it_began_is_over() -> None:
    begun = shown(-1)
    for standing in (Standing.CANCELLED, Standing.COMPLETED):
        there = seen(1, begun, standing)
        assert planned([wanted(1, begun)], [kept(1, begun)], [there]) == [Leave(kept(1, begun))]


def test_what_begins_is_started_and_what_is_over_is_completed() -> None:
    begun, over = shown(-1), shown(-3)
    want, note = wanted(1, begun), kept(1, begun)
    assert planned([want], [note], [seen(1, begun)]) == [Take(Step.START, 1001, note)]
    running = seen(1, over, Standing.ACTIVE)
    reasons = {1: Reason.OVER}
    note = kept(1, over)
    assert planned([], [note], [running], reasons) == [Take(Step.COMPLETE, 1001, note)]
    slept = seen(1, over)
    assert planned([], [note], [slept], reasons) == [Take(Step.START, 1001, note)]


def test_what_is_called_off_is_cancelled_and_what_is_no_longer_public_is_deleted() -> None:
    called_off = {1: Reason.CALLED_OFF}
    assert planned([], [kept()], [seen()], called_off) == [Take(Step.CANCEL, 1001, kept())]
    running = seen(standing=Standing.ACTIVE)
    assert planned([], [kept()], [running], called_off) == [Take(Step.COMPLETE, 1001, kept())]
    assert planned([], [kept()], [seen()]) == [Take(Step.DELETE, 1001, kept())]


def test_what_runs_keeps_its_start_and_is_made_anew_where_it_is_put_off() -> None:
    begun = shown(-1)
    running = seen(1, begun, Standing.ACTIVE)
    earlier = replace(begun, starts_at=begun.starts_at - HOUR, name="Vigil")
    assert planned([wanted(1, earlier)], [kept(1, begun)], [running]) == [
        Edit(kept(1, begun), wanted(1, earlier), running, frozenset({"name"}))
    ]
    later = shown(48)
    assert planned([wanted(1, later)], [kept(1, begun)], [running]) == [
        Take(Step.COMPLETE, 1001, kept(1, begun))
    ]


def test_the_soonest_hundred_stand_beside_everybody_elses() -> None:
    want = [wanted(n, shown(n)) for n in range(150, 0, -1)]
    others = [other(n) for n in range(1, 8)]
    made = [action for action in planned(want, [], others) if isinstance(action, Make)]
    assert [action.wanted.occurrence for action in made] == list(range(1, 94))


def test_a_sooner_one_takes_the_place_of_the_last() -> None:
    noted = [kept(n, shown(n)) for n in range(2, 102)]
    there = [seen(n, shown(n)) for n in range(2, 102)]
    want = [wanted(n, shown(n)) for n in range(1, 102)]
    assert planned(want, noted, there) == [
        Take(Step.DELETE, 1101, noted[-1]),
        Make(want[0]),
    ]


# --- whatever happens -----------------------------------------------------------------------


@dataclass
class Discord:
    """As much of Discord's list as there is to it."""

    events: dict[int, Seen] = field(default_factory=dict[int, Seen])
    ids: count[int] = field(default_factory=lambda: count(5000))

    @property
    def standing(self) -> list[Seen]:
        return [each for each in self.events.values() if each.stands]

    def make(self, want: Wanted) -> int:
        assert len(self.standing) < MOST_STANDING
        assert want.shown.starts_at > NOW
        number = next(self.ids)
        self.events[number] = Seen(number, Standing.SCHEDULED, want.shown, want.marker)
        return number

    def step(self, step: Step, number: int) -> None:
        now = self.events[number].standing
        if step is Step.DELETE:
            del self.events[number]
            return
        allowed = {
            Step.START: (Standing.SCHEDULED, Standing.ACTIVE),
            Step.COMPLETE: (Standing.ACTIVE, Standing.COMPLETED),
            Step.CANCEL: (Standing.SCHEDULED, Standing.CANCELLED),
        }
        before, after = allowed[step]
        assert now is before
        self.events[number] = replace(self.events[number], standing=after)


def _perform(action: object, discord: Discord, noted: dict[int, Kept]) -> None:
    match action:
        case Forget(one):
            del noted[one.occurrence]
        case Leave(one, _) | TheyCancelled(one):
            noted[one.occurrence] = replace(one, state=State.LEFT)
        case TheyChanged(one, _, there, _, _):
            noted[one.occurrence] = replace(one, seen=there.shown)
        case Adopt(want, there):
            noted[want.occurrence] = Kept(
                there.scheduled_id, want.occurrence, State.ON, there.shown, there.shown
            )
        case Take(step, number, one):
            discord.step(step, number)
            if one is not None and step is not Step.START:
                del noted[one.occurrence]
        case Edit(one, want, there, names):
            changed = replace(there.shown, **{n: getattr(want.shown, n) for n in names})
            discord.events[one.scheduled_id] = replace(there, shown=changed)
            noted[one.occurrence] = replace(one, sent=want.shown, seen=changed)
        case Make(want):
            number = discord.make(want)
            noted[want.occurrence] = Kept(number, want.occurrence, State.ON, want.shown, want.shown)
        case _:
            raise AssertionError(action)


def in_step(want: Sequence[Wanted], discord: Discord, noted: dict[int, Kept]) -> int:
    """Plan and do until nothing is left; how many rounds it took."""
    reasons = {number: Reason.CALLED_OFF for number in noted if number % 2}
    for rounds in range(6):
        there = list(discord.events.values())
        todo = plan(want, list(noted.values()), there, reasons=reasons, now=NOW)
        if not todo:
            return rounds
        for action in todo:
            _perform(action, discord, noted)
    raise AssertionError("it never ends")


some_shown = st.builds(shown, st.integers(-1, 60), st.sampled_from(["Rally", "Vigil", "March"]))
some_wanted = st.dictionaries(st.integers(1, 140), some_shown, max_size=140).map(
    lambda found: [Wanted(number, f"m{number}", what) for number, what in found.items()]
)
tampering = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.sampled_from(["delete", "cancel", "start", "complete", "rename", "voice", "forget"]),
    ),
    max_size=12,
)


def tamper(discord: Discord, noted: dict[int, Kept], which: int, deed: str) -> None:
    """What people do there, or (`forget`) what a crash does here."""
    ours = [each for each in discord.standing if each.marker is not None]
    if not ours:
        return
    one = ours[which % len(ours)]
    if deed == "delete":
        del discord.events[one.scheduled_id]
    elif deed == "forget":
        for number in [n for n, k in noted.items() if k.scheduled_id == one.scheduled_id]:
            del noted[number]
    elif deed == "rename":
        new = replace(one.shown, name="Changed there")
        discord.events[one.scheduled_id] = replace(one, shown=new)
    elif deed == "voice":
        discord.events[one.scheduled_id] = replace(one, external=False)
    else:
        to = {
            "cancel": Standing.CANCELLED,
            "start": Standing.ACTIVE,
            "complete": Standing.COMPLETED,
        }
        discord.events[one.scheduled_id] = replace(one, standing=to[deed])


@given(some_wanted, some_wanted, st.integers(0, 110), tampering)
def test_it_comes_to_rest_and_never_touches_what_is_not_ours(
    first: list[Wanted], then: list[Wanted], others: int, deeds: list[tuple[int, str]]
) -> None:
    foreign = {number: other(number) for number in range(1, min(others, MOST_STANDING) + 1)}
    discord, noted = Discord(dict(foreign)), dict[int, Kept]()
    in_step(first, discord, noted)
    for which, deed in deeds:
        tamper(discord, noted, which, deed)
    in_step(then, discord, noted)
    assert in_step(then, discord, noted) == 0
    assert len(discord.standing) <= MOST_STANDING
    assert {n: discord.events.get(n) for n in foreign} == foreign
    on = {k.occurrence: k for k in noted.values() if k.state is State.ON}
    assert all(discord.events[each.scheduled_id].stands for each in on.values())
    left = {k.occurrence for k in noted.values() if k.state is State.LEFT}
    # One that people made their own still takes a place in Discord's list.
    theirs = sum(each.marker is not None and each.stands for each in discord.events.values()) - sum(
        discord.events[each.scheduled_id].stands for each in on.values()
    )
    room = MOST_STANDING - len(foreign) - theirs
    could = sorted(
        (w for w in then if w.shown.starts_at > NOW and w.occurrence not in left),
        key=lambda w: (w.shown.starts_at, w.occurrence),
    )
    running = len([n for n in on if n not in {w.occurrence for w in could}])
    assert {w.occurrence for w in could[: max(room - running, 0)]} <= set(on)
