"""README, PRIVACY, CONTRIBUTING and the rest say what is so."""

from __future__ import annotations

import re
from pathlib import Path

import discord
import pytest

from bot.app import add_cogs, open_app
from bot.cli.main import COMMANDS
from bot.clock import FixedClock
from bot.presentation.mirror import NEEDED_FOR_EVENTS
from bot.settings import EXAMPLES, Settings, load_settings
from bot.storage.database import Database
from cogs.setup.permissions import NEEDED
from tests.papers import ROOT, anchors, links, named_files, paper, rows, text_files

PAPERS = ("README.md", "CONTRIBUTING.md", "PRIVACY.md", "SECURITY.md")

#: Where packages come from is everybody's own business.
_REGISTRY = re.compile(
    # In halves: this file must not hold such a name either.
    r"py"
    r"pi\.(?:o"
    r"rg|py"
    r"thon)|python"
    r"hosted\.|npm"
    r"js\.|yarn"
    r"pkg\.|gh"
    r"cr\.io"
    r"|dock"
    r"er\.io|qu"
    r"ay\.io|g"
    r"cr\.io"
    r"|mcr\.microsoft|artifactor[y]|proxy\.golang|crates\.io",
    re.IGNORECASE,
)
_MACHINE = re.compile(r"(?<![\w./~-])/(?:(?:home|Users)/\w|(?:root|work)\b)|\b[A-Z]:\\Users\b")


def shown(value: object) -> str:
    """A default as the table has it."""
    if value is None:
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def makefile_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", paper("Makefile"), re.MULTILINE))


# --- README -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["in English", "en español"])
def test_the_two_commands_stand_on_the_first_screen_and_in_the_makefile(language: str) -> None:
    readme = paper("README.md")
    whole = readme if language == "in English" else readme.split("## En español")[1]
    first_screen = "\n".join(whole.splitlines()[:30])
    for command in ("demo", "test"):
        assert f"\nmake {command} " in first_screen
        assert command in makefile_targets()


def test_every_make_command_in_the_papers_is_in_the_makefile() -> None:
    for name in PAPERS:
        named = re.findall(r"(?:^|`)make ([a-z]+)", paper(name), re.MULTILINE)
        assert set(named) <= makefile_targets(), name


def test_the_table_of_settings_is_in_step_with_the_settings() -> None:
    table = {row[0].strip("`"): row[1] for row in rows(paper("README.md"), "Settings")}
    assert table == {
        name.upper(): shown(field.default) for name, field in Settings.model_fields.items()
    }


def test_every_setting_has_an_example_and_stands_in_the_example_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", paper(".env.example"), re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields} == set(EXAMPLES)
    assert load_settings(ROOT / ".env.example") == load_settings(None)


def test_what_the_example_file_suggests_is_what_holds_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    said_aloud = tmp_path / "said-aloud"
    said_aloud.write_text(re.sub(r"^# ([A-Z_]+=)", r"\1", paper(".env.example"), flags=re.M))
    assert load_settings(said_aloud) == load_settings(None)


async def test_every_command_stands_in_the_readme(tmp_path: Path, clock: FixedClock) -> None:
    settings = Settings(_env_file=None, database_path=tmp_path / "papers.db")
    async with open_app(settings, clock, shard_count=1) as app:
        await add_cogs(app.bot)
        names = [command.qualified_name for command in app.bot.tree.walk_commands()]
        groups = [name for name in names if any(n.startswith(f"{name} ") for n in names)]
    readme = paper("README.md")
    missing = [name for name in names if name not in groups and f"`/{name}`" not in readme]
    assert names
    assert not missing


def test_every_command_of_the_command_line_stands_in_the_readme() -> None:
    missing = [name for name in COMMANDS if f"`{name}`" not in paper("README.md")]
    assert not missing


def test_the_invitation_asks_for_just_what_setup_looks_for() -> None:
    everywhere = (*NEEDED.values(), NEEDED_FOR_EVENTS)
    flags = {flag: True for flags in everywhere for flag in flags}
    invitation = re.search(r"scope=(\S+)&permissions=(\d+)", paper("README.md"))
    assert invitation is not None
    assert invitation[1] == "bot+applications.commands"
    assert int(invitation[2]) == discord.Permissions(**flags).value


def test_the_data_is_credited() -> None:
    credits = paper("README.md").split("## Data and credits")[1]
    for words in ("GeoNames", "CC BY 4.0", "Census Bureau", "(data/README.md)"):
        assert words in credits


# --- PRIVACY ----------------------------------------------------------------------------


async def test_privacy_names_every_table_and_no_other(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "papers.db", key=None)
    try:
        found = await db.fetch_all(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    finally:
        await db.close()
    tables = {row["name"] for row in found}
    # FTS5 keeps its index in tables of its own, named after it.
    inner = {name for name in tables for other in tables if name.startswith(f"{other}_fts_")}
    named = rows(paper("PRIVACY.md"), "What is stored, table by table")
    assert {row[0].strip("`") for row in named} == tables - inner


def test_a_paper_speaks_to_people_who_read_spanish() -> None:
    for name in ("README.md", "PRIVACY.md"):
        assert "## En español" in paper(name)
        assert "(#en-español)" in paper(name)


# --- all papers -------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAPERS)
def test_the_files_that_a_paper_names_are_there(name: str) -> None:
    missing = [file for file in named_files(paper(name)) if not (ROOT / file).exists()]
    assert not missing


def test_contributing_names_files() -> None:
    named = named_files(paper("CONTRIBUTING.md"))
    assert {"bot/app.py", "bot/demo/story.py", "constraints.txt", "tests/loopback"} <= named


@pytest.mark.parametrize("name", sorted(n for n in text_files() if n.endswith(".md")))
def test_links_to_local_files_lead_somewhere(name: str) -> None:
    for link in links(text_files()[name]):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        goal = (ROOT / name).parent / file if file else ROOT / name
        assert goal.exists(), link
        if anchor:
            assert anchor in anchors(goal.read_text(encoding="utf-8")), link


def test_no_file_names_a_registry() -> None:
    assert [name for name, text in text_files().items() if _REGISTRY.search(text)] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert [name for name, text in text_files().items() if _MACHINE.search(text)] == []


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("https://pypi" + ".org/simple", _REGISTRY),
        ("FROM ghcr" + ".io/x", _REGISTRY),
        ("see /home" + "/ana/bot", _MACHINE),
        ("cd /ro" + "ot", _MACHINE),
        ("C:" + "\\Users\\Ana", _MACHINE),
    ],
)
def test_such_a_name_would_be_seen(text: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(text)
