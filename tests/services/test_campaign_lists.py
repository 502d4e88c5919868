"""Lists of officials from CSV: whole or not at all, and every bad row by its line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import BadInput, NotAllowed
from bot.services.campaign_targets import read_targets
from bot.services.services import Services
from tests.services.campaigning import MEMBER, ORGANIZER, drafted, listing

GOOD = (
    b"Name,Office,County,State,Phone,Email,Website,Notes\n"
    b"Sheriff Ada Example,Sheriff,Suffolk,MA,(617) 555-0100,,,tall\n"
    b'"Example, Bo",Sheriff,Essex,ma,978.555.0101 x3,bo@example.org,https://example.org/bo,\n'
)
BAD = (
    b"nombre;cargo;lugar;estado;telefono;correo\n"
    b"Ada;Sheriff;Suffolk;MA;12345;\n"
    b";Sheriff;Essex;MA;617-555-0100;\n"
    b"Bo;Sheriff;Essex;ZZ;617-555-0100;\n"
    b"Cy;Sheriff;Essex;MA;;\n"
    b"=1+1;Sheriff;Essex;MA;617-555-0100;\n"
    b"Di;Sheriff;Essex;MA;+1 617 555 0100;\n"
    b"Di;Sheriff;Essex;MA;617-555-0102;\n"
    b"Ed @everyone;Sheriff;Essex;MA;617-555-0100;\n"
    b"Flo;Sheriff;Essex;MA;;flo at example.org\n"
    b"Gil;Sheriff;Essex;MA;617-555-0100 617-555-0101;\n"
)


@pytest.fixture
def database_key() -> None:
    """In the plain mode alone: what is kept here is kept as events are, which are tried in both."""
    return


def test_every_bad_row_is_named_by_its_line() -> None:
    read = read_targets("sheriff", BAD)
    assert [(bad.line, bad.problem.key) for bad in read.bad] == [
        (2, "lists_io.bad_phone"),
        (3, "campaign_error.csv_nameless"),
        (4, "campaign_error.state"),
        (5, "campaign_error.csv_no_way"),
        (6, "campaign_error.csv_formula"),
        (8, "campaign_error.csv_twice"),
        (9, "campaign_error.mention"),
        (10, "campaign_error.csv_email"),
        (11, "lists_io.several_phones"),
    ]
    assert [each.phone for each in read.targets] == ["617-555-0100"]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "campaign_error.csv_empty"),
        (b"name,phone\n", "campaign_error.csv_empty"),
        (b"who,phone\nAda,617-555-0100\n", "campaign_error.csv_no_name"),
        (b"name,phone\n" + b"Ada,617-555-0100\n" * 501, "campaign_error.csv_many"),
        (b"name,phone\n" + b"x" * 600_000, "campaign_error.csv_large"),
        (b'name,phone\nAda,"617\n', "lists_io.open_quote"),
    ],
)
def test_a_file_that_is_no_list_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(BadInput) as error:
        read_targets("sheriff", data)
    assert error.value.key == key


async def test_a_list_comes_in_whole_or_not_at_all(services: Services) -> None:
    draft = await drafted(services, listing("county_sheriff"))
    number, name = draft.number, "County Sheriff"
    with pytest.raises(NotAllowed):
        await services.campaigns.import_targets(MEMBER, number, draft.version, name, GOOD)
    bring_in = services.campaigns.import_targets
    with pytest.raises(BadInput) as error:
        await bring_in(ORGANIZER, number, draft.version, "US House", GOOD)
    assert error.value.key == "campaign_error.list_is_body"
    report = await bring_in(ORGANIZER, number, draft.version, name, BAD)
    assert (report.list, len(report.bad), len(report.added)) == ("county_sheriff", 9, 1)
    with pytest.raises(BadInput) as error:
        await bring_in(ORGANIZER, number, draft.version, name, BAD, apply=True)
    assert error.value.params == {"count": 9, "line": 2}
    assert (await services.campaigns.get(ORGANIZER, number)).targets == ()

    report = await bring_in(ORGANIZER, number, draft.version, name, GOOD)  # a dry run
    assert (len(report.added), report.ignored) == (2, ("Notes",))
    assert (await services.campaigns.get(ORGANIZER, number)).targets == ()
    await bring_in(ORGANIZER, number, draft.version, name, GOOD, apply=True)
    whole = await services.campaigns.get(ORGANIZER, number)
    ada, bo = whole.in_list("county_sheriff")
    assert (ada.name, ada.place, ada.phone) == ("Sheriff Ada Example", "Suffolk", "617-555-0100")
    assert (bo.name, bo.state, bo.phone) == ("Example, Bo", "MA", "978-555-0101 x3")
    assert bo.form_url == "https://example.org/bo"


async def test_the_same_file_twice_changes_nothing(services: Services) -> None:
    draft = await drafted(services, listing("sheriff"))
    bring_in = services.campaigns.import_targets
    await bring_in(ORGANIZER, draft.number, draft.version, "sheriff", GOOD, apply=True)
    before = await services.campaigns.get(ORGANIZER, draft.number)
    version = before.campaign.version
    again = await bring_in(ORGANIZER, draft.number, version, "sheriff", GOOD, apply=True)
    assert (again.same, again.changes) == (2, False)
    assert await services.campaigns.get(ORGANIZER, draft.number) == before

    lines = GOOD.decode().splitlines()
    newer = "\n".join([lines[0], lines[1].replace("0100", "0109"), "Cy,Sheriff,Essex,MA,,c@d.org,"])
    report = await bring_in(ORGANIZER, draft.number, version, "sheriff", newer.encode(), apply=True)
    assert [len(each) for each in (report.added, report.changed, report.removed)] == [1, 1, 1]
    ada, cy = (await services.campaigns.get(ORGANIZER, draft.number)).targets
    kept = before.targets[0]
    assert ada == replace(kept, phone="617-555-0109")  # the same person, for what was counted
    assert cy.email == "c@d.org"
