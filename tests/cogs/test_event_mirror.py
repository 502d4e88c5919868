"""Public events stand in Discord's own list of events, and what people change there comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from simcord.backend.models import ScheduledEvent

from bot.domain.actor import Actor, Capability
from bot.domain.event import Answer, Draft, Event, Kind, Status
from bot.services.event_mirror import EventMirrorService
from bot.services.guilds import Purpose
from bot.storage.event_changes import list_event_changes
from tests.conftest import World

SCHEDULED, ACTIVE, COMPLETED, CANCELLED = 1, 2, 3, 4
LOCAL = datetime.fromisoformat("2026-12-18T18:00")
STARTS = datetime(2026, 12, 18, 23, 0, tzinfo=UTC)
RALLY = Draft(
    kind=Kind.RALLY,
    title="Rally at the State House",
    about="Bring water.",
    host="Coalition of Examples",
    zone="America/New_York",
    local_start=LOCAL,
    minutes=120,
    place="Boston, MA",
    address="24 Beacon Street",
    contact="desk@example.org",
    notes="Meet at the north door",
    public=True,
)
WEEKLY = replace(RALLY, kind=Kind.MEETING, title="Weekly", rule="FREQ=WEEKLY;COUNT=3")


class Stage:
    """An organizer who acts here, and a moderator who acts in Discord's list."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.moderation = world.guild.create_text_channel("moderators")
        self.actor = Actor(world.admin().id, world.guild.id, frozenset(Capability))

    @property
    def events(self) -> Any:
        return self.world.app.services.events

    async def publish(self, draft: Draft = RALLY) -> Event:
        made = await self.events.create(self.actor, draft)
        done = await self.events.publish(self.actor, made.number, made.version)
        await self.world.move()
        return done

    async def edit(self, event: Event, **changes: Any) -> Event:
        current = await self.current(event)
        done = await self.events.edit(self.actor, event.number, current.version, changes)
        await self.world.move()
        return done

    async def current(self, event: Event) -> Event:
        return (await self.events.get(self.actor, event.number)).event

    @property
    def all(self) -> list[ScheduledEvent]:
        found = self.world.env.backend.get_guild(self.world.guild.id).scheduled_events
        return sorted(found.values(), key=lambda one: one.scheduled_start_time)

    @property
    def standing(self) -> list[ScheduledEvent]:
        return [each for each in self.all if each.status in (SCHEDULED, ACTIVE)]

    @property
    def one(self) -> ScheduledEvent:
        (only,) = self.all
        return only

    async def in_discord(self, which: ScheduledEvent, **changes: Any) -> None:
        """A moderator changes it there."""
        backend = self.world.env.backend
        backend.edit_scheduled_event(self.world.guild.id, which.id, changes)
        await self.world.env.settle()
        await self.world.move()

    async def delete_in_discord(self, which: ScheduledEvent) -> None:
        self.world.env.backend.delete_scheduled_event(self.world.guild.id, which.id)
        await self.world.env.settle()
        await self.world.move()

    def foreign(self, name: str, starts: datetime = STARTS) -> ScheduledEvent:
        """An event that a person made there."""
        return self.world.env.backend.create_scheduled_event(
            self.world.guild.id,
            name=name,
            entity_type=3,
            scheduled_start_time=starts.isoformat(),
            scheduled_end_time=(starts + timedelta(hours=1)).isoformat(),
            entity_metadata={"location": "Elsewhere"},
            creator_id=self.actor.user_id,
        )

    async def may(self, **flags: bool) -> None:
        """The bot's own role gets or loses these."""
        world = self.world
        assert world.env.bot.user is not None
        backend = world.env.backend
        (role,) = backend.get_member(world.guild.id, world.env.bot.user.id).role_ids
        allowed = discord.Permissions(backend.get_role(world.guild.id, role).permissions)
        allowed.update(**flags)
        backend.edit_role(world.guild.id, role, {"permissions": allowed.value})
        await world.env.settle()

    def requests(self, method: str) -> int:
        return sum(
            each.method == method and "scheduled-events" in each.path
            for each in self.world.env.http_requests
        )

    def told(self) -> list[str]:
        """What moderators read, the newest first."""
        return [
            "\n".join(str(c.to_dict()) for c in message.components)
            for message in reversed(self.moderation.history())
        ]


@pytest.fixture
async def stage(world: World) -> Stage:
    made = Stage(world)
    await world.app.services.guilds.choose_channel(
        made.actor, Purpose.MODERATION, made.moderation.id
    )
    return made


# --- refused first --------------------------------------------------------------------------


async def test_what_is_not_public_or_a_draft_is_never_shown(stage: Stage) -> None:
    await stage.events.create(stage.actor, RALLY)
    await stage.publish(replace(RALLY, public=False))
    assert stage.all == []
    assert stage.requests("GET") == 0


async def test_without_the_permission_setup_says_so_nothing_is_tried_until_it_is_given(
    stage: Stage,
) -> None:
    world = stage.world
    alba = world.admin("Berta")
    await stage.may(create_events=False)
    assert "Create Events" not in (await world.slash(alba, "setup")).text
    await stage.publish()
    await world.move(timedelta(days=1))
    assert (stage.all, stage.requests("GET"), stage.requests("POST")) == ([], 0, 0)
    text = (await world.slash(alba, "setup")).text
    assert "I still need: **Create Events**." in text
    assert "Server Settings → Roles" in text
    await stage.may(create_events=True)
    await world.restart()
    await world.move()
    assert stage.one.name == RALLY.title
    assert "Create Events" not in (await world.slash(alba, "setup")).text


async def test_a_refusal_is_not_tried_again_until_the_permissions_change(stage: Stage) -> None:
    await stage.may(manage_events=False)  # as if Discord's rules had changed
    await stage.publish()
    for _ in range(3):
        await stage.world.move(timedelta(hours=1))
    assert (stage.all, stage.requests("POST")) == ([], 1)
    await stage.may(manage_events=True)
    await stage.world.move()
    assert stage.one.name == RALLY.title


async def test_what_discord_finds_wrong_is_tried_again_only_once_it_says_something_else(
    stage: Stage,
) -> None:
    stage.world.env.inject_error("POST", "/guilds/*/scheduled-events", status=400, code=50035)
    event = await stage.publish()
    await stage.world.move(timedelta(hours=1))
    assert (stage.all, stage.requests("POST")) == ([], 1)
    await stage.edit(event, title="Vigil")
    assert stage.one.name == "Vigil"


# --- in step --------------------------------------------------------------------------------


async def test_a_public_event_is_shown_with_what_everybody_may_see_and_nothing_else(
    stage: Stage,
) -> None:
    await stage.publish()
    one = stage.one
    assert (one.name, one.entity_type, one.status) == (RALLY.title, 3, SCHEDULED)
    assert one.entity_metadata == {"location": "Boston, MA"}
    assert datetime.fromisoformat(one.scheduled_start_time) == STARTS
    assert datetime.fromisoformat(one.scheduled_end_time or "") == STARTS + timedelta(hours=2)
    assert one.description is not None
    assert one.description.startswith("Bring water.\n\nHost: Coalition of Examples")
    for private in (RALLY.address, RALLY.contact, RALLY.notes):
        assert private not in str(one)
    posted = stage.requests("POST"), stage.requests("PATCH")
    await stage.world.move(timedelta(hours=1))
    await stage.world.restart()
    await stage.world.move(timedelta(hours=1))
    assert len(stage.all) == 1
    assert (stage.requests("POST"), stage.requests("PATCH")) == posted


async def test_a_hidden_place_is_not_given_away_and_a_public_address_is_shown(
    stage: Stage,
) -> None:
    tiers = {"place": "going"}
    event = await stage.publish(replace(RALLY, tiers=tiers))
    assert stage.one.entity_metadata == {"location": "See its post in this server"}
    await stage.edit(event, tiers={"address": "public"})
    assert stage.one.entity_metadata == {"location": "Boston, MA, 24 Beacon Street"}


async def test_an_event_is_changed_started_and_completed_in_step(stage: Stage) -> None:
    event = await stage.publish()
    await stage.edit(event, title="Vigil", local_start=LOCAL + timedelta(days=1))
    assert stage.one.name == "Vigil"
    assert datetime.fromisoformat(stage.one.scheduled_start_time) == STARTS + timedelta(days=1)
    stage.world.clock.set(STARTS + timedelta(days=1, minutes=5))
    await stage.world.move()
    assert stage.one.status == ACTIVE
    await stage.world.restart()
    await stage.world.move(timedelta(hours=3))
    assert stage.one.status == COMPLETED
    assert stage.told() == []


@pytest.mark.parametrize("deed", ["cancel", "postpone"])
async def test_what_is_called_off_is_cancelled_there_even_after_a_restart(
    stage: Stage, deed: str
) -> None:
    event = await stage.publish()
    await getattr(stage.events, deed)(stage.actor, event.number, event.version)
    await stage.world.restart()
    await stage.world.move()
    assert stage.one.status == CANCELLED
    await stage.world.move(timedelta(hours=1))
    assert len(stage.all) == 1


async def test_what_is_no_longer_public_is_taken_out(stage: Stage) -> None:
    event = await stage.publish()
    await stage.edit(event, public=False)
    assert stage.all == []
    await stage.edit(event, public=True)
    assert stage.one.name == RALLY.title


async def test_a_hundred_stand_at_most_the_soonest_and_a_persons_own_stay(stage: Stage) -> None:
    theirs = [stage.foreign(f"Ours {n}").id for n in range(97)]
    await stage.publish(replace(RALLY, rule="FREQ=WEEKLY;COUNT=6"))
    ours = [each for each in stage.standing if each.id not in theirs]
    starts = [datetime.fromisoformat(each.scheduled_start_time) for each in ours]
    assert starts == [STARTS + timedelta(weeks=n) for n in range(3)]
    await stage.publish(replace(RALLY, title="Sooner", local_start=LOCAL - timedelta(days=3)))
    names = [each.name for each in stage.standing if each.id not in theirs]
    assert names == ["Sooner", RALLY.title, RALLY.title]
    assert {each.id for each in stage.all} >= set(theirs)


async def test_a_crash_between_making_and_noting_makes_no_second_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object) -> None:
        raise TimeoutError

    with monkeypatch.context() as broken:
        broken.setattr(EventMirrorService, "note", crash)
        await stage.publish()
        assert len(stage.all) == 1
    await stage.world.restart()
    await stage.world.move()
    assert stage.requests("POST") == 1
    assert len(stage.all) == 1
    rows = await stage.world.app.db.fetch_all("SELECT scheduled_id FROM event_occurrence")
    assert [row["scheduled_id"] for row in rows] == [stage.one.id]


async def test_one_that_discord_made_twice_is_taken_out_again(stage: Stage) -> None:
    await stage.publish()
    one = stage.one
    stage.world.env.backend.create_scheduled_event(
        stage.world.guild.id,
        name=one.name,
        entity_type=3,
        scheduled_start_time=one.scheduled_start_time,
        scheduled_end_time=one.scheduled_end_time,
        entity_metadata=one.entity_metadata,
        description=one.description,
    )
    await stage.world.move(timedelta(hours=1))
    assert stage.one is one


async def test_a_server_that_the_bot_leaves_takes_what_was_noted_along(stage: Stage) -> None:
    await stage.publish()
    db = stage.world.app.db
    assert len(await db.fetch_all("SELECT * FROM event_mirror")) == 1
    await stage.world.app.services.guilds.forget(stage.world.guild.id)
    assert await db.fetch_all("SELECT * FROM event_mirror") == []


async def test_a_discord_that_fails_is_tried_again_later(stage: Stage) -> None:
    stage.world.env.inject_error("GET", "/guilds/*/scheduled-events", status=403, code=0)
    await stage.publish()
    assert stage.all == []
    stage.world.app.bot.mirror._refused_with.clear()
    await stage.world.move(timedelta(hours=1))
    assert len(stage.all) == 1


# --- what people do there -------------------------------------------------------------------


async def going(stage: Stage, event: Event) -> None:
    page = await stage.events.get(stage.actor, event.number)
    await stage.world.app.services.rsvps.answer(
        stage.actor, page.times[0].occurrence.number, Answer.GOING
    )


async def test_a_new_title_place_time_and_text_come_back_and_moderators_are_told(
    stage: Stage,
) -> None:
    event = await stage.publish()
    one = stage.one
    later = STARTS + timedelta(hours=1)
    await stage.in_discord(
        one,
        name="March to the State House",
        description=(one.description or "").replace("water", "water and a hat"),
        entity_metadata={"location": "Salem, MA"},
        scheduled_start_time=later.isoformat(),
        scheduled_end_time=(later + timedelta(hours=3)).isoformat(),
    )
    now = await stage.current(event)
    assert (now.title, now.place) == ("March to the State House", "Salem, MA")
    assert (now.local_start, now.minutes) == (LOCAL + timedelta(hours=1), 180)
    assert now.about == "Bring water and a hat."
    (line,) = stage.told()
    assert "I changed it here too" in line
    assert "**title, text, place, time**" in line
    history = await list_event_changes(stage.world.app.db, event.number)
    assert stage.world.env.bot.user is not None
    assert history[0].changed_by == stage.world.env.bot.user.id
    patched = stage.requests("PATCH")
    await stage.world.restart()
    await stage.world.move(timedelta(hours=1))
    assert (stage.requests("PATCH"), len(stage.told())) == (patched, 1)


async def test_what_was_changed_while_the_bot_was_away_comes_back_too(stage: Stage) -> None:
    event = await stage.publish()
    stage.one.name = "Changed meanwhile"  # nobody heard of it
    await stage.world.restart()
    await stage.world.move()
    assert (await stage.current(event)).title == "Changed meanwhile"


async def test_a_time_of_a_series_is_moved_alone(stage: Stage) -> None:
    event = await stage.publish(WEEKLY)
    second = stage.all[1]
    later = datetime.fromisoformat(second.scheduled_start_time) + timedelta(hours=2)
    await stage.in_discord(
        second,
        scheduled_start_time=later.isoformat(),
        scheduled_end_time=(later + timedelta(hours=2)).isoformat(),
    )
    times = (await stage.events.get(stage.actor, event.number)).times
    assert [each.occurrence.starts_at for each in times] == [
        STARTS,
        STARTS + timedelta(weeks=1, hours=2),
        STARTS + timedelta(weeks=2),
    ]


@pytest.mark.parametrize(
    ("draft", "changes"),
    [
        (WEEKLY, {"name": "Only this one"}),
        (RALLY, {"name": "Ping <@123456789012345678>"}),
        (RALLY, {"description": "All new"}),
        (replace(RALLY, tiers={"place": "going"}), {"entity_metadata": {"location": "Salem"}}),
    ],
    ids=["title of a series", "a mention", "the whole text", "a hidden place"],
)
async def test_what_is_not_clear_stays_there_and_moderators_are_told_once(
    stage: Stage, draft: Draft, changes: Mapping[str, Any]
) -> None:
    event = await stage.publish(draft)
    before, one = await stage.current(event), stage.all[0]
    await stage.in_discord(one, **changes)
    await stage.world.restart()
    await stage.world.move(timedelta(hours=1))
    assert await stage.current(event) == before
    (line,) = stage.told()
    assert "changed there only" in line
    for name, value in changes.items():
        assert getattr(stage.all[0], name) == value


async def test_a_change_in_both_places_ends_as_it_is_here(stage: Stage) -> None:
    event = await stage.publish()
    current = await stage.current(event)
    await stage.events.edit(stage.actor, event.number, current.version, {"title": "Here"})
    await stage.in_discord(stage.one, name="There")
    assert stage.one.name == (await stage.current(event)).title == "Here"
    assert "I kept what stands here" in stage.told()[0]


async def test_cancelled_there_is_called_off_here_and_who_comes_is_told(stage: Stage) -> None:
    event = await stage.publish()
    await going(stage, event)
    await stage.in_discord(stage.one, status=CANCELLED)
    assert (await stage.current(event)).status is Status.CANCELLED
    assert "called off here too" in stage.told()[0]
    await stage.world.restart()
    await stage.world.move(timedelta(hours=1))
    assert len(stage.all) == len(stage.told()) == 1


async def test_one_time_of_a_series_cancelled_there_leaves_the_others(stage: Stage) -> None:
    event = await stage.publish(WEEKLY)
    await stage.in_discord(stage.all[1], status=CANCELLED)
    times = (await stage.events.get(stage.actor, event.number)).times
    assert [each.occurrence.cancelled for each in times] == [False, True, False]
    assert len(stage.standing) == 2


async def test_deleted_there_it_still_takes_place_here_and_is_not_put_back(stage: Stage) -> None:
    event = await stage.publish()
    await stage.delete_in_discord(stage.one)
    await stage.world.restart()
    await stage.world.move(timedelta(hours=1))
    assert stage.all == []
    assert (await stage.current(event)).status is Status.PUBLISHED
    (line,) = stage.told()
    assert "Here it still takes place" in line
    assert "</event cancel:" in line


async def test_a_day_of_action_with_local_events_is_not_called_off_by_a_press_there(
    stage: Stage,
) -> None:
    day = await stage.publish(replace(RALLY, kind=Kind.DAY_OF_ACTION, title="Day"))
    local = await stage.publish(replace(RALLY, title="Local", parent=day.number, public=False))
    await stage.in_discord(stage.one, status=CANCELLED)
    assert (await stage.current(day)).status is Status.PUBLISHED
    assert (await stage.current(local)).status is Status.PUBLISHED
    assert "Here it still takes place" in stage.told()[0]


async def test_ended_early_there_is_over_and_nobody_is_bothered(stage: Stage) -> None:
    event = await stage.publish()
    stage.world.clock.set(STARTS + timedelta(minutes=5))
    await stage.world.move()
    await stage.in_discord(stage.one, status=COMPLETED)
    await stage.world.move(timedelta(minutes=30))
    assert stage.one.status == COMPLETED
    assert (await stage.current(event)).status is Status.PUBLISHED
    assert stage.told() == []
