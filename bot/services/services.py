"""All use cases of the bot in one bundle, built once in `bot/app.py` and passed down."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.metrics import Metrics
from bot.services.attendance import AttendanceService
from bot.services.calendar_imports import CalendarImportsService
from bot.services.calendar_pages import CalendarPages
from bot.services.calendar_sources import CalendarSources
from bot.services.calendars import CalendarsService
from bot.services.calls import CallsService
from bot.services.campaigns import CampaignsService
from bot.services.command_ids import CommandIds
from bot.services.dead_letters import DeadLettersService
from bot.services.delivery import DeliveryService
from bot.services.digest import DigestService
from bot.services.directory import DirectoryService
from bot.services.entries import EntriesService
from bot.services.event_choices import EventChoices
from bot.services.event_exports import EventExportsService
from bot.services.event_glance import EventGlanceService
from bot.services.event_imports import EventImportsService
from bot.services.event_mirror import EventMirrorService
from bot.services.event_parts import EventPartsService
from bot.services.events import EventsService
from bot.services.exports import ExportsService
from bot.services.guilds import GuildsService
from bot.services.help_requests import HelpRequestsService
from bot.services.imports import ImportsService
from bot.services.last_turn import LastTurn
from bot.services.legislators import LegislatorsService
from bot.services.letters import LettersService
from bot.services.named_lists import ListsService
from bot.services.near_whom import NearWhom
from bot.services.oncall import OnCallService
from bot.services.people import PeopleService
from bot.services.reference_lists import ReferenceLists
from bot.services.reports import ReportsService
from bot.services.review import ReviewService
from bot.services.rights import RightsService
from bot.services.rosters import RosterService
from bot.services.rsvps import RsvpsService
from bot.services.scheduler import Scheduler
from bot.services.shift_boards import ShiftBoards
from bot.services.shift_choices import ShiftChoices
from bot.services.shift_exports import ShiftExports
from bot.services.shift_rosters import ShiftRosters
from bot.services.shift_trainings import ShiftTrainings
from bot.services.shifts import ShiftsService
from bot.services.signups import SignupsService
from bot.services.stepping_in import SteppingIn
from bot.services.suggestions import SuggestionsService
from bot.services.swaps import SwapsService
from bot.services.teams import TeamsService


@dataclass(frozen=True, slots=True)
class Services:
    """What cogs and components may ask for."""

    clock: Clock
    default_language: str
    directory: DirectoryService
    entries: EntriesService
    events: EventsService
    event_exports: EventExportsService
    event_imports: EventImportsService
    calendar_imports: CalendarImportsService
    calendar_sources: CalendarSources
    rsvps: RsvpsService
    shifts: ShiftsService
    signups: SignupsService
    swaps: SwapsService
    shift_boards: ShiftBoards
    shift_rosters: ShiftRosters
    shift_exports: ShiftExports
    shift_trainings: ShiftTrainings
    stepping_in: SteppingIn
    shift_choices: ShiftChoices
    oncall: OnCallService
    help_requests: HelpRequestsService
    rosters: RosterService
    attendance: AttendanceService
    event_parts: EventPartsService
    event_glance: EventGlanceService
    teams: TeamsService
    event_choices: EventChoices
    calendars: CalendarsService
    calendar_pages: CalendarPages
    mirror: EventMirrorService
    exports: ExportsService
    imports: ImportsService
    review: ReviewService
    suggestions: SuggestionsService
    legislators: LegislatorsService
    campaigns: CampaignsService
    calls: CallsService
    writing: LettersService
    lists: ListsService
    references: ReferenceLists
    guilds: GuildsService
    people: PeopleService
    reports: ReportsService
    rights: RightsService
    commands: CommandIds
    digest: DigestService
    near_whom: NearWhom
    last_turn: LastTurn
    delivery: DeliveryService
    letters: DeadLettersService
    scheduler: Scheduler
    metrics: Metrics

    async def drop_old(self) -> None:
        """Delete what has been kept for long enough."""
        await self.reports.drop_old()
        await self.suggestions.drop_old()
        await self.entries.drop_old()
        await self.events.drop_old()
        await self.shifts.drop_old()
        await self.oncall.drop_old()
        await self.help_requests.drop_old()
        await self.campaigns.drop_old()
        await self.calendars.drop_old()
        await self.delivery.drop_old()
