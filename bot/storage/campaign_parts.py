"""What belongs to a campaign: bills, scripts, letters, own targets, events, facts, deadlines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from bot.domain.campaign import (
    Bill,
    Campaign,
    CampaignWhole,
    Deadline,
    Fact,
    Letter,
    ListTarget,
    Script,
    Variant,
)
from bot.storage.campaign_json import (
    day_back,
    day_out,
    history_back,
    history_out,
    to_json,
)
from bot.storage.database import Database, Row, Transaction
from bot.storage.reading import rows_of


def _bill(row: Row) -> Bill:
    return Bill(
        number=row["number"],
        jurisdiction=row["jurisdiction"],
        session=row["session"],
        lower=row["lower_number"],
        upper=row["upper_number"],
        title=json.loads(row["title"]),
        sponsors=row["sponsors"],
        status=json.loads(row["status"] or "{}"),
        history=history_back(json.loads(row["history"])),
        session_ends=day_back(row["session_ends"]),
        confirmed=bool(row["confirmed"]),
    )


def _target(row: Row) -> ListTarget:
    return ListTarget(
        list=row["list"],
        name=row["name"],
        office=row["office"],
        place=row["place"],
        state=row["state"],
        phone=row["phone"] or "",
        email=row["email"] or "",
        form_url=row["form_url"] or "",
        number=row["number"],
    )


async def get_whole(db: Database | Transaction, campaign: Campaign) -> CampaignWhole:
    """The campaign with all that belongs to it."""
    params = {"campaign": campaign.number}

    async def rows(table: str, order: str) -> list[Row]:
        return await rows_of(
            db,
            f"SELECT * FROM {table} WHERE campaign = :campaign ORDER BY {order}",  # noqa: S608
            params,
        )

    return CampaignWhole(
        campaign,
        bills=tuple(_bill(row) for row in await rows("campaign_bill", "number")),
        scripts=tuple(
            Script(row["body"], row["language"], row["words"], Variant(row["variant"]))
            for row in await rows("campaign_script", "body, language, variant")
        ),
        letters=tuple(
            Letter(row["body"], row["language"], row["subject"], row["words"])
            for row in await rows("campaign_letter", "body, language")
        ),
        targets=tuple(_target(row) for row in await rows("campaign_target", "list, number")),
        events=tuple(row["event"] for row in await rows("campaign_event", "event")),
        facts=tuple(
            Fact(date.fromisoformat(row["on_date"]), row["words"], row["source"], row["number"])
            for row in await rows("campaign_fact", "on_date DESC, number DESC")
        ),
        deadlines=tuple(
            Deadline(
                date.fromisoformat(row["due_on"]), row["words"], row["remind_days"], row["number"]
            )
            for row in await rows("campaign_deadline", "due_on, number")
        ),
    )


async def set_bill(tx: Transaction, campaign: int, bill: Bill) -> int:
    """Keep a bill: a new one (number 0), or over the one of its number. Its number."""
    rows = await tx.execute(
        """
        INSERT INTO campaign_bill (number, campaign, jurisdiction, session, lower_number,
            upper_number, title, sponsors, status, history, session_ends, confirmed)
        VALUES (:number, :campaign, :jurisdiction, :session, :lower, :upper, :title, :sponsors,
            :status, :history, :session_ends, :confirmed)
        ON CONFLICT (number) DO UPDATE SET
            jurisdiction = excluded.jurisdiction, session = excluded.session,
            lower_number = excluded.lower_number, upper_number = excluded.upper_number,
            title = excluded.title, sponsors = excluded.sponsors, status = excluded.status,
            history = excluded.history, session_ends = excluded.session_ends,
            confirmed = excluded.confirmed
        WHERE campaign = excluded.campaign
        RETURNING number
        """,
        {
            "number": bill.number or None,
            "campaign": campaign,
            "jurisdiction": bill.jurisdiction,
            "session": bill.session,
            "lower": bill.lower,
            "upper": bill.upper,
            "title": to_json(dict(bill.title)),
            "sponsors": bill.sponsors,
            "status": to_json(dict(bill.status)),
            "history": to_json(history_out(bill.history)),
            "session_ends": day_out(bill.session_ends),
            "confirmed": int(bill.confirmed),
        },
    )
    return rows[0]["number"]


async def set_script(tx: Transaction, campaign: int, script: Script) -> None:
    """Keep a script over the one for the same case."""
    await tx.execute(
        """
        INSERT INTO campaign_script (campaign, body, language, variant, words)
        VALUES (:campaign, :body, :language, :variant, :words)
        ON CONFLICT (campaign, body, language, variant) DO UPDATE SET words = excluded.words
        """,
        _script_key(campaign, script) | {"words": script.words},
    )


async def delete_script(tx: Transaction, campaign: int, script: Script) -> None:
    """Take the script for that case out."""
    await tx.execute(
        """
        DELETE FROM campaign_script WHERE campaign = :campaign AND body = :body
            AND language = :language AND variant = :variant
        """,
        _script_key(campaign, script),
    )


def _script_key(campaign: int, script: Script) -> dict[str, object]:
    return {
        "campaign": campaign,
        "body": script.body,
        "language": script.language,
        "variant": script.variant.value,
    }


async def set_letter(tx: Transaction, campaign: int, letter: Letter) -> None:
    """Keep a letter over the one to the same body in the same language."""
    await tx.execute(
        """
        INSERT INTO campaign_letter (campaign, body, language, subject, words)
        VALUES (:campaign, :body, :language, :subject, :words)
        ON CONFLICT (campaign, body, language) DO UPDATE SET
            subject = excluded.subject, words = excluded.words
        """,
        {
            "campaign": campaign,
            "body": letter.body,
            "language": letter.language,
            "subject": letter.subject,
            "words": letter.words,
        },
    )


async def delete_letter(tx: Transaction, campaign: int, body: str, language: str) -> None:
    """Take a letter out."""
    await tx.execute(
        "DELETE FROM campaign_letter WHERE campaign = :campaign AND body = :body"
        " AND language = :language",
        {"campaign": campaign, "body": body, "language": language},
    )


async def insert_targets(tx: Transaction, campaign: int, targets: Iterable[ListTarget]) -> None:
    """Add officials to a list."""
    await tx.execute_many(
        """
        INSERT INTO campaign_target (campaign, list, name, office, place, state, phone, email,
            form_url)
        VALUES (:campaign, :list, :name, :office, :place, :state, :phone, :email, :form_url)
        """,
        (_target_params(campaign, each) for each in targets),
    )


async def update_targets(tx: Transaction, campaign: int, targets: Iterable[ListTarget]) -> None:
    """Write officials over those of their numbers."""
    await tx.execute_many(
        """
        UPDATE campaign_target SET state = :state, phone = :phone, email = :email,
            form_url = :form_url
        WHERE number = :number AND campaign = :campaign
        """,
        (_target_params(campaign, each) for each in targets),
    )


def _target_params(campaign: int, each: ListTarget) -> dict[str, object]:
    return {
        "number": each.number,
        "campaign": campaign,
        "list": each.list,
        "name": each.name,
        "office": each.office,
        "place": each.place,
        "state": each.state,
        "phone": each.phone or None,
        "email": each.email or None,
        "form_url": each.form_url or None,
    }


async def delete_part(tx: Transaction, table: str, campaign: int, numbers: Iterable[int]) -> None:
    """Take rows out of one of this module's tables."""
    await tx.execute_many(
        f"DELETE FROM {table} WHERE campaign = :campaign AND number = :number",  # noqa: S608
        ({"campaign": campaign, "number": number} for number in numbers),
    )


async def set_event(tx: Transaction, campaign: int, event: int, *, linked: bool) -> None:
    """Say that an event belongs to the campaign, or does not."""
    await tx.execute(
        "INSERT INTO campaign_event (campaign, event) VALUES (:campaign, :event)"
        " ON CONFLICT DO NOTHING"
        if linked
        else "DELETE FROM campaign_event WHERE campaign = :campaign AND event = :event",
        {"campaign": campaign, "event": event},
    )


async def insert_fact(tx: Transaction, campaign: int, fact: Fact) -> int:
    """Add a line to the log of facts; its number."""
    rows = await tx.execute(
        """
        INSERT INTO campaign_fact (campaign, on_date, words, source)
        VALUES (:campaign, :on, :words, :source) RETURNING number
        """,
        {
            "campaign": campaign,
            "on": fact.on.isoformat(),
            "words": fact.words,
            "source": fact.source,
        },
    )
    return rows[0]["number"]


async def insert_deadline(tx: Transaction, campaign: int, deadline: Deadline) -> int:
    """Add a deadline; its number."""
    rows = await tx.execute(
        """
        INSERT INTO campaign_deadline (campaign, due_on, words, remind_days)
        VALUES (:campaign, :due_on, :words, :days) RETURNING number
        """,
        {
            "campaign": campaign,
            "due_on": deadline.due_on.isoformat(),
            "words": deadline.words,
            "days": deadline.remind_days,
        },
    )
    return rows[0]["number"]
