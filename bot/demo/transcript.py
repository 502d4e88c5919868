"""A message, a form or a list of suggestions as plain text, in the order in which it is read.

Pictures need a browser; text needs nothing, can be compared line by line, and says what a screen
reader would say. Buttons stand in brackets, a container's lines behind a bar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import discord

from bot.demo.wire import Node, child, children, face
from bot.i18n import t

_RULE = "─" * 40
_MARK = re.compile(
    r"\\(?P<escaped>[^0-9A-Za-z\s])"
    r"|<(?P<sign>@&|@!?|#)(?P<id>\d+)>"
    r"|<(?P<command>/[^:>]+):\d+>"
    r"|<t:(?P<time>-?\d+)(?::[tTdDfFsSR])?>"
)


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids of a server are called, without the sign before them."""

    people: Mapping[int, str]
    roles: Mapping[int, str]
    channels: Mapping[int, str]

    def spell(self, text: str) -> str:
        """The text with mentions, commands and times as a reader sees them (times in UTC)."""
        return _MARK.sub(self._spelled, text)

    def _spelled(self, mark: re.Match[str]) -> str:
        if mark["escaped"] or mark["command"]:
            return mark["escaped"] or mark["command"]
        if mark["time"]:
            return datetime.fromtimestamp(int(mark["time"]), UTC).strftime("%Y-%m-%d %H:%M UTC")
        known = {"#": self.channels, "@&": self.roles}.get(mark["sign"], self.people)
        return f"{mark['sign'][0]}{known.get(int(mark['id']), '?')}"


def message_text(message: discord.Message, names: Names, language: str) -> str:
    """A whole message: its words, its embeds, its components; "only you" said first."""
    writer = _Writer(names, language)
    if message.flags.ephemeral:
        writer.say("private")
    writer.words(message.content)
    for embed in message.embeds:
        writer.embed(embed)
    writer.nodes([component.to_dict() for component in message.components])
    for attachment in message.attachments:
        writer.line(f"({attachment.filename})")
    return writer.text()


def form_text(form: Node, names: Names, language: str) -> str:
    """A modal: its title, then each question and its field."""
    writer = _Writer(names, language)
    writer.say("form", title=str(form.get("title", "")))
    writer.nodes(children(form))
    return writer.text()


def suggestions_text(names_shown: Sequence[str], language: str) -> str:
    """What autocomplete offers, one a line."""
    if not names_shown:
        return t("demo.text.no_suggestions", language)
    return "\n".join([t("demo.text.suggestions", language), *(f"  {name}" for name in names_shown)])


class _Writer:
    """Collects lines. One method for each kind of component, by Discord's number for it."""

    def __init__(self, names: Names, language: str) -> None:
        self._names = names
        self._language = language
        self._lines: list[str] = []
        self._kinds: dict[int, Callable[[Node], None]] = {
            1: self._row,
            9: self._section,
            10: self._text_display,
            11: self._picture,
            12: self._gallery,
            13: self._file,
            14: self._separator,
            17: self._container,
            18: self._label,
            21: self._options,
            22: self._options,
        }

    def text(self) -> str:
        return "\n".join(self._lines)

    def line(self, text: str) -> None:
        self._lines.append(text)

    def words(self, text: str | None) -> None:
        if text:
            self._lines.extend(self._names.spell(text).splitlines())

    def say(self, key: str, **params: str) -> None:
        self.line(t(f"demo.text.{key}", self._language, count=None, **params))

    def embed(self, embed: discord.Embed) -> None:
        self.words(embed.title)
        self.words(embed.description)
        for field in embed.fields:
            self.words(f"{field.name}: {field.value}")
        self.words(embed.footer.text)

    def nodes(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            self._kinds.get(int(node["type"]), self._control)(node)

    def _row(self, node: Node) -> None:
        self.line("  ".join(self._inline(control) for control in children(node)))

    def _section(self, node: Node) -> None:
        self.nodes(children(node))
        if accessory := child(node, "accessory"):
            self.nodes([accessory])

    def _text_display(self, node: Node) -> None:
        self.words(str(node.get("content", "")))

    def _picture(self, node: Node) -> None:
        words = node.get("description") or t("demo.text.no_alt", self._language)
        self.line(f"({self._names.spell(str(words))})")

    def _gallery(self, node: Node) -> None:
        for item in children(node, "items"):
            self._picture(item)

    def _file(self, node: Node) -> None:
        url = str((child(node, "file") or {}).get("url", ""))
        self.line(f"({node.get('name') or url.rsplit('/', 1)[-1]})")

    def _separator(self, node: Node) -> None:
        self.line(_RULE if node.get("divider", True) else "")

    def _container(self, node: Node) -> None:
        inner = _Writer(self._names, self._language)
        inner.nodes(children(node))
        self._lines.extend(f"│ {line}".rstrip() for line in inner.text().splitlines())

    def _label(self, node: Node) -> None:
        self.words(node.get("label"))
        self.words(node.get("description"))
        if field := child(node, "component"):
            self.nodes([field])

    def _options(self, node: Node) -> None:
        for option in children(node, "options"):
            mark = "•" if option.get("default") else " "
            self.line(f"  ({mark}) {self._names.spell(str(option.get('label', '')))}")

    def _control(self, node: Node) -> None:
        self.line(self._inline(node))

    def _inline(self, node: Node) -> str:
        kind = int(node["type"])
        if kind == 2:
            shown = self._button(node)
        elif kind == 4:
            shown = str(node.get("value") or f"____ {node.get('placeholder') or ''}".rstrip())
        elif kind == 23:
            shown = " "
        else:
            shown = self._select(node)
        if node.get("disabled"):
            shown = t("demo.text.off", self._language, control=shown)
        return f"[{shown}]"

    def _button(self, node: Node) -> str:
        return f"{face(node)} → {node['url']}" if node.get("url") else face(node)

    def _select(self, node: Node) -> str:
        chosen = [str(o["label"]) for o in children(node, "options") if o.get("default")]
        chosen += [self._default(value) for value in children(node, "default_values")]
        shown = ", ".join(chosen) or str(node.get("placeholder") or "…")
        return f"▾ {self._names.spell(shown)}"

    def _default(self, value: Node) -> str:
        sign = {"user": "@", "role": "@&", "channel": "#"}[str(value["type"])]
        return f"<{sign}{value['id']}>"
