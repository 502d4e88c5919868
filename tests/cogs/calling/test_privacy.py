"""A ZIP is used and forgotten, and a card is counted once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.app import open_app
from bot.clock import FixedClock
from bot.settings import Settings
from tests.cogs.calling.campaigning import open_campaign, open_in, template
from tests.conftest import World
from tests.loopback.server import LoopbackDiscord
from tests.loopback.world import walk_components

#: Five figures that stand nowhere else.
ZIP = "59718"


async def test_the_zip_that_was_typed_is_in_no_file_no_log_and_no_button(
    world: World, database_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await open_campaign(world, "us_house", "us_senate")
    ana = world.member("Ana")
    wrong = await world.fill_in(ana, await world.slash(ana, "call"), zip=f"{ZIP}x")
    form = await world.press(ana, wrong, "Change it")
    card = await world.fill_in(ana, form, zip=ZIP)
    seen = [wrong, card]
    for label in ("Remember my districts", "Busy / full", "Wrong number", "Talked", "Stop here"):
        card = await world.press(ana, card, label)
        seen.append(card)
    await world.move()
    for each in seen:
        assert ZIP not in each.text
        assert not any(ZIP in custom_id for custom_id in each.buttons.values())
    await world.app.db.write("PRAGMA wal_checkpoint(TRUNCATE)")
    if world.settings.database_key is None:
        for file in database_path.parent.glob(f"{database_path.name}*"):
            assert ZIP.encode() not in file.read_bytes(), file.name
    tables = await world.app.db.fetch_all("SELECT name FROM sqlite_master WHERE type = 'table'")
    for table in tables:
        rows = await world.app.db.fetch_all(f'SELECT * FROM "{table["name"]}"')  # noqa: S608
        assert not any(ZIP in str(tuple(row)) for row in rows), table["name"]
    said = capsys.readouterr()
    assert ZIP not in said.out + said.err


async def test_a_card_pressed_twenty_times_at_once_is_one_call(
    settings: Settings, clock: FixedClock
) -> None:
    async with (
        open_app(settings, clock) as app,
        LoopbackDiscord() as fake,
        fake.running(app.bot),
    ):
        guild_id = next(iter(fake.world.servers))
        await open_in(app.services, guild_id, template("us_house", "us_senate"))
        form = await fake.slash("call")
        card = await fake.submit(form, {"zip": "02119"})
        assert card.message is not None
        custom_id = next(
            c["custom_id"]
            for c in walk_components(card.message["components"])
            if c.get("custom_id", "").startswith("call:did:contact")
        )
        presses = await asyncio.gather(*(fake.click(card.message, custom_id) for _ in range(20)))
        for press in presses:
            await press.settled()
        assert all("Call 2 of 3" in press.text for press in presses)
        rows = await app.db.fetch_all("SELECT sum(count) AS n FROM campaign_tally")
        assert rows[0]["n"] == 1
