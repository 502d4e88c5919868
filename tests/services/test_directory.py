"""`/find`'s use case over the bundled directory: who is found, in which order, and never nobody."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from bot.app import open_services
from bot.bundled import bundled_path
from bot.clock import FixedClock
from bot.domain.errors import BadInput, NotFound
from bot.domain.organization import Hit
from bot.domain.search import Concept, fold, parse_query
from bot.i18n import languages
from bot.services.directory import DirectoryService, FindRequest, FindResult
from bot.services.services import Services
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.organizations import Audience, Criteria, search_organizations
from cogs.resources.render import card_text
from tests.conftest import KEY, NOW

pytestmark = pytest.mark.asyncio(loop_scope="module")

ENTRIES: list[dict[str, Any]] = json.loads(bundled_path("directory.json").read_bytes())["entries"]
UNVERIFIED = [e["phone_unverified"]["number"] for e in ENTRIES if e.get("phone_unverified")]


@pytest_asyncio.fixture(
    scope="module", loop_scope="module", params=[None, KEY], ids=["plain", "encrypted"]
)
async def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Database, Services]]:
    """One database for all tests of this file: they only read."""
    path: Path = tmp_path_factory.mktemp("directory") / "coalition.db"
    settings = Settings(_env_file=None, database_path=path, database_key=request.param)
    async with open_services(settings, FixedClock(NOW)) as both:
        yield both


@pytest.fixture
def directory(shared: tuple[Database, Services]) -> DirectoryService:
    return shared[1].directory


async def find(
    directory: DirectoryService, what: str, where: str | None = None, **more: Any
) -> FindResult:
    language = more.pop("language", "en")
    request = FindRequest(what, where, **more)
    return await directory.find(request, language=language, guild_id=None)


def ids(result: FindResult) -> list[str]:
    return [hit.organization.id for hit in result.hits]


def said(result: FindResult) -> list[str]:
    return [notice.key for notice in result.notices]


# --- refusals -------------------------------------------------------------------------------


async def test_a_kind_that_no_entry_has_is_refused(directory: DirectoryService) -> None:
    with pytest.raises(BadInput) as refused:
        await find(directory, "lawyer", kind="dragons")
    assert refused.value.key == "find.unknown_kind"
    found = await find(directory, "lawyer", kind="legal service")
    assert {hit.organization.kind for hit in found.hits} == {"legal service"}


async def test_an_entry_that_is_gone_is_refused(directory: DirectoryService) -> None:
    with pytest.raises(NotFound) as refused:
        await directory.get_one(262_143, language="en", guild_id=None)
    assert refused.value.key == "find.entry_gone"
    number = (await find(directory, "lawyer")).hits[0].organization.number
    entry = await directory.get_one(number, language="en", guild_id=None)
    assert entry.number == number
    assert await directory.get([262_143, number], language="en", guild_id=None) == [entry]
    assert await directory.get([], language="en", guild_id=None) == []


@pytest.mark.parametrize("where", ["00000", "99999", "Atlantis", "123", "?", "Tijuana", "x" * 4000])
async def test_a_place_that_is_not_known_is_said_and_the_search_goes_on(
    directory: DirectoryService, where: str
) -> None:
    result = await find(directory, "lawyer", where)
    assert any(key.startswith("places.") for key in said(result))
    assert result.place is None
    assert ids(result) == ids(await find(directory, "lawyer"))
    assert where not in str([notice.params for notice in result.notices])


@pytest.mark.parametrize(
    ("typed", "meant"), [("Bostn", "Boston, MA"), ("Chicgo", "Chicago, IL"), ("en Boston", None)]
)
async def test_a_slip_in_a_place_is_mended_and_said(
    directory: DirectoryService, typed: str, meant: str | None
) -> None:
    result = await find(directory, "lawyer", typed)
    assert result.place is not None
    assert result.place.label == (meant or "Boston, MA")
    assert ("places.did_you_mean" in said(result)) == (meant is not None)


@pytest.mark.parametrize("here", ["near me", "me", "cerca de mí", "aquí"])
async def test_the_bot_says_that_it_does_not_know_where_somebody_is(
    directory: DirectoryService, here: str
) -> None:
    result = await find(directory, "lawyer", here)
    assert said(result) == ["places.near_me"]
    assert result.hits


@pytest.mark.parametrize(
    ("typed", "where", "first"),
    [
        ("mi hermano fue detenido", "San Antonio", "refugee-and-immigrant-center-for-education"),
        ("se llevaron a mi esposo", "Houston", "refugee-and-immigrant-center-for-education"),
        ("abogado", "Houston", "refugee-and-immigrant-center-for-education"),
        ("redada", "", "nnirr-hotline-list"),
        ("la migra", "", "nnirr-hotline-list"),
        ("ICE is at my door", "", "nnirr-hotline-list"),
        ("hotline", "", "nnirr-hotline-list"),
        ("father detained", "", "immigration-advocates-network"),
        ("where is my brother being held", "", "immigration-advocates-network"),
        ("quiero ser voluntaria", "Los Ángeles", "mexican-american-opportunity-foundation"),
        ("lawyer in Boston", "", "project-citizenship"),
        ("abogado 02118", "", "project-citizenship"),
    ],
)
async def test_what_people_write_in_need_leads_to_help_first(
    directory: DirectoryService, typed: str, where: str, first: str
) -> None:
    assert ids(await find(directory, typed, where or None))[0].startswith(first)


@pytest.mark.parametrize(
    "word", ["hermano", "esposo", "father", "took", "scared", "llegó", "lost", "perdido", "inglés"]
)
async def test_a_plain_word_is_not_taken_for_another(
    directory: DirectoryService, word: str
) -> None:
    query = parse_query(word, directory._synonyms, directory.names.spelling.correct)
    assert [c.words for c in query.concepts] == [(fold(word),)]


# --- nobody leaves with nothing -------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "key"),
    [
        ("", "find.nothing_to_search"),
        ("😀🎉", "find.nothing_to_search"),
        ("xylophone qwzx", "find.no_results"),
    ],
)
async def test_no_result_brings_hotlines_and_nationwide_legal_help(
    directory: DirectoryService, what: str, key: str
) -> None:
    result = await find(directory, what)
    assert result.fallback
    assert key in said(result)
    needs = {e["id"]: set(e["needs"]) for e in ENTRIES}
    found = [needs[i] for i in ids(result)]
    assert "hotline" in found[0]
    assert any("legal_help" in each for each in found)
    assert all(each & {"hotline", "legal_help"} for each in found)
    assert all(h.organization.scope.value not in ("city", "state") for h in result.hits)
    assert len(set(ids(result))) == len(ids(result))


async def test_hotlines_are_all_hotlines(directory: DirectoryService) -> None:
    hits = await directory.hotlines(language="en", guild_id=None)
    shown = hits.hits if isinstance(hits, FindResult) else hits
    needs = {e["id"]: e["needs"] for e in ENTRIES}
    assert shown
    assert all("hotline" in needs[hit.organization.id] for hit in shown)


async def test_words_of_which_only_some_fit_still_find_somebody(
    directory: DirectoryService,
) -> None:
    result = await find(directory, "citizenship xylophone")
    assert "find.some_words" in said(result)
    assert not result.fallback
    assert set(ids(result)) <= set(ids(await find(directory, "citizenship", limit=500)))


async def test_a_letter_is_cut_short_and_that_is_said(directory: DirectoryService) -> None:
    result = await find(directory, "lawyer " * 700)
    assert "find.shortened" in said(result)
    assert ids(result)


# --- any text -------------------------------------------------------------------------------


@hypothesis(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=120), st.one_of(st.none(), st.text(max_size=40)))
@example("' OR 1=1; DROP TABLE organization; --", None)
@example('name:"x" NEAR(a b) AND * OR NOT ^ {what} : - +', "MA")
@example('"', '"')
@example("AND OR NOT NEAR", "Boston")
@example("xkvisitationprogramme xfar xsma xg1", "Boston")
@example("\x00\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "\x00")
@example("lawyer*", "02118")
async def test_any_text_gets_an_answer(
    shared: tuple[Database, Services], what: str, where: str | None
) -> None:
    db, services = shared
    result = await find(services.directory, what, where)
    assert result.hits
    assert len(await db.fetch_all("SELECT 1 FROM organization")) == len(ENTRIES)


@hypothesis(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=20), st.booleans())
@example("and", True)
@example("near", True)
@example("xkhotlinelist", False)
async def test_any_word_is_a_word_to_the_index_never_an_operator(
    shared: tuple[Database, Services], word: str, match_all: bool
) -> None:
    db, services = shared
    words = services.directory._query(word, []).concepts or (Concept(("and",), None),)
    audience = Audience("en", None)
    criteria = Criteria((*words, *words), audience, match_all=match_all, state="MA", limit=5)
    await search_organizations(db, criteria)


@pytest.mark.parametrize("made_up", ["xkhotlinelist", "xfar", "xsma", "xlunknown", "xnlegalhelp"])
async def test_the_made_up_words_of_the_index_find_nothing(
    directory: DirectoryService, made_up: str
) -> None:
    assert (await find(directory, made_up)).fallback


# --- who is found ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("lawyer", "abogado", "legal aid", "ayuda legal", "lawyers", "ABOGADA"),
        ("raid", "redada", "raids", "redadas"),
        ("visit", "visita", "visits", "visitas"),
        ("citizenship", "ciudadanía", "ciudadania"),
    ],
    ids=lambda words: words[0],
)
async def test_words_that_mean_the_same_find_the_same_first(
    directory: DirectoryService, words: tuple[str, ...]
) -> None:
    results = {word: await find(directory, word) for word in words}
    assert [word for word, result in results.items() if result.fallback] == []
    found = {word: ids(result) for word, result in results.items()}
    first, *others = found.values()
    for other in others:
        assert set(other[:5]) & set(first[:5]), found
        assert len(set(other) & set(first)) >= min(len(first), len(other)) * 0.6, found


@pytest.mark.parametrize("language", languages())
async def test_every_name_and_alias_finds_its_entry_among_the_first_five(
    directory: DirectoryService, language: str
) -> None:
    lost: list[tuple[str, list[str]]] = []
    for entry in ENTRIES:
        names = [entry["name"], *entry["aliases"], *filter(None, [entry.get("name_es")])]
        for name in names:
            found = ids(await find(directory, name, language=language))[:5]
            if entry["id"] not in found:
                lost.append((name, found))
    assert lost == []


async def test_the_old_name_finds_the_new_one_first(directory: DirectoryService) -> None:
    assert ids(await find(directory, "CIVIC"))[0] == "freedom-for-immigrants"
    assert ids(await find(directory, "civic", "Boston"))[0] == "freedom-for-immigrants"


@pytest.mark.parametrize("typo", ["lawer", "Lawyr", "abogdo", "citzenship", "ciudadnia"])
async def test_a_slip_of_the_finger_is_forgiven(directory: DirectoryService, typo: str) -> None:
    assert not (await find(directory, typo)).fallback


async def test_only_one_kind_or_language_where_that_was_asked(directory: DirectoryService) -> None:
    kind = "visitation programme"
    found = await find(directory, "visit", kind=kind, limit=500)
    assert {hit.organization.kind for hit in found.hits} == {kind}
    spoken = [e for e in ENTRIES if e.get("languages")]
    for code in sorted({code for e in spoken for code in e["languages"]}):
        known = await find(directory, "help", speaks=code, limit=500)
        # Whose languages nobody knows may well speak it: they stay in.
        assert all(
            not hit.organization.languages or code in hit.organization.languages
            for hit in known.hits
        )


@pytest.mark.parametrize("limit", [1, 3, 15, 500])
async def test_never_more_than_asked_for(directory: DirectoryService, limit: int) -> None:
    for what in ("help", "lawyer", "xylophone"):
        for where in (None, "Boston"):
            assert 1 <= len((await find(directory, what, where, limit=limit)).hits) <= limit


async def test_near_comes_before_national_and_distances_are_told(
    directory: DirectoryService,
) -> None:
    near = [e for e in ENTRIES if e.get("lat") is not None and e.get("city")]
    assert near
    for entry in near:
        result = await find(directory, "immigrant", f"{entry['city']}, {entry['state']}", limit=500)
        far = [h.distance_km for h in result.hits if h.distance_km is not None]
        close = [km for km in far if km < 160]
        assert close
        assert far[: len(close)] == sorted(close)
        assert min(close) < 40
    result = await find(directory, "citizenship", "02118")
    assert result.place is not None
    assert "02118" not in repr(result)


async def test_a_state_alone_is_no_point_to_measure_from(directory: DirectoryService) -> None:
    result = await find(directory, "citizenship", "Massachusetts")
    assert "MA" in result.hits[0].organization.states
    assert all(hit.distance_km is None for hit in result.hits)


async def test_the_answer_is_in_the_language_asked_for(directory: DirectoryService) -> None:
    english = await find(directory, "CIVIC", language="en")
    spanish = await find(directory, "CIVIC", language="es")
    texts = {e["id"]: e["what"] for e in ENTRIES}["freedom-for-immigrants"]
    assert texts["en"] in english.hits[0].organization.what
    assert texts["es"] in spanish.hits[0].organization.what


# --- what stays inside ----------------------------------------------------------------------


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


async def test_a_phone_that_nobody_verified_stands_only_where_editors_read(
    shared: tuple[Database, Services],
) -> None:
    db, _ = shared
    assert UNVERIFIED
    tables = [
        row["name"]
        for row in await db.fetch_all(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL"
        )
    ]
    assert "organization" in tables
    for table in tables:
        rows = await db.fetch_all(f'SELECT * FROM "{table}"')  # noqa: S608
        text = "\n".join(
            str(row[column])
            for row in rows
            for column in row.keys()  # noqa: SIM118 - a row is no mapping
            if (table, column) != ("organization", "entry")
        )
        for phone in UNVERIFIED:
            assert phone not in text, table
            assert _digits(phone) not in text, table


@pytest.mark.parametrize("language", languages())
async def test_a_phone_that_nobody_verified_is_shown_nowhere(
    directory: DirectoryService, language: str
) -> None:
    numbers = sorted(directory.names.everybody.names)
    assert len(numbers) == len(ENTRIES)
    entries = await directory.get(numbers, language=language, guild_id=None)
    for entry in entries:
        shown = card_text(Hit(entry, None), language) + repr(entry)
        for phone in UNVERIFIED:
            assert phone not in shown
            assert _digits(phone)[-7:] not in _digits(shown)


# --- suggestions ----------------------------------------------------------------------------


async def test_what_is_suggested_begins_as_typed_and_is_found(directory: DirectoryService) -> None:
    assert await directory.suggest("", None) == []
    assert await directory.suggest("qwzx", None) == []
    for typed in ("mira", "free", "ame", "NILC"):
        for name in await directory.suggest(typed, None):
            found = await find(directory, name)
            assert name in [hit.organization.name for hit in found.hits][:5]
    assert len(await directory.suggest("a", None, 3)) == 3


async def test_a_zip_is_never_suggested(directory: DirectoryService) -> None:
    assert await directory.suggest_places("02118", "en") == []
    assert await directory.suggest_places("021", "es") == []
    assert "Boston, MA" in await directory.suggest_places("bost", "es")
