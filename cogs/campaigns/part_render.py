"""Screens for the parts of a campaign of which there are several. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from discord import SelectOption

from bot.domain.campaign import CampaignWhole, Variant, words_in
from bot.domain.legislators import Body
from bot.i18n import language_name, languages, show_date, t
from bot.presentation.screen import Screen
from bot.presentation.text import fit, plain
from bot.services.campaign_preview import Preview
from bot.services.event_views import Coming
from bot.services.places import state_name
from cogs.campaigns.page_render import (
    back_button,
    bill_name,
    button,
    menu_screen,
    option,
    shown,
    whom,
)

#: So much of a script, and of its variants, is shown filled in.
_MAIN, _SIDE = 1000, 220
_MOST_POINTS, _MOST_SHOWN, _MOST_BILLS = 10, 4, 3


def why_screen(whole: CampaignWhole, language: str) -> Screen:
    """The reasons why, each with its source."""
    campaign = whole.campaign
    lines = [f"## {t('drive.why_title', language)}", t("drive.why_about", language)]
    options: list[SelectOption] = []
    for at, point in enumerate(campaign.points):
        words = words_in(point.words, language)
        lines.append(
            f"{at + 1}. {plain(fit(words, 120))}\n-# {plain(fit(point.source, 100)) or '-'}"
        )
        options.append(option(words, str(at)))
    if len(campaign.points) < _MOST_POINTS:
        options.append(option(t("drive.add_point", language), str(len(campaign.points))))
    return menu_screen(
        "\n".join(lines),
        t("drive.choose_part", language),
        f"camp:point:{campaign.number}",
        options,
        back_button(campaign.number, language),
    )


def bills_screen(whole: CampaignWhole, language: str) -> Screen:
    """The bills, with their status and history."""
    lines = [
        f"## {t('drive.bills_title', language)}",
        t("drive.bills_about", language),
    ]
    options: list[SelectOption] = []
    for at, bill in enumerate(whole.bills):
        title = words_in(bill.title, language)
        options.append(option(f"{bill_name(bill)} {title}", str(bill.number)))
        if at >= _MOST_BILLS:
            continue
        lines.append(f"**{bill_name(bill)}** {plain(fit(title, 80))}")
        if bill.sponsors:
            lines.append(f"-# {plain(fit(bill.sponsors, 80))}")
        if status := bill.status.get(language):
            lines.append(plain(fit(status, 150)))
        for step in bill.history[-1:]:
            lines.append(f"-# {show_date(step.on, language)}: {plain(fit(step.words, 80))}")
    if len(whole.bills) > _MOST_BILLS:
        lines.append(t("drive.and_more", language, count=len(whole.bills) - _MOST_BILLS))
    options.append(option(t("drive.add_bill", language), "0"))
    options += [
        option(t("drive.remove_bill", language, bill=bill_name(bill)), f"-{bill.number}")
        for bill in whole.bills
    ]
    return menu_screen(
        fit("\n".join(lines), 3500),
        t("drive.choose_part", language),
        f"camp:bill:{whole.campaign.number}:{whole.campaign.version}",
        options,
        back_button(whole.campaign.number, language),
    )


def bodies_of(whole: CampaignWhole) -> list[str]:
    """Whom one can write for: every chamber, and the lists that there are."""
    return [*(body.value for body in Body), *whole.lists]


def bodies_screen(whole: CampaignWhole, what: str, language: str) -> Screen:
    """For whom is the script (or letter)?"""
    number = whole.campaign.number
    options: list[SelectOption] = []
    for body in bodies_of(whole):
        there = (
            whole.languages_of(body)
            if what == "script"
            else [each.language for each in whole.letters if each.body == body]
        )
        mark = ", ".join(language_name(each) for each in there)
        options.append(option(whom(body, language), body, mark or t("drive.none", language)))
    text = f"## {t(f'drive.{what}s_title', language)}\n{t(f'drive.{what}s_about', language)}"
    return menu_screen(
        text,
        t("drive.choose_whom", language),
        f"camp:{what}for:{number}",
        options,
        back_button(number, language),
    )


def cases_screen(whole: CampaignWhole, body: str, what: str, language: str) -> Screen:
    """Which language, and of a script for which case?"""
    number = whole.campaign.number
    options: list[SelectOption] = []
    for speaks in languages():
        if what == "letter":
            there = whole.letter(body, speaks)
            about = there.subject if there else t("drive.none", language)
            options.append(option(language_name(speaks), speaks, about))
            continue
        for variant in Variant:
            script = whole.script(body, speaks, variant)
            about = script.words if script else t("drive.none", language)
            name = f"{language_name(speaks)}: {t(f'drive.variant_{variant.value}', language)}"
            options.append(option(name, f"{speaks}:{variant.value}", about.replace("\n", " ")))
    text = f"## {whom(body, language)}\n{t(f'drive.{what}_placeholders', language)}"
    return menu_screen(
        text,
        t("drive.choose_part", language),
        f"camp:{what}:{number}:{body}",
        options,
        back_button(number, language),
        button("drive.other_whom", language, f"camp:part:{what}s:{number}"),
    )


def officials_screen(whole: CampaignWhole, command: str, language: str) -> Screen:
    """The lists of officials, and how to bring one in."""
    lines = [f"## {t('drive.officials_title', language)}"]
    lines.append(t("drive.officials_about", language, command=command))
    for name in whole.lists:
        found = whole.in_list(name)
        lines.append(f"**{whom(name, language)}** ({len(found)})")
        lines += [
            f"- {plain(fit(f'{each.name}, {each.office}', 100))}: {plain(each.phone) or '-'}"
            for each in found[:_MOST_SHOWN]
        ]
        if len(found) > _MOST_SHOWN:
            lines.append(f"- {t('drive.and_more', language, count=len(found) - _MOST_SHOWN)}")
    back = back_button(whole.campaign.number, language)
    return menu_screen(fit("\n".join(lines), 3500), "-", "-", [], back)


def log_screen(whole: CampaignWhole, language: str) -> Screen:
    """The log of facts, the newest first, and the days to come."""
    campaign = whole.campaign
    lines = [f"## {t('drive.log_title', language)}", t("drive.log_about", language)]
    options: list[SelectOption] = []
    for fact in sorted(whole.facts, key=lambda each: each.on, reverse=True)[:_MOST_SHOWN]:
        day = show_date(fact.on, language)
        lines.append(f"**{day}** {plain(fit(fact.words, 200))}\n-# {plain(fit(fact.source, 120))}")
        options.append(option(fact.words, f"fact:{fact.number}", day))
    left = len(whole.facts) - _MOST_SHOWN
    if left > 0:
        lines.append(f"-# {t('drive.older_facts', language, count=left)}")
    for deadline in whole.deadlines[:_MOST_SHOWN]:
        day = show_date(deadline.due_on, language)
        words = plain(fit(deadline.words, 120))
        lines.append(
            t("drive.deadline", language, date=day, words=words, days=deadline.remind_days)
        )
        options.append(option(deadline.words, f"deadline:{deadline.number}", day))
    number, at = campaign.number, f"{campaign.number}:{campaign.version}"
    return menu_screen(
        fit("\n".join(lines), 3500),
        t("drive.choose_remove", language),
        f"camp:remove:{at}",
        options,
        back_button(number, language),
        button("drive.add_fact", language, f"camp:part:fact:{number}"),
        button("drive.add_deadline", language, f"camp:part:deadline:{number}"),
    )


def events_screen(whole: CampaignWhole, coming: Sequence[Coming], language: str) -> Screen:
    """Which events belong to it: each is added or taken out by choosing it."""
    linked = set(whole.events)
    options: list[SelectOption] = []
    seen = set[int]()
    for each in sorted(coming, key=lambda each: each.event.number not in linked):
        if each.event.number in seen:
            continue
        seen.add(each.event.number)
        key = "drive.linked" if each.event.number in linked else "drive.not_linked"
        options.append(option(each.event.title, str(each.event.number), t(key, language)))
    text = f"## {t('drive.events_title', language)}\n{t('drive.events_about', language)}"
    at = f"{whole.campaign.number}:{whole.campaign.version}"
    return menu_screen(
        text,
        t("drive.choose_part", language),
        f"camp:event:{at}",
        options,
        back_button(whole.campaign.number, language),
    )


def preview_screen(
    whole: CampaignWhole,
    found: Sequence[Preview],
    body: str,
    speaks: str,
    language: str,
    state: str = "",
) -> Screen:
    """Every script for one body in one language, filled for somebody who really sits there."""
    campaign = whole.campaign
    if found:
        first = found[0]
        office = first.office.city if first.office else first.target.place
        name = plain(first.target.name)
        where = (whom(body, language), state_name(first.target.state, language), plain(office))
        lines = [f"## {name}", f"-# {' · '.join(part for part in where if part)}"]
        lines.append(t("drive.preview_about", language, speaks=language_name(speaks)))
        for each in found:
            heading = t(f"drive.variant_{each.variant.value}", language)
            most = _MAIN if each.variant is Variant.MAIN else _SIDE
            told = fit(each.words, most).split("\n")
            words = "\n".join(f"> {plain(line)}" for line in told)
            lines.append(f"\n**{heading}**\n{words}")
    else:
        title = shown(campaign.titled(language), language)
        nobody = t("drive.no_preview", language)
        if state:
            nobody = t("drive.no_preview_in", language, state=state_name(state, language))
        lines = [f"## {title}", nobody]
    options = [
        option(f"{whom(each, language)}, {language_name(said)}", f"{each}:{said}")
        for each in whole.bodies
        for said in whole.languages_of(each)
    ]
    return menu_screen(
        fit("\n".join(lines), 3800),
        t("drive.choose_preview", language),
        f"camp:preview:{campaign.number}{f':{state}' if state else ''}",
        options,
        back_button(campaign.number, language),
    )
