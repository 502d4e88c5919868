"""Screens for the parts of a campaign that are several: reasons, bills, scripts, letters, officials,
facts, events. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.campaign import CampaignWhole, Variant
from bot.domain.legislators import Body
from bot.i18n import language_name, languages, show_date, t
from bot.presentation.screen import Screen
from bot.presentation.text import fit, plain
from bot.services.campaign_preview import Preview
from bot.services.event_views import Coming
from cogs.campaigns.page_render import (
    back_button,
    bill_name,
    button,
    menu_screen,
    option,
    shown,
    whom,
)

_MOST_POINTS, _MOST_SHOWN = 10, 8


def why_screen(whole: CampaignWhole, language: str) -> Screen:
    """The reasons why, each with its source."""
    campaign = whole.campaign
    lines = [f"## {t('campaign.why_title', language)}", t("campaign.why_about", language)]
    options = []
    for at, point in enumerate(campaign.points):
        words = point.words.get(language) or next(iter(point.words.values()), "")
        lines.append(f"{at + 1}. {plain(fit(words, 200))}\n-# {plain(point.source) or '-'}")
        options.append(option(words, str(at)))
    if len(campaign.points) < _MOST_POINTS:
        options.append(option(t("campaign.add_point", language), str(len(campaign.points))))
    return menu_screen(
        "\n".join(lines),
        t("campaign.choose_part", language),
        f"camp:point:{campaign.number}",
        options,
        back_button(campaign.number, language),
    )


def bills_screen(whole: CampaignWhole, language: str) -> Screen:
    """The bills, with their status and history."""
    lines = [f"## {t('campaign.bills_title', language)}", t("campaign.bills_about", language)]
    options = []
    for bill in whole.bills:
        title = bill.title.get(language) or next(iter(bill.title.values()), "")
        lines.append(f"**{bill_name(bill)}** {plain(fit(title, 100))}")
        if bill.sponsors:
            lines.append(f"-# {plain(fit(bill.sponsors, 150))}")
        if status := bill.status.get(language):
            lines.append(plain(fit(status, 250)))
        for step in bill.history[-2:]:
            lines.append(f"-# {show_date(step.on, language)}: {plain(fit(step.words, 120))}")
        options.append(option(f"{bill_name(bill)} {title}", str(bill.number)))
    options.append(option(t("campaign.add_bill", language), "0"))
    options += [
        option(t("campaign.remove_bill", language, bill=bill_name(bill)), f"-{bill.number}")
        for bill in whole.bills
    ]
    return menu_screen(
        fit("\n".join(lines), 3500),
        t("campaign.choose_part", language),
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
    options = []
    for body in bodies_of(whole):
        there = (
            whole.languages_of(body)
            if what == "script"
            else [each.language for each in whole.letters if each.body == body]
        )
        mark = ", ".join(language_name(each) for each in there)
        options.append(option(whom(body, language), body, mark or t("campaign.none", language)))
    text = f"## {t(f'campaign.{what}s_title', language)}\n{t(f'campaign.{what}s_about', language)}"
    return menu_screen(
        text,
        t("campaign.choose_whom", language),
        f"camp:{what}for:{number}",
        options,
        back_button(number, language),
    )


def cases_screen(whole: CampaignWhole, body: str, what: str, language: str) -> Screen:
    """Which language, and of a script for which case?"""
    number = whole.campaign.number
    options = []
    for speaks in languages():
        if what == "letter":
            there = whole.letter(body, speaks)
            about = there.subject if there else t("campaign.none", language)
            options.append(option(language_name(speaks), speaks, about))
            continue
        for variant in Variant:
            script = whole.script(body, speaks, variant)
            about = script.words if script else t("campaign.none", language)
            name = f"{language_name(speaks)}: {t(f'campaign.variant_{variant.value}', language)}"
            options.append(option(name, f"{speaks}:{variant.value}", about.replace("\n", " ")))
    text = f"## {whom(body, language)}\n{t(f'campaign.{what}_placeholders', language)}"
    return menu_screen(
        text,
        t("campaign.choose_part", language),
        f"camp:{what}:{number}:{body}",
        options,
        back_button(number, language),
        button("campaign.other_whom", language, f"camp:part:{what}s:{number}"),
    )


def officials_screen(whole: CampaignWhole, command: str, language: str) -> Screen:
    """The lists of officials, and how to bring one in."""
    lines = [f"## {t('campaign.officials_title', language)}"]
    lines.append(t("campaign.officials_about", language, command=command))
    for name in whole.lists:
        found = whole.in_list(name)
        lines.append(f"**{whom(name, language)}** ({len(found)})")
        lines += [
            f"- {plain(fit(f'{each.name}, {each.office}', 100))}: {plain(each.phone) or '-'}"
            for each in found[:_MOST_SHOWN]
        ]
        if len(found) > _MOST_SHOWN:
            lines.append(f"- {t('campaign.and_more', language, count=len(found) - _MOST_SHOWN)}")
    back = back_button(whole.campaign.number, language)
    return menu_screen(fit("\n".join(lines), 3500), "-", "-", [], back)


def log_screen(whole: CampaignWhole, language: str) -> Screen:
    """The log of facts, the newest first, and the days to come."""
    campaign = whole.campaign
    lines = [f"## {t('campaign.log_title', language)}", t("campaign.log_about", language)]
    options = []
    for fact in sorted(whole.facts, key=lambda each: each.on, reverse=True)[:_MOST_SHOWN]:
        day = show_date(fact.on, language)
        lines.append(f"**{day}** {plain(fit(fact.words, 200))}\n-# {plain(fit(fact.source, 120))}")
        options.append(option(fact.words, f"fact:{fact.number}", day))
    for deadline in whole.deadlines:
        day = show_date(deadline.due_on, language)
        words = plain(fit(deadline.words, 120))
        lines.append(
            t("campaign.deadline", language, date=day, words=words, days=deadline.remind_days)
        )
        options.append(option(deadline.words, f"deadline:{deadline.number}", day))
    number, at = campaign.number, f"{campaign.number}:{campaign.version}"
    return menu_screen(
        fit("\n".join(lines), 3500),
        t("campaign.choose_remove", language),
        f"camp:remove:{at}",
        options,
        back_button(number, language),
        button("campaign.add_fact", language, f"camp:part:fact:{number}"),
        button("campaign.add_deadline", language, f"camp:part:deadline:{number}"),
    )


def events_screen(whole: CampaignWhole, coming: Sequence[Coming], language: str) -> Screen:
    """Which events belong to it: each is added or taken out by choosing it."""
    linked = set(whole.events)
    options, seen = [], set[int]()
    for each in coming:
        if each.event.number in seen:
            continue
        seen.add(each.event.number)
        key = "campaign.linked" if each.event.number in linked else "campaign.not_linked"
        options.append(option(each.event.title, str(each.event.number), t(key, language)))
    text = f"## {t('campaign.events_title', language)}\n{t('campaign.events_about', language)}"
    at = f"{whole.campaign.number}:{whole.campaign.version}"
    return menu_screen(
        text,
        t("campaign.choose_part", language),
        f"camp:event:{at}",
        options,
        back_button(whole.campaign.number, language),
    )


def preview_screen(
    whole: CampaignWhole, found: Sequence[Preview], body: str, speaks: str, language: str
) -> Screen:
    """Every script for one body in one language, filled for somebody who really sits there."""
    campaign = whole.campaign
    if found:
        first = found[0]
        office = first.office.city if first.office else first.target.place
        name = plain(first.target.name)
        lines = [f"## {name}", f"-# {whom(body, language)} · {plain(office)}"]
        lines.append(t("campaign.preview_about", language, language=language_name(speaks)))
        for each in found:
            heading = t(f"campaign.variant_{each.variant.value}", language)
            words = "\n".join(f"> {line}" for line in plain(fit(each.words, 900)).split("\n"))
            lines.append(f"**{heading}**\n{words}")
    else:
        title = shown(campaign.titled(language), language)
        lines = [f"## {title}", t("campaign.no_preview", language)]
    options = [
        option(f"{whom(each, language)}, {language_name(said)}", f"{each}:{said}")
        for each in whole.bodies
        for said in whole.languages_of(each)
    ]
    return menu_screen(
        fit("\n".join(lines), 3800),
        t("campaign.choose_preview", language),
        f"camp:preview:{campaign.number}",
        options,
        back_button(campaign.number, language),
    )
