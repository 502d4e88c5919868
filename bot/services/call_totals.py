"""What a campaign reached together, so that nobody can be told from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.domain.campaign import DONE, CampaignAction, Outcome
from bot.domain.small_counts import NONE, SafeCount, Shown, safe, safe_parts
from bot.storage.campaign_tallies import Tally


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts as everybody may see them. `calls`: with somebody, or left as a voicemail. The three
    lists are of calls alone, the largest first; a list that would tell of somebody is empty."""

    calls: SafeCount = NONE
    letters: SafeCount = NONE
    shares: SafeCount = NONE
    outcomes: Mapping[Outcome, SafeCount] = field(default_factory=dict[Outcome, SafeCount])
    states: Mapping[str, SafeCount] = field(default_factory=dict[str, SafeCount])
    targets: Mapping[str, SafeCount] = field(default_factory=dict[str, SafeCount])


def totals_of(tallies: Iterable[Tally]) -> Totals:
    """The totals that are safe to show."""
    calls: Counter[str] = Counter()
    by_state: Counter[str] = Counter()
    by_target: dict[str, Counter[str]] = {}
    other: Counter[CampaignAction] = Counter()
    for tally in tallies:
        if tally.action is not CampaignAction.CALL:
            other[tally.action] += tally.count
            continue
        calls[tally.outcome] += tally.count
        if tally.outcome in DONE:
            by_state[tally.state] += tally.count
            by_target.setdefault(tally.state, Counter())[tally.target] += tally.count
    states = safe_parts(by_state)
    made = safe_parts({each: calls[each] for each in Outcome if each in DONE})
    others = {each: safe(calls[each]) for each in Outcome if each not in DONE and calls[each]}
    return Totals(
        calls=safe(sum(calls[each] for each in DONE)),
        letters=safe(other[CampaignAction.LETTER]),
        shares=safe(other[CampaignAction.SHARE]),
        outcomes={**made, **others},
        states={state: count for state, count in states.items() if state},
        targets=_targets(by_target, states),
    )


def _targets(
    by_target: Mapping[str, Mapping[str, int]], states: Mapping[str, SafeCount]
) -> Mapping[str, SafeCount]:
    """Targets only of states whose count is shown: together they are that count. In any other state
    they would say what was left out there."""
    shown: dict[str, SafeCount] = {}
    for state, counts in by_target.items():
        if state in states and states[state].shown is Shown.EXACT:
            for target, count in safe_parts(counts).items():
                # The same person may be called from several states where districts are guessed.
                shown[target] = count if target not in shown else SafeCount(Shown.HIDDEN)
    return dict(sorted(shown.items(), key=lambda each: -each[1].least))
