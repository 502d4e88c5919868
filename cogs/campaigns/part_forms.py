"""The forms for the parts of a campaign of which there are several."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from bot.domain.campaign import (
    Bill,
    BillEvent,
    Deadline,
    Fact,
    Letter,
    Script,
    TalkingPoint,
    Variant,
)
from bot.domain.campaign_check import merged_words
from bot.domain.errors import BadInput, NotFound
from bot.domain.sessions import session_end
from bot.i18n import language_name, t
from bot.presentation.text import fit
from cogs.campaigns.form_base import AT, BODY, LANGUAGE, CampaignForm, Desk, typed_date
from cogs.campaigns.page_render import whom


class PointForm(CampaignForm):
    """One reason why, with its source. Emptied, it is taken out."""

    kind = "point"
    fields = (("point", True, 1000, False), ("source", False, 300, False))
    template = re.compile(rf"camp:f:point:{AT}:(?P<at>\d{{1,2}})")

    def _point(self) -> TalkingPoint | None:
        at = int(self.extra[0])
        return self.campaign.points[at] if at < len(self.campaign.points) else None

    def texts(self) -> Mapping[str, str]:
        """The point as it stands in this language."""
        point = self._point()
        words = point.words.get(self.language, "") if point else ""
        return {"point": words, "source": point.source if point else ""}

    async def save(self, desk: Desk) -> None:
        points, at = list(self.campaign.points), int(self.extra[0])
        before = self._point()
        words = merged_words(
            before.words if before else {}, {self.language: desk.typed.get("point", "")}
        )
        point = TalkingPoint(words, desk.typed.get("source", "").strip())
        if before is None and not words:
            raise BadInput("drive.nothing_typed")
        if not desk.typed.get("point", "").strip() and before is not None:
            points.pop(at)
        elif before is None:
            points.append(point)
        else:
            points[at] = point
        changes = {"points": tuple(points)}
        await self.edit(desk, changes)


class BillForm(CampaignForm):
    """One bill. A new status becomes a step of its history."""

    kind = "bill"
    fields = (
        ("numbers", False, 100, True),
        ("session", False, 60, True),
        ("bill_title", False, 300, True),
        ("sponsors", False, 300, False),
        ("bill_status", True, 500, False),
    )
    template = re.compile(rf"camp:f:bill:{AT}:(?P<bill>\d{{1,18}})")

    def _bill(self) -> Bill | None:
        number = int(self.extra[0])
        return next((bill for bill in self.whole.bills if bill.number == number), None)

    def texts(self) -> Mapping[str, str]:
        """The bill as it stands, its title and status in this language."""
        bill = self._bill()
        if bill is None:
            return {}
        numbers = " / ".join(number for number in (bill.lower, bill.upper) if number)
        known = session_end(bill.jurisdiction, bill.session)
        own = "" if known or bill.session_ends is None else f" {bill.session_ends.isoformat()}"
        return {
            "numbers": numbers,
            "session": f"{bill.jurisdiction.upper()} {bill.session}{own}",
            "bill_title": bill.title.get(self.language, ""),
            "sponsors": bill.sponsors,
            "bill_status": bill.status.get(self.language, ""),
        }

    async def save(self, desk: Desk) -> None:
        before = self._bill()
        if before is None and self.extra[0] != "0":
            raise NotFound("campaign_error.part_gone")
        today = await desk.campaigns.today(desk.context.actor.guild_id or 0)
        bill = read_bill(before, desk.typed, self.language, today)
        await desk.campaigns.set_bill(desk.context.actor, self.campaign.number, self.version, bill)


_SESSION = re.compile(r"\s*([A-Za-z]{2})[\s,:]+(.*?)\s*(\d{4}-\d{2}-\d{2})?\s*")


def read_bill(before: Bill | None, typed: Mapping[str, str], language: str, today: date) -> Bill:
    """A bill from the fields of its form. Raises BadInput where the session can't be read."""
    match = _SESSION.fullmatch(typed.get("session", ""))
    if match is None or not match[2]:
        raise BadInput("drive.no_session")
    try:
        own_end = date.fromisoformat(match[3]) if match[3] else None
    except ValueError:
        raise BadInput("drive.no_session") from None
    jurisdiction, session = match[1].lower(), match[2]
    lower, _, upper = (part.strip() for part in typed.get("numbers", "").partition("/"))
    if not upper and re.match(r"s", lower, re.IGNORECASE):
        lower, upper = "", lower
    base = before or Bill(jurisdiction, session, {})
    status = typed.get("bill_status", "").strip()
    history = base.history
    if before is not None and status and status != base.status.get(language, ""):
        history = (*history, BillEvent(today, fit(status, 200)))
    return replace(
        base,
        jurisdiction=jurisdiction,
        session=session,
        title=merged_words(base.title, {language: typed.get("bill_title", "")}),
        lower=lower,
        upper=upper,
        sponsors=typed.get("sponsors", "").strip(),
        status=merged_words(base.status, {language: status}),
        history=history,
        session_ends=own_end or session_end(jurisdiction, session),
    )


class ScriptForm(CampaignForm):
    """What to say to one body, in one language, in one case. Emptied, it is taken out."""

    kind = "script"
    fields = (("script", True, 4000, False),)
    template = re.compile(rf"camp:f:script:{AT}:{BODY}:{LANGUAGE}:(?P<variant>[a-z]{{4,12}})")

    def headline(self) -> str:
        """Whom it is for, and in which language."""
        return f"{whom(self.extra[0], self.language)}, {language_name(self.extra[1])}"

    def texts(self) -> Mapping[str, str]:
        """The script as it stands."""
        body, language, variant = self.extra
        script = self.whole.script(body, language, Variant(variant))
        return {"script": script.words if script else ""}

    async def save(self, desk: Desk) -> None:
        body, language, variant = self.extra
        script = Script(body, language, desk.typed.get("script", ""), Variant(variant))
        await desk.campaigns.set_script(
            desk.context.actor, self.campaign.number, self.version, script
        )


class LetterForm(CampaignForm):
    """What to write to one body, in one language. Emptied, it is taken out."""

    kind = "letter"
    fields = (("subject", False, 300, False), ("letter", True, 4000, False))
    template = re.compile(rf"camp:f:letter:{AT}:{BODY}:{LANGUAGE}")

    def headline(self) -> str:
        """Whom it is for, and in which language."""
        return f"{whom(self.extra[0], self.language)}, {language_name(self.extra[1])}"

    def texts(self) -> Mapping[str, str]:
        """The letter as it stands."""
        letter = self.whole.letter(*self.extra)
        return {
            "subject": letter.subject if letter else "",
            "letter": letter.words if letter else "",
        }

    async def save(self, desk: Desk) -> None:
        body, language = self.extra
        letter = Letter(body, language, desk.typed.get("subject", ""), desk.typed.get("letter", ""))
        await desk.campaigns.set_letter(
            desk.context.actor, self.campaign.number, self.version, letter
        )


class FactForm(CampaignForm):
    """A line of the log of facts."""

    kind = "fact"
    fields = (
        ("fact_on", False, 60, True),
        ("fact", True, 1000, True),
        ("fact_source", False, 300, True),
    )
    template = re.compile(rf"camp:f:fact:{AT}")

    async def save(self, desk: Desk) -> None:
        on = past_date(desk.typed.get("fact_on", ""), self.language)
        fact = Fact(on, desk.typed.get("fact", ""), desk.typed.get("fact_source", ""))
        await desk.campaigns.add_fact(desk.context.actor, self.campaign.number, self.version, fact)


def past_date(text: str, language: str) -> date:
    """A day that may be past: 2026-11-03 or 11/3/2026. Raises BadInput."""
    found = re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", text)
    parts = (found[1], found[2], found[3]) if found else None
    if parts is None and (found := re.fullmatch(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*", text)):
        first, second = (found[1], found[2]) if language == "en" else (found[2], found[1])
        parts = (found[3], first, second)
    try:
        if parts is not None:
            return date(*map(int, parts))
    except ValueError:
        pass
    raise BadInput("drive.not_a_past_date")


class DeadlineForm(CampaignForm):
    """A day before which organizers are reminded."""

    kind = "deadline"
    fields = (
        ("due_on", False, 60, True),
        ("deadline", False, 300, True),
        ("remind_days", False, 5, False),
    )
    template = re.compile(rf"camp:f:deadline:{AT}")

    def texts(self) -> Mapping[str, str]:
        """A fortnight is usual."""
        return {"remind_days": "14"}

    async def save(self, desk: Desk) -> None:
        due_on = typed_date(
            desk.typed.get("due_on", ""), desk.services, self.language, field="due_on"
        )
        if due_on is None:
            raise BadInput("drive.not_a_date", name=t("campaign_form.due_on", self.language))
        days = desk.typed.get("remind_days", "").strip() or "14"
        if not (days.isascii() and days.isdigit()):
            raise BadInput("drive.no_days")
        deadline = Deadline(due_on, desk.typed.get("deadline", ""), int(days))
        await desk.campaigns.add_deadline(
            desk.context.actor, self.campaign.number, self.version, deadline
        )
