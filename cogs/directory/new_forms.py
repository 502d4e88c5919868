"""The forms for what is not in the directory yet: an editor's new entry, a member's suggestion."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from bot.domain.entry import Entry
from bot.presentation.answer import Answer
from bot.presentation.components import Form, limits_of
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.fields import Fields
from bot.presentation.screen import Notice
from bot.services.entry_forms import with_basics, with_contact, with_texts
from bot.services.suggestions import MOST_LINE, MOST_NAME, MOST_WORDS, Suggestion
from cogs.directory.forms import FieldsForm
from cogs.directory.render import editor_screen

SUGGESTION: Fields = (
    ("suggested_name", False, MOST_NAME, True),
    ("suggested_place", False, MOST_LINE, False),
    ("suggested_contact", False, MOST_LINE, False),
    ("suggested_words", True, MOST_WORDS, False),
)
_BETWEEN = re.compile(r"[\s,;]+")
_MAIL = re.compile(r"(?:mailto:)?[^\s@/]+@[^\s@/]+", re.IGNORECASE)
#: An e-mail address or a website in a line of text: it ends in a word of letters.
_ONLINE = re.compile(
    r"[^\s,;/@()<>]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}"
    r"|(?:https?://\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s,;]*)?)",
    re.IGNORECASE,
)
#: What stood between two of them.
_ALONE = re.compile(r"[\s,;/]+(?:or|and|o|u|y|e)?\s*$", re.IGNORECASE)


class AddForm(FieldsForm):
    """A new entry; everything else is added on its page. It may come from a suggestion."""

    fields = (
        ("name", False, 200, True),
        ("what", True, 1000, False),
        ("where", False, 100, False),
        ("online", False, 512, False),
        ("phones", True, 500, False),
    )
    template = re.compile(r"form:add:(?P<suggestion>\d{1,15})")

    def __init__(self, language: str, suggestion: Suggestion | None = None) -> None:
        self.suggestion = suggestion.number if suggestion else 0
        super().__init__(
            "add",
            custom_id=f"form:add:{self.suggestion}",
            language=language,
            values=_suggested(suggestion) if suggestion else {},
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        made = cls(context.language)
        made.suggestion = int(match["suggestion"])
        made.custom_id = f"form:add:{made.suggestion}"
        return made

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services = services_of(interaction)
        values = self.typed
        basics = with_basics(values, await services.directory.places())
        reached = {"phones": values["phones"], **_addresses(values["online"])}
        contact = with_contact(reached, context.language)
        texts = with_texts({f"what_{context.language}": values["what"]})
        entry = texts(contact(basics(Entry("new", "new", "other"))))
        stored = await services.entries.add(context.actor, entry)
        if self.suggestion:
            await services.suggestions.forget(context.actor, self.suggestion)
        done = context.t("directory.added")
        await Answer.to(interaction).show(editor_screen(stored, context.language, done))


def _suggested(suggestion: Suggestion) -> dict[str, str]:
    """A suggestion in the fields of a new entry: what of its contact is an address of either kind,
    and what is left, which should be a number."""
    online = _ONLINE.findall(suggestion.contact)
    left = _ALONE.sub("", _ONLINE.sub("", suggestion.contact)).strip(" ,;/\n")
    return {
        "name": suggestion.name,
        "what": suggestion.words,
        "where": suggestion.place[:100],
        "online": ", ".join(online),
        "phones": left,
    }


def _addresses(typed: str) -> dict[str, str]:
    """The fields `website` and `email` of what was typed into the one field for both. Two of a kind
    stay together in one, which is then refused as no address."""
    parts = [part for part in _BETWEEN.split(typed) if part]
    mails = [part.removeprefix("mailto:") for part in parts if _MAIL.fullmatch(part)]
    sites = [part for part in parts if not _MAIL.fullmatch(part)]
    return {"website": " ".join(sites), "email": " ".join(mails)}


class SuggestForm(FieldsForm):
    """What a member thinks is missing."""

    fields = SUGGESTION
    template = re.compile(r"form:suggest")

    def __init__(self, language: str) -> None:
        super().__init__(
            "suggest",
            custom_id="form:suggest",
            language=language,
            values={},
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        return cls(context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        limits_of(interaction).reporting.check((interaction.guild_id, interaction.user.id))
        typed = self.typed
        await services_of(interaction).suggestions.suggest(
            context.actor,
            name=typed["suggested_name"],
            place=typed["suggested_place"],
            contact=typed["suggested_contact"],
            words=typed["suggested_words"],
        )
        await Answer.to(interaction).show(Notice(context.t("directory.suggested_thanks")))


FORMS: tuple[type[Form], ...] = (AddForm, SuggestForm)
