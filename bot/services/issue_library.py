"""The policy issue library (`data/issues.json`), read when first asked for."""

from __future__ import annotations

import json
from functools import cache

from bot.bundled import bundled_path
from bot.domain.issue_library import Issue, IssueKind, IssueLibrary

_TEXTS = ("title", "what", "asks", "status")
_NAMES = ("id", "as_of", "source", "state", "numbers", "template")


@cache
def issue_library() -> IssueLibrary:
    """All cards."""
    data = json.loads(bundled_path("issues.json").read_bytes())
    return IssueLibrary(
        tuple(
            Issue(
                kind=IssueKind(raw["kind"]),
                aliases=tuple(raw["aliases"]),
                **{name: raw[name] for name in (*_TEXTS, *_NAMES)},
            )
            for raw in data["issues"]
        )
    )
