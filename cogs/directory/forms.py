"""The forms in which editors type. Which entry, which version and which part stand in the id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Self

import discord
from discord import ui

from bot.domain.entry import Entry
from bot.domain.errors import BadInput
from bot.domain.places import Places
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.fields import Fields, add_fields
from bot.services.entries import EditedMeanwhile, StoredEntry
from bot.services.entry_forms import (
    CONFIDENTIAL,
    REMOVE,
    SHOWN,
    Change,
    basics_of,
    contact_of,
    place_of,
    service_of,
    texts_of,
    touched,
    with_basics,
    with_contact,
    with_place,
    with_service,
    with_texts,
)
from cogs.directory.render import editor_screen, meanwhile_text

_AT = r"(?P<number>\d{1,8}):(?P<version>\d{1,9})"
_PART = r"(?P<part>@\d{1,3}|[A-Za-z0-9._:-]{1,60})"

BASICS: Fields = (
    ("name", False, 200, True),
    ("kind", False, 100, False),
    ("where", False, 100, False),
    ("needs", False, 1000, False),
    ("aliases", True, 4000, False),
)
CONTACT: Fields = (
    ("website", False, 512, False),
    ("phones", True, 4000, False),
    ("email", False, 254, False),
    ("languages", False, 1000, False),
    ("alert", False, 500, False),
)
TEXTS: Fields = (
    ("what_en", True, 4000, False),
    ("what_es", True, 4000, False),
    ("name_es", False, 200, False),
)
SERVICE: Fields = (
    ("service_name", False, 200, False),
    ("service_what", True, 4000, False),
    ("hours", True, 1000, False),
    ("eligibility", True, 4000, False),
    ("how_to_begin", True, 2000, False),
)
PLACE: Fields = (
    ("place_name", False, 200, False),
    ("address", True, 600, False),
    ("rules", True, 4000, False),
    ("place_hours", True, 1000, False),
)
#: What a form's field is called where the rules for its text are (`entry_forms`).
_PLAIN = {"service_name": "name", "service_what": "what", "place_name": "name"} | {
    "place_hours": "hours"
}


class FieldsForm(Form):
    """A form whose fields are texts, each named and explained in the catalogs."""

    fields: ClassVar[Fields] = ()

    def __init__(
        self, what: str, *, custom_id: str, language: str, values: Mapping[str, str]
    ) -> None:
        super().__init__(title=t(f"entry_form.{what}_title", language), custom_id=custom_id)
        self.language = language
        shown = {name: values.get(_PLAIN.get(name, name), "") for name, *_ in self.fields}
        self.inputs = add_fields(
            self,
            self.fields,
            shown,
            lambda name: (
                t(f"entry_form.{name}", language),
                t(f"entry_form.{name}_about", language),
            ),
        )

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, by the names that the rules use."""
        return {_PLAIN.get(name, name): field.value for name, field in self.inputs.items()}


class EntryForm(FieldsForm):
    """A form for a part of an entry that is there already."""

    kind: ClassVar[str] = ""

    def __init__(
        self, stored: StoredEntry, language: str, part: str = "", *, version: int | None = None
    ) -> None:
        self.number = stored.number
        self.version = stored.version if version is None else version
        self.part = part
        self._base: Entry | None = None
        super().__init__(
            self.kind,
            custom_id=self._id(),
            language=language,
            values=self.read(stored.entry, language, part),
        )
        self.shown = self._shown_of(stored.entry)

    def _shown_of(self, entry: Entry) -> dict[str, str]:
        """What the fields show of an entry, cut where a field holds no more."""
        read = self.read(entry, self.language, self.part)
        most = {_PLAIN.get(name, name): most for name, _, most, _ in self.fields}
        return {name: text[: most.get(name)] for name, text in read.items()}

    def _id(self) -> str:
        tail = f":{self.part}" if self.part else ""
        return f"form:{self.kind}:{self.number}:{self.version}{tail}"

    @property
    def changed(self) -> dict[str, str]:
        """What was typed into fields that no longer say what they showed."""
        return touched(self.shown, self.typed)

    def values(self) -> dict[str, str]:
        """What is kept of the fields to be mended: where only somebody else changed one, theirs."""
        if self._base is None:
            return super().values()
        mine = touched(self._shown_of(self._base), self.typed)
        return {
            name: text for name, text in super().values().items() if _PLAIN.get(name, name) in mine
        }

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        stored = await services_of(interaction).entries.get(context.actor, int(match["number"]))
        part = match.groupdict().get("part") or ""
        return cls(stored, context.language, part, version=int(match["version"]))

    @staticmethod
    def read(entry: Entry, language: str, part: str) -> Mapping[str, str]:
        """What the fields show."""
        raise NotImplementedError

    def change(self, places: Places) -> Change:
        """What the fields mean. Raises BadInput."""
        raise NotImplementedError

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services = services_of(interaction)
        change = self.change(await services.directory.places())
        try:
            stored = await services.entries.edit(
                context.actor, self.number, change, version=self.version
            )
        except EditedMeanwhile as meanwhile:
            # What was typed comes back on top of what stands there now; a field that only the
            # other changed comes back as theirs.
            self._base = meanwhile.base
            self.version = meanwhile.current.version
            self.custom_id = self._id()
            what = meanwhile_text(list(meanwhile.what), context.language)
            raise BadInput("directory.meanwhile", what=what) from meanwhile
        done = context.t("directory.saved")
        await Answer.to(interaction).show(editor_screen(stored, context.language, done))


class BasicsForm(EntryForm):
    """Name, kind, place, what one gets there, other names."""

    kind, fields = "basics", BASICS
    template = re.compile(rf"form:basics:{_AT}")

    @staticmethod
    def read(entry: Entry, language: str, part: str) -> Mapping[str, str]:
        return basics_of(entry, language)

    def change(self, places: Places) -> Change:
        return with_basics(self.changed, places)


class ContactForm(EntryForm):
    """Website, numbers, mail, languages, an alert."""

    kind, fields = "contact", CONTACT
    template = re.compile(rf"form:contact:{_AT}")

    @staticmethod
    def read(entry: Entry, language: str, part: str) -> Mapping[str, str]:
        return contact_of(entry, language)

    def change(self, places: Places) -> Change:
        return with_contact(self.changed, self.language)


class TextsForm(EntryForm):
    """What they do, in both languages."""

    kind, fields = "texts", TEXTS
    template = re.compile(rf"form:texts:{_AT}")

    @staticmethod
    def read(entry: Entry, language: str, part: str) -> Mapping[str, str]:
        return texts_of(entry)

    def change(self, places: Places) -> Change:
        return with_texts(self.changed)


class ServiceForm(EntryForm):
    """One service: what it is, when, for whom, how to begin."""

    kind, fields = "service", SERVICE
    template = re.compile(rf"form:service:{_AT}:{_PART}")

    @staticmethod
    def read(entry: Entry, language: str, part: str) -> Mapping[str, str]:
        return service_of(entry, part, language)

    def change(self, places: Places) -> Change:
        return with_service(self.changed, self.part)


class PlaceForm(EntryForm):
    """One place: where it is, its rules and hours; or that its address is confidential."""

    kind, fields = "place", PLACE
    template = re.compile(rf"form:place:{_AT}:{_PART}")

    def __init__(
        self, stored: StoredEntry, language: str, part: str = "", *, version: int | None = None
    ) -> None:
        super().__init__(stored, language, part, version=version)
        chosen = place_of(stored.entry, part, language)["choice"]
        self.choice: ui.RadioGroup[Any] = ui.RadioGroup(custom_id="choice")
        choices = (SHOWN, CONFIDENTIAL) if part == "new" else (SHOWN, CONFIDENTIAL, REMOVE)
        for choice in choices:
            self.choice.add_option(
                label=t(f"entry_form.choice_{choice}", language),
                value=choice,
                default=choice == chosen,
            )
        self.add_item(ui.Label(text=t("entry_form.choice", language), component=self.choice))

    @staticmethod
    def read(entry: Entry, language: str, part: str) -> Mapping[str, str]:
        return place_of(entry, part, language)

    def change(self, places: Places) -> Change:
        return with_place(self.changed, self.part, places)

    @property
    def typed(self) -> dict[str, str]:
        return {**super().typed, "choice": self.choice.value or self.shown["choice"]}


FORMS: tuple[type[Form], ...] = (
    BasicsForm,
    ContactForm,
    TextsForm,
    ServiceForm,
    PlaceForm,
)
#: The forms for a part of an entry, by the word in the buttons that open them.
ENTRY_FORMS: Mapping[str, type[EntryForm]] = {
    form.kind: form for form in (BasicsForm, ContactForm, TextsForm, ServiceForm, PlaceForm)
}
