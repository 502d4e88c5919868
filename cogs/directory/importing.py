"""`/directory import` and `export`, and what answers the buttons below a list that was sent."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any, Self, cast

import discord
from discord import ui

from bot.domain.actor import Capability
from bot.domain.errors import BadInput
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Notice, Screen
from bot.presentation.text import fit
from bot.presentation.uploads import Upload, Uploads
from bot.services.entries import editor_of
from bot.services.exports import Format
from bot.services.import_words import report
from bot.services.imports import Importer, Order, Plan
from bot.services.lists.cells import row_from_cells
from bot.services.lists.read import MOST_BYTES
from bot.services.lists.rows import ReadRow, said
from bot.services.lists.texts import LIMITS
from cogs.directory.import_render import (
    REPORT,
    done_screen,
    exported_screen,
    is_long,
    plan_screen,
    reading_screen,
    undo_question,
)

_TOKEN = r"(?P<token>[0-9a-f]{16})"  # noqa: S105 - a pattern
_SHELF = r"(?P<shelf>\d{1,9})"
#: After so many more rows the person is told how far it is.
_TELL_EVERY = 5000
#: What is asked of a bad row, besides what is wrong with it.
_ALWAYS = ("name", "website", "phone", "city", "state")
#: The fields that a problem is called after.
_NAMED = ("website", "phone", "email", "state", "kind", "name")
_LONG = frozenset({"what", "what_es", "eligibility", "how_to_begin", "alert"})


async def import_file(interaction: discord.Interaction[Any], file: discord.Attachment) -> None:
    """Look at a list that was sent, and show what it would do."""
    context = await context_of(interaction)
    context.actor.require(Capability.DIRECTORY_EDITOR)
    if file.size > MOST_BYTES:
        raise BadInput("lists_io.too_large", most=MOST_BYTES // 1_000_000)
    try:
        data = await file.read()
    except discord.HTTPException:
        raise BadInput("imports.not_received") from None
    upload = Upload(context.actor.user_id, editor_of(context.actor), data, file.filename, Plan())
    await _look(interaction, context, upload)
    token = uploads_of(interaction).keep(upload)
    await Answer.to(interaction).show(
        plan_screen(upload.plan, upload.name, token, context.language),
        files=_report(upload.plan, context.language),
    )


async def export_file(interaction: discord.Interaction[Any], form: str | None) -> None:
    """Send the server's directory as a file."""
    context = await context_of(interaction)
    typed = (form or Format.HSDS.value).strip().lower()
    chosen = Format.CSV if typed.startswith(Format.CSV.value) else Format.HSDS
    exported = await services_of(interaction).exports.export(context.actor, chosen)
    await Answer.to(interaction).show(
        exported_screen(exported, context.language),
        files=[discord.File(BytesIO(exported.data), exported.name)],
    )


def uploads_of(interaction: discord.Interaction[Any]) -> Uploads:
    """The lists that wait for a decision."""
    return interaction.client.uploads


async def _look(interaction: discord.Interaction[Any], context: Context, upload: Upload) -> None:
    services = services_of(interaction)
    order = Order(upload.data, upload.name, mended=upload.mended)
    who = Importer(upload.guild_id, upload.user_id)
    upload.plan = await services.imports.look(who, order, _Telling(interaction, context).rows)


def _report(plan: Plan, language: str) -> Sequence[discord.File]:
    if not is_long(plan, language):
        return ()
    return [discord.File(BytesIO(report(plan, language).encode()), REPORT)]


class _Telling:
    """Tells the person how far a long list is, now and then."""

    def __init__(self, interaction: discord.Interaction[Any], context: Context) -> None:
        self._interaction = interaction
        self._language = context.language
        self._told = 0
        self._running: asyncio.Task[None] | None = None

    def rows(self, read: int) -> None:
        """So many were read."""
        busy = self._running is not None and not self._running.done()
        if read - self._told < _TELL_EVERY or busy:
            return
        self._told = read
        screen = reading_screen(read, self._language)
        self._running = asyncio.create_task(Answer.to(self._interaction).progress(screen))


async def _asked(interaction: discord.Interaction[Any], token: str) -> tuple[Context, Upload]:
    context = await context_of(interaction)
    context.actor.require(Capability.DIRECTORY_EDITOR)
    upload = uploads_of(interaction).get(
        token, user_id=context.actor.user_id, guild_id=context.actor.guild_id
    )
    return context, upload


class BringIn(Action, template=rf"import:(?P<how>go|vouch|over):{_TOKEN}"):
    """Brings the list in: to be reviewed, or as checked."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        token, how = self.match["token"], self.match["how"]
        context, upload = await _asked(interaction, token)
        order = Order(
            upload.data,
            upload.name,
            vouched=how != "go",
            overwrite=how == "over",
            mended=upload.mended,
        )
        who = Importer(upload.guild_id, context.actor.user_id)
        done = await services_of(interaction).imports.bring_in(
            who, order, _Telling(interaction, context).rows
        )
        uploads_of(interaction).forget(token)
        screen = done_screen(done, vouched=order.vouched, language=context.language)
        await Answer.to(interaction).update(screen)


class Drop(Action, template=rf"import:drop:{_TOKEN}"):
    """Nothing is brought in."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        uploads_of(interaction).forget(self.match["token"])
        await Answer.to(interaction).update(Notice(context.t("imports.dropped")))


class MendRow(Action, template=rf"import:mend:{_TOKEN}:(?P<line>\d{{1,9}})"):
    """Opens the form for the one row that can't be kept."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        await _open_row(interaction, self.match["token"], self.match["line"])


class ChooseRow(Action, template=rf"import:row:{_TOKEN}"):
    """Opens the form for the row that was chosen."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        line = cast("ui.Select[Any]", self.item).values[0]
        await _open_row(interaction, self.match["token"], line)


async def _open_row(interaction: discord.Interaction[Any], token: str, line: str) -> None:
    context, upload = await _asked(interaction, token)
    row = upload.bad(int(line)) if line.isascii() and line.isdecimal() else None
    if row is None:
        raise BadInput("imports.row_mended")
    await Answer.to(interaction).open(RowForm(row, token, context.language))


class RowForm(Form):
    """The cells of a bad row: what is wrong first, then what people know of an entry."""

    template = re.compile(rf"form:row:{_TOKEN}:(?P<line>\d{{1,9}})")

    def __init__(self, row: ReadRow, token: str, language: str) -> None:
        title = t("imports.row_title", language, line=row.line)
        super().__init__(title=fit(title, 45), custom_id=f"form:row:{token}:{row.line}")
        self._row, self._token = row, token
        self.inputs: dict[str, ui.TextInput[Any]] = {}
        wrong = _wrong(row, language)
        for name in _fields(row, wrong):
            most = min(LIMITS.get(name, 500), 4000)
            field: ui.TextInput[Any] = ui.TextInput(
                custom_id=name,
                style=discord.TextStyle.paragraph if name in _LONG else discord.TextStyle.short,
                required=name == "name",
                max_length=most,
                default=row.cells.get(name, "")[:most] or None,
            )
            self.inputs[name] = field
            label = fit(t(f"lists_io.field.{name}", language), 45)
            kept = t("imports.row_kept", language) if row.base and name not in row.cells else None
            about = fit(wrong[name], 100) if name in wrong else kept
            self.add_item(ui.Label(text=label, description=about, component=field))

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        _, upload = await _asked(interaction, match["token"])
        row = upload.bad(int(match["line"]))
        if row is None:
            raise BadInput("imports.row_mended")
        return cls(row, match["token"], context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context, upload = await _asked(interaction, self._token)
        row = self._row
        typed = {name: field.value for name, field in self.inputs.items()}
        # What was not there and was left empty says nothing: the row may have more than cells.
        filled = {name: text for name, text in typed.items() if text.strip() or name in row.cells}
        cells = {**row.cells, **filled}
        places = await services_of(interaction).directory.places()
        mended = row_from_cells(cells, places, line=row.line, path=row.path, base=row.base)
        if mended.entry is None:
            reasons = " ".join(said(problem, context.language) for problem in mended.problems)
            raise BadInput("imports.still_bad", reasons=reasons)
        upload.mended[row.line] = mended
        await _look(interaction, context, upload)
        screen = plan_screen(upload.plan, upload.name, self._token, context.language)
        await _again(interaction, screen, upload.plan, context.language)


def _wrong(row: ReadRow, language: str) -> dict[str, str]:
    """What is wrong, by the field to mend it in."""
    found: dict[str, str] = {}
    for problem in row.problems:
        named = str(problem.params.get("field", ""))
        field = named or next((name for name in _NAMED if name in problem.key), "")
        found.setdefault(field, said(problem, language))
    return found


def _fields(row: ReadRow, wrong: Iterable[str]) -> list[str]:
    known = [name for name in wrong if name in row.cells or name in _ALWAYS]
    return list(dict.fromkeys([*known, *_ALWAYS]))[:5]


async def _again(
    interaction: discord.Interaction[Any], screen: Screen, plan: Plan, language: str
) -> None:
    """The screen as a new message: it may have a file, which the old one can't be given."""
    await Answer.to(interaction).show(screen, files=_report(plan, language))


class Undo(Action, template=rf"import:(?P<how>undo|undone):{_SHELF}"):
    """Asks, then takes a whole list out again."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        shelf = int(self.match["shelf"])
        context.actor.require(Capability.DIRECTORY_EDITOR)
        if self.match["how"] == "undo":
            await Answer.to(interaction).show(undo_question(shelf, context.language))
            return
        await services_of(interaction).imports.take_back(context.actor, shelf)
        await Answer.to(interaction).update(Notice(context.t("imports.undone")))


class Keep(Action, template=r"import:keep"):
    """The list stays."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await Answer.to(interaction).update(Notice(context.t("imports.kept")))


ACTIONS: tuple[type[Action], ...] = (BringIn, Drop, MendRow, ChooseRow, Undo, Keep)
FORMS: tuple[type[Form], ...] = (RowForm,)
