"""Names and descriptions of commands in Discord's own menus, from the same catalogs."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import TranslationContextTypes, locale_str

from bot.i18n import SOURCE_LANGUAGE, languages, t


class CatalogTranslator(app_commands.Translator):
    """Looks up the key that `commands.label` put into the text."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        """The text in that locale; None where the source language stands already."""
        key = string.extras.get("key")
        language = locale.value.split("-", 1)[0]
        if key is None or language == SOURCE_LANGUAGE or language not in languages():
            return None
        return t(key, language)
