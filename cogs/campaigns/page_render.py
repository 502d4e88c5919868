"""The organizers' page of a campaign, and the questions around it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import discord
from discord import ui

from bot.domain.campaign import Bill, Campaign, CampaignStatus, CampaignWhole, is_seat, words_in
from bot.domain.errors import BadInput
from bot.domain.legislators import Body
from bot.i18n import language_name, languages, show_date, t
from bot.presentation.screen import ACCENT, Notice, Screen
from bot.presentation.text import fit, plain
from bot.services.campaign_problems import list_name
from bot.services.legislator_words import body_name
from bot.services.places import state_name

Button = ui.Button[Any]
PRIMARY = discord.ButtonStyle.primary
#: The lists that the bundled campaigns name.
KNOWN_LISTS = ("city_council", "county_board", "county_sheriff")
_TITLE, _LINE, _PROBLEM, _MOST_PROBLEMS, _MOST_BILLS = 120, 300, 200, 5, 4


@dataclass(frozen=True, slots=True)
class CampaignPage:
    """A campaign as its organizers see it: with what stands in the way of opening it."""

    whole: CampaignWhole
    problems: Sequence[str]
    said: Sequence[str] = ()

    @property
    def campaign(self) -> Campaign:
        return self.whole.campaign


def whom(body: str, language: str) -> str:
    """A body as people read it: a chamber, or an organizer's list."""
    if is_seat(body):
        return body_name(Body(body), language)
    return t(f"drive.list_{body}", language) if body in KNOWN_LISTS else plain(list_name(body))


def button(key: str, language: str, custom_id: str, style: Any = None) -> Button:
    """A button with words of the catalog."""
    secondary = discord.ButtonStyle.secondary
    return ui.Button(label=t(key, language), custom_id=custom_id, style=style or secondary)


def shown(title: str, language: str) -> str:
    """A title as it stands on a screen."""
    return plain(fit(title or t("drive.untitled", language), _TITLE))


def page_screen(page: CampaignPage, language: str) -> Screen:
    """All of a campaign in short, and a button for each part of it."""
    campaign, whole = page.campaign, page.whole
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    if page.said:
        body.add_item(ui.TextDisplay("\n".join(page.said)))
        body.add_item(ui.Separator())
    body.add_item(ui.TextDisplay("\n".join(_head(campaign, language))))
    body.add_item(ui.TextDisplay("\n".join(_parts(whole, language))))
    if page.problems and campaign.status is not CampaignStatus.OPEN:
        lines = [f"**{t('drive.to_do', language)}**"]
        lines += [f"- {fit(problem, _PROBLEM)}" for problem in page.problems[:_MOST_PROBLEMS]]
        left = len(page.problems) - _MOST_PROBLEMS
        if left > 0:
            lines.append(f"- {t('drive.more_to_do', language, count=left)}")
        body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay("\n".join(lines)))
    body.add_item(ui.Separator())
    for row in _rows(campaign, language):
        body.add_item(ui.ActionRow(*row))
    return Screen(body)


def _head(campaign: Campaign, language: str) -> list[str]:
    status = "planned" if campaign.planned else campaign.status.value
    about = [
        t(f"drive.status_{status}", language),
        t(f"drive.kind_{campaign.kind.value}", language),
    ]
    if campaign.state:
        about.append(state_name(campaign.state, language))
    lines = [f"## {shown(campaign.titled(language), language)}", f"-# {' · '.join(about)}"]
    if campaign.ask:
        lines.append(plain(fit(words_in(campaign.ask, language), 400)))
    dates = [
        t(f"drive.{name}", language, date=show_date(day, language))
        for name, day in (("opens_on", campaign.opens_on), ("closes_on", campaign.closes_on))
        if day is not None
    ]
    return [*lines, *dates]


def _line(key: str, value: str, language: str) -> str:
    return f"**{t(key, language)}** {value or t('drive.none', language)}"


def _parts(whole: CampaignWhole, language: str) -> list[str]:
    campaign = whole.campaign
    scripts = [
        f"{whom(body, language)} ({', '.join(whole.languages_of(body)) or '-'})"
        for body in dict.fromkeys(script.body for script in whole.scripts)
    ]
    letters = [
        f"{whom(body, language)} ({', '.join(x.language for x in whole.letters if x.body == body)})"
        for body in dict.fromkeys(letter.body for letter in whole.letters)
    ]
    lists = [f"{whom(name, language)}: {len(whole.in_list(name))}" for name in whole.lists]
    lines = [
        _line("drive.why", str(len(campaign.points) or ""), language),
        _line("drive.bills", _bills(whole.bills, language), language),
        _line("drive.scripts", fit(", ".join(scripts), _LINE), language),
        _line("drive.letters", fit(", ".join(letters), _LINE), language),
    ]
    if whole.lists:
        lines.append(_line("drive.officials", fit(", ".join(lists), _LINE), language))
    if campaign.donation.link:
        raised, goal = campaign.donation.raised, campaign.donation.goal
        figure = t("drive.figure", language, raised=f"{raised:,}", goal=f"{goal:,}")
        lines.append(_line("drive.donations", figure, language))
    if whole.events:
        lines.append(_line("drive.events", str(len(whole.events)), language))
    if whole.facts or whole.deadlines:
        counts = t("drive.log_counts", language, facts=len(whole.facts), days=len(whole.deadlines))
        lines.append(_line("drive.log", counts, language))
    return lines


def bill_name(bill: Bill) -> str:
    """Its numbers and its session."""
    numbers = " / ".join(number for number in (bill.lower, bill.upper) if number)
    return plain(f"{numbers or '-'} ({bill.jurisdiction.upper()} {bill.session})")


def _bills(bills: Sequence[Bill], language: str) -> str:
    names = [bill_name(bill) for bill in bills[:_MOST_BILLS]]
    if len(bills) > _MOST_BILLS:
        names.append(t("drive.and_more", language, count=len(bills) - _MOST_BILLS))
    return fit(", ".join(names), _LINE)


def _rows(campaign: Campaign, language: str) -> list[list[Button]]:
    n = campaign.number

    def part(name: str) -> Button:
        return button(f"drive.do_{name}", language, f"camp:part:{name}:{n}")

    last = [button("drive.do_preview", language, f"camp:part:preview:{n}")]
    at = f"{n}:{campaign.version}"
    if campaign.status is CampaignStatus.OPEN or campaign.planned:
        last.append(button("drive.do_close", language, f"camp:close:{at}"))
    else:
        last.append(button("drive.do_open", language, f"camp:open:{at}", PRIMARY))
        danger = discord.ButtonStyle.danger
        last.append(button("drive.do_delete", language, f"camp:delete:{at}", danger))
    if campaign.status is not CampaignStatus.DRAFT:
        last.append(button("drive.do_stats", language, f"camp:stats:{n}"))
    return [
        [part("text"), part("why"), part("bills"), part("dates")],
        [part("scripts"), part("letters"), part("officials")],
        [part("share"), part("log"), part("events")],
        last,
    ]


def menu_screen(
    text: str,
    placeholder: str,
    custom_id: str,
    options: Sequence[discord.SelectOption],
    back: Button,
    *more: Button,
) -> Screen:
    """A text, a menu below it (none where there is nothing to choose), and the way back. At most 25
    options are shown: what is kept here is never more, or the caller says how the rest is had."""
    rows: list[ui.ActionRow[Any]] = []
    if options:
        select: ui.Select[Any] = ui.Select(
            custom_id=custom_id, placeholder=fit(placeholder, 150), options=list(options[:25])
        )
        rows.append(ui.ActionRow(select))
    rows.append(ui.ActionRow(*more, back))
    return Notice(text, *rows)


def back_button(number: int, language: str) -> Button:
    """Back to the page."""
    return button("drive.back", language, f"camp:page:{number}")


def option(label: str, value: str, about: str = "") -> discord.SelectOption:
    """An option that fits."""
    return discord.SelectOption(
        label=fit(label, 100), value=value, description=fit(about, 100) or None
    )


def choose_screen(
    campaigns: Sequence[Campaign], what: str, language: str, *, may_create: bool = True
) -> Screen:
    """Which campaign? The newest 25; the others are found by typing their name."""
    rows: list[ui.ActionRow[Any]] = []
    text = t("drive.which", language) if campaigns else t("drive.no_campaigns", language)
    if campaigns:
        select: ui.Select[Any] = ui.Select(
            custom_id=f"camp:which:{what}",
            placeholder=t("drive.choose", language),
            options=[
                option(
                    shown(each.titled(language), language),
                    str(each.number),
                    t(f"drive.status_{each.status.value}", language),
                )
                for each in campaigns[:25]
            ],
        )
        rows.append(ui.ActionRow(select))
    if may_create:
        rows.append(ui.ActionRow(button("drive.create", language, "camp:new")))
    return Notice(text, *rows)


def asked_screen(question: str, yes_key: str, yes_id: str, number: int, language: str) -> Screen:
    """A question before a deed, with the way back."""
    return Notice(
        question,
        ui.ActionRow(button(yes_key, language, yes_id, PRIMARY), back_button(number, language)),
    )


def ended_screen(bills: Sequence[Bill], campaign: Campaign, today: date, language: str) -> Screen:
    """Asks about bills whose session is over before a campaign is opened."""
    lines = [t("drive.ended_bills", language)]
    for bill in bills:
        ended = show_date(bill.session_ends, language) if bill.session_ends else ""
        lines.append(f"- {t('drive.ended_bill', language, bill=bill_name(bill), date=ended)}")
    at = f"{campaign.number}:{campaign.version}"
    return Notice(
        "\n".join(lines),
        ui.ActionRow(
            button("drive.do_bills", language, f"camp:part:bills:{campaign.number}", PRIMARY),
            button("drive.open_anyway", language, f"camp:anyway:{at}"),
            back_button(campaign.number, language),
        ),
    )


def said_problem(problem: BadInput, language: str) -> str:
    """What stands in the way, as a sentence; of which script, where it is of one."""
    params: dict[str, Any] = {
        name: plain(value) if isinstance(value, str) else value
        for name, value in problem.params.items()
    }
    body, speaks = problem.params.get("body"), problem.params.get("language")
    if isinstance(body, str) and "list" in params:
        params["list"] = whom(body, language)
    sentence = t(problem.key, language, **params)
    if "line" in problem.params and isinstance(body, str) and speaks in languages():
        return f"{whom(body, language)}, {language_name(str(speaks))}: {sentence}"
    return sentence
