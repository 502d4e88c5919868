"""Pictures of what a person saw, taken with a Chromium that is already on the machine.

SimCord's own screenshots start the browser that Playwright downloads, which many machines can't
have. Here Playwright drives whatever Chromium is installed; without one there are no pictures.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import simcord
from PIL import Image

#: A phone's width in CSS pixels; tall enough that no message is cut off.
WIDTH, HEIGHT = 420, 2600
#: A form stands in the middle of the screen, as tall as it may be.
FORM_HEIGHT = 1400
#: What a phone shows of a web page at once.
PHONE_WIDTH, PHONE_HEIGHT = 375, 812
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--font-render-hinting=none",
)
_READY = "() => window.simcordPreview && window.simcordPreview.ready === true"
#: SimCord's own tools cast no shadow, a form is shown whole, and the lines of a block are broken as
#: Discord does. (Hiding the toolbar would move all.)
_CALM = """() => {
  for (const part of document.querySelectorAll('*'))
    part.style.setProperty('transition', 'none', 'important');
  for (const tools of document.querySelectorAll('#messages-sidebar, #inspector-panel'))
    tools.style.setProperty('box-shadow', 'none', 'important');
  for (const part of document.querySelectorAll('.modal-dialog, .modal-body'))
    part.style.setProperty('max-height', 'none', 'important');
  for (const block of document.querySelectorAll('.code-block, .code-block code')) {
    block.style.setProperty('white-space', 'pre-wrap', 'important');
    block.style.setProperty('min-width', '0', 'important');
  }
  document.activeElement?.blur();
}"""
#: Where the message stands: as wide as its frame, without the empty space below.
_BOX = """(frame) => {
  const around = frame.getBoundingClientRect();
  const parts = [...frame.children].map((child) => child.getBoundingClientRect());
  return { x: around.left, y: around.top, width: around.width,
    height: Math.min(around.bottom, Math.max(...parts.map((p) => p.bottom)) + 8) - around.top };
}"""

Shown = discord.Message | simcord.InteractionResult


def find_chromium() -> str | None:
    """The Chromium to use: `CHROMIUM` from the environment, else the first one installed."""
    named = os.environ.get("CHROMIUM")
    candidates = (named,) if named else _CHROMIUMS
    return next((path for name in candidates if (path := shutil.which(name))), None)


class Camera:
    """Takes pictures of one channel as one person sees it."""

    def __init__(self, env: simcord.Env, browser: Any) -> None:
        self._env = env
        self._browser = browser

    async def take(
        self,
        path: Path,
        channel: simcord.ChannelHandle,
        viewer: simcord.MemberActor | simcord.UserHandle,
        shown: Shown,
    ) -> None:
        """Write a PNG of a message, or of the form that an interaction opened, to `path`."""
        form = isinstance(shown, simcord.InteractionResult)
        height = FORM_HEIGHT if form else HEIGHT
        async with self._env.preview(channel, viewers=[viewer], width=WIDTH, height=height) as view:
            await view.show(shown)
            page = await self._browser.new_page(
                viewport={"width": WIDTH, "height": height},
                device_scale_factor=2,
                reduced_motion="reduce",
                color_scheme="dark",
                locale="en-US",
                timezone_id="UTC",
            )
            try:
                await page.goto(view.url)
                await page.wait_for_function(_READY)
                await page.evaluate(_CALM)
                await _snap(page, path, "#modal-root [role=dialog]" if form else "#focused-content")
                await asyncio.to_thread(_lighten, path)
            finally:
                await page.close()

    async def visit(self, path: Path, url: str, *, dark: bool, language: str) -> None:
        """Write a PNG of the upper part of a web page, as somebody sees it on a phone."""
        page = await self._browser.new_page(
            viewport={"width": PHONE_WIDTH, "height": PHONE_HEIGHT},
            device_scale_factor=2,
            reduced_motion="reduce",
            color_scheme="dark" if dark else "light",
            locale=language,
            timezone_id="UTC",
        )
        try:
            await page.goto(url)
            await page.screenshot(path=str(path))
            await asyncio.to_thread(_lighten, path)
        finally:
            await page.close()


async def _snap(page: Any, path: Path, selector: str) -> None:
    box = await page.locator(selector).evaluate(_BOX)
    room = page.viewport_size["height"] - box["y"]
    await page.screenshot(path=str(path), clip={**box, "height": min(room, box["height"])})


def _lighten(path: Path) -> None:
    """A screen has few colours: 256 of them look the same in a quarter of the bytes."""
    with Image.open(path) as full:
        few = full.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


@asynccontextmanager
async def camera(env: simcord.Env, *, wanted: bool = True) -> AsyncGenerator[Camera | None]:
    """A camera; None if none is wanted, or where no Playwright or no working Chromium is."""
    async with chromium(wanted=wanted) as browser:
        yield Camera(env, browser) if browser else None


@asynccontextmanager
async def chromium(*, wanted: bool = True) -> AsyncGenerator[Any]:
    """A browser; None if none is wanted, or where no Playwright or no working Chromium is."""
    found, playwright = find_chromium(), _playwright()
    if not wanted or found is None or playwright is None:
        yield None
        return
    async with playwright.async_playwright() as driver:
        try:
            browser = await driver.chromium.launch(executable_path=found, args=list(_ARGUMENTS))
        except playwright.Error:
            browser = None
        try:
            yield browser
        finally:
            if browser:
                await browser.close()


def _playwright() -> Any:
    """Playwright, which only who makes pictures needs; None where it isn't installed."""
    try:
        return importlib.import_module("playwright.async_api")
    except ImportError:
        return None
