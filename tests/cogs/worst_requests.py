"""The worst that requests for help could be asked to show (see `worst.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.domain.help_request import (
    LONGEST_CODE,
    LONGEST_PLACE,
    HelpRequest,
    Need,
    RequestStatus,
)
from bot.presentation.screen import Screen
from cogs.requests.render import (
    Reader,
    ask_screen,
    list_screen,
    need_screen,
    page_screen,
    post_screen,
    told_screen,
)
from tests.cogs.worst_events import ID, NUMBER
from tests.conftest import NOW


def request_screens(language: str, text: str) -> Iterator[Screen]:
    """All of them."""
    one = HelpRequest(
        number=NUMBER,
        guild_id=ID,
        code=(text * LONGEST_CODE)[:LONGEST_CODE],
        need=Need.HOUSING,
        starts_at=NOW + timedelta(days=1),
        minutes=1440,
        language="kek",
        place=(text * LONGEST_PLACE)[:LONGEST_PLACE],
        training=(text * 100)[:100],
        status=RequestStatus.OPEN,
        erase_at=NOW + timedelta(days=90),
        taken_by=ID,
        made_by=ID,
        channel_id=ID,
        message_id=ID,
    )
    trainings = [(text * 100)[:100]] * 40
    for runs in (False, True):
        reader = Reader(ID, language, runs)
        for status in RequestStatus:
            request = replace(one, status=status)
            yield page_screen(request, reader, now=NOW, note="x" * 200, trainings=trainings)
            yield page_screen(replace(request, message_id=None), reader, now=NOW)
            many = [replace(request, number=NUMBER - n) for n in range(200)]
            yield list_screen(many, 1, reader, note="x" * 200)
            yield post_screen(request, language, now=NOW)
        yield list_screen([], 0, reader)
    for key in ("taken", "given_back", "done"):
        yield told_screen(one, key, language, whom=f"<@{ID}>")
        yield told_screen(one, key, language)
    yield post_screen(None, language, now=NOW)
    yield need_screen(language)
    yield ask_screen("x" * 200, "help_request.yes_erase", f"request:doerase:{NUMBER}", NUMBER,
                     language)  # fmt: skip
