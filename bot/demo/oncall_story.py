"""The part of the tour about who is on call. The steps stand in `story.py`, on its first day."""

from __future__ import annotations

from bot.demo.deeds import Choose, Command, Fill, Look, Press, Step

_NIGHTS = {
    "function": "hotline",
    "days": "0,1,2,3,4,5,6",
    "begin": "8 pm",
    "end": "8 am",
    "people": "1",
}
_TONIGHT = {"when": "tonight 8 pm to 11 pm", "weeks": "8"}
_UNENDING = {"function": "hotline", "when": "tonight 8 pm"}

ONCALL_STORY: tuple[Step, ...] = (
    Step("oncall-need", "teo", "moderators", Command("oncall need")),
    Step("oncall-want", "teo", "moderators", Press("oncall:want")),
    Step("oncall-want-refused", "teo", "moderators", Fill({**_NIGHTS, "begin": "8", "end": "8"})),
    Step("oncall-want-again", "teo", "moderators", Press("mend:*")),
    Step("oncall-wanted", "teo", "moderators", Fill(_NIGHTS)),
    Step("spanish-oncall-refused", "lucia", "shifts", Command("oncall add", {"function": "rides"})),
    Step("oncall-add-refused", "june", "shifts", Command("oncall add", _UNENDING)),
    Step("oncall-add-again", "june", "shifts", Press("mend:*")),
    Step("oncall-added", "june", "shifts", Fill(_TONIGHT)),
    Step("oncall-now", "noor", "find-help", Command("oncall now")),
    Step("spanish-oncall-now", "lucia", "find-help", Command("oncall now")),
    Step("oncall-week", "teo", "moderators", Command("oncall week")),
    Step("oncall-day", "teo", "moderators", Choose("oncall:day", ("2026-12-01",))),
    Step("oncall-mine", "june", "shifts", Command("oncall mine")),
    Step("oncall-drop", "june", "shifts", Choose("oncall:drop:0", ("1",))),
    Step("oncall-dropped", "june", "shifts", Press("oncall:remove:*")),
    Step("oncall-told", "amara", "moderators", Look()),
    Step("spanish-oncall-week", "rafa", "moderators", Press("oncall:week")),
)
