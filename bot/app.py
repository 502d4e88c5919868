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
from bot.presentation.posting import Drawer
from bot.services.attendance import AttendanceService
from bot.services.bundled_directory import load_synonyms
from bot.services.calendar_ends import CalendarEnds
from bot.services.calendar_imports import CalendarImportsService
from bot.services.calendar_pages import CalendarPages
from bot.services.calendars import CalendarsService
from bot.services.calls import CallsService
from bot.services.campaign_timers import CampaignTimers
from bot.services.campaigns import CampaignsService
from bot.services.command_ids import CommandIds
from bot.services.dead_letters import DeadLettersService
from bot.services.delivery import TELLS_MODERATORS, DeliveryService, Sent
from bot.services.digest import DIGEST, DigestService, digest_handler
from bot.services.directory import DirectoryService
from bot.services.entries import EntriesService
from bot.services.event_choices import EventChoices
from bot.services.event_exports import EventExportsService
from bot.services.event_glance import EventGlanceService
from bot.services.event_imports import EventImportsService
from bot.services.event_mirror import MIRROR, EventMirrorService
from bot.services.event_parts import EventPartsService
from bot.services.event_timers import EVENT_TIMERS
from bot.services.events import EventsService
from bot.services.exports import ExportsService
from bot.services.guilds import WEEKLY, GuildsService
from bot.services.help_requests import HelpRequestsService
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
from bot.services.shift_timers import SHIFT_TIMERS
from bot.services.shifts import ShiftsService
from bot.services.signups import SignupsService
from bot.services.stepping_in import SteppingIn
from bot.services.suggestions import SuggestionsService
from bot.services.teams import TeamsService
from bot.services.weekly import weekly_handler
from bot.settings import Settings
from bot.storage.database import Database
from cogs.act import commands as act_cog
from cogs.act.digest import digest_drawer
from cogs.calendar import adding as calendar_adding
from cogs.calendar import commands as calendar_cog
from cogs.calendar import components as calendar_parts
from cogs.calling import commands as calling_cog
from cogs.calling import components as calling_parts
from cogs.calling import sharing as calling_sharing
from cogs.calling import starting as calling_starting
from cogs.calling import wrong_numbers as calling_numbers
from cogs.calling import zip_forms as calling_forms
from cogs.calling.told import call_drawers
from cogs.campaigns import commands as campaign_cog
from cogs.campaigns import components as campaign_parts
from cogs.campaigns import forms as campaign_forms
from cogs.campaigns import officials as campaign_officials
from cogs.campaigns import stats as campaign_stats
from cogs.campaigns.told import CampaignDrawers
from cogs.coalition import help as help_cog
from cogs.coalition import housekeeping as housekeeping_cog
from cogs.coalition import me as me_cog
from cogs.directory import commands as directory_cog
from cogs.directory import components as directory_parts
from cogs.directory import forms as directory_forms
from cogs.directory import importing as directory_imports
from cogs.directory import new_forms as directory_new
from cogs.directory.weekly import weekly_drawer
from cogs.events import calendars_in as event_calendars
from cogs.events import commands as event_cog
from cogs.events import components as events_parts
from cogs.events import listing as events_list
from cogs.events import organize as events_organize
from cogs.events import questions as event_questions
from cogs.events import reminding as events_reminding
from cogs.events import roster as event_roster
from cogs.events import slots as event_slots
from cogs.events import teams as event_teams
from cogs.events import told as events_told
from cogs.events import transfers as event_transfers
from cogs.events.drawers import EventDrawers, board_sent
from cogs.events.mirror_told import mirror_drawer
from cogs.issues import commands as issues_cog
from cogs.issues import components as issues_parts
from cogs.lists import commands as lists_cog
from cogs.lists import components as lists_parts
from cogs.oncall import commands as oncall_cog
from cogs.oncall import components as oncall_parts
from cogs.oncall import forms as oncall_forms
from cogs.oncall.told import oncall_drawers
from cogs.resources import commands as resources_cog
from cogs.resources import components as resources_parts
from cogs.resources import entry_components as entry_parts
from cogs.resources.page_code import MAX_HITS
from cogs.rights import commands as rights_cog
from cogs.rights import components as rights_parts
from cogs.setup import commands as setup_cog
from cogs.setup import components as setup_parts
from cogs.shifts import components as shift_parts
from cogs.shifts import listing as shift_list
from cogs.shifts.drawers import ShiftDrawers
from cogs.shifts.lead_drawers import ShiftLeadDrawers
from cogs.unsent import commands as unsent_cog
from cogs.unsent import components as unsent_parts
from cogs.unsent.told import told_drawer

#: Everything that answers a press or a filled-in form, after a restart too.
ACTIONS = (
    *resources_parts.ACTIONS,
    *rights_parts.ACTIONS,
    *lists_parts.ACTIONS,
    *issues_parts.ACTIONS,
    *entry_parts.ACTIONS,
    *directory_parts.ACTIONS,
    *directory_imports.ACTIONS,
    *event_roster.ACTIONS,
    *event_questions.ACTIONS,
    *event_slots.ACTIONS,
    *event_teams.ACTIONS,
    *event_transfers.ACTIONS,
    *event_calendars.ACTIONS,
    *events_organize.ACTIONS,
    *campaign_cog.ACTIONS,
    *campaign_parts.ACTIONS,
    *campaign_officials.ACTIONS,
    *campaign_stats.ACTIONS,
    *calendar_parts.ACTIONS,
    *calendar_adding.ACTIONS,
    *setup_parts.ACTIONS,
    *unsent_parts.ACTIONS,
    *events_parts.ACTIONS,
    *events_list.ACTIONS,
    *events_told.ACTIONS,
    *events_reminding.ACTIONS,
    *calling_parts.ACTIONS,
    *calling_starting.ACTIONS,
    *calling_sharing.ACTIONS,
    *calling_numbers.ACTIONS,
    *act_cog.ACTIONS,
    *oncall_parts.ACTIONS,
    *shift_parts.ACTIONS,
    *shift_list.ACTIONS,
    *me_cog.ACTIONS,
)
FORMS = (
    *resources_parts.FORMS,
    *lists_parts.FORMS,
    *rights_parts.FORMS,
    *directory_forms.FORMS,
    *directory_new.FORMS,
    *directory_imports.FORMS,
    *events_parts.FORMS,
    *events_told.FORMS,
    *events_reminding.FORMS,
    *event_roster.FORMS,
    *event_questions.FORMS,
    *event_slots.FORMS,
    *event_teams.FORMS,
    *events_organize.FORMS,
    *calling_forms.FORMS,
    *campaign_forms.FORMS,
    *calendar_parts.FORMS,
    *oncall_forms.FORMS,
)


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
        calendar_imports=CalendarImportsService(db, clock=clock, events=events),
        rsvps=rsvps,
        shifts=ShiftsService(db, clock=clock, places=places),
        signups=signups,
        stepping_in=SteppingIn(db, clock=clock),
        oncall=OnCallService(db, clock=clock),
        help_requests=HelpRequestsService(db, clock=clock),
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
            db, clock=clock, guilds=guilds, metrics=metrics, sent_hooks=_sent_hooks(events)
        ),
        letters=DeadLettersService(db, clock=clock),
        scheduler=Scheduler(db, clock, _handlers(guilds, legislators, language), metrics=metrics),
    )


def _handlers(
    guilds: GuildsService, legislators: LegislatorsService, language: str
) -> Mapping[str, Handler]:
    """What is done at its time, by the timer's purpose."""
    campaigns = CampaignTimers(guilds, legislators, language)
    return {
        WEEKLY: weekly_handler(guilds),
        DIGEST: digest_handler(guilds),
        **EVENT_TIMERS,
        **SHIFT_TIMERS,
        **campaigns.by_purpose(),
    }


def _sent_hooks(events: EventsService) -> Mapping[str, Sent]:
    """What follows from a message that was sent, by its purpose."""
    return {"event.board": board_sent(events)}


def drawers(services: Services) -> Mapping[str, Drawer]:
    """Who draws what is said unasked, by its purpose."""
    return {
        WEEKLY: weekly_drawer(services),
        TELLS_MODERATORS: told_drawer(services),
        **EventDrawers(services).by_purpose(),
        **ShiftDrawers(services).by_purpose(),
        **ShiftLeadDrawers(services).by_purpose(),
        **CampaignDrawers(services).by_purpose(),
        MIRROR: mirror_drawer(services),
        DIGEST: digest_drawer(services),
        **call_drawers(services),
        **oncall_drawers(services),
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


async def add_cogs(bot: CoalitionBot) -> None:
    """Give the bot its commands."""
    await bot.add_cog(resources_cog.Resources(bot.services.directory))
    await bot.add_cog(rights_cog.Rights(bot.services.rights))
    await bot.add_cog(lists_cog.Lists(bot.services.directory, bot.services.references))
    await bot.add_cog(issues_cog.Issues())
    await bot.add_cog(directory_cog.Directory())
    await bot.add_cog(directory_cog.Suggest())
    await bot.add_cog(housekeeping_cog.Housekeeping(bot))
    await bot.add_cog(events_list.Events())
    await bot.add_cog(event_cog.EventCommands())
    await bot.add_cog(shift_list.Shifts())
    await bot.add_cog(campaign_cog.CampaignCommands())
    await bot.add_cog(calling_cog.Calling())
    await bot.add_cog(act_cog.Act())
    await bot.add_cog(calendar_cog.Calendar())
    await bot.add_cog(oncall_cog.OnCall())
    await bot.add_cog(setup_cog.Setup(bot.services.guilds))
    await bot.add_cog(unsent_cog.Unsent(bot.services.letters))
    await bot.add_cog(help_cog.Help())
    await bot.add_cog(me_cog.Me(bot.services.people))
