"""The worst that the screens could be asked to show: longest names, every notice, all broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import discord
from discord import ui

from bot.domain.actor import BY_ROLE, Actor, Capability
from bot.domain.agreements import Agreement, AgreementKind, Agreements, AgreementStatus
from bot.domain.counties import County
from bot.domain.delivery import DIES_OF
from bot.domain.entry import Entry, Freq, Location, Phone, Schedule, Service, Status
from bot.domain.entry_diff import Difference
from bot.domain.entry_json import entry_to_json
from bot.domain.entry_view import EntryView
from bot.domain.errors import BadInput
from bot.domain.event import Event, Kind, Occurrence
from bot.domain.event import Status as EventStatus
from bot.domain.event_mirror import SHOWN_FIELDS, How
from bot.domain.legislators import Body, District
from bot.domain.named_lists import NAMED_LISTS
from bot.domain.organization import Hit, Organization, ProblemReason, Scope
from bot.domain.places import Place
from bot.domain.safe_network import SafeMember
from bot.i18n import catalog_paths, t
from bot.presentation.commands import Aim
from bot.presentation.context import Context
from bot.presentation.mirror import NEEDED_FOR_EVENTS
from bot.presentation.screen import Notice, Screen
from bot.services.dead_letters import AT_ONCE, DeadLetter, DeadLetters
from bot.services.directory import FindResult
from bot.services.entries import Deed, EntryChange, StoredEntry
from bot.services.event_glance import Kept
from bot.services.event_mirror import field_code
from bot.services.exports import Exported, Format, Tally
from bot.services.guilds import GuildSettings, Purpose
from bot.services.import_plan import Changed
from bot.services.imports import Done, Fate, Plan
from bot.services.issue_library import issue_library
from bot.services.language_names import COMMON
from bot.services.lists.rows import ReadRow, RowProblem
from bot.services.named_lists import Listing
from bot.services.people import PersonSettings
from bot.services.places import load_gazetteer
from bot.services.reference_lists import Area, load_references
from bot.services.review import ReviewItem, ReviewKind, ReviewView, Waiting
from bot.services.rights import load_rights
from bot.services.rights_print import Printed
from bot.services.suggestions import Suggestion
from bot.storage.problem_reports import ProblemReport
from bot.storage.shelves import ListChange
from cogs.coalition.help import HelpLine, help_screen
from cogs.coalition.me import me_screen
from cogs.directory.import_render import (
    done_screen,
    exported_screen,
    plan_screen,
    reading_screen,
    undo_question,
)
from cogs.directory.render import (
    editor_screen,
    history_screen,
    meanwhile_text,
    retire_question,
    review_screen,
)
from cogs.events.mirror_told import told_notice
from cogs.issues import render as issues
from cogs.lists.reference_render import (
    agreements_screen,
    county_screen,
    safe_screen,
    state_screen,
    which_county_screen,
    without_county_screen,
)
from cogs.lists.render import (
    MAX_OPTIONS,
    MAX_WHERE,
    kinds_screen,
    later_listing_screen,
    listing_screen,
    menu_screen,
)
from cogs.resources.entry_page import Part, entry_screen
from cogs.resources.page_code import MAX_HITS, MAX_NUMBER, PAGE_SIZE
from cogs.resources.pages import first_page, hotlines_page
from cogs.resources.render import Page, results_screen, share_question, shared_card
from cogs.rights import render as rights
from cogs.setup.permissions import NEEDED, ChannelState
from cogs.setup.render import SetupState, Tab, setup_screen
from cogs.unsent.render import discard_question, told_screen, unsent_screen
from tests.catalogs import messages
from tests.cogs.worst_calendar import calendar_screens
from tests.cogs.worst_calls import calls
from tests.cogs.worst_campaigns import campaigns
from tests.cogs.worst_events import event_screens
from tests.cogs.worst_oncall import oncall_screens
from tests.cogs.worst_organize import organize_screens
from tests.cogs.worst_requests import request_screens
from tests.cogs.worst_rosters import rosters
from tests.cogs.worst_shift_plan import shift_plan_screens
from tests.cogs.worst_shift_roster import roster_screens
from tests.cogs.worst_shifts import shift_screens
from tests.conftest import NOW

#: What must not come alive on any screen; as text it may well be shown.
NASTY = (
    "**bold** __under__ ~~no~~ ||spoiler|| `code` [link](https://evil.example) <@1> <@&2> <#3> "
    "</find:4> <t:0:R> <:a:5> @everyone @here https://evil.example\n# big\n> quote\n-# small\n"
    "- item\u202e\u2066\u200b\x00 "
)
ZONE = "America/Argentina/ComodRivadavia"
ID = 2**63 - 1
#: The longest way to mention a command: group, subcommand group, subcommand.
COMMAND = f"</{'x' * 32} {'y' * 32} {'z' * 32}:{ID}>"
STATES = tuple(state.code for state in load_gazetteer().states)


def longest_kind(language: str) -> str:
    """The kind with the longest name in that language."""
    named = {k: m.texts[0] for k, m in messages(language).items() if k.startswith("kinds.")}
    return max(named, key=lambda key: len(named[key])).removeprefix("kinds.").replace("_", " ")


def organization(
    language: str,
    text: str,
    scope: Scope = Scope.CITY,
    *,
    number: int = MAX_NUMBER,
    reachable: bool = True,
) -> Organization:
    """An entry with `text`, again and again, in every field that is shown."""
    return Organization(
        number=number,
        id="x" * 300,
        name=(text * 300)[:300],
        kind=longest_kind(language),
        scope=scope,
        states=STATES,
        city=(text * 300)[:300],
        points=((42.0, -71.0),),
        website="https://example.org/" + "a" * 492 if reachable else None,
        through=(text * 300)[:300] if reachable else None,
        what=(text * 4000)[:4000],
        languages=COMMON if reachable else (),
        assured_on=date(2026, 9, 30),
        card=_card(text) if reachable else "",
    )


def _card(text: str) -> str:
    """What more a card can have to show: an alert, numbers, hours."""
    hours = (Schedule(("MO",), 540, 1020, Freq.WEEKLY),)
    phones = tuple(Phone(f"+52 55 1234 567{n}", "12345", (text * 300)[:300]) for n in range(5))
    place = Location(time_zone="America/Argentina/ComodRivadavia", schedules=hours, id="1")
    entry = Entry("x", "x", "other", alert=(text * 500)[:500], phones=phones, locations=(place,))
    return entry_to_json(entry)


def context(language: str, *, in_server: bool = True) -> Context:
    """Somebody who may do everything."""
    actor = Actor(ID, ID if in_server else None, frozenset(Capability))
    return Context(actor, language, language, NOW)


def every_notice(language: str) -> tuple[BadInput, ...]:
    """The longest of each that the places, the query and the search can say before the hits."""
    groups = (
        ("places.empty", "places.bad_zip", "places.unknown_zip", "places.unknown_place",
         "places.did_you_mean", "find.place_is_a_guess"),
        ("find.nothing_to_search", "find.shortened"),
        ("find.some_words", "find.no_results"),
        ("find.rights_cards",),
    )  # fmt: skip
    said = messages(language)
    keys = [max(group, key=lambda key: len(said[key].texts[0])) for group in groups]
    place = "Saint-Louis-du-Ha! Ha!, " * 4
    return tuple(BadInput(key, **dict.fromkeys(said[key].placeholders, place)) for key in keys)


def found_screens(language: str, text: str) -> Iterator[Screen]:
    """`/find` and its pages."""
    place = Place((text * 100)[:100], "MA", 42.0, -71.0, True, "city")
    for scope in Scope:
        for in_server in (True, False):
            entry = organization(language, text, scope)
            hits = tuple(
                Hit(organization(language, text, scope, number=MAX_NUMBER - at), 4093.7)
                for at in range(MAX_HITS)
            )
            asking = context(language, in_server=in_server)
            yield first_page(FindResult(hits, place, every_notice(language)), asking)
            yield first_page(FindResult(hits, None, every_notice(language), fallback=True), asking)
            yield first_page(FindResult((), None, ()), asking)
            yield hotlines_page(hits, asking)
            yield hotlines_page(hits[:1], asking)
            yield hotlines_page((), asking)
            numbered = [(hit.organization.number, hit.distance_km) for hit in hits]
            for number in range(MAX_HITS // PAGE_SIZE):
                yield results_screen(
                    Page(hits[:PAGE_SIZE], numbered, number, "x" * 100, (), in_server), language
                )
            unreachable = tuple(
                Hit(organization(language, text, scope, number=number, reachable=False), None)
                for number in (1, 2, 3)
            )
            yield first_page(FindResult(unreachable, place, every_notice(language)), asking)
            yield share_question(entry, f"<#{ID}>", language)
            yield shared_card(entry, language)


def list_screens(language: str, text: str) -> Iterator[Screen]:
    """`/lists`: the menu, entries with every notice, and the reference lists at their longest."""
    place = Place((text * 100)[:100], "MA", 42.0, -71.0, True, "city")
    where = "x" * MAX_WHERE
    yield menu_screen("", language)
    yield menu_screen(where, language)
    yield menu_screen(place.label, language)
    kind = longest_kind(language)
    kinds = [k.removeprefix("kinds.") for k in messages(language) if k.startswith("kinds.")]
    assert len(kinds) >= MAX_OPTIONS
    for of in NAMED_LISTS:
        yield kinds_screen(of, kinds, where, language)
        for in_server in (True, False):
            hits = tuple(
                Hit(organization(language, text, number=MAX_NUMBER - at), 4093.7)
                for at in range(MAX_HITS)
            )
            for found in (place, replace(place, label=where), None):
                listing = Listing(of, hits, found, every_notice(language))
                yield listing_screen(listing, language, in_server=in_server)
                yield listing_screen(replace(listing, kind=kind), language, in_server=in_server)
            yield listing_screen(Listing(of, ()), language, in_server=in_server)
            numbered = [(hit.organization.number, hit.distance_km) for hit in hits]
            for page in range(MAX_HITS // PAGE_SIZE):
                yield later_listing_screen(
                    of, hits[:PAGE_SIZE], numbered, page, language, in_server=in_server
                )
    yield from reference_screens(language, text, place)


def reference_screens(language: str, text: str, place: Place) -> Iterator[Screen]:
    """287(g) and the SAFE Network: invented worst cases, and the longest there really are."""
    counties = tuple(
        County("TX", f"{at:02d}{'x' * 38} Census Area", 30.0, -97.0) for at in range(60)
    )
    every = [(kind, AgreementStatus.ENDED) for kind in AgreementKind]  # the longest to say
    agreements = Agreements(
        (
            Agreement("TX", county, f"{at}{text * 300}"[:300], kind, status, NOW.date())
            for county in ("", counties[0].name)
            for at in range(50)
            for kind, status in every
        ),
        NOW.date(),
    )
    nothing = Agreements((), NOW.date())
    state = Place("Texas", "TX", None, None, False, "state")
    for known in (agreements, nothing):
        yield agreements_screen(known, language)
        for page in (0, 1, 2, 9):
            yield county_screen(counties[0], known, page, language)
            yield without_county_screen("TX", known, page, language)
            for where in (place, state, replace(place, kind="zip")):
                spot = replace(where, state="TX")
                notice = every_notice(language)[0]
                yield state_screen(
                    Area(spot, counties=counties, notice=notice), known, page, language
                )
                yield state_screen(Area(spot, notice=notice), known, page, language)
    yield which_county_screen(counties, language)
    members = [
        (SafeMember({"en": (text * 30)[:30]}, "DC", 1.0, 1.0, "2019-07-16"), 4093.7)
        for _ in range(18)
    ]
    for where in (place, state, None):
        for everything in (True, False):
            notice = "x" * 200
            yield safe_screen(members, where, language, notice=notice, everything=everything)
    real = load_references()
    for code in STATES:
        yield state_screen(
            Area(replace(state, state=code), counties=real.counties.in_state(code)),
            real.agreements, 0, language,
        )  # fmt: skip
        yield without_county_screen(code, real.agreements, 0, language)


def setup_screens(language: str, text: str) -> Iterator[Screen]:
    """`/setup` with all chosen and nothing working."""
    for gone in (True, False):
        settings = GuildSettings(
            language=language,
            time_zone=ZONE,
            channels=dict.fromkeys(Purpose, ID),
            roles={c: frozenset(range(ID - 20, ID)) for c in BY_ROLE},
        )
        state = SetupState(
            settings=settings,
            channels={p: ChannelState(ID, gone, () if gone else NEEDED[p]) for p in Purpose},
            waiting=1_000_000,
            unsent=1_000_000,
            bot_name=(text * 32)[:32],
            default_language=language,
            commands=dict.fromkeys(("setup", "me", "unsent", "directory review"), COMMAND),
            events_lack=NEEDED_FOR_EVENTS,
        )
        bare = replace(state, settings=GuildSettings(), channels={})
        for each in (state, replace(state, digest=True), bare):
            for tab in Tab:
                yield setup_screen(each, tab, language)


def unsent_screens(text: str, language: str) -> Iterator[Screen]:
    """Nothing, one of each trouble, and a page of many; what comes after a press; the lines."""
    yield unsent_screen(DeadLetters((), 0, older=False), language)
    troubles = sorted(trouble.value for trouble in DIES_OF)
    letters = [
        DeadLetter(ID // 10 - n, ID, "directory.weekly", trouble, NOW, edits=True)
        for n, trouble in enumerate(troubles)
    ]
    done = t("unsent.done_resend", language, count=1_000_000)
    for start in range(0, len(letters), AT_ONCE):
        shown = tuple(letters[start : start + AT_ONCE])
        yield unsent_screen(DeadLetters(shown, 1_000_000, older=True), language, done)
    unknown = replace(letters[0], purpose=text, edits=False)
    yield unsent_screen(DeadLetters((unknown,), 1, older=False), language)
    yield discard_question(1_000_000, language)
    for trouble in troubles:
        yield told_screen("directory.weekly", ID, trouble, COMMAND, language)


def mirror_screens(text: str, language: str) -> Iterator[Screen]:
    """What moderators are told of changes in Discord's own list of events."""
    event = Event(
        kind=Kind.RALLY,
        title=(text * 100)[:100],
        zone=ZONE,
        local_start=NOW.replace(tzinfo=None),
        minutes=60,
        number=ID,
        uid="u",
        guild_id=ID,
        status=EventStatus.PUBLISHED,
        version=1,
        sequence=0,
        changed_at=NOW,
    )
    one = Occurrence(number=1, event=ID, recurrence_id="x", starts_at=NOW, ends_at=NOW)
    for how in How:
        fields = sorted({field_code(name) for name in SHOWN_FIELDS})
        yield told_notice(
            event, one, how.value, fields, {"edit": COMMAND, "cancel": COMMAND}, language
        )


def stored_entry(text: str, status: Status = Status.ACTIVE, *, owner: int = ID) -> StoredEntry:
    """The longest entry an editor could look at: every text full, every list long."""
    phones = tuple(Phone("+52 55 1234 5678", "12345", text * 9, verified=v) for v in (True, False))
    what = {"en": (text * 4000)[:4000], "es": (text * 4000)[:4000]}
    hours = (Schedule(description=(text * 1000)[:1000]),)
    name = (text * 200)[:200]
    entry = Entry(
        id="x" * 100,
        name=name,
        kind="other",
        scope=Scope.CITY,
        states=STATES,
        city=(text * 100)[:100],
        website="https://example.org/" + "a" * 492,
        through=name,
        alert=(text * 500)[:500],
        languages=COMMON,
        aliases=(name,) * 30,
        what=what,
        phones=phones * 15,
        services=tuple(
            Service(name, what["en"], what["en"], schedules=hours, phones=phones, id=f"{n}" * 60)
            for n in range(30)
        ),
        locations=tuple(
            Location(name, name, city=name, description=what["en"], phones=phones, id=f"{n}" * 60)
            for n in range(30)
        ),
    )
    return StoredEntry(10**7, owner, 1, status, 10**8, 1, entry, date(2026, 9, 30))


def review_screens(language: str, text: str) -> Iterator[Screen]:
    """`/directory review`: the longest of everything that can wait, with and without its entry."""
    yield review_screen(None, language, "x" * 200)
    waiting = Waiting((10**6,) * len(ReviewKind))
    stored = stored_entry(text)
    what = tuple(Difference(text * 9, "what.es", text * 99, text * 99) for _ in range(40))
    for kind in ReviewKind:
        view = ReviewView(ReviewItem(kind, 10**14), waiting)
        if kind <= ReviewKind.PROBLEM:
            for reason in ProblemReason:
                report = ProblemReport(10**14, "x" * 100, reason, (text * 1000)[:1000], NOW.date())
                yield review_screen(replace(view, report=report), language)
                yield review_screen(replace(view, report=report, stored=stored), language)
        elif kind is ReviewKind.SUGGESTION:
            words = ((text * 1000)[:size] for size in (200, 200, 200, 1000))
            suggestion = Suggestion(10**14, *words, NOW.date())
            yield review_screen(replace(view, suggestion=suggestion), language)
        elif kind is ReviewKind.CHANGED:
            change = ListChange(10**14, "x" * 100, "", 1, (text * 200)[:200])
            shown = replace(view, change=change, differences=what, stored=stored)
            yield review_screen(shown, language)
        else:
            yield review_screen(replace(view, stored=stored), language, "x" * 200)


def editor_screens(language: str, text: str) -> Iterator[Screen]:
    """`/directory edit`: an entry, its history, and the question before it goes."""
    bare = Entry("new", "x", "other")
    for status in Status:
        for owner in (0, ID):
            stored = stored_entry(text, status, owner=owner)
            yield editor_screen(stored, language, "x" * 200)
            yield retire_question(stored, language)
            changes = [
                EntryChange(number, number, deed, NOW, ID, status, bare)
                for number, deed in enumerate([*Deed] * 5)
            ]
            yield history_screen(stored, changes, language)
            yield history_screen(stored, [], language)
    yield Notice(meanwhile_text([Difference(text * 9, "name", text * 99, "")] * 40, language))


def import_screens(language: str, text: str) -> Iterator[Screen]:
    """`/directory import` and `export`: everything wrong, everything different, everything done."""
    problem = RowProblem("lists_io.formula", {"field": "name", "typed": (text * 40)[:40]})
    cells = {"name": (text * 200)[:200]}
    rows = [
        ReadRow(10**8 + n, (text * 60)[:60], problems=(problem,) * 5, cells=cells)
        for n in range(500)
    ]
    what = tuple(Difference(text * 9, "what.es", text * 99, text * 99) for _ in range(40))
    for bad in ([], rows[:1], rows):
        plan = Plan(bad=bad, bad_count=len(bad) * 1000)
        plan.notes = [(10**8, problem)] * 50
        plan.note_count = 10**6
        plan.changed = [Changed(10**8, (text * 200)[:200], what)] * 50
        plan.counts = dict.fromkeys(Fate, 10**6)
        yield plan_screen(plan, (text * 200)[:200], "0" * 16, language)
        for vouched in (True, False):
            yield done_screen(Done(10**8, plan), vouched=vouched, language=language)
        yield done_screen(Done(None, plan), vouched=True, language=language)
    yield plan_screen(Plan(), "x", "0" * 16, language)
    yield undo_question(10**8, language)
    yield reading_screen(10**6, language)
    for form in Format:
        name = f"our-directory.{form.ending}"
        yield exported_screen(Exported(b"", name, Tally(10**6, 10**6, 10**6)), language)


def issue_screens(language: str) -> Iterator[Screen]:
    """`/issue`: every card as it is (what stands on it: `tests/services/test_issues.py`)."""
    library = issue_library().issues
    yield issues.menu_screen(library, language)
    for issue in library:
        yield issues.card_screen(issue, language, in_server=True)
        yield issues.shared_card(issue, language)
        yield issues.share_question(issue, f"<#{ID}>", language)


def rights_screens(language: str) -> Iterator[Screen]:
    """`/rights`: every card as it is. What stands on it is ours (`tests/data/test_rights.py`)."""
    cards = load_rights()
    yield rights.menu_screen(cards, language)
    for card in cards.cards:
        for in_server in (True, False):
            yield rights.card_screen(card, language, cards.as_of, in_server=in_server)
        yield rights.shared_card(card, language, cards.as_of)
        yield rights.share_question(card, f"<#{ID}>", language)
        yield rights.printed_screen(card, Printed(f"rights-{card.id}-es", b"", b""), language)


def entry_screens(language: str, text: str) -> Iterator[Screen]:
    """The page of an entry with everything at its longest, and of each of its parts."""
    long, longest = (text * 300)[:300], (text * 4000)[:4000]
    odd = Schedule(
        byday=("5MO", "-5TU", "3WE", "4TH"), bymonthday=tuple(range(1, 32)),
        freq=Freq.MONTHLY, interval=11, count=999, opens_at=9 * 60 + 59, closes_at=9 * 60 + 58,
        dtstart=NOW.date(), until=NOW.date(), valid_from=NOW.date(), valid_to=NOW.date(),
        description=long,
    )  # fmt: skip
    words = (Schedule(description=long),)
    phone = Phone(long, long, long, COMMON)
    common: dict[str, Any] = {
        "languages": COMMON,
        "phones": tuple(replace(phone, id=str(number)) for number in range(9)),
        "schedules": (*(replace(odd, opens_at=minute) for minute in range(9)), *words),
    }
    place = Location(
        long, long, long, long, long, long, long, time_zone=ZONE, description=longest,
        transportation=longest, id="a", **common,
    )  # fmt: skip
    hidden = replace(place, confidential=True, id="b", schedules=words)
    service = Service(
        long, longest, longest, longest, longest, "https://example.org/" + "a" * 492, long,
        areas=(long,) * 9, locations=("a", "b"), id="s", **common,
    )  # fmt: skip
    paused = replace(service, status="inactive", schedules=(), name=long[:90] or "x")
    bare = organization(language, text)
    whole = Entry(
        bare.id, long, bare.kind, Scope.CITY, STATES, bare.city, website=bare.website, email=long,
        alert=longest, languages=COMMON, what={language: longest}, phones=common["phones"],
        locations=(place,) * 60, services=(paused, service) * 30,
    )  # fmt: skip
    empty = Entry("x", text, bare.kind, Scope.NOT_STATED)
    pages = (
        (whole, (None, Part("place", 0), Part("service", 0), Part("service", 1))),
        (replace(whole, locations=(place,), services=(service,)), (None, Part("place", 0))),
        (replace(whole, locations=(hidden, place), services=(service,)), (None, Part("place", 0))),
        (replace(whole, locations=(), services=(paused,)), (None, Part("service", 0))),
        (replace(whole, locations=(replace(place, kind="virtual"),), services=()), (None,)),
        (replace(empty, locations=(Location(),), services=(Service(text),)),
         (None, Part("place", 0), Part("service", 0))),
        (empty, (None,)),
    )  # fmt: skip
    for entry, parts in pages:
        for in_server in (True, False):
            for assured_on in (NOW.date(), None):
                view = EntryView(entry, MAX_NUMBER, assured_on)
                for part in parts:
                    for first in (0, 24, 48):
                        yield entry_screen(
                            view, now=NOW, language=language, in_server=in_server, part=part,
                            first=first,
                        )  # fmt: skip


def other_screens(language: str) -> Iterator[Screen]:
    """`/help`, `/me`, and every sentence that could be a Notice."""
    for count in (1, 25, 100):
        for aims in (list(Aim), [Aim.FIND_HELP]):
            lines = [
                HelpLine(aim, COMMAND, "y" * 100)
                for at in range(count)
                for aim in (aims[at % len(aims)],)
            ]
            yield help_screen(lines, language)
            yield help_screen(lines, language, running=True)
    yield help_screen([], language)
    yield me_screen(PersonSettings(), 0, COMMAND, language)
    chosen = PersonSettings(language, ZONE, dm=True, remind_minutes=77)
    kept = Kept(10**6, 10**6, 10**6, 10**6, 10**6, 10**6)
    districts = [District(Body.STATE_UPPER, "MA", "x" * 80)] * 3
    yield me_screen(chosen, 10**6, COMMAND, language, kept, districts)
    again: ui.Button[Any] = ui.Button(
        label=messages(language)["errors.mend"].texts[0],
        custom_id=f"mend:{'0' * 16}",
        style=discord.ButtonStyle.primary,
    )
    for message in messages(language).values():
        if message.room in {path.stem for path in catalog_paths(language)} - {"demo", "cli"}:
            yield Notice(message.texts[-1])
    yield Notice("x" * 5000, ui.ActionRow(again))


def every_screen(language: str, text: str = NASTY) -> Iterator[Screen]:
    """All of them, `text` in every field that comes from people or data."""
    yield from found_screens(language, text)
    yield from list_screens(language, text)
    yield from setup_screens(language, text)
    yield from unsent_screens(text, language)
    yield from mirror_screens(text, language)
    yield from review_screens(language, text)
    yield from editor_screens(language, text)
    yield from import_screens(language, text)
    yield from rights_screens(language)
    yield from issue_screens(language)
    yield from entry_screens(language, text)
    yield from event_screens(language, text)
    yield from rosters(language, text)
    yield from organize_screens(language, text)
    yield from shift_plan_screens(language, text)
    yield from calls(language, text)
    yield from campaigns(language, text)
    yield from calendar_screens(language, text)
    yield from oncall_screens(language)
    yield from shift_screens(language, text)
    yield from request_screens(language, text)
    yield from roster_screens(language, text)
    yield from other_screens(language)
