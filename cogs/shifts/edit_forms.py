"""The forms in which leads change a shift. Which shift and which version stand in the id.

What has to be known before it is saved is asked back: for which dates of a series, that people are
told, and who would lose their place. What was typed waits meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

import discord

from bot.domain.errors import BadInput
from bot.domain.shift import ShiftDraft
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.fields import Fields
from bot.services.event_forms import touched
from bot.services.shift_forms import before_of, changes_of, must_be_told, texts_of
from bot.services.shifts import ShiftEditedMeanwhile, WouldMove
from cogs.events.careful import SURE
from cogs.events.gather import reply
from cogs.shifts.creating import ShiftForm
from cogs.shifts.facility import FacilityForm
from cogs.shifts.manage_render import Plan
from cogs.shifts.managing import AT, NUMBER, draw, open_plan, plan_of, what_changed
from cogs.shifts.words import mentions

TEXT: Fields = (
    ("title", False, 300, True),
    ("about", True, 4000, False),
    ("contact", False, 600, False),
)
TIME: Fields = (("when", False, 300, True),)
PLACE: Fields = (("place", False, 300, False), ("address", False, 600, False))
ROLES: Fields = (("roles", True, 1000, True),)
LIMITS: Fields = (
    ("training", False, 300, False),
    ("weekly_limit", False, 10, False),
    ("withdraw", False, 40, False),
    ("newcomers", False, 10, False),
)
#: Answers to what was asked back, kept beside the fields.
SCOPE, MOVES = "_scope", "_moves"
ONE, LATER = "one", "later"
#: So many are named of those who would lose their place.
_MOST_NAMED = 40


class PartForm(ShiftForm):
    """A form for a part of a shift that is there already."""

    kind: ClassVar[str] = ""

    def __init__(
        self, plan: Plan, now: datetime, language: str, *, version: int | None = None
    ) -> None:
        self.plan, self.shift, self._now = plan, plan.shift, now
        self.version = plan.shift.version if version is None else version
        super().__init__(
            self.kind,
            custom_id=self._id(),
            language=language,
            values=texts_of(self.shift, now=now, language=language),
        )

    def _id(self) -> str:
        return f"shift:plan:{self.kind}:{self.shift.number}:{self.version}"

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        plan = await plan_of(interaction, context, int(match["number"]))
        now = services_of(interaction).clock.now()
        return cls(plan, now, context.language, version=int(match["version"]))

    def _mine(self, typed: Mapping[str, str], base: ShiftDraft) -> dict[str, str]:
        shown = texts_of(base, now=self._now, language=self.language)
        most = {name: most for name, _, most, _ in self.fields}
        return touched({name: shown[name][: most[name]] for name in most}, typed)

    async def save(self, interaction: discord.Interaction[Any]) -> None:
        context, answers = await context_of(interaction), self.values()
        changes = changes_of(
            self.shift,
            self._mine(answers, self.shift),
            now=self._now,
            language=self.language,
            fold=self.fold,
        )
        if self.shift.version == self.version and await self._asked(
            interaction, context, changes.fields
        ):
            return
        later = answers.get(SCOPE) == LATER
        try:
            await services_of(interaction).shifts.edit(
                context.actor,
                self.shift.number,
                self.version,
                changes.fields,
                moves=MOVES in answers,
                and_later=later,
            )
        except WouldMove as would:
            await self._ask_moves(interaction, context, would)
            return
        except ShiftEditedMeanwhile as meanwhile:
            self._come_back(meanwhile)
        key = "saved_told" if self._told(changes.fields) else "saved_later" if later else "saved"
        said = [context.t(f"shift_plan.{key}"), *changes.said]
        await reply(interaction, await draw(interaction, context, self.shift.number, said))

    def _told(self, fields: Mapping[str, Any]) -> bool:
        return bool(self.plan.reach.people_later) and must_be_told(self.shift, fields)

    async def _asked(
        self, interaction: discord.Interaction[Any], context: Context, fields: Mapping[str, Any]
    ) -> bool:
        """Ask what has to be known first: for which dates, and that people are told."""
        reach, answers = self.plan.reach, self.values()
        scope = bool(fields) and reach.in_series and SCOPE not in answers
        sure = self._told(fields) and SURE not in answers
        if not (scope or sure):
            return False
        lines: list[str] = []
        sure_too = {SURE: "1"}
        ways = [(context.t("shift_plan.save_tell"), sure_too)]
        if scope:
            lines.append(context.t("shift_plan.ask_scope", count=reach.later))
            ways = [
                (context.t("shift_plan.only_this"), {SCOPE: ONE, **sure_too}),
                (context.t("shift_plan.and_later"), {SCOPE: LATER, **sure_too}),
            ]
            start = fields.get("local_start", self.shift.local_start)
            if start.date() != self.shift.local_start.date():
                lines = [context.t("shift_plan.day_alone")]
                ways = ways[:1]
        if sure:
            people = reach.people if len(ways) == 1 else reach.people_later
            if people:
                lines.append(context.t("shift_plan.sure", count=people))
        await self.ask(interaction, "\n".join(lines), ways)
        return True

    async def _ask_moves(
        self, interaction: discord.Interaction[Any], context: Context, would: WouldMove
    ) -> None:
        people = mentions(would.people[:_MOST_NAMED])
        text = context.t("shift_plan.would_move", count=len(would.people), people=people)
        await self.ask(interaction, text, [(context.t("shift_plan.save_anyway"), {MOVES: "1"})])

    def _come_back(self, meanwhile: ShiftEditedMeanwhile) -> None:
        """What was typed comes back on top of what stands there now; a field that only the other
        changed comes back as theirs."""
        what = what_changed(meanwhile, self.language)
        before = {each.field: each.before for each in meanwhile.what}
        typed = self._mine(self.values(), before_of(meanwhile.current, before))
        self.waited, self.version = typed, meanwhile.current.version
        self.custom_id = self._id()
        raise BadInput("shift_plan.meanwhile", what=what) from meanwhile


class TextForm(PartForm):
    """What it is, and whom to ask."""

    kind, fields = "text", TEXT
    template = re.compile(rf"shift:plan:text:{AT}")


class TimeForm(PartForm):
    """From when to when it is."""

    kind, fields = "time", TIME
    template = re.compile(rf"shift:plan:time:{AT}")


class PlaceForm(PartForm):
    """Where it is."""

    kind, fields = "place", PLACE
    template = re.compile(rf"shift:plan:place:{AT}")


class RolesForm(PartForm):
    """Which roles it has, with how many places."""

    kind, fields = "roles", ROLES
    template = re.compile(rf"shift:plan:roles:{AT}")


class LimitsForm(PartForm):
    """Which training is needed, how often, until when one may leave, who comes first."""

    kind, fields = "limits", LIMITS
    template = re.compile(rf"shift:plan:limits:{AT}")


_PARTS: tuple[type[PartForm], ...] = (TextForm, TimeForm, PlaceForm, RolesForm, LimitsForm)
#: The forms, by the word in the buttons that open them.
PART_FORMS: Mapping[str, type[PartForm | FacilityForm]] = {
    **{form.kind: form for form in _PARTS},
    FacilityForm.kind: FacilityForm,
}


class OpenForm(Action, template=rf"shift:plan:form:(?P<form>{'|'.join(PART_FORMS)}):{NUMBER}"):
    """Opens a form for a part of a shift, as it stands now."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        plan = await open_plan(interaction, context, int(self.match["number"]))
        now = services_of(interaction).clock.now()
        form = PART_FORMS[self.match["form"]](plan, now, context.language)
        await Answer.to(interaction).open(form)


FORMS: tuple[type[Form], ...] = (*_PARTS, FacilityForm)
ACTIONS: tuple[type[Action], ...] = (OpenForm,)
