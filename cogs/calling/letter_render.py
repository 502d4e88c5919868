"""One letter as a card: to whom, the text to copy, where to send it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from discord import ui

from bot.i18n import t
from bot.presentation.screen import MAX_TEXT, Screen
from bot.presentation.text import fit, plain, visible, web_address
from cogs.calling.code import Code
from cogs.calling.parts import GREEN, Button, add_rows, body, button, link, small
from cogs.calling.scripts import pieces

_LINE = 220
_ROOM = 2600
#: For the subject and what stands over it.
_SLACK = 500


@dataclass(frozen=True, slots=True)
class LetterCard:
    """What a card shows. Of `address`, `email` and `form_url` each is empty where nobody knows it;
    `website` is for where all of them are."""

    code: Code
    number: int
    total: int
    who: str
    subject: str
    words: str
    about: str = ""
    campaign: str = ""
    address: str = ""
    email: str = ""
    form_url: str = ""
    website: str = ""
    english: bool = False
    notes: tuple[str, ...] = ()
    told: str = ""
    remembered: bool = False


def letter_screen(card: LetterCard, language: str) -> Screen:
    """The card."""
    made = body(_heading(card, language))
    made.add_item(ui.Separator())
    made.add_item(ui.TextDisplay(t("call.letter_about", language)))
    ways = "\n".join(_ways(card, language))
    rest = len(_heading(card, language)) + len(ways) + sum(map(len, card.notes))
    found = list(pieces(card.words, min(_ROOM, MAX_TEXT - rest - _SLACK))) or [""]
    page = min(card.code.at.page, len(found) - 1)
    subject = t("call.subject", language, subject=fit(plain(card.subject), _LINE))
    made.add_item(ui.TextDisplay(f"{subject}\n{to_copy(found[page])}"))
    add_rows(made, _readings(card, len(found), page, language))
    made.add_item(ui.TextDisplay(ways))
    add_rows(made, _deeds(card, language))
    if card.notes:
        made.add_item(ui.TextDisplay(small(card.notes)))
    return Screen(made)


def to_copy(words: str) -> str:
    """A text in a block, as it is: whoever copies it gets no marks between the letters."""
    lines = (visible(line) for line in words.replace("`", "'").splitlines())
    return "```\n" + "\n".join(lines) + "\n```"


def letter_file(card: LetterCard) -> str:
    """The whole letter as a text file has it."""
    to = "\n".join(line for line in (card.who, card.address, card.email) if line)
    return f"{to}\n\n{card.subject}\n\n{card.words.strip()}\n"


def file_screen(card: LetterCard, name: str, language: str) -> Screen:
    """The file, with whom it is to."""
    made = body(t("call.letter_file", language, who=fit(plain(card.who), _LINE)))
    made.add_item(ui.File(f"attachment://{name}"))
    return Screen(made)


def _heading(card: LetterCard, language: str) -> str:
    count = t("call.letter_of", language, number=card.number, total=card.total)
    lines = [card.told] if card.told else []
    lines.append(f"### {count} · {fit(plain(card.who), _LINE)}")
    lines += [fit(plain(line), _LINE) for line in (card.campaign, card.about) if line]
    return "\n".join(lines)


def _readings(card: LetterCard, count: int, page: int, language: str) -> Iterator[Button]:
    code, at = card.code, card.code.at
    if page + 1 < count:
        turned = code.moved(replace(at, page=page + 1))
        yield button("call.more_to_say", language, turned.button("see"))
    elif page:
        turned = code.moved(replace(at, page=0))
        yield button("call.from_the_start", language, turned.button("see"))
    if card.english:
        key = "call.in_my_language" if at.english else "call.in_english"
        turned = code.moved(replace(at, english=not at.english, page=0))
        yield button(key, language, turned.button("see"))
    yield button("call.as_file", language, code.button("file"))


def _ways(card: LetterCard, language: str) -> Iterator[str]:
    """Where it can go: each address alone on its line."""
    if card.email:
        yield f"{t('call.letter_email', language)}\n{fit(plain(card.email), _LINE)}"
    if card.address:
        lines = "\n".join(fit(plain(line), _LINE) for line in card.address.splitlines()[:5])
        yield f"{t('call.letter_address', language)}\n{lines}"
    if not (card.email or card.address or web_address(card.form_url)):
        yield t("call.letter_no_way", language)
    elif web_address(card.form_url):
        yield t("call.letter_form", language)


def _deeds(card: LetterCard, language: str) -> Iterator[Button]:
    for key, url in (("call.contact_form", card.form_url), ("call.website", card.website)):
        address = web_address(url)
        if address:
            yield link(key, language, address)
            break
    code = card.code
    yield button("call.sent_it", language, code.button("did:contact"), GREEN)
    yield button("call.did_skip", language, code.button("did:skip"))
    yield button("call.stop_here", language, code.button("stop"))
    keep = "no" if card.remembered else "yes"
    if code.seat.known:
        key = "call.forget_districts" if card.remembered else "call.remember_districts"
        yield button(key, language, code.button(f"keep:{keep}"))
