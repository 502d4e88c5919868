"""The words of the editors' screens: differences, standing and history, one line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.entry import Entry, Phone, Status, all_phones
from bot.domain.entry_diff import Difference, differences
from bot.domain.review import ReviewKind, Waiting
from bot.i18n import show_date, t
from bot.presentation.text import fit, plain
from bot.services.entries import EntryChange, StoredEntry
from bot.services.entry_words import value_words
from bot.services.import_words import field_name

_MOST_VALUE = 80
_MOST_SHOWN = 6
_KINDS = (
    (ReviewKind.UNSAFE, ReviewKind.WRONG_NUMBER, ReviewKind.PROBLEM),
    (ReviewKind.SUGGESTION,),
    (ReviewKind.WAITING, ReviewKind.CHANGED),
    (ReviewKind.STALE,),
    (ReviewKind.UNCHECKED,),
)
_KEYS = ("problems", "suggestions", "lists", "stale", "unchecked")


def difference_line(each: Difference, language: str) -> str:
    """One changed field: its name, what stood there, what stands there."""
    name = field_name(each.field, language)
    if each.part:
        name = f"{fit(plain(each.part), 60)} · {name}"
    before, after = (
        fit(plain(value_words(each.field, text, language)), _MOST_VALUE)
        for text in (each.before, each.after)
    )
    if not before:
        return f"- **{name}**: {t('directory.is_new', language, value=after)}"
    if not after:
        return f"- **{name}**: {t('directory.is_gone', language, value=before)}"
    return f"- **{name}**: {before} → {after}"


def difference_lines(what: Sequence[Difference], language: str, most: int = _MOST_SHOWN) -> str:
    """Changed fields, a line each, and how many more there are."""
    lines = [difference_line(each, language) for each in what[:most]]
    if len(what) > most:
        lines.append(t("directory.more_changes", language, count=len(what) - most))
    return "\n".join(lines)


def standing_line(stored: StoredEntry, language: str) -> str:
    """Who sees an entry, and since when it is known to be right."""
    seen = t(f"directory.standing.{_standing(stored)}", language)
    if stored.assured_on is None:
        return f"{seen} {t('directory.never_checked', language)}"
    day = show_date(stored.assured_on, language)
    return f"{seen} {t('directory.checked_on', language, date=day)}"


def _standing(stored: StoredEntry) -> str:
    if stored.status is Status.ACTIVE:
        return "own" if stored.owner else "everybody"
    return stored.status.value


def unverified(entry: Entry) -> list[Phone]:
    """The numbers that no editor has called yet."""
    return [phone for phone in all_phones(entry) if not phone.verified]


def numbers_to_call(entry: Entry, language: str) -> list[str]:
    """Lines that ask the editor to call what nobody has called: each number alone on its line."""
    phones = unverified(entry)
    if not phones:
        return []
    return [
        t("directory.call_first", language, count=len(phones)),
        *(plain(phone.number) for phone in phones[:5]),
    ]


def change_line(change: EntryChange, after: Entry | None, language: str) -> str:
    """One deed of an entry's history: when, who, what."""
    who = f"<@{change.changed_by}>" if change.changed_by else t("directory.somebody", language)
    when = f"<t:{int(change.changed_at.timestamp())}:f>"
    deed = t(f"directory.deed.{change.deed.value}", language)
    line = f"{when} · {who} · {deed}"
    what = differences(change.before, after) if change.before and after else []
    if not what:
        return line
    return f"{line}\n{difference_lines(what, language, most=3)}"


def waiting_line(waiting: Waiting, language: str) -> str:
    """How much waits, by what it is: `2 problems · 1 suggestion · 31 from lists`."""
    counts = zip(_KEYS, (waiting.of(*kinds) for kinds in _KINDS), strict=True)
    return " · ".join(
        t(f"directory.waiting.{key}", language, count=count) for key, count in counts if count
    )


def joined(lines: Iterable[str]) -> str:
    """Lines of a screen, empty ones left out."""
    return "\n".join(line for line in lines if line)
