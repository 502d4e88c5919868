"""The bundled synonyms: each group of one meaning, in both languages, tied to a real need."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.bundled import bundled_path
from bot.domain.places import fold

WHOLE: dict[str, Any] = json.loads(bundled_path("synonyms.json").read_text(encoding="utf-8"))
GROUPS: list[dict[str, Any]] = WHOLE["groups"]
NEEDS: set[str] = set(
    json.loads(bundled_path("directory.json").read_text(encoding="utf-8"))["needs"]
)


def needs_of(word: str) -> set[str | None]:
    wanted = fold(word)
    return {group["need"] for group in GROUPS if wanted in map(fold, group["words"])}


def test_the_file_says_where_it_comes_from() -> None:
    assert WHOLE["date"] == "2026-11-22"
    assert all(WHOLE[field] for field in ("source", "licence", "note"))


def test_every_group_names_a_need_of_the_directory_or_none() -> None:
    for group in GROUPS:
        assert list(group) == ["need", "words"]
        assert group["need"] is None or group["need"] in NEEDS
        assert len(group["words"]) >= 2


def test_every_need_can_be_asked_for() -> None:
    assert {group["need"] for group in GROUPS} - {None} == NEEDS


def test_a_word_means_one_thing_whatever_its_accents_and_case() -> None:
    seen: dict[str, str] = {}
    for group in GROUPS:
        for word in group["words"]:
            assert word == word.strip()
            assert word
            assert fold(word) not in seen, f"{word}: {seen.get(fold(word))}"
            seen[fold(word)] = word


@pytest.mark.parametrize(
    ("word", "need"),
    [
        ("lawyer", "legal_help"),
        ("abogado", "legal_help"),
        ("notario", "legal_help"),
        ("licenciado", "legal_help"),
        ("legal aid", "legal_help"),
        ("ayuda legal", "legal_help"),
        ("asilo", "legal_help"),
        ("redada", "rapid_response"),
        ("raid", "rapid_response"),
        ("la migra", "rapid_response"),
        ("ICE", "rapid_response"),
        ("visita", "detention_visits"),
        ("visit", "detention_visits"),
        ("detencion", "detention"),
        ("hotline", "hotline"),
        ("línea de ayuda", "hotline"),
        ("ciudadania", "citizenship"),
        ("fianza", "bond"),
        ("niños", "children"),
        ("trans", "lgbtq"),
        ("voluntario", "volunteer"),
        ("donar", "donate"),
        ("derechos", "know_your_rights"),
        ("taller", "training"),
        ("acompañamiento", "accompaniment"),
        ("corte", "accompaniment"),
        ("soñadores", "youth"),
        ("trabajo", "workers"),
        ("familia", "families"),
        ("287g", "local_policing"),
        ("congresista", "find_lawmakers"),
        ("albergue", "after_release"),
        ("frontera", "border"),
        ("Muslim", None),
    ],
)
def test_words_people_use_lead_to_what_they_need(word: str, need: str | None) -> None:
    assert needs_of(word) == {need}
