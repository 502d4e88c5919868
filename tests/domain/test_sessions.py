"""When a session is over."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.sessions import session_end


@pytest.mark.parametrize(
    ("jurisdiction", "session", "ends"),
    [
        ("us", "118", date(2025, 1, 3)),
        ("US", "119th Congress", date(2027, 1, 3)),
        ("ma", "194", date(2027, 1, 6)),
        ("ma", "2025-2026", date(2027, 1, 6)),
        ("ma", "2023-2024", date(2025, 1, 1)),
        ("ma", "193rd", date(2025, 1, 1)),
        ("us", "2025", None),
        ("ca", "2025-2026", None),
        ("us", "", None),
    ],
)
def test_a_session_ends(jurisdiction: str, session: str, ends: date | None) -> None:
    assert session_end(jurisdiction, session) == ends
