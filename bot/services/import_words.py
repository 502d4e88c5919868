"""What a list would do, in words: counts, rows that can't be kept, differences, notes.

For the command's screen, for the report beside it and for the terminal alike; plain text.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.entry_diff import Difference
from bot.i18n import named_language, t
from bot.services.entry_words import value_words
from bot.services.import_plan import Fate, Plan
from bot.services.lists.rows import ReadRow, said

_ORDER = (Fate.NEW, Fate.CHANGED, Fate.SAME, Fate.EDITED_HERE, Fate.RETIRED_HERE)


def count_lines(plan: Plan, language: str) -> Iterator[str]:
    """How many rows are of which fate, a line each; those that are none are left out."""
    if not plan.good and not plan.bad_count:
        yield t("imports.empty", language)
    for fate in _ORDER:
        count = plan.counts[fate] - (plan.shown if fate is Fate.CHANGED else 0)
        if count:
            yield t(f"imports.count_{fate.value}", language, count=count)
        if fate is Fate.CHANGED and plan.shown:
            yield t("imports.count_shown", language, count=plan.shown)
        if fate is Fate.SAME and plan.waiting:
            yield t("imports.count_waiting", language, count=plan.waiting)
    if plan.bad_count:
        yield t("imports.count_bad", language, count=plan.bad_count)


def row_name(row: ReadRow, language: str) -> str:
    """Where a row is: its line, and its place in the file where that says more."""
    where = t("imports.line", language, line=row.line) if row.line else row.path
    name = row.cells.get("name", "") or (row.base.name if row.base else "")
    return f"{where} ({name[:60]})" if name else where


def bad_row(row: ReadRow, language: str) -> str:
    """One row that can't be kept, and why."""
    reasons = " ".join(said(problem, language) for problem in row.problems)
    return f"{row_name(row, language)}: {reasons}"


def bad_rows(plan: Plan, language: str) -> Iterator[str]:
    """Every row that can't be kept (the first 500), and why."""
    for row in plan.bad:
        yield bad_row(row, language)
    if plan.bad_count > len(plan.bad):
        yield t("imports.more", language, count=plan.bad_count - len(plan.bad))


def field_name(field: str, language: str) -> str:
    """A field of an entry in words: `what.es` is "What they do (Spanish)"."""
    name, _, code = field.partition(".")
    words = t(f"entry_field.{name}", language)
    return f"{words} ({named_language(code, language) or code})" if code else words


def difference_texts(plan: Plan, language: str) -> Iterator[str]:
    """The entries that the list has in another version, with what is different."""
    for each in plan.changed:
        yield f"{t('imports.line', language, line=each.line)} ({each.name[:60]}):"
        yield from (f"  {_difference(d, language)}" for d in each.what[:12])


def _difference(each: Difference, language: str) -> str:
    part = f"{each.part}, " if each.part else ""
    name = field_name(each.field, language)
    before, after = (
        value_words(each.field, text, language) or "-" for text in (each.before, each.after)
    )
    return f"{part}{name}: {before} → {after}"


def note_lines(plan: Plan, language: str) -> Iterator[str]:
    """What was left out or assumed."""
    for line, note in plan.notes:
        where = f"{t('imports.line', language, line=line)}: " if line else ""
        yield f"{where}{said(note, language)}"
    if plan.note_count > len(plan.notes):
        yield t("imports.more_notes", language, count=plan.note_count - len(plan.notes))


def report(plan: Plan, language: str) -> str:
    """All of it as one text, to be sent beside the screen."""
    parts = [count_lines, bad_rows, difference_texts, note_lines]
    blocks = ["\n".join(part(plan, language)) for part in parts]
    return "\n\n".join(block for block in blocks if block) + "\n"
