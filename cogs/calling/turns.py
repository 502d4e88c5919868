"""What follows from how a call went: their next office, or the next target. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cogs.calling.code import At

#: After these the same target is tried at their next office.
TRY_ON = ("unavailable", "wrong_number")


def first_office(at: At, order: Sequence[int]) -> At:
    """At the first office that was not tried yet, if the turn names none or one that is gone."""
    if at.office in order:
        return at
    left = [office for office in order if not at.tried >> office & 1]
    return replace(at, office=left[0] if left else None)


def after_call(at: At, outcome: str, order: Sequence[int]) -> tuple[At, str]:
    """Whose turn it is then, and the key of what to say of it. `order`: the target's offices as
    they are to be tried."""
    if outcome not in TRY_ON:
        return at.next(), f"call.told_{outcome}"
    tried = at.tried | (1 << at.office if at.office is not None else 0)
    left = [office for office in order if not tried >> office & 1]
    if not left:
        return at.next(), "call.told_no_more_offices"
    key = "call.told_wrong" if outcome == "wrong_number" else "call.told_next_office"
    return At(at.step, at.check, left[0], tried=tried), key
