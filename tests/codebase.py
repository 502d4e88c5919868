"""The source of the bot as syntax trees, for the tests that read it; nothing of it is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Module:
    """One file: its dotted name, its path from the top, its text, its tree."""

    name: str
    path: str
    source: str
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.endswith("__init__.py")


Code = Mapping[str, Module]


def code_of(sources: Mapping[str, str]) -> Code:
    """Modules by name, from texts by path (`bot/clock.py`)."""
    found: dict[str, Module] = {}
    for path, source in sources.items():
        name = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        found[name] = Module(name, path, source, ast.parse(source, path))
    return found


@cache
def the_code() -> Code:
    """All of `bot/` and `cogs/`."""
    paths = sorted(p for room in ("bot", "cogs") for p in (ROOT / room).rglob("*.py"))
    return code_of({p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in paths})


def docstrings(tree: ast.Module) -> set[int]:
    """The ids of the nodes that are docstrings."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def texts(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every string constant that is no docstring, with its line; an f-string's parts as one,
    `{}` where something is filled in."""
    skipped = docstrings(tree) if isinstance(tree, ast.Module) else set[int]()
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside |= {id(part) for part in node.values if isinstance(part, ast.Constant)}
            yield joined(node), node.lineno
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in skipped | inside
        ):
            yield node.value, node.lineno


def joined(node: ast.JoinedStr) -> str:
    """An f-string with `{}` for each value."""
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
    )


def called(node: ast.Call) -> str:
    """The last name of what is called: `t` for `t(…)` and `context.t(…)`."""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
