"""Know-your-rights cards as messages, to be read under stress. Pure: values in, a Screen out.

One card, one phone screen: what matters most is largest and first, the sentence to say aloud
stands by itself, what is only good to know is small and last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import discord
from discord import ui

from bot.domain.rights import SPOKEN, CardText, RightsCard, RightsCards, Source, publishers
from bot.i18n import languages, show_date, t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.sharing import question
from bot.presentation.text import fit
from bot.services.rights_print import Printed

Body = ui.Container[Any]
#: Discord's limit for the description of a picture.
_MAX_ALT = 1024


def menu_screen(cards: RightsCards, language: str) -> Screen:
    """All cards, what may be happening right now first."""
    opening = f"## {t('rights.menu_title', language)}\n{t('rights.menu_about', language)}"
    body: Body = ui.Container(ui.TextDisplay(opening), accent_color=ACCENT)
    for urgent, heading in ((True, "rights.menu_now"), (False, "rights.menu_prepare")):
        body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay(f"### {t(heading, language)}"))
        style = discord.ButtonStyle.primary if urgent else discord.ButtonStyle.secondary
        buttons: list[ui.Button[Any]] = [
            ui.Button(
                label=card.text(language).label,
                custom_id=f"rights:card:{card.id}:{language}",
                style=style,
            )
            for card in cards.cards
            if card.urgent is urgent
        ]
        body.add_item(ui.ActionRow(*buttons))
    return Screen(body)


def card_screen(card: RightsCard, language: str, as_of: date, *, in_server: bool) -> Screen:
    """A card for the one who asked, with all that can be done about it."""
    body = _card(card, language, as_of)
    body.add_item(
        ui.ActionRow(
            _button("rights.near", language, "rights:near", primary=True),
            _button("rights.print", language, f"rights:print:{card.id}:{language}"),
        )
    )
    more = list(_other_languages(card, language, "card"))
    if in_server:
        more.append(_button("rights.share", language, f"rights:share:{card.id}"))
    more.append(_button("rights.all_cards", language, f"rights:menu:{language}"))
    body.add_item(ui.ActionRow(*more))
    return Screen(body)


def shared_card(card: RightsCard, language: str, as_of: date) -> Screen:
    """A card for everybody in a channel. Its buttons answer only whoever presses them."""
    body = _card(card, language, as_of)
    buttons = [
        *_other_languages(card, language, "read"),
        _button("rights.near", language, "rights:near"),
        _button("rights.print", language, f"rights:print:{card.id}:{language}"),
    ]
    body.add_item(ui.ActionRow(*buttons))
    return Screen(body)


def share_question(card: RightsCard, channel: str, language: str) -> Screen:
    """Asks before anything is said in public."""
    title = card.text(language).title
    text = t("rights.share_question", language, title=title, channel=channel)
    return question(text, f"rights:post:{card.id}", language)


def printed_screen(card: RightsCard, printed: Printed, language: str) -> Screen:
    """The page as a picture and as a PDF; both files go with it."""
    text = card.text(language)
    title = t("rights.printed_title", language, title=text.title)
    alt = t("rights.picture_alt", language, title=text.title, first=text.first)
    picture = discord.MediaGalleryItem(
        f"attachment://{printed.name}.png", description=fit(alt, _MAX_ALT)
    )
    body: Body = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay(f"## {title}\n{t('rights.printed_about', language)}"))
    body.add_item(ui.MediaGallery(picture))
    body.add_item(ui.File(f"attachment://{printed.name}.pdf"))
    return Screen(body)


def _card(card: RightsCard, language: str, as_of: date) -> Body:
    text = card.text(language)
    body: Body = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay(f"# {text.title}\n### {text.first}"))
    body.add_item(ui.TextDisplay(_say(card, text, language)))
    steps = [f"- **{step.lead}** {step.text}" for step in text.steps]
    body.add_item(ui.TextDisplay("\n".join(steps)))
    body.add_item(ui.Separator())
    about = t("rights.no_advice", language, date=show_date(as_of, language))
    sources = t("rights.sources", language, names=_links(publishers(card.sources)))
    body.add_item(ui.TextDisplay(f"-# {text.note} {about} {sources}"))
    return body


def _say(card: RightsCard, text: CardText, language: str) -> str:
    lines = [f"-# {t('rights.say_aloud', language)}", f"> ### “{card.say_aloud}”"]
    if language != SPOKEN:
        lines.append(f"-# {t('rights.means', language, meaning=text.say)}")
    return "\n".join(lines)


def _links(sources: Iterable[Source]) -> str:
    return ", ".join(f"[{source.by}](<{source.url}>)" for source in sources)


def _other_languages(card: RightsCard, language: str, how: str) -> Iterator[ui.Button[Any]]:
    """The same card for a neighbour: `card` in place, `read` as a private answer."""
    for other in languages():
        if other != language and other in card.texts:
            yield _button("rights.in_this_language", other, f"rights:{how}:{card.id}:{other}")


def _button(key: str, language: str, custom_id: str, *, primary: bool = False) -> ui.Button[Any]:
    style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary
    return ui.Button(label=t(key, language), custom_id=custom_id, style=style)
