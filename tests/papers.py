"""What the tests of the papers share: the project's own files, and what stands in Markdown."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

#: What is made and never committed, for where there is no git to ask.
_MADE = {".venv", ".git", "build", "dist", "__pycache__"}

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)|<(?:img|a)\b[^>]*?\b(?:src|href)=\"([^\"]+)\"")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"\.?[\w-]+(?:[./][\w-]+)*")


@cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project, committed or about to be."""
    git = shutil.which("git")
    if git is not None and (ROOT / ".git").exists():
        listed = subprocess.run(  # noqa: S603
            [git, "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, capture_output=True
        )
        if listed.returncode == 0:
            names = listed.stdout.decode().split("\0")
            return tuple(p for p in (ROOT / n for n in names if n) if p.is_file())
    return tuple(path for path in ROOT.rglob("*") if path.is_file() and not _MADE & set(path.parts))


@cache
def text_files() -> dict[str, str]:
    """The text of every project file that is text, by its path from the root."""
    texts: dict[str, str] = {}
    for path in project_files():
        try:
            texts[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return texts


def paper(name: str) -> str:
    """The text of one file at the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def links(markdown: str) -> Iterator[str]:
    """Where the links and pictures of a Markdown text lead."""
    for inline, tag in _LINK.findall(_FENCE.sub("", markdown)):
        yield inline or tag


def anchors(markdown: str) -> set[str]:
    """The anchors that headings get on the repository's page."""
    titles = _HEADING.findall(_FENCE.sub("", markdown))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def named_files(markdown: str) -> set[str]:
    """What stands in backticks and looks like a file or folder of this project."""
    roots = {path.relative_to(ROOT).parts[0] for path in project_files()}
    return {
        code
        for code in _CODE.findall(_FENCE.sub("", markdown))
        if _PATH.fullmatch(code) and (code.split("/")[0] in roots)
    }


def rows(markdown: str, heading: str) -> list[list[str]]:
    """The rows below the first table after that heading, cell by cell."""
    section = markdown.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
