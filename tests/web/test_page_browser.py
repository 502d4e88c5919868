"""The public page in a real browser: phones and desks, light and dark, both languages, on paper."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_services
from bot.clock import FixedClock
from bot.demo.pictures import chromium
from bot.i18n import languages
from bot.settings import Settings
from bot.web.port import take_port
from bot.web.site import serve_site
from tests.web.test_pages import ORGANIZER, RALLY, publish

_LONG = "W" * 100
#: What stands out of the page to the right, and what can be pressed and is too small for a thumb.
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_SMALL = """[...document.querySelectorAll('main > nav a, .button, button, select, summary, .add a')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 40)
  .map((one) => one.outerHTML)"""
_SHOWN = """(selector) => [...document.querySelectorAll(selector)].some((one) =>
  one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))"""


@pytest.fixture
async def site(tmp_path: Path, clock: FixedClock) -> AsyncIterator[str]:
    """The address of a calendar with a rally, a weekly meeting and the longest of words."""
    settings = Settings(_env_file=None, database_path=tmp_path / "browser.db", web_port=0)
    async with (
        open_services(settings, clock) as (_, services),
        serve_site(take_port("127.0.0.1", 0), services) as (host, port),
    ):
        services.calendars.serve_at(f"http://{host}:{port}")
        await publish(services, RALLY)
        changes: dict[str, Any] = {
            "title": _LONG,
            "place": _LONG,
            "host": _LONG,
            "about": _LONG * 5,
        }
        weekly = {"rule": "FREQ=WEEKLY;BYDAY=FR", "link": f"https://example.org/{_LONG}"}
        await publish(services, replace(RALLY, **changes, **weekly))
        await services.calendars.open_public(ORGANIZER, "neighbors", title="Neighbors Together")
        yield f"http://{host}:{port}/calendar/neighbors"


async def test_it_fits_every_screen_and_breaks_none_of_its_own_rules(site: str) -> None:
    async with chromium() as browser:
        if browser is None:
            pytest.skip("no Chromium on this machine")
        for dark, language in zip((False, True), languages(), strict=True):
            page = await browser.new_page(color_scheme="dark" if dark else "light", locale=language)
            complaints: list[str] = []
            page.on("console", lambda said, to=complaints: to.append(said.text))
            for path, width in product(("", "/2026-12", "/2027-05"), (320, 375, 1000)):
                await page.set_viewport_size({"width": width, "height": 800})
                await page.goto(site + path)
                at = (path, width, language)
                assert await page.get_attribute("html", "lang") == language, at
                assert await page.evaluate(_TOO_WIDE) <= 0, at
                assert await page.evaluate(_SMALL) == [], at
                wide = await page.evaluate("(s) => matchMedia(s).matches", "(min-width: 44rem)")
                if path == "/2026-12":
                    assert await page.evaluate(_SHOWN, "thead") is wide, at
            assert complaints == []
            await page.close()


async def test_a_keyboard_reaches_the_events_first_and_the_filter_works_without_a_script(
    site: str,
) -> None:
    async with chromium() as browser:
        if browser is None:
            pytest.skip("no Chromium on this machine")
        page = await browser.new_page(java_script_enabled=True, locale="en")
        await page.goto(site)
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.textContent") == "Skip to the events"
        await page.keyboard.press("Enter")
        assert await page.evaluate("document.activeElement.id") == "main"
        assert await page.evaluate(_SHOWN, "#kind") is False
        await page.click("summary")
        await page.select_option("#place", "Boston, MA")
        await page.click("button")
        assert "place=Boston" in page.url
        assert await page.evaluate(_SHOWN, "#kind") is True
        assert await page.locator("article").count() == 1


async def test_on_paper_there_are_addresses_and_no_buttons(site: str) -> None:
    async with chromium() as browser:
        if browser is None:
            pytest.skip("no Chromium on this machine")
        page = await browser.new_page(locale="en")
        await page.goto(site)
        assert await page.evaluate(_SHOWN, ".button") is True
        assert await page.evaluate(_SHOWN, ".printed") is False
        await page.emulate_media(media="print")
        assert await page.evaluate(_SHOWN, ".button, button, .skip, nav a, .add") is False
        assert await page.evaluate(_SHOWN, ".printed") is True
        after = "getComputedStyle(document.querySelector('.link'), '::after').content"
        assert "https://example.org/WWW" in await page.evaluate(after)
        assert len(await page.pdf(format="Letter")) > 5_000
