"""What the bot is made of towards Discord: its commands, what answers a press or a filled-in form,
and who draws what is said unasked. Put together with the services in `bot/app.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.presentation.client import CoalitionBot
from bot.presentation.posting import Drawer
from bot.services.delivery import TELLS_MODERATORS, Ended, Sent
from bot.services.digest import DIGEST
from bot.services.event_mirror import MIRROR
from bot.services.events import EventsService
from bot.services.guilds import WEEKLY
from bot.services.help_requests import OPEN, request_posted
from bot.services.services import Services
from bot.services.shift_boards import BOARD, board_ended, thread_ended
from bot.services.shift_boards import board_sent as shift_board_sent
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
from cogs.events import sources as event_sources
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
from cogs.requests import commands as request_cog
from cogs.requests import components as request_parts
from cogs.requests import forms as request_forms
from cogs.requests.told import request_drawers
from cogs.resources import commands as resources_cog
from cogs.resources import components as resources_parts
from cogs.resources import entry_components as entry_parts
from cogs.rights import commands as rights_cog
from cogs.rights import components as rights_parts
from cogs.setup import commands as setup_cog
from cogs.setup import components as setup_parts
from cogs.shifts import boards as shift_boards
from cogs.shifts import commands as shift_cog
from cogs.shifts import components as shift_parts
from cogs.shifts import leading as shift_leading
from cogs.shifts import listing as shift_list
from cogs.shifts import roster as shift_roster
from cogs.shifts import swapping as shift_swaps
from cogs.shifts.boards import board_drawers
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
    *event_sources.ACTIONS,
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
    *request_parts.ACTIONS,
    *shift_parts.ACTIONS,
    *shift_list.ACTIONS,
    *shift_leading.ACTIONS,
    *shift_roster.ACTIONS,
    *shift_boards.ACTIONS,
    *shift_swaps.ACTIONS,
    *help_cog.ACTIONS,
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
    *shift_leading.FORMS,
    *request_forms.FORMS,
    *oncall_forms.FORMS,
)


def sent_hooks(events: EventsService) -> Mapping[str, Sent]:
    """What follows from a message that was sent, by its purpose."""
    return {"event.board": board_sent(events), BOARD: shift_board_sent, OPEN: request_posted}


def ended_hooks() -> Mapping[str, Ended]:
    """What follows where a message is given up, by its purpose."""
    in_threads = [
        *("confirm", "offer", "cover", "covered", "changed", "lost_place", "are_you_there"),
        *("needed_now", "home_safe", "swap_asked", "swapped"),
    ]
    return {
        BOARD: board_ended,
        **{f"shift.{purpose}": thread_ended for purpose in in_threads},
    }


def drawers(services: Services) -> Mapping[str, Drawer]:
    """Who draws what is said unasked, by its purpose."""
    return {
        WEEKLY: weekly_drawer(services),
        TELLS_MODERATORS: told_drawer(services),
        **EventDrawers(services).by_purpose(),
        **ShiftDrawers(services).by_purpose(),
        **ShiftLeadDrawers(services).by_purpose(),
        **board_drawers(services),
        **request_drawers(services),
        **CampaignDrawers(services).by_purpose(),
        MIRROR: mirror_drawer(services),
        **event_sources.source_drawers(services),
        DIGEST: digest_drawer(services),
        **call_drawers(services),
        **oncall_drawers(services),
    }


async def add_cogs(bot: CoalitionBot) -> None:
    """Give the bot its commands."""
    await bot.add_cog(resources_cog.Resources(bot.services.directory))
    await bot.add_cog(rights_cog.Rights(bot.services.rights))
    await bot.add_cog(lists_cog.Lists(bot.services.directory, bot.services.references))
    await bot.add_cog(issues_cog.Issues())
    await bot.add_cog(directory_cog.Directory())
    await bot.add_cog(directory_cog.Suggest())
    await bot.add_cog(housekeeping_cog.Housekeeping(bot))
    await bot.add_cog(event_sources.FollowCalendars(bot))
    await bot.add_cog(events_list.Events())
    await bot.add_cog(event_cog.EventCommands())
    await bot.add_cog(shift_list.Shifts())
    await bot.add_cog(shift_cog.ShiftCommands())
    await bot.add_cog(request_cog.RequestCommands())
    await bot.add_cog(campaign_cog.CampaignCommands())
    await bot.add_cog(calling_cog.Calling())
    await bot.add_cog(act_cog.Act())
    await bot.add_cog(calendar_cog.Calendar())
    await bot.add_cog(oncall_cog.OnCall())
    await bot.add_cog(setup_cog.Setup(bot.services.guilds))
    await bot.add_cog(unsent_cog.Unsent(bot.services.letters))
    await bot.add_cog(help_cog.Help())
    await bot.add_cog(me_cog.Me(bot.services.people))
