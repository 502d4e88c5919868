"""One deed done to a shift, whole: the row, its history, its roles, the lines, and what follows.

Everything here runs inside the caller's transaction. Who may and whether the deed makes sense was
decided before (`shifts.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.errors import BadInput
from bot.domain.shift import SHIFT_FIELDS, Role, Shift, ShiftDraft, ShiftStatus
from bot.services.field_change import FieldChange
from bot.services.shift_following import offer_on, set_shift_timers, tell_all, tell_changed
from bot.services.shift_times import moments, to_json
from bot.storage.database import Transaction
from bot.storage.shift_changes import ShiftDeed, insert_shift_change, list_shift_changes
from bot.storage.shift_people import list_to_tell
from bot.storage.shifts import get_shift, update_roles, update_shift
from bot.storage.signups import list_too_many, put_back_in_line


class ShiftEditedMeanwhile(BadInput):
    """Somebody else changed the shift since it was opened: `current` is how it stands now, `what`
    the fields that they changed."""

    def __init__(self, current: Shift, what: Sequence[FieldChange]) -> None:
        super().__init__("shift_error.edited_meanwhile")
        self.current = current
        self.what = what


class WouldMove(BadInput):
    """People would lose their place by an edit: who, so that the lead sees them before."""

    def __init__(self, people: Sequence[int]) -> None:
        super().__init__("shift_error.would_move", count=len(people))
        self.people = tuple(people)


async def refuse_old_version(tx: Transaction, current: Shift, version: int) -> None:
    """Raises ShiftEditedMeanwhile where somebody edited since that version."""
    if current.version == version:
        return
    before: dict[str, Any] = {}
    for change in await list_shift_changes(tx, current.number, after_version=version):
        before.update(change.before)  # the newest first: what the oldest says is how it stood
    now = to_json(current)
    what = [
        FieldChange(field, was, now[field]) for field, was in before.items() if was != now[field]
    ]
    raise ShiftEditedMeanwhile(current, what)


async def write_edit(
    tx: Transaction, shift: Shift, draft: ShiftDraft, *, by: int, moves: bool, now: datetime
) -> Shift:
    """Write an edit and all that follows; the shift as it is now.

    Raises:
        WouldMove: people would lose their place, and nobody said that this is meant. BadInput: it
        would be over already.
    """
    starts_at, ends_at = moments(draft)
    if ends_at <= now:
        raise BadInput("shift_error.past")
    was, will = to_json(shift), to_json(draft)
    changed = {field: was[field] for field in SHIFT_FIELDS if was[field] != will[field]}
    if not changed:
        return shift
    critical = _critical(changed)
    values = {field: getattr(draft, field) for field in SHIFT_FIELDS if field != "roles"}
    after = replace(
        shift,
        **values,
        starts_at=starts_at,
        ends_at=ends_at,
        version=shift.version + 1,
        sequence=shift.sequence + 1,
        changed_at=now,
        change=shift.change + 1 if critical else shift.change,
    )
    await update_shift(tx, after)
    if "roles" in changed:
        await _write_roles(tx, shift, draft.roles, moves=moves, now=now)
    await insert_shift_change(
        tx, shift=shift.number, version=after.version, deed=ShiftDeed.EDITED, at=now, by=by,
        before=changed,
    )  # fmt: skip
    kept = await get_shift(tx, shift.number)
    after = after if kept is None else kept
    if critical:
        await tell_changed(tx, after, " ".join(critical), now=now)
    await set_shift_timers(tx, [after], now=now)
    await offer_on(tx, after, now=now)
    return after


def _critical(changed: Mapping[str, Any]) -> list[str]:
    """Codes of what those who hold it must hear of, and say that they saw it."""
    found: list[str] = []
    if changed.keys() & {"zone", "local_start", "fold", "minutes"}:
        found.append("time")
    if changed.keys() & {"place", "address"}:
        found.append("place")
    return found


async def _write_roles(
    tx: Transaction, shift: Shift, roles: Sequence[Role], *, moves: bool, now: datetime
) -> None:
    numbers = {(role.name, role.language): role.number for role in shift.roles}
    capacities = {
        numbers[(role.name, role.language)]: role.capacity
        for role in roles
        if (role.name, role.language) in numbers
    }
    losing = await list_too_many(tx, shift.number, capacities)
    if losing and not moves:
        raise WouldMove([user_id for user_id, _ in losing])
    told = await list_to_tell(tx, [user_id for user_id, _ in losing])
    await put_back_in_line(
        tx, shift.number, [user_id for user_id, role in losing if role in capacities]
    )
    await update_roles(tx, shift.number, roles)
    await tell_all(
        tx,
        shift,
        "shift.lost_place",
        told,
        key=f"shift.lost_place:{shift.number}:{shift.version + 1}",
        now=now,
        useful_until=shift.ends_at,
        rank=1,
    )


async def write_off(tx: Transaction, shift: Shift, *, by: int | None, now: datetime) -> Shift:
    """Call a shift off: everybody on it is told, and nothing is due any more."""
    after = replace(
        shift,
        status=ShiftStatus.CANCELLED,
        version=shift.version + 1,
        sequence=shift.sequence + 1,
        changed_at=now,
        change=shift.change + 1,
    )
    await update_shift(tx, after)
    await insert_shift_change(
        tx, shift=shift.number, version=after.version, deed=ShiftDeed.CANCELLED, at=now, by=by,
        before={},
    )  # fmt: skip
    await tell_changed(tx, after, "cancelled", now=now)
    await set_shift_timers(tx, [after], now=now)
    return after
