"""How an event repeats, in words that `read_rule` reads as the same rule."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.event_rule import LAST_DAY, EventRule, Freq, parse_rule, plain
from bot.domain.weekdays import WEEKDAYS
from bot.i18n import t
from bot.services.when.say import long_date
from bot.services.when.words import typed


def say_rule(rule: str, language: str) -> str:
    """`every Tuesday and Thursday, until June 30, 2027`: an RRULE in plain words.

    Raises:
        BadInput: it is no rule that we do.
    """
    read = plain(parse_rule(rule))
    said = _often(read, language)
    if read.count is not None:
        return t("when.rule_times", language, count=read.count, rule=said)
    if read.until is not None:
        return t("when.rule_until", language, rule=said, date=long_date(read.until, language))
    return said


def _often(rule: EventRule, language: str) -> str:
    if rule.interval == 1:
        often = t(f"when.often_{rule.freq.value}", language)
    else:
        often = t(f"when.every_{rule.freq.value}", language, count=rule.interval)
    months = _listed([typed(f"month_{n}", language)[0] for n in rule.months], language)
    days = _days(rule, language)
    if rule.freq is Freq.WEEKLY and days and rule.interval == 1:
        named = [typed(WEEKDAYS[day], language)[0] for _, day in rule.days]
        often, days = t("when.rule_each", language, days=_listed(named, language)), ""
    if rule.freq is Freq.YEARLY and days:
        days, months = t("when.rule_of", language, days=days, months=months), ""
    if months:
        often = t("when.rule_in", language, often=often, months=months)
    return t("when.rule_on", language, often=often, days=days) if days else often


def _days(rule: EventRule, language: str) -> str:
    if rule.month_days:
        numbers = [str(day) for day in rule.month_days if day != LAST_DAY]
        said: list[str] = []
        if numbers:
            listed = _listed(numbers, language)
            said.append(t("when.rule_month_days", language, count=len(numbers), days=listed))
        if LAST_DAY in rule.month_days:
            said.append(t("when.rule_last_day", language))
        return _listed(said, language)
    if rule.freq is Freq.WEEKLY:
        return _listed(
            [typed(f"many_{WEEKDAYS[day]}", language)[0] for _, day in rule.days], language
        )
    return _listed(
        [
            t(
                "when.rule_nth",
                language,
                nth=typed(f"nth_{nth}", language)[0],
                day=typed(WEEKDAYS[day], language)[0],
            )
            for nth, day in rule.days
        ],
        language,
    )


def _listed(said: Sequence[str], language: str) -> str:
    """`a, b and c`."""
    if len(said) < 2:
        return "".join(said)
    return t("when.list_last", language, first=", ".join(said[:-1]), last=said[-1])
