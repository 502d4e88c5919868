"""The bundled directory is complete, bilingual, and holds nothing that must not be shown."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.bundled import bundled_path
from bot.domain.places import parse_gazetteer, parse_places

IDS = [
    "american-immigration-lawyers-association",
    "tennessee-immigrant-and-refugee-rights-coalition",
    "massachusetts-immigrant-and-refugee-advocacy-coalition",
    "california-immigrant-policy-center",
    "project-citizenship",
    "boston-immigration-justice-accompaniment-network",
    "new-york-immigration-coalition",
    "mixteca",
    "illinois-coalition-for-immigrant-and-refugee-rights",
    "mexican-american-opportunity-foundation",
    "catholic-charities",
    "save-the-children",
    "mariposas-sin-fronteras",
    "border-angels",
    "young-center-for-immigrant-children-s-rights",
    "coalition-for-humane-immigrant-rights",
    "national-immigrant-justice-center",
    "national-immigration-law-center",
    "immigration-advocates-network",
    "american-civil-liberties-union",
    "aclu-immigrants-rights-project",
    "aclu-immigrant-health-campaign",
    "quixote-center",
    "united-we-dream",
    "here-to-stay-network",
    "national-network-for-immigrant-and-refugee-rights",
    "freedom-for-immigrants",
    "vera-institute-of-justice",
    "safe-cities-network",
    "detention-watch-network",
    "los-angeles-dream-act-coalition",
    "advocates-for-immigrant-rights",
    "immigrant-justice-network",
    "refugee-and-immigrant-center-for-education-and-legal-services",
    "villanova-university-immigrant-advocate-training",
    "worker-and-immigrant-rights-advocacy-clinic",
    "the-advocates-for-human-rights",
    "sanctuary-cities-movement",
    "freedom-cities",
    "287-g-withdrawal-campaigns",
    "shutdown-ice",
    "using-inspections-to-end-abusive-detention",
    "families-belong-together",
    "chicago-welcomes-plan",
    "find-your-members-of-congress",
    "find-your-massachusetts-legislators",
    "aila-action-center",
    "aila-chapter-finder",
    "labor-notes-rapid-response-guide",
    "nnirr-hotline-list",
    "visitation-programme-list",
    "inspections-toolkit",
]
KINDS = {
    "accompaniment network",
    "action center",
    "advocacy organisation",
    "charity",
    "civil liberties organisation",
    "coalition",
    "community organisation",
    "directory",
    "guide",
    "hotline list",
    "human rights organisation",
    "inspection campaign",
    "law school clinic",
    "legal representation network",
    "legal service",
    "legislator finder",
    "local chapter finder",
    "local programme",
    "policy campaign",
    "policy organisation",
    "professional association",
    "rapid response network",
    "training",
    "visitation programme",
    "youth network",
}
NEEDS = {
    "accompaniment", "advocacy", "after_release", "bond", "border", "children", "citizenship",
    "detention", "detention_visits", "donate", "families", "find_lawmakers", "health", "hotline",
    "human_rights", "know_your_rights", "legal_clinic", "legal_help", "lgbtq", "local_groups",
    "local_policing", "policy", "pro_bono", "rapid_response", "refugees", "social_services",
    "students", "training", "volunteer", "workers", "youth",
}  # fmt: skip
SCOPES = {"nationwide", "state", "city", "international", "not stated"}
FIELDS = [
    "id", "name", "name_es", "kind", "aliases", "scope", "state", "also", "city", "lat", "lon",
    "what", "facts", "needs", "languages", "website", "website_of", "phone_unverified", "related",
    "source",
]  # fmt: skip
PHONE = re.compile(r"\d{3}[\s).-]*\d{3}[\s.-]*\d{4}")

Entry = dict[str, Any]
TEXT = bundled_path("directory.json").read_text(encoding="utf-8")
WHOLE: dict[str, Any] = json.loads(TEXT)
ENTRIES: list[Entry] = WHOLE["entries"]


@pytest.fixture(params=ENTRIES, ids=lambda entry: entry["id"])
def entry(request: pytest.FixtureRequest) -> Entry:
    return request.param


def sentences(entry: Entry) -> list[dict[str, str]]:
    return [entry["what"], *entry["facts"]]


def test_ids_never_change() -> None:
    assert [entry["id"] for entry in ENTRIES] == IDS
    assert len(set(IDS)) == len(IDS)


def test_each_entry_stands_on_a_line_of_its_own() -> None:
    lines = [line.strip().rstrip(",") for line in TEXT.splitlines()]
    assert [json.loads(line)["id"] for line in lines if line.startswith('{"id"')] == IDS


def test_the_file_says_where_it_comes_from() -> None:
    assert WHOLE["date"] == "2026-11-22"
    assert all(WHOLE[field] for field in ("source", "licence", "note"))
    assert set(WHOLE["needs"]) == NEEDS
    assert set(WHOLE["kinds"]) == KINDS | {"other"}


def test_every_need_is_met_by_some_entry() -> None:
    assert {need for entry in ENTRIES for need in entry["needs"]} == NEEDS


def test_nobody_is_left_with_nothing() -> None:
    nationwide = [entry for entry in ENTRIES if entry["scope"] == "nationwide"]
    for need in ("hotline", "legal_help"):
        reachable = [e for e in nationwide if need in e["needs"] and e["website"]]
        assert len(reachable) >= 2, need


def test_it_has_every_field_of_a_known_kind(entry: Entry) -> None:
    assert list(entry) == FIELDS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry["id"])
    assert entry["name"]
    assert entry["kind"] in KINDS
    assert entry["scope"] in SCOPES
    assert entry["languages"] == []
    assert re.match(r"seed \d{3}", entry["source"])


def test_its_needs_are_of_the_closed_list(entry: Entry) -> None:
    assert entry["needs"]
    assert set(entry["needs"]) <= NEEDS
    assert len(set(entry["needs"])) == len(entry["needs"])


def test_it_is_told_in_both_languages_in_one_or_two_short_sentences(entry: Entry) -> None:
    for said in sentences(entry):
        assert set(said) == {"en", "es"}
        assert said["en"] != said["es"]
        for text in said.values():
            assert 20 <= len(text) <= 300
            assert text == text.strip()
            assert text.endswith(".")
    for text in entry["what"].values():
        assert text.replace("U.S. ", "").count(". ") <= 1
    for sentence in re.split(r"(?<=[.:]) ", entry["what"]["en"]):
        assert len(sentence.split()) <= 25, sentence


def test_its_words_are_american_and_its_spanish_is_polite(entry: Entry) -> None:
    english = " ".join(said["en"] for said in sentences(entry))
    spanish = " ".join(said["es"] for said in sentences(entry))
    british = r"\w*(programme|isation|ising|organise|centre|labour|licence)\w*"
    assert not re.search(british, english, re.IGNORECASE)
    assert not re.search(r"\b(tú|tu|tus|te|vosotros|vuestr\w+|os)\b", spanish, re.IGNORECASE)
    assert not re.search(r"\b(the|and|with|for|of)\b", spanish.replace("United We Dream", ""))


def test_it_says_nothing_of_a_persons_own_status(entry: Entry) -> None:
    shown = json.dumps([entry["name"], entry["name_es"], sentences(entry)], ensure_ascii=False)
    own = r"undocumented|indocumentad|illegal|ilegal|your status|su estatus|sin papeles"
    assert not re.search(own, shown, re.IGNORECASE)


def test_a_phone_stands_only_where_it_is_never_shown(entry: Entry) -> None:
    phone = entry["phone_unverified"]
    if phone is not None:
        assert list(phone) == ["number"]
        assert re.fullmatch(r"\d{3}-\d{3}-\d{4}", phone["number"])
    rest = {field: value for field, value in entry.items() if field != "phone_unverified"}
    assert not PHONE.search(json.dumps(rest))


def test_its_website_is_complete(entry: Entry) -> None:
    if entry["website"] is None:
        assert entry["website_of"] is None
        return
    url = urlsplit(entry["website"])
    assert url.scheme == "https"
    assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", url.netloc)
    assert url.path.startswith("/")
    assert "website: " in entry["source"]


def test_its_aliases_help_and_are_not_doubles(entry: Entry) -> None:
    words = [entry["name"], *entry["aliases"]]
    assert len({word.casefold() for word in words}) == len(words)
    assert all(word.strip() == word and word for word in words)


def test_what_it_relates_to_is_there(entry: Entry) -> None:
    assert set(entry["related"]) <= set(IDS) - {entry["id"]}


def test_it_says_where_it_works(entry: Entry) -> None:
    gazetteer = parse_gazetteer(bundled_path("states.json").read_text(encoding="utf-8"))
    codes = {state.code for state in gazetteer.states}
    assert (entry["state"] is not None) == (entry["scope"] in {"state", "city"})
    assert (entry["city"] is not None) == (entry["scope"] == "city")
    assert {*entry["also"], entry["state"]} - {None} <= codes
    assert entry["state"] not in entry["also"]


def test_exactly_the_city_entries_have_the_point_of_their_city() -> None:
    table = gzip.decompress(bundled_path("places.csv.gz").read_bytes()).decode()
    gazetteer = parse_gazetteer(bundled_path("states.json").read_text(encoding="utf-8"))
    places = parse_places(table.splitlines(), gazetteer)
    for entry in ENTRIES:
        point = (entry["lat"], entry["lon"])
        if entry["scope"] == "city":
            city = places.find(entry["city"])
            assert (city.state, city.kind) == (entry["state"], "city")
            assert point == (city.lat, city.lon)
        else:
            assert point == (None, None)
