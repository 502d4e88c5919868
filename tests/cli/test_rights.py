"""`python -m bot rights`: to read a card, and to print them for handing out."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdf

from bot.services.rights import load_rights
from tests.cli.conftest import Run


def test_a_card_that_is_not_there_is_refused_with_those_that_are(run: Run) -> None:
    refused = run("rights", "dragon")
    assert refused.exit_code == 1
    assert "no card by that name" in refused.stderr
    assert "Detention" in refused.stderr


def test_without_a_card_all_are_listed(run: Run) -> None:
    listed = run("rights")
    assert listed.exit_code == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()] == [
        card.id for card in load_rights().cards
    ]


def test_a_card_is_read_by_people_in_their_language(run: Run) -> None:
    card = run("rights", "puerta", "--lang", "es").stdout
    assert card.startswith("En su puerta")
    assert "I choose to remain silent" in card
    assert "Elijo guardar silencio" in card
    assert "no es consejo legal" in card
    assert "https://" in card
    assert "**" not in card


def test_a_card_is_written_as_a_pdf_or_as_a_picture(run: Run, terminal: Path) -> None:
    done = run("rights", "home", "--lang", "es", "--out", "sheets/home.pdf")
    assert done.exit_code == 0
    page = pypdf.PdfReader(BytesIO((terminal / "sheets" / "home.pdf").read_bytes()))
    assert page.metadata is not None
    assert page.metadata.title == "En su puerta"
    assert run("rights", "home", "--out", "home.png").exit_code == 0
    assert (terminal / "home.png").read_bytes().startswith(b"\x89PNG")


def test_a_file_that_cannot_be_is_refused_in_a_sentence(run: Run, terminal: Path) -> None:
    refused = run("rights", "home", "--out", "home.doc")
    assert refused.exit_code == 2
    assert ".pdf or .png" in refused.stderr
    (terminal / "taken").write_text("a file")
    refused = run("rights", "home", "--out", "taken/home.pdf")
    assert refused.exit_code == 1
    assert "could not be written" in refused.stderr


def test_all_cards_are_written_in_every_language_or_in_one(run: Run, terminal: Path) -> None:
    assert run("rights", "--all", "both").exit_code == 0
    names = sorted(path.name for path in (terminal / "both").iterdir())
    assert len(names) == 2 * len(load_rights().cards)
    assert "rights-check-in-es.pdf" in names
    assert run("rights", "--all", "one", "--lang", "es").exit_code == 0
    assert {path.stem[-3:] for path in (terminal / "one").iterdir()} == {"-es"}
