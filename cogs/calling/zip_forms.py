"""The two forms that ask whose districts they are: by ZIP, or by state and district.

What is typed is used for this answer. It stands in no custom_id, and is held nowhere but for the
quarter of an hour in which somebody may mend a typo (`bot/presentation/drafts.py`).
"""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.domain.legislators import STATE_CHAMBERS, Body, District
from bot.i18n import t
from bot.presentation.components import Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.fields import Fields, add_fields
from bot.services.legislators import Legislators
from bot.services.typed_district import read_district, read_state
from cogs.calling.code import CAMPAIGNS, MODE, Code, Seat, read_campaigns, write_campaigns
from cogs.calling.flow import after_seat, after_zip, wanted
from cogs.calling.parts import button
from cogs.calling.seats import chamber_districts, seat_of

_LONGEST = 100
_FIELDS: Fields = (
    ("state", False, 40, True),
    ("house", False, 2, False),
    ("upper", False, 60, False),
    ("lower", False, 60, False),
)


class ZipForm(Form):
    """A ZIP."""

    template = re.compile(f"{MODE}:zipform:{CAMPAIGNS}")

    def __init__(self, mode: str, campaigns: tuple[int, ...], language: str) -> None:
        custom_id = f"{mode}:zipform:{write_campaigns(campaigns)}"
        super().__init__(title=t("call.zip_title", language), custom_id=custom_id)
        self._code = Code(mode, campaigns)
        self.zip: ui.TextInput[Any] = ui.TextInput(custom_id="zip", max_length=_LONGEST)
        about = t("call.zip_about", language)
        self.add_item(ui.Label(text=t("call.zip", language), description=about, component=self.zip))

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        return cls(match["mode"], read_campaigns(match["campaigns"]), context.language)

    def other_ways(self, language: str) -> list[ui.Button[Any]]:
        return [button("call.choose_district", language, self._code.button("seat"))]

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        book = await services_of(interaction).legislators.load()
        found = book.districts_of(self.zip.value)
        await after_zip(interaction, await context_of(interaction), self._code, found)


class SeatForm(Form):
    """A state and districts; those of its chambers only where somebody in them is to be called."""

    template = re.compile(f"{MODE}:seatform:{CAMPAIGNS}")

    def __init__(
        self, mode: str, campaigns: tuple[int, ...], bodies: frozenset[Body], language: str
    ) -> None:
        custom_id = f"{mode}:seatform:{write_campaigns(campaigns)}"
        super().__init__(title=t("call.seat_title", language), custom_id=custom_id)
        self._code = Code(mode, campaigns)
        needed = {"state", *_names_of(bodies)}
        self._inputs = add_fields(
            self,
            [each for each in _FIELDS if each[0] in needed],
            {},
            lambda name: (t(f"call.{name}", language), _about(name, language)),
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        campaigns = read_campaigns(match["campaigns"])
        bodies = await wanted(services_of(interaction), context.actor, campaigns)
        return cls(match["mode"], campaigns, bodies, context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        services, context = services_of(interaction), await context_of(interaction)
        book = await services.legislators.load()
        state = read_state(self._typed("state"), book.places)
        districts: list[District] = []
        house = self._house(book, state)
        if house is not None:
            districts.append(house)
        for name, body in zip(("upper", "lower"), STATE_CHAMBERS, strict=True):
            known = chamber_districts(book, state, body)
            named = read_district(self._typed(name), known, context.language)
            if named is not None:
                districts.append(named)
        seat = seat_of(districts)
        whole = Seat(state, seat.house, seat.upper, seat.lower)
        await after_seat(interaction, context, self._code.seated(whole))

    def _house(self, book: Legislators, state: str) -> District | None:
        every = book.districts_in(state)
        typed = self._typed("house").strip()
        if not typed:
            return every[0] if len(every) == 1 else None
        return book.by_state_and_district(state, typed).districts[0]

    def _typed(self, name: str) -> str:
        return self._inputs[name].value if name in self._inputs else ""


def _names_of(bodies: frozenset[Body]) -> set[str]:
    names = {Body.US_HOUSE: "house", Body.STATE_UPPER: "upper", Body.STATE_LOWER: "lower"}
    return {name for body, name in names.items() if body in bodies}


def _about(name: str, language: str) -> str:
    key = {"state": "call.state_about", "house": "call.house_about"}
    return t(key.get(name, "call.chamber_about"), language)


FORMS: tuple[type[Form], ...] = (ZipForm, SeatForm)
