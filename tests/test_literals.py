"""No sentence for people stands in the code: all of them come from the catalogs.

Two looks. Whatever has two words in a row is a sentence, unless it is named in `NOT_FOR_PEOPLE`.
And what is handed to a part of a screen, or printed, has no word of its own at all.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.codebase import Code, Module, called, code_of, joined, texts, the_code

#: The rooms that speak to people, or to those who do.
SPEAKING = (
    "bot.presentation", "cogs", "bot.cli", "bot.web", "bot.services", "bot.domain",
    "bot.diagnosis", "bot.runner", "bot.app", "bot.settings", "bot.demo",
)  # fmt: skip

#: Two words of letters, a blank between them, however they are marked.
WORDS = re.compile(r"[^\W\d_]{2,}[,;:.!?…]*[*_`]*\s+[*_`]*[^\W\d_]{2,}")

#: Literals with several words that nobody reads who uses the bot, by file.
NOT_FOR_PEOPLE: dict[str, tuple[str, ...]] = {
    "bot/services/import_feed.py": ("the process that read",),  # for the log
    "cogs/resources/page_code.py": ("entry number out of range",),  # a mistake in the code
    "cogs/directory/weekly.py": ("directory review",),
    "cogs/campaigns/components.py": ("campaign edit",),  # a command
    "cogs/oncall/gather.py": ("oncall add",),
    "cogs/oncall/render.py": ("oncall add",),
    "bot/demo/oncall_story.py": ("",),  # what the people of the tour type
    "bot/demo/shift_story.py": ("",),
    "cogs/events/transfers.py": ("event edit",),
    "cogs/events/calendars_in.py": ("event edit",),
    "cogs/setup/components.py": ("directory review",),  # a command's own name
    "cogs/setup/render.py": ("directory review",),
    "bot/domain/stop_words.py": ("",),  # nothing else stands there
    "bot/domain/gazetteer.py": ("[, ]+(?:usa|us|united states",),  # what people type
    "bot/domain/places.py": ("^(?:state of|estado de)",),
    "bot/domain/agreements.py": ("pending list of",),  # a word of the data's header
    # How the data and people call a county.
    "bot/domain/counties.py": (
        " City and Borough",
        " Census Area",
        "(?:of|de los|",
        "(?:county|parish|",
        "municipio|distrito municipal",
        "(?:independent city|",
    ),
    "bot/domain/organization.py": ("not stated",),  # a value of the data
    # Values of the data: kinds.
    "bot/domain/ranking.py": (
        "hotline list",
        "inspection campaign",
        "policy campaign",
        "legislator finder",
        "legal representation network",
    ),
    "bot/services/ics/write.py": ("Coalition Bot", "BEGIN:VALARM"),  # a name, a part of a format
    "bot/web/feeds.py": ("text/calendar", "private, no-cache"),  # values of headers
    "bot/services/legislator_update.py": ("python -m bot",),  # how a set was made
    "bot/services/lists/cell_parts.py": ("no aplica",),  # what people write in an empty cell
    "bot/services/lists/check.py": ("temporarily closed",),  # a value of HSDS
    "bot/services/lists/tables.py": (" expected after",),  # what the csv module says
    "bot/services/lists/decode.py": ("SQLite format", "Mac Roman"),  # how such a file begins
    "bot/services/directory.py": (
        "^(?:in|near|around",
        "near me",
        "my area",
        "cerca de mi",
        "mi zona",
        "^(.+?)",
    ),
    "bot/services/reference_lists.py": ("^(?:in|near|around",),  # what people type
    # What Prometheus shows beside a number, for whoever runs the bot.
    "bot/web/metrics.py": (
        "Interactions by",
        "Messages sent",
        "Seconds from",
        "Servers the",
        "Things done",
    ),
    # Headers of HTTP.
    "bot/web/pages.py": (
        "Accept-Encoding",
        "attachment; filename",
        "default-src 'none'",
        "public, max-age",
        "text/calendar",
        "text/html",
    ),
    "bot/demo/cast.py": ("Coalition Demo", "Coalition Bot"),  # names
    # What the people of the tour type.
    "bot/demo/call_story.py": ("freedom city", "detention center", "M5V"),
    "bot/demo/calendar_story.py": ("",),
    "bot/demo/campaign_story.py": ("",),
    "bot/demo/event_story.py": ("",),  # what the people of the tour type
    "bot/demo/story.py": (
        "directory review",
        "They moved two doors",
        "Haris County",
        "Galveston County",
        "piano tuner",
        "lawyer near me",
        "Ventana Visits",
        "Tucson, AZ",
        "They visit people",
        "Volunteers visit",
        "Cactus Center",
        "1 Sample Road",
        "2 Hidden Lane",
        "Mesa House",
        "After release",
        "Bring a photo",
        "Sat-Sun 8-3 pm",
        "A volunteer comes",
        "Whoever is held",
        "Call and say",
        "Cerrado hasta",
        "directory edit",
        "directory import",
        "directory export",
        "Northwest Suburban",
    ),
}

#: Keywords of Discord's parts and of click that people read.
SHOWN_KEYWORDS = {
    "label", "placeholder", "description", "title", "text", "content", "help", "short_help",
    "epilog", "prompt", "name_localizations",
}  # fmt: skip
#: Calls whose first argument people read.
SHOWN_FIRST = {"TextDisplay", "Notice", "echo", "send", "send_message", "secho", "confirm", "style"}
WORD = re.compile(r"[^\W\d_]{2,}")


def _speaking(code: Code) -> Iterator[Module]:
    for module in code.values():
        if any(module.name == room or module.name.startswith(f"{room}.") for room in SPEAKING):
            yield module


def _is_type(text: str) -> bool:
    """`cast("Mapping[str, str]", …)` names a type."""
    return re.fullmatch(r"[\w.]+\[.*\]", text) is not None


def _is_markup(module: Module, text: str) -> bool:
    """The demo's own page and pictures: HTML, CSS and script."""
    return module.name.startswith("bot.demo") and re.search(r"[<>{}=]", text) is not None


def sentences(code: Code) -> list[str]:
    """Literals that look like something said."""
    found: list[str] = []
    for module in _speaking(code):
        allowed = NOT_FOR_PEOPLE.get(module.path, ())
        found += [
            f"{module.path}:{line}: {text[:70]}"
            for text, line in texts(module.tree)
            if WORDS.search(text)
            and not text.startswith(allowed or "\0")
            and not _is_type(text)
            and not _is_markup(module, text)
        ]
    return found


def _shown(node: ast.Call) -> Iterator[ast.expr]:
    if called(node) in SHOWN_FIRST:
        yield from node.args[:1]
    yield from (k.value for k in node.keywords if k.arg in SHOWN_KEYWORDS)


def _own_words(node: ast.expr) -> str:
    """The letters of a literal that aren't filled in."""
    if isinstance(node, ast.JoinedStr):
        return joined(node).replace("{}", " ")
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def shown_words(code: Code) -> list[str]:
    """Literal words handed to a part of a screen, or printed."""
    return [
        f"{module.path}:{node.lineno}: {ast.unparse(shown)[:70]}"
        for module in _speaking(code)
        if not module.name.startswith("bot.demo")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        for shown in _shown(node)
        if WORD.search(_own_words(shown))
    ]


def test_no_sentence_stands_in_the_code() -> None:
    assert sentences(the_code()) == []


def test_nothing_shown_has_words_of_its_own() -> None:
    assert shown_words(the_code()) == []


@pytest.mark.parametrize(
    "source",
    [
        'x = "Only admins can do that."',
        'x = f"{name} was deleted"',
        'x = f"**Found** {count}: nobody answered"',
        'raise BadInput("That is wrong")',
        'x = {"a": ["Nothing here, sorry"]}',
        'x = "Nada por aquí"',
        'x = "line one\\nand two"',
    ],
)
@pytest.mark.parametrize("path", ["cogs/x/a.py", "bot/presentation/a.py", "bot/cli/a.py"])
def test_a_sentence_in_the_code_is_caught(path: str, source: str) -> None:
    assert sentences(code_of({path: source}))


@pytest.mark.parametrize(
    "source",
    [
        'ui.Button(label="Website", url=url)',
        'ui.TextDisplay("**Hotlines**")',
        'ui.TextDisplay(f"## Found {count}")',
        'select.add_option(label=f"{x} km away", value=x)',
        'click.echo("Done")',
        'await channel.send("Hi")',
        'click.command(help="Run")',
    ],
)
def test_a_word_on_a_screen_is_caught(source: str) -> None:
    assert shown_words(code_of({"cogs/x/a.py": f"async def f():\n    {source}"}))


def test_keys_docstrings_and_marks_are_not_caught() -> None:
    source = '''"""A module that says why it exists."""
log.info("command_failed", used=x)
x = t("find.no_results", language)
body.add_item(ui.TextDisplay(f"## {t('help.title', language)}\\n{x}"))
ui.Button(label=t("find.website", language), custom_id="find:at:1")
y = cast("Mapping[str, str]", z)
'''
    code = code_of({"cogs/x/a.py": source})
    assert sentences(code) + shown_words(code) == []
    used = {path for path, starts in NOT_FOR_PEOPLE.items() for _ in starts}
    assert used <= {module.path for module in the_code().values()}
