"""The composition root: everything is built here, once, and passed down. No globals."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.metrics import Metrics
from bot.presentation.client import CoalitionBot
from bot.presentation.membership import membership_of
from bot.rooms import ACTIONS, FORMS, add_cogs, drawers, ended_hooks, sent_hooks
from bot.services.attendance import AttendanceService
from bot.services.bundled_directory import load_synonyms
from bot.services.calendar_ends import CalendarEnds
from bot.services.calendar_imports import CalendarImportsService
from bot.services.calendar_pages import CalendarPages
from bot.services.calendar_shifts import shift_entries
from bot.services.calendar_sources import CalendarSources
from bot.services.calendars import CalendarsService
from bot.services.calls import CallsService
from bot.services.campaign_timers import CampaignTimers
from bot.services.campaigns import CampaignsService
from bot.services.command_ids import CommandIds
from bot.services.dead_letters import DeadLettersService
from bot.services.delivery import DeliveryService
from bot.services.digest import DIGEST, DigestService, digest_handler
from bot.services.directory import DirectoryService
from bot.services.entries import EntriesService
from bot.services.event_choices import EventChoices
from bot.services.event_exports import EventExportsService
from bot.services.event_glance import EventGlanceService
from bot.services.event_imports import EventImportsService
from bot.services.event_mirror import EventMirrorService
from bot.services.event_parts import EventPartsService
from bot.services.event_timers import EVENT_TIMERS
from bot.services.events import EventsService
from bot.services.exports import ExportsService
from bot.services.guilds import WEEKLY, GuildsService
from bot.services.help_requests import OVER, HelpRequestsService
from bot.services.imports import ImportsService
from bot.services.last_turn import LastTurn
from bot.services.legislators import LegislatorsService
from bot.services.letters import LettersService
from bot.services.named_lists import ListsService
from bot.services.near_whom import NearWhom
from bot.services.oncall import OnCallService
from bot.services.people import PeopleService
from bot.services.places import LazyPlaces
from bot.services.reference_lists import ReferenceLists
from bot.services.reports import ReportsService
from bot.services.review import ReviewService
from bot.services.rights import RightsService
from bot.services.rosters import RosterService
from bot.services.rsvps import RsvpsService
from bot.services.scheduler import Handler, Scheduler
from bot.services.services import Services
from bot.services.shift_boards import ShiftBoards
from bot.services.shift_choices import ShiftChoices
from bot.services.shift_exports import ShiftExports
from bot.services.shift_following import HORIZON
from bot.services.shift_horizon import horizon_handler
from bot.services.shift_rosters import ShiftRosters
from bot.services.shift_timers import SHIFT_TIMERS
from bot.services.shift_trainings import ShiftTrainings
from bot.services.shifts import ShiftsService
from bot.services.signups import SignupsService
from bot.services.stepping_in import SteppingIn
from bot.services.suggestions import SuggestionsService
from bot.services.swaps import SwapsService
from bot.services.teams import TeamsService
from bot.services.weekly import weekly_handler
from bot.settings import Settings
from bot.storage.database import Database
from cogs.resources.page_code import MAX_HITS


@dataclass(frozen=True, slots=True)
class App:
    """A bot that is ready to be started, and what it stands on."""

    settings: Settings
    db: Database
    services: Services
    bot: CoalitionBot


def key_of(settings: Settings) -> str | None:
    """The database key in the clear, None where the file is not encrypted."""
    return settings.database_key.get_secret_value() if settings.database_key else None


@asynccontextmanager
async def open_services(
    settings: Settings, clock: Clock
) -> AsyncGenerator[tuple[Database, Services]]:
    """The use cases on an open database, without Discord (the command line uses them too).

    Raises:
        StorageError: the database can't be opened; says why.
    """
    db = await Database.open(
        settings.database_path, key=key_of(settings), readers=settings.database_readers
    )
    try:
        services = _services(db, settings, clock)
        await services.imports.clear_broken()
        await services.directory.prepare()
        await services.drop_old()
        yield db, services
    finally:
        await db.close()


def _services(db: Database, settings: Settings, clock: Clock) -> Services:
    synonyms, places = load_synonyms(), LazyPlaces()
    metrics = Metrics()
    directory = DirectoryService(db, synonyms=synonyms, places=places)
    rsvps, signups = RsvpsService(db, clock=clock), SignupsService(db, clock=clock)
    ends = CalendarEnds(db, clock=clock)
    guilds = GuildsService(db, directory.names, ends=ends)
    people = PeopleService(db, rsvps=rsvps, signups=signups, ends=ends)
    events = EventsService(db, clock=clock, places=places)
    shifts = ShiftsService(db, clock=clock, places=places)
    help_requests = HelpRequestsService(db, clock=clock)
    calendar_imports = CalendarImportsService(db, clock=clock, events=events)
    event_parts = EventPartsService(db, clock=clock, rsvps=rsvps)
    legislators = LegislatorsService(places, settings.updates)
    language = settings.default_language
    calendars = CalendarsService(
        db,
        clock=clock,
        events=events,
        guilds=guilds,
        default_language=settings.default_language,
        public_url=settings.public_url,
        sources=(shift_entries,),
    )
    return Services(
        clock=clock,
        default_language=language,
        directory=directory,
        legislators=legislators,
        campaigns=CampaignsService(
            db, clock=clock, guilds=guilds, legislators=legislators, default_language=language
        ),
        calls=CallsService(db, clock=clock, guilds=guilds, legislators=legislators),
        writing=LettersService(db, clock=clock, legislators=legislators),
        lists=ListsService(directory, limit=MAX_HITS),
        references=ReferenceLists(places),
        entries=EntriesService(db, clock=clock, synonyms=synonyms, names=directory.names),
        events=events,
        event_exports=EventExportsService(db, clock=clock),
        event_imports=EventImportsService(db, clock=clock, events=events),
        calendar_imports=calendar_imports,
        calendar_sources=CalendarSources(db, clock=clock, imports=calendar_imports, guilds=guilds),
        rsvps=rsvps,
        shifts=shifts,
        shift_boards=ShiftBoards(db, clock=clock, shifts=shifts),
        shift_rosters=ShiftRosters(db, clock=clock, shifts=shifts),
        shift_exports=ShiftExports(db, clock=clock),
        swaps=SwapsService(db, clock=clock, shifts=shifts),
        shift_trainings=ShiftTrainings(db, events=events),
        signups=signups,
        shift_choices=ShiftChoices(db, clock=clock),
        stepping_in=SteppingIn(db, clock=clock),
        oncall=OnCallService(db, clock=clock),
        help_requests=help_requests,
        rosters=RosterService(db, clock=clock, rsvps=rsvps),
        attendance=AttendanceService(db, clock=clock, rsvps=rsvps),
        event_glance=EventGlanceService(db, people=people, rsvps=rsvps),
        event_parts=event_parts,
        teams=TeamsService(db, rsvps=rsvps, parts=event_parts),
        event_choices=EventChoices(db, clock=clock),
        calendars=calendars,
        calendar_pages=CalendarPages(
            db,
            clock=clock,
            events=events,
            guilds=guilds,
            calendars=calendars,
            default_language=settings.default_language,
        ),
        mirror=EventMirrorService(
            db,
            clock=clock,
            events=events,
            guilds=guilds,
            default_language=language,
        ),
        exports=ExportsService(db),
        imports=ImportsService(
            db, clock=clock, synonyms=synonyms, places=places, names=directory.names
        ),
        review=ReviewService(db, clock=clock),
        suggestions=SuggestionsService(db, clock=clock),
        guilds=guilds,
        people=people,
        reports=ReportsService(db, clock=clock),
        rights=RightsService(),
        commands=CommandIds(db),
        metrics=metrics,
        digest=DigestService(db),
        near_whom=NearWhom(clock),
        last_turn=LastTurn(),
        delivery=DeliveryService(
            db,
            clock=clock,
            guilds=guilds,
            metrics=metrics,
            sent_hooks=sent_hooks(events),
            ended_hooks=ended_hooks(),
        ),
        letters=DeadLettersService(db, clock=clock),
        scheduler=Scheduler(
            db,
            clock,
            _handlers(guilds, legislators, shifts, help_requests, language),
            metrics=metrics,
        ),
    )


def _handlers(
    guilds: GuildsService,
    legislators: LegislatorsService,
    shifts: ShiftsService,
    help_requests: HelpRequestsService,
    language: str,
) -> Mapping[str, Handler]:
    """What is done at its time, by the timer's purpose."""
    campaigns = CampaignTimers(guilds, legislators, language)
    return {
        WEEKLY: weekly_handler(guilds),
        DIGEST: digest_handler(guilds),
        **EVENT_TIMERS,
        **SHIFT_TIMERS,
        HORIZON: horizon_handler(shifts),
        OVER: help_requests.over,
        **campaigns.by_purpose(),
    }


@asynccontextmanager
async def open_app(
    settings: Settings, clock: Clock, *, awake: bool = True, **bot_options: Any
) -> AsyncGenerator[App]:
    """The whole bot, not yet connected: `await app.bot.start(token)` connects it.

    Where it is not `awake`, what is due happens only when asked for (see `CoalitionBot`).
    `bot_options` go to the discord.py client (shard count, guild ready timeout).

    Raises:
        StorageError: the database can't be opened; says why.
    """
    async with open_services(settings, clock) as (db, services):
        bot = CoalitionBot(
            services,
            setup=add_cogs,
            actions=ACTIONS,
            forms=FORMS,
            drawers=drawers(services),
            awake=awake,
            **bot_options,
        )
        membership = membership_of(bot)
        services.calendars.ask_members(membership)
        services.events.ask_members(membership)
        services.shifts.ask_members(membership)
        # Entering makes what `close` needs, should the bot be closed before it was started.
        async with bot:
            yield App(settings, db, services, bot)
