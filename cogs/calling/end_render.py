"""The end of a round of calls or letters: thanks, what was reached together, what one can do next.
Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.i18n import t
from bot.presentation.screen import Notice, Screen
from bot.presentation.sharing import question
from bot.presentation.text import fit, plain
from cogs.calling.code import Code, write_campaigns
from cogs.calling.parts import PRIMARY, Button, add_rows, body, button

_TITLE = 150


@dataclass(frozen=True, slots=True)
class Together:
    """What a campaign reached, as it may be said: small numbers are words already."""

    title: str
    calls: str
    letters: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """`done`: how many calls or letters were just counted in this round. `left`: whether some
    targets are still to come (somebody stopped). `back`: where to go on."""

    code: Code
    together: tuple[Together, ...]
    left: bool = False
    remembered: bool = False
    can_remind: bool = True
    told: str = ""


def end_screen(end: End, language: str) -> Screen:
    """Thanks, and what follows."""
    mode, code = end.code.mode, end.code
    title = t("call.stopped" if end.left else f"call.thanks_{mode}", language)
    lines = [end.told] if end.told else []
    lines.append(f"## {title}")
    for each in end.together:
        name = fit(plain(each.title), _TITLE)
        lines.append(t("call.together", language, title=name, calls=each.calls))
        if each.letters:
            lines.append(t("call.together_letters", language, letters=each.letters))
    made = body("\n".join(lines))
    buttons: list[Button] = []
    if end.left:
        buttons.append(button("call.go_on", language, code.button("see"), PRIMARY))
    if code.campaigns:
        campaigns = write_campaigns(code.campaigns)
        buttons.append(button("call.share", language, f"call:share:{campaigns}"))
        if end.can_remind:
            buttons.append(button("call.remind", language, "call:remind"))
    buttons.append(button("act.more", language, "act:show"))
    add_rows(made, buttons)
    return Screen(made)


def share_question(campaigns: tuple[int, ...], channel: str, language: str) -> Screen:
    """Asks before anything is said in public."""
    text = t("call.share_question", language, channel=channel)
    return question(text, f"call:post:{write_campaigns(campaigns)}", language)


def reminder_notice(language: str) -> Notice:
    """What will come tomorrow, and how."""
    return Notice(t("call.remind_set", language))
