"""The tour's part about taking part in campaigns: what can be done now, calls from a ZIP to the
thanks, a letter, what to share. The organizers' side has a story of its own.
"""

from __future__ import annotations

from bot.demo.deeds import Choose, Command, Deed, Fill, Look, Press, Step

#: A ZIP code that lies in two districts, one that is a post office box, one in Canada.
_TWO, _BOX, _CANADA = ({"zip": each} for each in ("02139", "02112", "M5V 2T6"))
_SEVENTH = Choose("*:which:us_house:*", ("MA-7",))
_ROUND = {"campaign": "refugees"}


def _june(slug: str, does: Deed) -> Step:
    return Step(slug, "june", "find-help", does)


def _lucia(slug: str, does: Deed) -> Step:
    return Step(slug, "lucia", "find-help", does)


CALL_STORY: tuple[Step, ...] = (
    _june("act", Command("act")),
    _june("act-short", Command("act", {"minutes": "5"})),
    _june("call", Command("call", _ROUND)),
    _june("call-no-zip", Fill(_CANADA)),
    _june("call-mend", Press("mend:*")),
    _june("call-which", Fill(_TWO)),
    _june("call-card", _SEVENTH),
    _june("call-voicemail", Press("call:see:*vl0:*")),
    _june("call-busy", Press("call:did:unavailable:*")),
    _june("call-talked", Press("call:did:contact:*")),
    _june("call-remember", Press("call:keep:yes:*")),
    _june("call-wrong", Press("call:did:wrong_number:*")),
    _june("call-end", Press("call:stop:*")),
    _june("call-remind", Press("call:remind")),
    _june("call-share", Press("call:share:*")),
    _june("call-shared", Press("call:post:*")),
    _june("write", Command("write", _ROUND)),
    _june("write-file", Press("write:file:*")),
    _june("write-sent", Press("write:did:contact:*")),
    _june("call-kit", Command("share")),
    _june("call-council", Command("call", {"campaign": "freedom city"})),
    _june("call-sheriff", Command("call", {"campaign": "287(g)"})),
    _june("call-inspection", Command("call", {"campaign": "detention center"})),
    _june("call-districts", Command("me")),
    _june("call-forget", Press("me:districts")),
    _lucia("spanish-act", Command("act")),
    _lucia("spanish-call", Press("call:start:*")),
    _lucia("spanish-guess", Fill(_BOX)),
    _lucia("spanish-call-card", Press("call:mine:*")),
    _lucia("spanish-call-english", Press("call:see:*me0:*")),
    _lucia("spanish-call-next", Press("call:did:voicemail:*")),
    _lucia("spanish-call-end", Press("call:stop:*")),
    _lucia("spanish-write", Press("act:show")),
    _lucia("spanish-write-zip", Press("write:start:*")),
    _lucia("spanish-write-which", Fill(_TWO)),
    _lucia("spanish-write-card", _SEVENTH),
    _lucia("spanish-council", Command("call", {"campaign": "Sampleton"})),
    _lucia("spanish-sheriff", Command("call", {"campaign": "287(g)"})),
    _lucia("spanish-call-kit", Command("share")),
    Step("digest", "amara", "moderators", Command("setup")),
    Step("digest-wanted", "amara", "moderators", Press("setup:digest:yes")),
    Step("digest-posted", "june", "announcements", Look()),
)
