"""Text instead of a picture: everything that can be read or pressed, in reading order."""

from __future__ import annotations

from bot.demo.transcript import Names, form_text, suggestions_text

NAMES = Names(people={1: "June"}, roles={2: "Moderators"}, channels={3: "shifts"})


def test_mentions_and_times_are_spelled_out() -> None:
    text = NAMES.spell("<@1> <@!1> <@&2> <#3> <@9> <t:1764547200:F> <t:0>")
    assert text == "@June @June @Moderators #shifts @? 2025-12-01 00:00 UTC 1970-01-01 00:00 UTC"


def test_a_form_reads_from_top_to_bottom_with_its_controls_in_brackets() -> None:
    role = {"type": 6, "custom_id": "r", "default_values": [{"type": "role", "id": "2"}]}
    options = [{"label": "Yes", "value": "y"}, {"label": "No", "value": "n", "default": True}]
    form = {
        "title": "Everything",
        "components": [
            {"type": 10, "content": "Hello <@1>"},
            {"type": 18, "label": "Words", "description": "Yours", "component": {"type": 4}},
            {"type": 18, "label": "Role", "component": role},
            {"type": 18, "label": "One", "component": {"type": 21, "options": options}},
            {"type": 1, "components": [{"type": 3, "options": options}, _button(disabled=True)]},
            {"type": 17, "components": [{"type": 14}, {"type": 9, **_section()}]},
            {"type": 12, "items": [{"description": "A map"}, {}]},
        ],
    }
    assert form_text(form, NAMES, "en").splitlines() == [
        "(a form) Everything",
        "Hello @June",
        "Words",
        "Yours",
        "[____]",
        "Role",
        "[▾ @Moderators]",
        "One",
        "  ( ) Yes",
        "  (•) No",
        "[▾ No]  [🔎 Find (off)]",
        "│ ────────────────────────────────────────",
        "│ Beside",
        "│ [Site → https://example.org]",
        "(A map)",
        "(a picture without a description)",
    ]


def test_suggestions_stand_one_a_line_or_are_said_to_be_none() -> None:
    assert suggestions_text([], "es") == "(sin sugerencias)"
    assert suggestions_text(["a", "b"], "en") == "Suggestions:\n  a\n  b"


def _button(*, disabled: bool) -> dict[str, object]:
    face = {"label": "Find", "emoji": {"name": "🔎"}}
    return {"type": 2, "custom_id": "x", "disabled": disabled, **face}


def _section() -> dict[str, object]:
    link = {"type": 2, "label": "Site", "url": "https://example.org"}
    return {"components": [{"type": 10, "content": "Beside"}], "accessory": link}
