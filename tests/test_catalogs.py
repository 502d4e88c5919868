"""The catalogs and the code know the same keys, and each language says the same, properly."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from discord import app_commands

from bot.app import open_app
from bot.bundled import bundled_path
from bot.clock import FixedClock
from bot.demo import cast, page
from bot.demo.story import STORY
from bot.domain import entry_diff
from bot.domain.actor import BY_ROLE, Capability
from bot.domain.agreements import AgreementKind, AgreementStatus
from bot.domain.campaign import CAMPAIGN_FIELDS, CampaignKind, CampaignStatus, Outcome, Variant
from bot.domain.campaign_check import TEXTS
from bot.domain.congress_checks import What
from bot.domain.counties import CountyKind
from bot.domain.delivery import DIES_OF
from bot.domain.doable import Doing
from bot.domain.event import FIELDS, Kind
from bot.domain.event import Status as EventStatus
from bot.domain.event_check import LONGEST
from bot.domain.event_mirror import SHOWN_FIELDS, How
from bot.domain.event_rule import Freq
from bot.domain.event_tiers import DEFAULT_TIERS, Tier
from bot.domain.help_request import Need, RequestStatus
from bot.domain.issue_library import IssueKind
from bot.domain.legislators import Body, OfficeKind
from bot.domain.named_lists import NAMED_LISTS
from bot.domain.oncall import FUNCTIONS
from bot.domain.organization import ProblemReason, Scope
from bot.domain.review import ReviewKind
from bot.domain.shift import SHIFT_FIELDS, RoleName, ShiftKind
from bot.domain.shift_check import LONGEST as SHIFT_TEXTS
from bot.domain.weekdays import WEEKDAYS
from bot.i18n import SOURCE_LANGUAGE, catalog_paths, languages
from bot.presentation.commands import Aim
from bot.presentation.mirror import NEEDED_FOR_EVENTS
from bot.rooms import FORMS
from bot.services.calendar_apps import App
from bot.services.delivery import TELLS_MODERATORS
from bot.services.digest import DIGEST
from bot.services.entries import Deed
from bot.services.entry_forms import CONFIDENTIAL, REMOVE, SHOWN
from bot.services.event_mirror import MIRROR, field_code
from bot.services.event_times import Odd
from bot.services.exports import Format
from bot.services.guilds import WEEKLY, Purpose
from bot.services.hours_tokens import NTHS, TYPED
from bot.services.import_plan import Fate
from bot.services.legislator_files import Origin
from bot.services.legislator_status import TABLES
from bot.services.legislator_words import SAID as FLAGS_SAID
from bot.services.lists.headers import NAMES
from bot.services.lists.texts import LIMITS, MOST
from bot.services.lists.vocabulary import kinds, needs
from bot.services.oncall import GAP
from bot.services.oncall_picture import KINDS
from bot.services.shift_exports import COLUMNS as SHIFT_COLUMNS
from bot.services.when.model import Assumed
from bot.services.when.words import TYPED as TYPED_TIMES
from bot.settings import Settings
from bot.storage.claims import Refusal
from bot.web.page_html import WORDS
from cogs.calling.card_render import OUTCOMES, VARIANTS
from cogs.calling.turns import TRY_ON
from cogs.campaigns.forms import CAMPAIGN_FORMS
from cogs.campaigns.page_render import KNOWN_LISTS
from cogs.directory.forms import ENTRY_FORMS, FieldsForm
from cogs.events.careful import CarefulForm
from cogs.events.edit_forms import EDIT_FORMS
from cogs.events.list_render import Show
from cogs.events.told_render import MARKS
from cogs.requests.forms import FIELDS as REQUEST_FIELDS
from cogs.setup.permissions import NEEDED
from cogs.setup.render import Tab
from cogs.shifts.components import SAID as SHIFT_SAID
from cogs.shifts.creating import ShiftForm
from cogs.shifts.edit_forms import PART_FORMS
from cogs.shifts.list_render import Show as ShowShifts
from cogs.shifts.manage_render import FORMS as SHIFT_PAGE_FORMS
from tests.catalogs import keys_in, messages, placeholders
from tests.codebase import called, code_of, joined, texts, the_code
from tests.conftest import NOW

ROOMS = tuple(path.stem for path in catalog_paths(SOURCE_LANGUAGE))
OTHERS = tuple(code for code in languages() if code != SOURCE_LANGUAGE)


def _entries() -> list[dict[str, object]]:
    return json.loads(bundled_path("directory.json").read_bytes())["entries"]


def _in_file(name: str) -> set[str]:
    return {text for text, _ in texts(the_code()[name].tree)}


_FORM_FIELDS = {
    name
    for form in FORMS
    for each in [form, *form.__subclasses__()]
    if issubclass(each, FieldsForm)
    for name, *_ in each.fields
}
_CAMPAIGN_FIELDS = [name for form in CAMPAIGN_FORMS for name, *_ in form.fields]
_CAMPAIGN_CHANGES = [
    *(name for name in CAMPAIGN_FIELDS if name != "kind"),
    *("kind", "status", "planned", "script", "letter", "bill", "targets", "event", "fact"),
    "deadline",
]
_CAREFUL = [form for form in FORMS if issubclass(form, CarefulForm)]
_EVENT_FIELDS = {
    name for form in _CAREFUL if not issubclass(form, ShiftForm) for name, *_ in form.fields
}
_SHIFT_FORM_FIELDS = {
    "copy_when",
    *(name for form in _CAREFUL if issubclass(form, ShiftForm) for name, *_ in form.fields),
}

#: The purposes of messages that can be dead letters: all that the bot says unasked, but for the
#: line that tells of them.
SAID = (
    WEEKLY,
    MIRROR,
    "event.board",
    "event.reminder",
    "event.changed",
    "event.offer",
    "event.thanks",
    "campaign.warning",
    "campaign.deadline",
    "call.wrong_number",
    "call.reminder",
    GAP,
    DIGEST,
    "shift.confirm",
    "shift.offer",
    "shift.cover",
    "shift.cover_wanted",
    "shift.covered",
    "shift.covered_lead",
    "shift.changed",
    "shift.lost_place",
    "shift.put_on",
    "shift.taken_off",
    "shift.board",
    "shift.exported",
    "shift.swap_asked",
    "shift.swapped",
    "shift.swapped_lead",
    "request.open",
    "request.taken",
    "request.given_back",
    "request.done",
    "source.changed",
    "source.failing",
    "shift.late",
    "shift.stepped_in",
    "shift.alarm",
    "shift.missing",
    "shift.are_you_there",
    "shift.needed_now",
    "shift.home_safe",
    "shift.page",
    "shift.page_all",
    "shift.thanks",
    "shift.who_came",
)

SHIFT_LEAD = (
    *("late", "cover_wanted", "covered", "stepped_in", "swapped", "alarm", "nobody"),
    *("missing", "page", "who_came"),
)
SHIFT_TOLD = (
    *("confirm", "offer", "cover", "covered", "changed", "cancelled", "lost_place", "put_on"),
    *("taken_off", "there", "needed_now", "home_safe", "swap_asked", "swapped"),
)

#: What fills the gap of each key that the code puts together. A new one must be entered here.
FAMILIES: Mapping[str, Iterable[str]] = {
    "act.kind_{}": [doing.value for doing in Doing],
    "act.start_{}": [doing.value for doing in Doing],
    "call.did_{}": OUTCOMES,
    "call.done_{}": ["put_back", "keep_out"],
    "call.lead_{}": VARIANTS.values(),
    "call.see_{}": VARIANTS.values(),
    "call.thanks_{}": ["call", "write"],
    "call.title_{}": [*(body.value for body in Body), "delegate", "dc_council"],
    "call.told_{}": [each for each in OUTCOMES if each not in TRY_ON],
    "call.{}": ["state", "house", "upper", "lower"],
    "access.needs_{}": [c.value for c in Capability],
    "directory.add_{}": ["service", "place"],
    "directory.choose_{}": ["service", "place"],
    "directory.choose_{}_from": ["service", "place"],
    "directory.deed.{}": [deed.value for deed in Deed],
    "directory.done_{}": ["right", "called", "out", "retired", "restore", "undo", "done", "take"],
    "directory.review.{}": [kind.name.lower() for kind in ReviewKind],
    "directory.standing.{}": ["everybody", "own", "waiting", "retired"],
    "directory.waiting.{}": ["problems", "suggestions", "lists", "stale", "unchecked"],
    "directory.why.{}": ["waiting", "stale", "unchecked"],
    "issue.asks_{}": [kind.value for kind in IssueKind],
    "issue.choose_{}": [kind.value for kind in IssueKind],
    "issue.kind_{}": [kind.value for kind in IssueKind],
    "entry_field.{}": {*entry_diff.FIELDS},
    "entry_form.choice_{}": [SHOWN, CONFIDENTIAL, REMOVE],
    "entry_form.{}": _FORM_FIELDS,
    "entry_form.{}_about": _FORM_FIELDS,
    "entry_form.{}_title": [*ENTRY_FORMS, "add", "suggest"],
    "event_edit.changed_{}": {*FIELDS, "status", "lat", "lon", "one_date"},
    "event_edit.field_{}": DEFAULT_TIERS,
    "event_edit.odd_{}": [odd.value for odd in Odd],
    "event_edit.open_{}": ["text", "time", "place"],
    "event_edit.seen_by_{}": ["going", "lead"],
    "event_edit.status_{}": [status.value for status in EventStatus],
    "event_edit.tier_about_{}": [tier.code for tier in Tier],
    "event_edit.tier_{}": [tier.code for tier in Tier],
    "event_error.long_{}": LONGEST,
    "campaign_form.{}": _CAMPAIGN_FIELDS,
    "campaign_form.{}_about": _CAMPAIGN_FIELDS,
    "campaign_form.{}_title": ["text", "dates", "point", "share", "fact", "deadline", "bill"],
    "drive.list_{}": KNOWN_LISTS,
    "drive.{}": ["opens_on", "closes_on"],
    "drive.ask_{}": ["close", "delete"],
    "drive.yes_{}": ["close", "delete"],
    "drive.by_{}": ["outcomes", "states", "targets"],
    "drive.changed_{}": _CAMPAIGN_CHANGES,
    "drive.count_{}": ["few", "hidden"],
    "drive.do_{}": [
        "text",
        "why",
        "bills",
        "dates",
        "scripts",
        "letters",
        "officials",
        "share",
        "log",
        "events",
    ],
    "drive.kind_{}": [kind.value for kind in CampaignKind],
    "drive.outcome_{}": [outcome.value for outcome in Outcome],
    "drive.status_{}": [*(status.value for status in CampaignStatus), "planned"],
    "drive.total_{}": ["calls", "letters", "shares"],
    "drive.variant_{}": [variant.value for variant in Variant],
    "drive.{}_placeholders": ["script", "letter"],
    "drive.{}s_about": ["script", "letter"],
    "drive.{}s_title": ["script", "letter"],
    "shift_plan.changed_{}": SHIFT_FIELDS,
    "shift_plan.check_out_{}": ["on", "off"],
    "shift_plan.for_{}": ["anyone", "volunteers"],
    "shift_plan.open_{}": SHIFT_PAGE_FORMS,
    "shift_plan.role_{}": ["capacity", "name"],
    "shift_plan.turn_{}": ["on", "off"],
    "shift_plan.typed_{}": [role.value for role in RoleName],
    "shift_plan.{}": [
        *_SHIFT_FORM_FIELDS,
        "limit_unread",
        "newcomers_unread",
        "saved",
        "saved_told",
        "saved_later",
    ],
    "shift_plan.{}_about": _SHIFT_FORM_FIELDS,
    "shift_plan.{}_title": [*PART_FORMS, "new", "series", "copy"],
    "shifts.kind_{}": [kind.value for kind in ShiftKind],
    "shifts.role_{}": [role.value for role in RoleName],
    "shifts.show_{}": [show.value for show in ShowShifts],
    "shifts.title_{}": ["open", "near", "mine", "event"],
    "shifts.did_{}": [*SHIFT_SAID, "step"],
    "shifts.changed_{}": ["time", "place"],
    "shifts.lead_{}": SHIFT_LEAD,
    "shifts.lead_{}_next": SHIFT_LEAD,
    "shifts.{}": [
        *("claim", "join_line", "take_cover"),
        *(f"told_{what}" for what in SHIFT_TOLD),
    ],
    "shifts.{}_as": ["claim", "join_line", "take_cover"],
    "shift_roster.cant_{}": [why.value for why in Refusal],
    "shift_roster.column_{}": SHIFT_COLUMNS,
    "shift_roster.done_{}": ["came", "noshow", "heardof", "off"],
    "help_request.need_{}": [need.value for need in Need],
    "help_request.is_{}": [status.value for status in RequestStatus],
    "help_request.told_{}": ["taken", "given_back", "done"],
    "help_request.told_{}_next": ["given_back", "done"],
    "help_request.did_{}": ["take", "back", "done", "tell", "close"],
    "help_request.{}": [name for name, *_ in REQUEST_FIELDS],
    "help_request.{}_about": [name for name, *_ in REQUEST_FIELDS],
    "shift_error.long_{}": [*SHIFT_TEXTS],
    "shift_error.{}": [why.value for why in Refusal],
    "event_form.{}": _EVENT_FIELDS,
    "event_form.{}_about": _EVENT_FIELDS,
    "event_form.{}_title": [*EDIT_FORMS, "new", "new_date", "one"],
    "campaign_error.long_{}": TEXTS,
    "campaign_error.missing_{}": ["bill", "bill_title", "ask", "other"],
    "campaign_error.no_{}": [
        f"{what}_{body}" for what in ("script", "letter") for body in (*Body, "list")
    ],
    "campaign_text.title_{}": [body.value for body in Body],
    "campaign_text.told_{}": ["opened", "not_opened", "closed"],
    "demo.channel.{}": [*(channel.key for channel in cast.CHANNELS), cast.DM],
    "demo.chooser.{}": _in_file("bot.demo.page"),
    "demo.greeting.{}": [greeting.channel for greeting in cast.GREETINGS],
    "demo.person.{}": [person.key for person in cast.PEOPLE],
    "demo.step.{}": [step.slug for step in STORY],
    "demo.text.{}": _in_file("bot.demo.transcript"),
    "demo.try.{}": [key.rsplit(".", 1)[1] for key in page.THINGS_TO_TRY],
    "events.kind.{}": [kind.value for kind in Kind],
    "events.mark_{}": [str(mark) for mark in MARKS],
    "events.changed_{}": ["place", "time", "link", "postponed"],
    "events.show_{}": [show.value for show in Show],
    "events.{}": ["weeks", "days", "hours", "minutes"],
    "find.problem.{}": [reason.value for reason in ProblemReason],
    "find.scope.{}": [scope.value.replace(" ", "_") for scope in Scope],
    "help.aim.{}": [aim.value for aim in Aim],
    "hours.day_{}": WEEKDAYS,
    "hours.full_{}": WEEKDAYS,
    "hours.nth_{}": [str(number) for number in NTHS],
    "hours.typed_{}": TYPED,
    "kinds.{}": {kind.replace(" ", "_") for kind in kinds()},
    "needs.{}": needs(),
    "calendar.app_{}": [app.value for app in App],
    "calendar.open_{}": ["heading", "slug"],
    "calendar.open_{}_about": ["heading", "slug"],
    "site.say_{}": WORDS,
    "demo.span.{}": [str(hours) for hours in page.HOURS],
    "cli.data.origin_{}": [origin.value for origin in Origin],
    "cli.data.set_{}": ["congress", *TABLES],
    "legislators.body_{}": [body.value for body in Body],
    "legislators.change_{}": [what.value for what in What],
    "legislators.flag_{}": [flag.value for flag in FLAGS_SAID],
    "legislators.office_{}": [kind.value for kind in OfficeKind],
    "lists_io.field.{}": {*LIMITS, *MOST, *NAMES, "location_kind", "service_status"},
    "lists.agreement.{}": [kind.value for kind in AgreementKind],
    "lists.county.{}": [kind.value for kind in CountyKind],
    "lists.line.{}": [each.slug for each in NAMED_LISTS],
    "lists.means.{}": [kind.value for kind in AgreementKind],
    "lists.status.{}": [status.value for status in AgreementStatus],
    "lists.title.{}": [each.slug for each in NAMED_LISTS],
    "event_mirror.field.{}": {field_code(name) for name in SHOWN_FIELDS},
    "event_mirror.told.{}": [how.value for how in How],
    "on_call.function.{}": FUNCTIONS,
    "on_call.is_{}": KINDS,
    "permissions.{}": {flag for flags in (*NEEDED.values(), NEEDED_FOR_EVENTS) for flag in flags},
    "cli.directory.{}": ["dry_run_done", "imported", "waits", "nothing_to_do"],
    "imports.format_{}": [form.value for form in Format],
    "imports.count_{}": [fate.value for fate in Fate],
    "when.assumed_{}": [each.value for each in Assumed],
    "when.every_{}": [freq.value for freq in Freq],
    "when.often_{}": [freq.value for freq in Freq],
    "when.typed_{}": TYPED_TIMES,
    "unsent.done_{}": ["resend", "discard"],
    "unsent.what.{}": [purpose.replace(".", "_") for purpose in SAID],
    "unsent.why.{}": [trouble.value for trouble in DIES_OF],
    "setup.digest_{}": ["on", "off"],
    "setup.weekly_{}": ["on", "off"],
    "setup.weekly_turn_{}": ["on", "off"],
    "setup.about_{}": [tab.value for tab in Tab],
    "setup.capability.{}": [c.value for c in BY_ROLE],
    "setup.capability_about.{}": [c.value for c in BY_ROLE],
    "setup.purpose.{}": [purpose.value for purpose in Purpose],
    "setup.purpose_about.{}": [purpose.value for purpose in Purpose],
    "setup.tab.{}": [tab.value for tab in Tab],
}
#: Filled by whatever literal stands in the file: the literals that aren't keys don't count.
OPEN = ("demo.chooser.{}", "demo.text.{}")

#: Calls whose first literal argument is a key.
TAKE_A_KEY = {"t", "said", "fail", "fine", "warn", "bad", "label"}


def reached_keys(families: Iterable[str]) -> set[str]:
    """Every key that those families stand for."""
    return {family.replace("{}", part) for family in families for part in FAMILIES[family]}


# --- keys and code --------------------------------------------------------------------------


def test_every_key_in_the_code_stands_in_the_catalogs() -> None:
    whole, families = keys_in(the_code(), ROOMS)
    known = set(messages(SOURCE_LANGUAGE))
    assert {key: where for key, where in whole.items() if key not in known} == {}
    families = {key: at for key, at in families.items() if not key.startswith("commands.")}
    assert set(families) == set(FAMILIES)
    closed = reached_keys(family for family in FAMILIES if family not in OPEN)
    assert closed - known == set()


def test_no_key_is_dead(command_keys: set[str]) -> None:
    whole, _ = keys_in(the_code(), ROOMS)
    assert (
        set(messages(SOURCE_LANGUAGE)) - set(whole) - reached_keys(FAMILIES) - command_keys == set()
    )


def test_whoever_takes_a_key_is_given_one_that_looks_like_one() -> None:
    wrong = [
        f"{module.path}:{node.lineno}: {ast.unparse(node)[:60]}"
        for module in the_code().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and called(node) in TAKE_A_KEY
        and node.args
        and isinstance(node.args[0], (ast.Constant, ast.JoinedStr))
        for text in [_first_text(node.args[0])]
        if not text.startswith("{}") and text.split(".")[0] not in ROOMS
    ]
    assert wrong == []


def _first_text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return joined(node)
    return str(node.value) if isinstance(node, ast.Constant) else ""


def test_a_missing_key_would_be_seen() -> None:
    code = code_of({"bot/a.py": 't("find.no_such_key", x)\nt(f"setup.odd_{x}", y)'})
    whole, families = keys_in(code, ROOMS)
    assert set(whole) == {"find.no_such_key"}
    assert set(families) == {"setup.odd_{}"}


@pytest.fixture
async def command_keys(tmp_path: Path) -> set[str]:
    """Every key of the registered commands and their options."""
    settings = Settings(_env_file=None, database_path=tmp_path / "keys.db")
    async with open_app(settings, FixedClock(NOW), shard_count=1) as app:
        await app.bot._setup(app.bot)
        found: set[str] = set()
        for command in app.bot.tree.walk_commands():
            texts_ = [command._locale_name, command._locale_description]
            if isinstance(command, app_commands.Command):
                for parameter in command._params.values():
                    texts_ += [parameter._rename, parameter.description]
            found |= {getattr(text, "extras", {}).get("key", f"no key: {text}") for text in texts_}
        return found


def test_every_command_and_option_is_in_the_catalogs(command_keys: set[str]) -> None:
    known = {key for key in messages(SOURCE_LANGUAGE) if key.startswith("commands.")}
    assert command_keys == known


async def test_all_that_the_bot_says_unasked_has_a_name(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, database_path=tmp_path / "keys.db")
    async with open_app(settings, FixedClock(NOW), shard_count=1) as app:
        assert app.bot.relay.purposes == {*SAID, TELLS_MODERATORS}


# --- the same in each language --------------------------------------------------------------


@pytest.mark.parametrize("language", languages())
def test_keys_stand_in_the_file_of_their_room_and_only_once(language: str) -> None:
    assert {path.stem for path in catalog_paths(language)} == set(ROOMS)
    for path in catalog_paths(language):
        keys = re.findall(r'^msgid "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
        assert [key for key in keys if key.split(".")[0] != path.stem] == []
        assert sorted(keys) == sorted(set(keys)), path
        assert set(keys) == {m.key for m in messages(language).values() if m.room == path.stem}


@pytest.mark.parametrize("language", languages())
def test_nothing_is_empty_or_unsure(language: str) -> None:
    odd = [m.key for m in messages(language).values() if m.fuzzy or not all(m.texts)]
    assert odd == []
    for path in catalog_paths(language):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^#~|^#, .*fuzzy|\bTODO\b|\bFIXME\b|\bXXX\b", text, re.MULTILINE), (
            path
        )
        assert f'"Language: {language}' in text
    blank = [
        m.key
        for m in messages(language).values()
        for text in m.texts
        if text != text.strip() or "  " in text
    ]
    assert blank == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_key_and_no_other(language: str) -> None:
    assert set(messages(language)) == set(messages(SOURCE_LANGUAGE))


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_and_plurals_are_the_same_in_each_language(language: str) -> None:
    other = messages(language)
    differ = [
        key
        for key, source in messages(SOURCE_LANGUAGE).items()
        if source.placeholders != other[key].placeholders or source.plural != other[key].plural
    ]
    assert differ == []


@pytest.mark.parametrize("language", languages())
def test_every_placeholder_has_a_name_and_every_form_fills_in_the_same(language: str) -> None:
    for message in messages(language).values():
        assert all(name.isidentifier() for name in message.placeholders), message.key
        assert all(placeholders(text) == message.placeholders for text in message.texts)


@pytest.mark.parametrize("language", OTHERS)
def test_what_marks_a_text_is_the_same_in_each_language(language: str) -> None:
    """Bold, small print and the number of lines: a translation that loses them looks broken."""
    other = messages(language)
    for key, source in messages(SOURCE_LANGUAGE).items():
        for mark in ("**", "-# ", "`"):
            assert source.texts[0].count(mark) == other[key].texts[0].count(mark), (key, mark)
        assert source.texts[0].count("\n") == other[key].texts[0].count("\n"), key


@pytest.mark.parametrize("language", languages())
def test_every_kind_of_the_directory_has_a_name(language: str) -> None:
    named = {key.removeprefix("kinds.") for key in messages(language) if key.startswith("kinds.")}
    assert named == set(FAMILIES["kinds.{}"])


@pytest.mark.parametrize("language", languages())
def test_a_command_is_called_what_it_is_called_in_that_language(language: str) -> None:
    """`/find` is `/buscar` in a Spanish Discord. The demo's Discord always shows English names."""
    named = re.compile(r"commands\.[a-z_]+\.name")
    names = {m.texts[0] for key, m in messages(language).items() if named.fullmatch(key)}
    wrong = [
        (m.key, said)
        for m in messages(language).values()
        if m.room != "demo"
        for text in m.texts
        for said in re.findall(r"(?<![\w/.…])/([a-záéíóúñ_]{2,})", text)
        if said not in names
    ]
    assert wrong == []


# --- Spanish --------------------------------------------------------------------------------

#: Forms that say "tú" (or "vos") to the reader, who is "usted".
FAMILIAR = re.compile(
    r"\b(?:tú|tu|tus|ti|contigo|tuy[oa]s?|te|vos|vosotr[oa]s|vuestr[oa]s?|puedes|podés|quieres|"
    r"querés|tienes|tenés|debes|eres|sos|estás|necesitas|hablas|vives|sabes|buscas|deseas|haz|"
    r"escríbenos|dinos|elígel[oa]|inténtalo|ábrel[oa]|revísal[oa]|asegúrate|conoce tus)\b",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"\b(?:the|and|your|you|with|please|this|that|from|server|channel|search|shift|hotline)\b",
    re.IGNORECASE,
)
#: What the house says for what; checked wherever the English text uses the word.
GLOSSARY = {
    r"days? of action": r"d[ií]as? de acción",
    r"shifts?": r"turnos?",
    r"waitlist": r"lista de espera",
    r"hotlines?": r"líneas? de ayuda",
    r"rapid response": r"respuesta rápida",
    r"accompaniment": r"acompañamiento",
    r"detention visits?": r"visitas? en detención",
    r"legal clinic": r"clínica legal",
    r"know your rights": r"conozca sus derechos",
    r"local office": r"oficina local",
    r"moderators?": r"moderador(?:es|a|as)?|moderación",
    r"reminders?": r"recordatorios?",
    r"directory": r"directorio",
    r"volunteers?": r"voluntari[oa]s?|voluntariado|turnos",
    r"claim": r"tom(?:ar?|an|e|ó)",
}


@pytest.mark.parametrize("text", ["Elige tu idioma", "¿Qué quieres hacer?", "Si puedes, dinos"])
def test_a_familiar_form_would_be_seen(text: str) -> None:
    assert FAMILIAR.search(text)
    assert not FAMILIAR.search("Elija su idioma. ¿Qué le gustaría hacer? Si puede, avise.")


def _spanish() -> Iterable[tuple[str, str]]:
    for message in messages("es").values():
        for text in message.texts:
            yield message.key, text
    for entry in _entries():
        what = entry["what"]
        assert isinstance(what, dict)
        yield f"{entry['id']}: what", str(what["es"])


def test_spanish_says_usted() -> None:
    assert [(key, text) for key, text in _spanish() if FAMILIAR.search(text)] == []


def test_no_english_is_left_over_in_spanish() -> None:
    left = [
        (key, text)
        for key, text in _spanish()
        if ENGLISH.search(re.sub(r"\{\w+\}|#\w+|/\w+|«.*?»|\([^)]*\)", "", text))
    ]
    assert left == []
    source = messages(SOURCE_LANGUAGE)
    same = [
        message.key
        for message in messages("es").values()
        if message.texts == source[message.key].texts
        and len(re.findall(r"[^\W\d_]{2,}", re.sub(r"\{\w+\}", "", message.texts[0]))) > 1
    ]
    assert same == []


@pytest.mark.parametrize("english", GLOSSARY)
def test_spanish_uses_the_words_of_the_house(english: str) -> None:
    word = re.compile(rf"(?<![/#\w]){english}\b", re.IGNORECASE)
    spanish = re.compile(rf"\b(?:{GLOSSARY[english]})\b", re.IGNORECASE)
    other = messages("es")
    wrong = [
        (key, other[key].texts[0])
        for key, message in messages(SOURCE_LANGUAGE).items()
        if word.search(message.texts[0]) and not spanish.search(other[key].texts[0])
    ]
    assert wrong == []
