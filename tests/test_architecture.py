"""The walls of the house: which room may use what. Each rule is also tried on code that breaks it.

The rules read the source and never import it, so that a forbidden import can't hide behind a
condition. They are those of the house plan: layers, drivers, Discord, SQL, time, circles.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.codebase import ROOT, Code, Module, called, code_of, docstrings, texts, the_code

LEAVES = {
    "bot", "bot.bundled", "bot.clock", "bot.formats", "bot.i18n", "bot.lazy", "bot.logs",
    "bot.metrics", "bot.settings",
}  # fmt: skip
#: The composition root and what stands beside it: may use everything, used by nothing below.
TOP = (
    "bot.app",
    "bot.rooms",
    "bot.loop",
    "bot.runner",
    "bot.diagnosis",
    "bot.cli",
    "bot.demo",
    "bot.__main__",
)

_BELOW_SERVICES = {"leaf", "domain", "storage"}
#: What each room may import of ours.
ALLOWED: dict[str, set[str]] = {
    "leaf": {"leaf"},
    "domain": {"domain"},
    "storage": _BELOW_SERVICES,
    "services": _BELOW_SERVICES | {"services"},
    "web": _BELOW_SERVICES | {"services", "web"},
    "presentation": _BELOW_SERVICES | {"services", "presentation"},
    "cogs": _BELOW_SERVICES | {"services", "presentation", "cogs"},
    "dataset": {"leaf", "domain", "dataset"},
    "top": _BELOW_SERVICES | {"services", "web", "presentation", "cogs", "top"},
}
#: The one thing that a leaf may take from above: what an error looks like.
ERRORS = "bot.domain.errors"

#: Where a library may be imported, by the beginnings of module names.
HOMES: dict[str, tuple[str, ...]] = {
    "discord": (
        "bot.presentation",
        "cogs",
        "bot.app",
        "bot.rooms",
        "bot.runner",
        "bot.diagnosis",
        "bot.demo",
    ),
    "aiosqlite": ("bot.storage",),
    "sqlite3": ("bot.storage",),
    "sqlcipher3": ("bot.storage",),
    "aiohttp.web": ("bot.web", "bot.demo"),
    "simcord": ("bot.demo",),
    "playwright": ("bot.demo",),
    "click": ("bot.cli", "bot.dataset"),
}
#: Commands that are loaded when asked for, and what only an extra brings.
LAZY = ("bot.cli.main", "bot.cli.demo", "bot.demo.pictures")
STOPWATCHES = {"monotonic", "perf_counter", "sleep"}
MOST_LINES = 400

SQL = re.compile(
    r"^\s*(?:select\s.+\sfrom\s|insert\s+(?:or\s+\w+\s+)?into\s|delete\s+from\s|"
    r"update\s+\S+\s+set\s|(?:create|drop|alter)\s+(?:\w+\s+)?(?:table|index|trigger|view)\s|"
    r"pragma\s+\w|with\s+\w+\s+as\s*(?:\w+\s*)*\()",
    re.IGNORECASE | re.DOTALL,
)

Rule = Callable[[Code], list[str]]


def within(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def room_of(name: str) -> str:
    """The room that a module stands in."""
    if name in LEAVES:
        return "leaf"
    if within(name, TOP):
        return "top"
    first, _, rest = name.partition(".")
    return "cogs" if first == "cogs" else rest.split(".")[0]


def imports(module: Module, code: Code) -> Iterator[tuple[str, int]]:
    """What a file imports, as dotted names, with the line: under `TYPE_CHECKING` and at the first
    use (`lazy("bot.formats")`) too."""
    package = module.name if module.is_package else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*up, *([base] if base else [])])
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield (whole if whole in code or not is_ours(base) else base), node.lineno
        elif isinstance(node, ast.Call) and called(node) == "lazy" and node.args:
            yield ast.literal_eval(node.args[0]), node.lineno


def is_ours(name: str) -> bool:
    return within(name, ("bot", "cogs"))


def layers(code: Code) -> list[str]:
    """Imports go one way."""
    wrong: list[str] = []
    for module in code.values():
        room = room_of(module.name)
        for name, line in imports(module, code):
            if not is_ours(name) or (room == "leaf" and name == ERRORS):
                continue
            if room_of(name) not in ALLOWED.get(room, set()):
                wrong.append(f"{module.path}:{line}: {room} imports {name}")
    return wrong


def pure_domain(code: Code) -> list[str]:
    """The domain needs nothing but Python."""
    return [
        f"{module.path}:{line}: {name}"
        for module in code.values()
        if room_of(module.name) == "domain"
        for name, line in imports(module, code)
        if not is_ours(name) and name.split(".")[0] not in sys.stdlib_module_names
    ]


def libraries_at_home(code: Code) -> list[str]:
    """Drivers, Discord and the like stay in their rooms."""
    return [
        f"{module.path}:{line}: {name} belongs in {homes}"
        for module in code.values()
        for name, line in imports(module, code)
        for library, homes in HOMES.items()
        if within(name, (library,)) and not within(module.name, homes)
    ]


def sql_at_home(code: Code) -> list[str]:
    """Statements stand in storage only."""
    return [
        f"{module.path}:{line}: {' '.join(text.split())[:60]}"
        for module in code.values()
        if room_of(module.name) != "storage"
        for text, line in texts(module.tree)
        if SQL.match(text)
    ]


def _asks_the_time(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom) and node.module == "time":
        return any(alias.name not in STOPWATCHES for alias in node.names)
    if not isinstance(node, ast.Attribute):
        return False
    owner = node.value
    name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
    if name in {"datetime", "date"}:
        return node.attr in {"now", "utcnow", "today"}
    if name == "utils":
        return node.attr == "utcnow"
    return name == "time" and node.attr not in STOPWATCHES


def time_from_the_clock(code: Code) -> list[str]:
    """Only `bot/clock.py` asks what time it is; stopwatches are no clocks."""
    return [
        f"{module.path}:{getattr(node, 'lineno', 0)}"
        for module in code.values()
        if module.name != "bot.clock"
        for node in ast.walk(module.tree)
        if _asks_the_time(node)
    ]


def imports_at_the_top(code: Code) -> list[str]:
    """No import inside a function; loading by name only where commands are loaded."""
    wrong: list[str] = []
    for module in code.values():
        for function in ast.walk(module.tree):
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                wrong += [
                    f"{module.path}:{node.lineno}: in a function"
                    for node in ast.walk(function)
                    if isinstance(node, (ast.Import, ast.ImportFrom))
                ]
        wrong += [
            f"{module.path}:{node.lineno}: {ast.unparse(node)}"
            for node in ast.walk(module.tree)
            if isinstance(node, (ast.Name, ast.Attribute))
            and ast.unparse(node).endswith(("import_module", "__import__"))
            and module.name not in LAZY
        ]
    return wrong


def circles(code: Code) -> list[str]:
    """No module reaches itself by its imports (Tarjan's strongly connected components)."""
    graph = {
        module.name: {name for name, _ in imports(module, code) if name in code}
        for module in code.values()
    }
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[str] = []

    def visit(name: str) -> None:
        number[name] = low[name] = len(number)
        stack.append(name)
        for other in graph[name]:
            if other not in number:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], number[other])
        if low[name] == number[name]:
            at = stack.index(name)
            circle = stack[at:]
            del stack[at:]
            if len(circle) > 1 or name in graph[name]:
                found.append(" -> ".join(sorted(circle)))

    for name in graph:
        if name not in number:
            visit(name)
    return found


def internals_in_one_file(code: Code) -> list[str]:
    """ruff (SLF) forbids reaching into others' private names; one file may say otherwise."""
    silenced = re.compile(r"#\s*(?:ruff:\s*)?noqa(?:\s*$|:[^#]*\bSLF|\s+[^:])|reportPrivateUsage")
    return [
        f"{module.path}:{number}: {line.strip()}"
        for module in code.values()
        if module.name != "bot.presentation.dpy_internals"
        for number, line in enumerate(module.source.splitlines(), 1)
        if silenced.search(line)
    ]


def files_are_short(code: Code) -> list[str]:
    """Nobody reads a long file to its end."""
    return [
        f"{module.path}: {lines} lines"
        for module in code.values()
        if (lines := len(module.source.splitlines())) > MOST_LINES
    ]


def files_say_why(code: Code) -> list[str]:
    """A module opens by saying why it exists."""
    return [m.path for m in code.values() if m.tree.body and not docstrings(m.tree) & _first(m)]


def _first(module: Module) -> set[int]:
    statement = module.tree.body[0]
    return {id(statement.value)} if isinstance(statement, ast.Expr) else set()


RULES: tuple[Rule, ...] = (
    layers,
    pure_domain,
    libraries_at_home,
    sql_at_home,
    time_from_the_clock,
    imports_at_the_top,
    circles,
    internals_in_one_file,
    files_are_short,
    files_say_why,
)

#: Small inventions that break a rule.
BROKEN: tuple[tuple[Rule, dict[str, str]], ...] = (
    (layers, {"bot/domain/a.py": "from bot.storage.b import c", "bot/storage/b.py": ""}),
    (layers, {"bot/domain/a.py": "from bot.clock import Clock", "bot/clock.py": ""}),
    (layers, {"bot/storage/a.py": "import bot.services.b", "bot/services/b.py": ""}),
    (layers, {"bot/storage/a.py": "from ..services import b", "bot/services/b.py": ""}),
    (layers, {"bot/services/a.py": "from bot.presentation.b import c"}),
    (layers, {"bot/services/a.py": "from bot import app", "bot/app.py": ""}),
    (layers, {"bot/web/a.py": "from bot.presentation.text import plain"}),
    (layers, {"bot/presentation/a.py": "from bot.web.server import serve_web"}),
    (layers, {"bot/presentation/a.py": "from cogs.setup import render"}),
    (layers, {"cogs/x/a.py": "from bot.runner import run_forever"}),
    (layers, {"cogs/x/a.py": "from bot.demo.cast import Person"}),
    (layers, {"bot/i18n.py": "from bot.domain.search import fold"}),
    (layers, {"bot/cli/a.py": "from bot.dataset.places import build"}),
    (layers, {"bot/dataset/a.py": "from bot.services.places import load_places"}),
    (layers, {"bot/attic/a.py": "from bot.domain.errors import BadInput"}),
    (
        layers,
        {"bot/domain/a.py": "if TYPE_CHECKING:\n    from bot.services.b import c"},
    ),
    (layers, {"bot/i18n.py": "x = lazy('bot.services.places')"}),
    (pure_domain, {"bot/domain/a.py": "import rapidfuzz"}),
    (libraries_at_home, {"bot/services/a.py": "x = lazy('sqlcipher3.dbapi2')"}),
    (libraries_at_home, {"bot/services/a.py": "import discord"}),
    (libraries_at_home, {"bot/domain/a.py": "from discord.ext import commands"}),
    (libraries_at_home, {"bot/services/a.py": "import sqlite3"}),
    (libraries_at_home, {"cogs/x/a.py": "from aiosqlite import connect"}),
    (libraries_at_home, {"bot/runner.py": "from sqlcipher3 import dbapi2"}),
    (libraries_at_home, {"bot/runner.py": "from aiohttp import web"}),
    (libraries_at_home, {"cogs/x/a.py": "import aiohttp.web"}),
    (libraries_at_home, {"bot/app.py": "import simcord"}),
    (sql_at_home, {"bot/services/a.py": "x = 'SELECT a FROM b'"}),
    (sql_at_home, {"cogs/x/a.py": "x = f'''\n  select {a}\n  from b'''"}),
    (sql_at_home, {"bot/app.py": "x = 'INSERT INTO b VALUES (1)'"}),
    (sql_at_home, {"bot/app.py": "x = 'UPDATE b SET c = 1'"}),
    (sql_at_home, {"bot/app.py": "x = 'PRAGMA user_version'"}),
    (sql_at_home, {"bot/app.py": "x = 'WITH b AS MATERIALIZED (SELECT 1) SELECT 2'"}),
    (time_from_the_clock, {"bot/services/a.py": "x = datetime.now(UTC)"}),
    (time_from_the_clock, {"bot/services/a.py": "x = datetime.datetime.utcnow()"}),
    (time_from_the_clock, {"bot/services/a.py": "x = date.today"}),
    (time_from_the_clock, {"bot/storage/a.py": "import time\nx = time.time()"}),
    (time_from_the_clock, {"bot/storage/a.py": "from time import time"}),
    (time_from_the_clock, {"cogs/x/a.py": "x = discord.utils.utcnow()"}),
    (imports_at_the_top, {"bot/app.py": "def f():\n    import json"}),
    (imports_at_the_top, {"bot/app.py": "async def f():\n    if x:\n        from a import b"}),
    (imports_at_the_top, {"bot/app.py": "x = importlib.import_module('bot.cli')"}),
    (circles, {"bot/a.py": "from bot import b", "bot/b.py": "import bot.a"}),
    (
        circles,
        {
            "bot/a.py": "if TYPE_CHECKING:\n    from bot.b import x",
            "bot/b.py": "from bot.c import y",
            "bot/c.py": "from .a import z",
        },
    ),
    (internals_in_one_file, {"bot/app.py": "x = y._z  # noqa: SLF001"}),
    (internals_in_one_file, {"bot/app.py": "x = y._z  # noqa: E501, SLF001"}),
    (internals_in_one_file, {"bot/app.py": "x = y._z  # noqa"}),
    (internals_in_one_file, {"bot/app.py": "# ruff: noqa\nx = y._z"}),
    (files_are_short, {"bot/app.py": "x = 1\n" * (MOST_LINES + 1)}),
    (files_say_why, {"bot/app.py": "x = 1"}),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_to_the_rule(rule: Rule) -> None:
    assert rule(the_code()) == []


@pytest.mark.parametrize(
    ("rule", "sources"),
    BROKEN,
    ids=[f"{rule.__name__}-{at}" for at, (rule, _) in enumerate(BROKEN)],
)
def test_code_that_breaks_the_rule_is_caught(rule: Rule, sources: dict[str, str]) -> None:
    assert len(rule(code_of(sources))) >= 1


def test_every_rule_is_seen_to_fail() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


def test_what_the_rules_allow_is_not_caught() -> None:
    code = code_of(
        {
            "bot/settings.py": '"""Why."""\nfrom bot.domain.errors import CoalitionError',
            "bot/services/a.py": '"""Why: select one from many."""\nfrom bot.storage import b',
            "bot/storage/b.py": '"""Why."""\nimport sqlite3\nx = "SELECT 1 FROM c"',
            "bot/presentation/c.py": '"""Why."""\nfrom time import monotonic\nimport discord',
            "cogs/x/d.py": '"""Why."""\nx = "Select a language"  # noqa: S608',
            "bot/clock.py": '"""Why."""\nx = datetime.now(UTC)',
        }
    )
    assert [problem for rule in RULES for problem in rule(code)] == []


def test_migrations_stand_in_storage_only() -> None:
    found = [p for room in ("bot", "cogs", "data") for p in (ROOT / room).rglob("*.sql")]
    assert found
    assert {p.parent.relative_to(ROOT).as_posix() for p in found} == {"bot/storage/migrations"}


def test_every_room_is_seen() -> None:
    assert {room_of(name) for name in the_code()} - set(ALLOWED) == set()
    assert len(the_code()) > 70
