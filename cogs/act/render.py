"""What can be done now, as a message: each thing with one button that starts it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from discord import ui

from bot.domain.doable import Doable, Doing
from bot.i18n import t
from bot.presentation.screen import Notice, Screen
from bot.presentation.text import fit, plain
from cogs.calling.code import write_campaigns
from cogs.calling.parts import PRIMARY, SECONDARY, body, button, small

#: What fits one message and one look.
MOST = 7
_TITLE = 90


def act_screen(
    found: Sequence[Doable],
    language: str,
    *,
    now: datetime,
    minutes: int | None = None,
    public: bool = False,
) -> Screen:
    """The list, or that there is nothing, and what helps then. `public`: for a whole channel."""
    if not found:
        key = "act.nothing_so_short" if minutes is not None else "act.nothing"
        return Notice(t(key, language))
    title = t("act.digest" if public else "act.title", language)
    lines = [f"## {title}"]
    if minutes is not None:
        lines.append(t("act.in_minutes", language, count=minutes))
    made = body("\n".join(lines))
    for at, each in enumerate(found[:MOST]):
        start = button(
            f"act.start_{each.doing.value}",
            language,
            start_id(each),
            SECONDARY if at else PRIMARY,
        )
        made.add_item(ui.Separator())
        made.add_item(ui.Section(ui.TextDisplay(_row(each, language, now)), accessory=start))
    made.add_item(ui.TextDisplay(small([t("act.private", language)])))
    return Screen(made)


def _row(each: Doable, language: str, now: datetime) -> str:
    what = t(f"act.kind_{each.doing.value}", language)
    lines = [f"**{what}** · {t('act.minutes', language, count=each.minutes)}"]
    lines += [fit(plain(title), _TITLE) for title in each.titles]
    about: list[str] = []
    if each.due is not None:
        stamp = int(each.due.timestamp())
        begins = each.doing in (Doing.EVENT, Doing.SHIFT)
        when = f"<t:{stamp}:F>" if begins else f"<t:{stamp}:R>"
        key = "act.begins" if begins else "act.ends"
        about.append(t(key, language, when=when))
    if each.place:
        about.append(fit(plain(each.place), _TITLE))
    if about:
        lines.append(" · ".join(about))
    if each.urgent(now):
        lines.append(f"-# {t('act.soon', language)}")
    return "\n".join(lines)


def start_id(each: Doable) -> str:
    """The custom_id of the button that starts it."""
    if each.doing is Doing.EVENT:
        return f"event:one:{each.numbers[0]}"
    if each.doing is Doing.SHIFT:
        return f"shift:open:{each.numbers[0]}"
    if each.doing is Doing.SHARE:
        return f"share:kit:{each.numbers[0]}"
    return f"{each.doing.value}:start:{write_campaigns(each.numbers)}"
