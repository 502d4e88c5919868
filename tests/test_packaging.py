"""What travels in the package and the image, and that nothing unpinned gets into either."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from bot.metrics import Metrics
from bot.web.port import take_port
from bot.web.server import serve_web
from tests.papers import ROOT, paper, project_files

PROJECT: dict[str, Any] = tomllib.loads(paper("pyproject.toml"))
DOCKERFILE = paper("Dockerfile").replace("\\\n", " ")
BUILDING, RUNNING = (f"FROM {stage}" for stage in re.split(r"^FROM ", DOCKERFILE, flags=re.M)[1:])


def requirements() -> list[Requirement]:
    """Everything pyproject.toml asks for by itself."""
    extras = PROJECT["project"]["optional-dependencies"].values()
    named = [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"]]
    return [Requirement(text) for text in (*named, *(text for extra in extras for text in extra))]


def pins() -> dict[str, Version]:
    """The packages of constraints.txt, by their canonical name."""
    lines = [line for line in paper("constraints.txt").splitlines() if not line.startswith("#")]
    found: dict[str, Version] = {}
    for line in lines:
        name, version = line.split("==")
        found[canonicalize_name(name)] = Version(version)
    assert len(found) == len(lines), "a package stands there twice"
    return found


# --- what is pinned ---------------------------------------------------------------------


def test_constraints_hold_pins_and_nothing_else() -> None:
    for line in paper("constraints.txt").splitlines():
        assert line.startswith("# ") or re.fullmatch(r"[\w.-]+==[\w.]+", line), line


@pytest.mark.parametrize("requirement", requirements(), ids=str)
def test_each_dependency_is_pinned_within_what_is_allowed(requirement: Requirement) -> None:
    pinned = pins()[canonicalize_name(requirement.name)]
    assert requirement.specifier.contains(pinned)


def _brought_by(requirement: Requirement) -> Iterator[Requirement]:
    """What an installed package asks for here, with the extras it was asked for with."""
    try:
        asked = metadata.requires(requirement.name) or []
    except metadata.PackageNotFoundError:
        return
    environments = [{"extra": extra} for extra in (*requirement.extras, "")]
    for text in asked:
        needed = Requirement(text)
        if needed.marker is None or any(needed.marker.evaluate(e) for e in environments):
            yield needed


def test_what_the_dependencies_bring_is_pinned_too() -> None:
    waiting, seen = requirements(), set[str]()
    missing: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        if str(requirement) in seen:
            continue
        seen.add(str(requirement))
        if canonicalize_name(requirement.name) not in pins():
            missing.add(requirement.name)
        waiting += _brought_by(requirement)
    assert len(seen) > 40
    assert not missing


# --- what travels -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def in_wheel() -> set[str]:
    return {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}


def test_the_wheel_holds_the_code_and_all_data(in_wheel: set[str]) -> None:
    for file in project_files():
        name = file.relative_to(ROOT).as_posix()
        if name.startswith("data/"):
            assert f"bot/bundled_{name}" in in_wheel
        elif name.startswith(("bot/", "cogs/")):
            assert name in in_wheel
    # Said by name too, should `project_files` ever see nothing.
    for name in (
        "directory.json",
        "places.csv.gz",
        "states.json",
        "synonyms.json",
        "counties.csv",
        "agreements_287g.csv",
        "safe_network.json",
        "event_templates.json",
    ):
        assert f"bot/bundled_data/{name}" in in_wheel
    assert "bot/bundled_data/locales/es/LC_MESSAGES/find.po" in in_wheel
    assert "bot/storage/migrations/0001_foundation.sql" in in_wheel


def test_the_wheel_holds_nothing_else(in_wheel: set[str]) -> None:
    assert {name.split("/")[0] for name in in_wheel} == {"bot", "cogs"}
    assert not [name for name in in_wheel if name.endswith((".db", ".env", ".mo", ".pyc"))]


def test_the_source_distribution_holds_what_the_wheel_is_made_of(in_wheel: set[str]) -> None:
    held = {file.distribution_path for file in SdistBuilder(str(ROOT)).recurse_included_files()}
    sources = {re.sub(r"^bot/bundled_data/", "data/", name) for name in in_wheel}
    assert sources <= held
    # pyproject.toml is added by hatchling itself.
    assert {"README.md", "LICENSE", "constraints.txt"} <= held
    assert not [name for name in held if name == ".env" or name.startswith(".venv")]


def test_it_works_from_the_files_of_the_wheel_in_another_folder(tmp_path: Path) -> None:
    installed, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    elsewhere.mkdir()
    for file in WheelBuilder(str(ROOT)).recurse_included_files():
        goal = installed / file.distribution_path
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.path, goal)
    asked = subprocess.run(
        [sys.executable, "-m", "bot", "find", "abogado", "--where", "Boston", "--json"],
        cwd=elsewhere,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)[0]["name"] == "Project Citizenship"


# --- the image --------------------------------------------------------------------------


def test_both_stages_stand_on_the_same_slim_python() -> None:
    first, second = re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)
    assert first == second
    assert re.fullmatch(r"python:3\.1[1-9]-slim-\w+", first)


def test_everything_that_the_image_installs_is_pinned() -> None:
    installs = re.findall(r"pip[^&\n]* install [^&\n]*", DOCKERFILE)
    assert len(installs) == 2
    assert all(" -c constraints.txt " in install for install in installs)
    assert "--no-build-isolation" in BUILDING


def test_the_image_makes_its_catalogs_ready_where_they_will_be_read() -> None:
    # Without -I it would be the source folder's own package.
    assert '/opt/coalition/bin/python -I -c "from bot.i18n import' in BUILDING


def test_no_tool_for_building_is_in_the_final_stage() -> None:
    assert not re.search(r"\bpip\b|apt|gcc|git|COPY (?!--from=build /opt/coalition )", RUNNING)


def test_the_bot_in_the_image_is_nobody_special_and_writes_only_to_the_volume() -> None:
    uid = re.search(r"^USER (\d+):(\d+)$", RUNNING, re.M)
    assert uid is not None
    assert int(uid[1]) >= 1000
    assert f"--uid {uid[1]} --gid {uid[2]}" in RUNNING
    assert f"install -d -o {uid[1]} -g {uid[2]} -m 0700 /data" in RUNNING
    assert 'VOLUME ["/data"]' in RUNNING
    assert "DATABASE_PATH=/data/coalition.db" in RUNNING
    assert RUNNING.rstrip().endswith('CMD ["python", "-m", "bot", "run"]')


def test_no_secret_and_no_database_reaches_the_image() -> None:
    lines = paper(".dockerignore").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", BUILDING, re.M)
    assert {f"!{name}" for line in copied for name in line.split()} == {
        rule for rule in rules if rule.startswith("!")
    }
    assert not re.search(r"(?:ENV|ARG)[^\n]*(?:TOKEN|KEY)", DOCKERFILE)


@pytest.mark.parametrize(("well", "code"), [(False, 1), (True, 0)])
async def test_the_health_check_says_what_the_health_page_says(well: bool, code: int) -> None:
    command = re.search(r"^HEALTHCHECK .* CMD (\[.*\])$", RUNNING, re.M)
    assert command is not None

    async def health() -> dict[str, bool]:
        return {"database": well}

    async with serve_web(take_port("127.0.0.1", 0), Metrics(), health) as (_, port):
        asked = await asyncio.create_subprocess_exec(
            sys.executable,
            *json.loads(command[1])[1:],
            # A proxy that isn't there: loopback must not go through it.
            env={"WEB_PORT": str(port), "http_proxy": "http://127.0.0.1:9", "PATH": ""},
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert await asked.wait() == code


# --- make and CI ------------------------------------------------------------------------


def make_setup(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`make setup` in a copy of the project that has no .venv yet."""
    make = shutil.which("make")
    if make is None:
        pytest.skip("there is no make here")
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copyfile(ROOT / name, folder / name)
    # The suite itself may have been started by make.
    outer = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    return subprocess.run(  # noqa: S603
        [make, "setup", *options], cwd=folder, env=outer, capture_output=True, text=True
    )


def test_setup_without_a_python_says_what_to_do(tmp_path: Path) -> None:
    refused = make_setup(tmp_path, "PYTHON=no-such-python")
    assert refused.returncode != 0
    assert "there is no 'no-such-python' here" in refused.stderr
    assert "make setup PYTHON=" in refused.stderr


def test_setup_with_an_old_python_says_which_it_needs(tmp_path: Path) -> None:
    old = tmp_path / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo "Python 3.9.18" || exit 1\n')
    old.chmod(0o755)
    refused = make_setup(tmp_path, f"PYTHON={old}")
    assert refused.returncode != 0
    assert "needs Python 3.11 or newer" in refused.stderr
    assert "is Python 3.9.18" in refused.stderr
    assert not (tmp_path / ".venv").exists()


def test_setup_without_the_means_for_an_environment_says_so_and_leaves_none(
    tmp_path: Path,
) -> None:
    half = tmp_path / "half-python"
    half.write_text('#!/bin/sh\n[ "$1" = -m ] && mkdir -p .venv/bin && exit 1\nexit 0\n')
    half.chmod(0o755)
    refused = make_setup(tmp_path, f"PYTHON={half}")
    assert refused.returncode != 0
    assert "apt install python3-venv" in refused.stderr
    assert not (tmp_path / ".venv").exists()


def test_ci_looks_and_then_tests_and_says_nothing_after() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert [line.split()[2] for line in lines[-2:]] == ["check", "test"]
