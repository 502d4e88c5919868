"""An update is whole and right, or nothing: what was there stays and it says why."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from contextlib import ExitStack
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from bot.domain.congress import congress_text
from bot.domain.congress_checks import What
from bot.domain.errors import CoalitionError
from bot.domain.legislators import Flag
from bot.domain.places import Places
from bot.i18n import languages, t
from bot.services.legislator_files import Origin, bundled_congress, stored_congress
from bot.services.legislator_sources import Limits, fetch, from_path
from bot.services.legislator_update import (
    Plan,
    Source,
    UpdateRefused,
    plan_update,
    put_back,
    put_in_place,
)
from bot.services.places import load_places
from tests.upstream import (
    MEMBERS,
    OFFICES,
    Answer,
    Rows,
    breaks_off,
    dumped,
    never_ends,
    sends,
    serving,
    silent,
    upstream,
)

TODAY = date(2027, 1, 20)
QUICK = Limits(total=20, silence=0.3, most_bytes=3_000_000)


@pytest.fixture(scope="module")
def places() -> Places:
    return load_places()


@pytest.fixture(scope="module")
def _files() -> tuple[Rows, Rows]:
    return upstream()


@pytest.fixture
def files(_files: tuple[Rows, Rows]) -> tuple[Rows, Rows]:
    """Members and offices, to be spoiled."""
    return deepcopy(_files)


def source(members: object, offices: object, as_of: date = TODAY) -> Source:
    return Source(dumped(members), dumped(offices), as_of, "here")


def said(error: CoalitionError) -> str:
    """All of it, in every language; nothing of it may be missing."""
    found = [t(error.key, language, **error.params) for language in languages()]
    if isinstance(error, UpdateRefused):
        found += [
            t(p.key, language, **p.params) for p in error.problems for language in languages()
        ]
    return "\n".join(found)


# --- what is refused --------------------------------------------------------------------


def _cut(rows: Rows) -> Rows:
    return rows[:200]


def _renamed(rows: Rows) -> Rows:
    for row in rows:
        row["ids"] = row.pop("id")
    return rows


def _no_terms(rows: Rows) -> Rows:
    rows[100]["terms"] = []
    return rows


def _elsewhere(rows: Rows) -> Rows:
    rows[3]["terms"][-1] |= {"state": "XX"}
    return rows


def _twice(rows: Rows) -> Rows:
    return [*rows, rows[0]]


def _crowded(rows: Rows) -> Rows:
    house = [row["terms"][-1] for row in rows if "district" in row["terms"][-1]]
    house[1] |= {"state": house[0]["state"], "district": house[0]["district"]}
    return rows


def _no_senators(rows: Rows) -> Rows:
    return [row for row in rows if "district" in row["terms"][-1]]


def _no_phones(rows: Rows) -> Rows:
    for row in rows:
        row["terms"][-1].pop("phone", None)
    return rows


def _ended_before(rows: Rows) -> Rows:
    for row in rows:
        row["terms"][-1]["start"] = "2023-01-03"
        row["terms"][-1]["end"] = "2025-01-03"
    return rows


def _odd_id(rows: Rows) -> Rows:
    rows[0]["id"]["bioguide"] = "<@1>"
    return rows


@pytest.mark.parametrize(
    "spoil",
    [_cut, _renamed, _no_terms, _elsewhere, _twice, _crowded, _no_senators, _no_phones,
     _ended_before, _odd_id],
)  # fmt: skip
def test_a_list_of_members_that_cannot_be_right_is_refused(
    spoil: Callable[[Rows], Rows], files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    members, offices = files
    with pytest.raises(CoalitionError) as refused:
        plan_update(source(spoil(members), offices), tmp_path, places)
    assert said(refused.value)
    assert stored_congress(tmp_path).origin is Origin.BUNDLED
    assert list(tmp_path.iterdir()) == []


def _few(rows: Rows) -> Rows:
    return rows[:50]


def _words_for_numbers(rows: Rows) -> Rows:
    for row in rows:
        for office in row["offices"]:
            office["phone"] = "call us"
    return rows


def _nobodys(rows: Rows) -> Rows:
    for at, row in enumerate(rows):
        row["id"]["bioguide"] = f"X{at:06}"
    return rows


def _no_towns(rows: Rows) -> Rows:
    for row in rows:
        for office in row["offices"]:
            office.pop("city")
    return rows


def _nested(rows: Rows) -> Rows:
    rows[0]["offices"] = {"a": rows[0]["offices"]}
    return rows


@pytest.mark.parametrize("spoil", [_few, _words_for_numbers, _nobodys, _no_towns, _nested])
def test_a_list_of_offices_that_cannot_be_right_is_refused(
    spoil: Callable[[Rows], Rows], files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    members, offices = files
    with pytest.raises(CoalitionError) as refused:
        plan_update(source(members, spoil(offices)), tmp_path, places)
    assert said(refused.value)


def test_offices_of_another_congress_are_refused_for_that(
    files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    members, offices = files
    for at, row in enumerate(offices):
        if at % 2:
            row["id"]["bioguide"] = f"X{at:06}"
    with pytest.raises(UpdateRefused) as refused:
        plan_update(source(members, offices), tmp_path, places)
    keys = [problem.key for problem in refused.value.problems]
    assert "legislators.problem_strangers" in keys


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"null", b"[1]", b"[[]]", b"<html>", b"[" * 100_000, b"\xff\xfe",
     b'[{"id": {"bioguide": "A000001"}}]', b'{"message": "Not Found"}'],
)  # fmt: skip
@pytest.mark.parametrize("which", [MEMBERS, OFFICES])
def test_what_is_no_such_file_at_all_is_refused_by_its_name(
    data: bytes, which: str, files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    good = dumped(files[0]), dumped(files[1])
    given = (data, good[1]) if which == MEMBERS else (good[0], data)
    with pytest.raises(CoalitionError) as refused:
        plan_update(Source(*given, TODAY, "here"), tmp_path, places)
    assert refused.value.params["file"] == which
    assert which in said(refused.value)


def test_a_file_that_was_cut_off_is_refused(
    files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    members, offices = map(dumped, files)
    with pytest.raises(CoalitionError) as refused:
        plan_update(Source(members[:-5000], offices, TODAY, "here"), tmp_path, places)
    assert refused.value.key == "legislators.update_not_json"


def test_an_older_list_does_not_take_the_place_of_a_newer_one(
    files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    with pytest.raises(UpdateRefused) as refused:
        plan_update(source(*files, as_of=date(2026, 1, 1)), tmp_path, places)
    assert refused.value.key == "legislators.update_older"
    assert "2026-06-15" in said(refused.value)


# --- what it does -----------------------------------------------------------------------


def planned(files: tuple[Any, Any], places: Places, updates: Path) -> Plan:
    return plan_update(source(*files), updates, places)


def test_the_same_list_again_changes_nothing(
    files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    plan = planned(files, places, tmp_path)
    assert plan.changes == []
    assert plan.new.members == bundled_congress().members
    assert plan.new.as_of == TODAY


def test_what_changed_is_shown_and_holds_and_can_be_taken_back(
    files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    members, offices = files
    gone = members.pop(0)
    came = deepcopy(gone)
    came["id"]["bioguide"] = "Z999999"
    came["name"] = {"first": "Casa", "last": "Ejemplo"}
    members.append(came)
    house = next(row for row in members if row["terms"][-1].get("district") == 7)
    members.remove(house)
    row = next(row for row in offices if len(row["offices"]) > 2)
    row["offices"][0]["phone"] = "(617) 555-0100"
    lost = row["offices"].pop()
    plan = planned(files, places, tmp_path)
    kinds = {change.what for change in plan.changes}
    assert kinds >= {What.CAME, What.WENT, What.VACANT, What.PHONE, What.OFFICE_GONE}
    for language in languages():
        lines = [t(f"legislators.change_{c.what}", language, **c.params) for c in plan.changes]
        assert any("Casa Ejemplo" in line for line in lines)
        assert any("617-555-0100" in line for line in lines)

    put_in_place(plan.new, tmp_path)
    now = stored_congress(tmp_path)
    assert now.origin is Origin.UPDATED
    assert now.congress.members == tuple(
        sorted(now.congress.members, key=now.congress.members.index)
    )
    ids = {member.id for member in now.congress.members}
    assert "Z999999" in ids
    assert gone["id"]["bioguide"] not in ids
    assert lost["id"] not in {o.id for m in now.congress.members for o in m.offices}

    put_back(tmp_path)
    before = stored_congress(tmp_path).congress
    assert congress_text(before) == congress_text(bundled_congress())
    put_back(tmp_path)
    assert congress_text(stored_congress(tmp_path).congress) == congress_text(now.congress)


def test_what_the_second_source_knows_stays_until_upstream_says_otherwise(
    files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    def flagged(plan: Plan, flag: Flag) -> int:
        offices = [office for member in plan.new.members for office in member.offices]
        return sum(flag in office.flags for office in offices)

    plan = planned(files, places, tmp_path)
    assert (flagged(plan, Flag.SECOND_SOURCE), flagged(plan, Flag.SECOND_SOURCE_PHONE)) == (41, 9)
    assert flagged(plan, Flag.BAD_LAT) == 1
    by_id = {office["id"]: office for row in files[1] for office in row["offices"]}
    by_id["F000110-opelousas"]["phone"] = "337-555-0100"
    extra = {"id": "L000607-san_jose", "city": "San Jose", "state": "CA", "phone": "408-245-2339"}
    next(r for r in files[1] if r["id"]["bioguide"] == "L000607")["offices"].append(extra)
    plan = planned(files, places, tmp_path)
    assert (flagged(plan, Flag.SECOND_SOURCE), flagged(plan, Flag.SECOND_SOURCE_PHONE)) == (40, 8)


def test_a_new_congress_is_taken_although_a_few_numbers_are_missing(
    files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    members, offices = files
    for at, row in enumerate(members):
        row["terms"].append({**row["terms"][-1], "start": "2027-01-03", "end": "2029-01-03"})
        if at % 8 == 0:
            row["id"]["bioguide"] = f"Z{at:06}"
            row["terms"][-1].pop("phone", None)
    plan = planned((members, offices), places, tmp_path)
    assert plan.new.terms_end(plan.new.members[0].body) == date(2029, 1, 3)
    put_in_place(plan.new, tmp_path)
    with pytest.raises(UpdateRefused):  # and back to those of before it does not go by itself
        planned(upstream(), places, tmp_path)


def test_one_bad_number_is_left_out_and_counted(
    files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    files[1][0]["offices"][0]["phone"] = "123-CALL-NOW"
    plan = planned(files, places, tmp_path)
    assert plan.bad_phones == 1
    assert not any("CALL" in o.phone for m in plan.new.members for o in m.offices)


def test_texts_are_one_plain_line_and_addresses_are_of_the_web(
    files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    files[0][0]["name"]["official_full"] = "Ana\n\u202eB\x00 " + "x" * 900
    files[0][0]["terms"][-1]["url"] = "javascript:alert(1)"
    plan = planned(files, places, tmp_path)
    (changed,) = (m for m in plan.new.members if m.id == files[0][0]["id"]["bioguide"])
    assert changed.name.startswith("Ana B x")
    assert len(changed.name) <= 300
    assert changed.website == ""


# --- on the disk ------------------------------------------------------------------------


def test_two_updates_at_once_are_one_and_a_sentence(
    files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    plan = planned(files, places, tmp_path)
    with FileLock(tmp_path / "update.lock"), pytest.raises(UpdateRefused) as refused:
        put_in_place(plan.new, tmp_path)
    assert refused.value.key == "legislators.update_busy"
    assert stored_congress(tmp_path).origin is Origin.BUNDLED


def test_a_folder_that_cannot_be_made_is_said(
    files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    plan = planned(files, places, tmp_path)
    (tmp_path / "updates").write_text("a file")
    with pytest.raises(UpdateRefused) as refused:
        put_in_place(plan.new, tmp_path / "updates")
    assert refused.value.key == "legislators.update_not_written"


def test_a_damaged_list_gives_way_to_the_one_before_then_to_the_bundled_one(
    files: tuple[Rows, Rows], places: Places, tmp_path: Path
) -> None:
    put_in_place(planned(files, places, tmp_path).new, tmp_path)
    put_in_place(planned(files, places, tmp_path).new, tmp_path)
    whole = (tmp_path / "congress.json").read_text(encoding="utf-8")
    (tmp_path / "congress.json").write_text(whole[:-100], encoding="utf-8")
    stored = stored_congress(tmp_path)
    assert (stored.origin, stored.damaged) == (Origin.PREVIOUS, ("congress.json",))
    (tmp_path / "congress.previous.json").write_bytes(b"\xff")
    stored = stored_congress(tmp_path)
    assert stored.origin is Origin.BUNDLED
    assert len(stored.damaged) == 2


def test_without_an_update_there_is_nothing_to_go_back_to(tmp_path: Path) -> None:
    with pytest.raises(UpdateRefused) as refused:
        put_back(tmp_path)
    assert refused.value.key == "legislators.no_previous"


# --- from a folder ----------------------------------------------------------------------


def test_files_are_taken_from_a_folder_packed_or_renamed(
    files: tuple[Rows, Rows], tmp_path: Path
) -> None:
    members, offices = map(dumped, files)
    with pytest.raises(UpdateRefused) as refused:
        from_path(tmp_path, TODAY)
    assert refused.value.params == {"file": MEMBERS}
    (tmp_path / f"{MEMBERS}.gz").write_bytes(gzip.compress(members))
    with pytest.raises(UpdateRefused) as refused:
        from_path(tmp_path, TODAY)
    assert refused.value.params == {"file": OFFICES}
    (tmp_path / "my offices.json").write_bytes(offices)
    found = from_path(tmp_path, TODAY, date(2027, 1, 5))
    assert (found.members, found.offices) == (members, offices)
    assert found.as_of == date(2027, 1, 5)
    one = from_path(tmp_path / "my offices.json", TODAY)
    assert (one.members, one.offices) == (members, offices)
    assert from_path(tmp_path, TODAY, date(2099, 1, 1)).as_of == TODAY


def test_a_broken_archive_and_one_that_swells_are_refused(tmp_path: Path) -> None:
    packed = gzip.compress(b"[" + b" " * 40_000_000)
    for data, key in ((packed[:-300], "update_unreadable"), (packed, "update_too_big")):
        (tmp_path / f"{MEMBERS}.gz").write_bytes(data)
        (tmp_path / OFFICES).write_bytes(b"[]")
        with pytest.raises(UpdateRefused) as refused:
            from_path(tmp_path, TODAY)
        assert refused.value.key in {f"legislators.{key}", "legislators.update_too_big"}


def test_the_list_of_another_bot_is_taken_unless_it_is_of_tomorrow(
    places: Places, tmp_path: Path
) -> None:
    theirs = tmp_path / "congress.json"
    text = congress_text(bundled_congress())
    theirs.write_text(text, encoding="utf-8")
    plan = plan_update(from_path(theirs, TODAY), tmp_path / "updates", places)
    assert plan.changes == []
    theirs.write_text(text.replace('"as_of": "2026', '"as_of": "2099'), encoding="utf-8")
    with pytest.raises(UpdateRefused):
        plan_update(from_path(theirs, TODAY), tmp_path / "updates", places)


# --- over the web -----------------------------------------------------------------------


async def _fetched(members: Answer, offices: Answer, *paths: str) -> Source:
    answers = {"/m.json": members, "/o.json": offices}
    with serving(answers) as address:
        urls = [address(path) for path in paths or ("/m.json", "/o.json")]
        return await fetch(urls, TODAY, lambda *_: None, QUICK)


async def test_both_files_are_fetched_and_the_servers_day_is_that_of_the_list() -> None:
    header = {"Last_Modified": "Tue, 05 Jan 2027 10:00:00 GMT"}
    found = await _fetched(sends(b"[1]", **header), sends(b"[2]"))
    assert (found.members, found.offices, found.as_of) == (b"[1]", b"[2]", date(2027, 1, 5))
    for odd in ("yesterday", "Tue, 05 Jan 2099 10:00:00 GMT", ""):
        found = await _fetched(sends(b"[1]", Last_Modified=odd), sends(b"[2]"))
        assert found.as_of == TODAY


async def test_progress_is_told_as_it_comes() -> None:
    seen: list[tuple[str, int, int | None]] = []
    body = b"x" * 200_000
    with serving({"/m.json": sends(body), "/o.json": sends(b"[]")}) as address:
        urls = [address("/m.json"), address("/o.json")]
        await fetch(urls, TODAY, lambda *told: seen.append(told), QUICK)
    assert [told for told in seen if told[0] == "m.json"][-1] == ("m.json", 200_000, 200_000)
    assert len(seen) > 3
    assert seen[-1] == ("o.json", 2, 2)


async def test_a_server_that_answers_wrongly_is_named() -> None:
    for status in (404, 500, 204):
        with pytest.raises(UpdateRefused) as refused:
            await _fetched(sends(b"[]"), sends(b"", status=status))
        assert refused.value.key == "legislators.update_status"
        assert str(status) in said(refused.value)


async def test_a_server_that_breaks_off_hangs_or_never_ends_is_left() -> None:
    body = b"[" + b"1," * 50_000 + b"1]"
    with pytest.raises(UpdateRefused) as refused:
        await _fetched(breaks_off(body), sends(b"[]"))
    assert refused.value.key == "legislators.update_cut_off"
    with pytest.raises(UpdateRefused) as refused:
        await _fetched(never_ends(b"x" * 65536), sends(b"[]"))
    assert refused.value.key == "legislators.update_too_big"
    with ExitStack() as stack:
        hangs = stack.enter_context(silent())
        with pytest.raises(UpdateRefused) as refused:
            await _fetched(sends(b"[]"), hangs)
    assert refused.value.key == "legislators.update_timeout"


async def test_nobody_there_is_said() -> None:
    with serving({}) as address:
        url = address("/m.json")
    with pytest.raises(UpdateRefused) as refused:
        await fetch([url, url], TODAY, lambda *_: None, QUICK)
    assert refused.value.key == "legislators.update_unreachable"
    assert "127.0.0.1" in said(refused.value)


def test_the_rows_made_here_are_of_upstreams_shape(files: tuple[Rows, Rows]) -> None:
    members, offices = files
    assert len(members) == len(offices) == 537
    assert json.loads(dumped(members)) == members
    assert set(members[0]) == {"id", "name", "bio", "terms"}
    assert set(offices[0]) == {"id", "offices"}
