"""The tour's story as data: who does what, in which channel, in which order.

A new feature adds its steps here and a title for each to the catalog (`demo.step.<slug>`); nothing
else changes. Buttons, selects and fields are named by a pattern of their `custom_id` (`find:*`, as
in `fnmatch`), which holds in every language.
"""

from __future__ import annotations

from bot.demo.call_story import CALL_STORY
from bot.demo.campaign_story import CAMPAIGN_STORY
from bot.demo.cast import DM
from bot.demo.deeds import Choose, Command, Fill, Later, Look, Press, Send, Step, Suggest
from bot.demo.event_story import EVENT_STORY
from bot.demo.oncall_story import ONCALL_STORY
from bot.demo.shift_story import SHIFT_STORY


def _alerts_to(channel: str) -> Choose:
    return Choose("setup:channel:alerts", (f"channel:{channel}",))


_WRONG = {"which": "#1", "reason": "other", "words": ""}
_MENDED = {"which": "#1", "reason": "moved", "words": "They moved two doors down."}
_NASTY = '@everyone **DROP TABLE** [x](https://example.org) " OR NEAR(* <@1>'

_MISSING = {
    "suggested_name": "Ventana Visits",
    "suggested_place": "Tucson, AZ",
    "suggested_contact": "ventana.example.org",
    "suggested_words": "They visit people in detention.",
}
_ENTRY = {
    "name": "Ventana Visits",
    "what": "Volunteers visit people in detention and write to them.",
    "where": "Tucson, AZ",
    "phones": "520-555-0142",
}
_BAD_ENTRY = {**_ENTRY, "online": "javascript:alert(1)"}
_GOOD_ENTRY = {**_ENTRY, "online": "ventana.example.org"}
_FACILITY = {
    "place_name": "Cactus Center",
    "address": "1 Sample Road\nEloy, AZ 85131",
    "rules": "Bring a photo ID. Leave phones in the car. No red clothes.",
    "place_hours": "Sat-Sun 8-3 pm",
    "choice": "#1",
}
_SHELTER = {
    "place_name": "Mesa House",
    "address": "2 Hidden Lane\nFlorence, AZ 85132",
    "rules": "After release: a bed for some nights.",
    "place_hours": "",
    "choice": "#2",
}
_VISITS = {
    "service_name": "Visits",
    "service_what": "A volunteer comes every other week.",
    "hours": "Mon-Fri 9-5",
    "eligibility": "Whoever is held there, and their family.",
    "how_to_begin": "Call and say which center. No other question is asked.",
}

_LIST = Send("directory import", "file", "demo_list.json")
_ROW = {
    "name": "Northwest Suburban Bar Association",
    "website": "nwsba.org",
    "phone": "847-221-2601",
}
_CLOSED = {"website": "beyondbondboston.org", "alert": "Cerrado hasta enero."}

_HOTLINES_HERE = {"list": "hotlines", "where": "Texas"}

STORY: tuple[Step, ...] = (
    Step("help", "june", "find-help", Command("help")),
    Step("suggest", "june", "find-help", Suggest("find", "what", "immi")),
    Step("find", "june", "find-help", Command("find", {"what": "lawyer", "where": "Boston"})),
    Step("share", "june", "find-help", Press("find:share:*")),
    Step("shared", "june", "find-help", Press("find:post:*")),
    Step("next", "june", "find-help", Press("find:at:1:*")),
    Step("report", "june", "find-help", Press("find:wrong:*")),
    Step("report-refused", "june", "find-help", Fill(_WRONG)),
    Step("report-again", "june", "find-help", Press("mend:*")),
    Step("report-sent", "june", "find-help", Fill(_MENDED)),
    Step("suggest-missing", "june", "find-help", Command("suggest")),
    Step("suggest-sent", "june", "find-help", Fill(_MISSING)),
    Step("review", "teo", "moderators", Command("directory review")),
    Step("review-done", "teo", "moderators", Press("review:right:*")),
    Step("review-add", "teo", "moderators", Press("suggested:add:*")),
    Step("review-add-refused", "teo", "moderators", Fill(_BAD_ENTRY)),
    Step("review-add-again", "teo", "moderators", Press("mend:*")),
    Step("review-added", "teo", "moderators", Fill(_GOOD_ENTRY)),
    Step("edit-place", "teo", "moderators", Choose("entry:place:*", ("new",))),
    Step("edit-place-saved", "teo", "moderators", Fill(_FACILITY)),
    Step("edit-secret", "teo", "moderators", Choose("entry:place:*", ("new",))),
    Step("edit-secret-saved", "teo", "moderators", Fill(_SHELTER)),
    Step("edit-hours", "teo", "moderators", Choose("entry:service:*", ("new",))),
    Step("edit-hours-saved", "teo", "moderators", Fill(_VISITS)),
    Step("edit-history", "teo", "moderators", Press("entry:history:*")),
    Step("find-added", "june", "find-help", Command("find", {"what": "Cactus Center"})),
    Step("find-page", "june", "find-help", Press("entry:show:*")),
    Step("find-facility", "june", "find-help", Choose("entry:place:*", ("0",))),
    Step("edit-undo", "teo", "moderators", Press("entry:undo:*")),
    Step("edit-retire", "teo", "moderators", Press("entry:retire:*")),
    Step("import", "teo", "moderators", _LIST),
    Step("import-row", "teo", "moderators", Press("import:mend:*")),
    Step("import-mended", "teo", "moderators", Fill(_ROW)),
    Step("import-done", "teo", "moderators", Press("import:go:*")),
    Step("import-review", "teo", "moderators", Press("review:start")),
    Step("import-confirmed", "teo", "moderators", Press("review:right:*")),
    Step("export", "teo", "moderators", Command("directory export", {"format": "csv"})),
    Step(
        "spanish-import", "rafa", "moderators", Send("directory import", "file", "demo_list.json")
    ),
    Step("spanish-import-undo", "teo", "moderators", Press("import:undo:*")),
    Step("spanish-review", "rafa", "moderators", Command("directory review")),
    Step("spanish-called", "rafa", "moderators", Press("review:called:*")),
    Step("spanish-edit", "rafa", "moderators", Command("directory edit", {"entry": "BIJAN"})),
    Step("spanish-contact", "rafa", "moderators", Press("entry:contact:*")),
    Step("spanish-contact-sent", "rafa", "moderators", Fill(_CLOSED)),
    Step("spanish-history", "rafa", "moderators", Press("entry:history:*")),
    Step("hotlines", "june", "find-help", Press("find:hotlines")),
    Step("lists", "june", "find-help", Command("lists")),
    Step("lists-287g", "june", "find-help", Choose("lists:choose:*", ("287g",))),
    Step("lists-place", "june", "find-help", Press("lists:place:287g")),
    Step("lists-unknown-county", "june", "find-help", Fill({"where": "Haris County, TX"})),
    Step("lists-mend", "june", "find-help", Press("mend:*")),
    Step("lists-county", "june", "find-help", Fill({"where": "Galveston County, TX"})),
    Step("lists-against", "june", "find-help", Press("lists:against:TX")),
    Step("lists-safe", "june", "find-help", Command("lists", {"list": "safe", "where": "77002"})),
    Step("old-name", "noor", "find-help", Command("find", {"what": "CIVIC"})),
    Step("typo", "noor", "find-help", Command("find", {"what": "lawer", "where": "02118"})),
    Step("nothing-found", "noor", "find-help", Command("find", {"what": "piano tuner"})),
    Step("unknown-zip", "noor", "find-help", Command("find", {"what": "lawyer", "where": "00000"})),
    Step("emoji-only", "noor", "find-help", Command("find", {"what": "🦋 🦋 🦋"})),
    Step("nasty", "noor", "find-help", Command("find", {"what": _NASTY, "where": _NASTY})),
    Step("too-long", "noor", "find-help", Command("find", {"what": "lawyer near me " * 260})),
    Step("spanish", "lucia", "find-help", Command("find", {"what": "abogado", "where": "Chicago"})),
    Step("spanish-next", "lucia", "find-help", Press("find:at:1:*")),
    Step("spanish-report", "lucia", "find-help", Press("find:wrong:*")),
    Step("rights", "june", "find-help", Command("rights")),
    Step("rights-card", "june", "find-help", Press("rights:card:home:*")),
    Step("rights-print", "june", "find-help", Press("rights:print:home:*")),
    Step("rights-near", "june", "find-help", Press("rights:near")),
    Step("rights-near-sent", "june", "find-help", Fill({"where": "Boston"})),
    Step("spanish-rights", "lucia", "find-help", Command("rights", {"card": "detención"})),
    Step("spanish-rights-share", "lucia", "find-help", Press("rights:share:*")),
    Step("spanish-rights-shared", "lucia", "find-help", Press("rights:post:*")),
    Step("spanish-lists", "lucia", "find-help", Command("lists", _HOTLINES_HERE)),
    Step("spanish-help", "lucia", "find-help", Command("help")),
    Step("spanish-me", "lucia", "find-help", Command("me")),
    *CALL_STORY,
    *CAMPAIGN_STORY,
    *ONCALL_STORY,
    Step("setup-refused", "june", "welcome", Command("setup")),
    Step("setup", "amara", "moderators", Command("setup")),
    Step("setup-channel", "amara", "moderators", _alerts_to("welcome")),
    Step("setup-mended", "amara", "moderators", _alerts_to("alerts")),
    Step("weekly", "amara", "moderators", Press("setup:weekly:yes")),
    Step("weekly-later", "teo", "moderators", Later(hours=7 * 24)),
    Step("call-reminded", "june", DM, Look()),
    Step("unsent", "amara", "moderators", Command("unsent")),
    Step("setup-again", "amara", "moderators", Command("setup")),
    Step("setup-roles", "amara", "moderators", Press("setup:tab:roles")),
    Step("setup-language", "amara", "moderators", Press("setup:tab:language")),
    Step("me", "june", "welcome", Command("me", {"time_zone": "America/New_York"})),
    Step("me-language", "june", "welcome", Choose("me:language", ("es",))),
    Step("me-forget", "june", "welcome", Press("me:forget")),
    *EVENT_STORY,
    *SHIFT_STORY,
)
