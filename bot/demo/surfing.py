"""What people of the tour do outside Discord: their calendar app asks, their browser opens a page.

Both really ask the demo's own web server. Secrets and ports differ each time, so that texts show
them masked.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import aiohttp

from bot.demo.deeds import Step, Visit
from bot.demo.world import World
from bot.domain.errors import CoalitionError

#: How the demo's own address reads in texts.
_SHOWN = "https://calendar.example.org"
_ADDRESS = re.compile(r"http://[\w.:]+/c/[\w-]{20,}\.ics")
_SECRET = re.compile(r"(/c/)[\w-]{20,}(\.ics)")
#: Of a calendar, what somebody would look at.
_LOOKED_AT = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "STATUS", "SEQUENCE", "TRIGGER")


class NothingThere(CoalitionError):  # noqa: N818
    """The page or the calendar did not come."""


class Surfer:
    """Asks the web pages of one world for its people."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._addresses: dict[str, str] = {}

    def masked(self, who: str, screen: str) -> str:
        """What somebody saw; the address of a calendar in it is remembered for them."""
        found = _ADDRESS.search(screen)
        if found:
            self._addresses[who] = found[0]
        return self.mask(screen)

    def mask(self, text: str) -> str:
        """The text without what differs each time."""
        return _SECRET.sub(r"\1…\2", text.replace(self._world.site, _SHOWN))

    def address(self, visit: Visit) -> str:
        """Where a page of the demo's public calendar is."""
        return f"{self._world.site}/calendar/coalition-demo{visit.path}"

    async def fetch(self, step: Step) -> str:
        """What stands in their own calendar now, property by property.

        Raises:
            NothingThere: they have no address, or nothing is there.
        """
        address = self._addresses.get(step.who)
        if address is None:
            raise NothingThere("demo.tour.no_control", step=step.slug, control=_SHOWN)
        lines = (await self._get(address, "")).replace("\r\n ", "").split("\r\n")
        return "\n".join(
            "" if line == "BEGIN:VEVENT" else line
            for line in lines
            if line == "BEGIN:VEVENT" or line.split(":")[0].split(";")[0] in _LOOKED_AT
        ).strip()

    async def visit(self, visit: Visit, language: str) -> str:
        """The text of a page, as a screen reader would say it."""
        reader = _Words()
        reader.feed(await self._get(self.address(visit), language))
        return "\n".join(reader.lines)

    async def _get(self, address: str, language: str) -> str:
        headers = {"Accept-Language": language} if language else {}
        async with (
            aiohttp.ClientSession() as session,
            session.get(address, headers=headers) as answer,
        ):
            if answer.status != 200:
                raise NothingThere("demo.tour.raised", step=str(answer.status))
            return await answer.text()


class _Words(HTMLParser):
    """The words of a page, a line for each block."""

    _BLOCKS = frozenset({"p", "h1", "h2", "h3", "li", "dt", "dd", "td", "th", "summary", "option"})

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._now: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A part begins."""
        self._silent += tag in ("title", "select", "footer")
        if tag in self._BLOCKS:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        """A part ends."""
        self._silent -= tag in ("title", "select", "footer")
        if tag in self._BLOCKS:
            self._end()

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._silent:
            self._now.append(data)

    def _end(self) -> None:
        line = " ".join("".join(self._now).split())
        self._now.clear()
        if line:
            self.lines.append(line)
