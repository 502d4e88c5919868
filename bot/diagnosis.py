"""What `doctor` looks at. Beside the composition root: it looks at every layer, nobody needs it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord.http import Route

from bot.app import key_of
from bot.clock import Clock, today
from bot.domain.errors import CoalitionError
from bot.domain.legislators import Body
from bot.presentation.text import visible
from bot.services.bundled_directory import directory_date
from bot.services.guilds import GuildsService, Purpose
from bot.services.legislator_files import stored_congress
from bot.settings import Settings
from bot.storage.check import integrity
from bot.storage.database import Database
from cogs.setup.permissions import missing_in

#: Older than this, the bundled directory should be looked through again.
_OLD_DATA = timedelta(days=365)
_CLOCK_SLACK = timedelta(seconds=30)
#: Three dot-separated parts; the first is the application's id in base 64.
_TOKEN = re.compile(r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}", re.ASCII)


class Level(Enum):
    """How bad a finding is."""

    FINE = "fine"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: a catalog key and what fills it."""

    level: Level
    key: str
    params: dict[str, Any] = field(default_factory=dict[str, Any])


def fine(key: str, **params: Any) -> Finding:
    """All is well with that."""
    return Finding(Level.FINE, key, params)


def warn(key: str, **params: Any) -> Finding:
    """Works, but somebody should look at it."""
    return Finding(Level.WARN, key, params)


def bad(key: str, **params: Any) -> Finding:
    """Does not work."""
    return Finding(Level.BAD, key, params)


async def diagnose(settings: Settings, clock: Clock, *, online: bool) -> list[Finding]:
    """Look at settings, token, database, data, clock and (online) every server's permissions."""
    findings = [fine("doctor.settings"), token_finding(settings), encryption_finding(settings)]
    findings.append(site_finding(settings))
    findings += [finding async for finding in _database(settings)]
    findings += [data_finding(clock), congress_finding(settings.updates, clock)]
    findings.append(_local_clock(clock))
    if not online:
        findings.append(warn("doctor.offline"))
    elif findings[1].level is Level.FINE:
        findings += [finding async for finding in _discord(settings, clock)]
    return findings


def token_finding(settings: Settings) -> Finding:
    """Whether the token looks like one; its value is never said."""
    if settings.discord_token is None:
        return bad("doctor.no_token")
    token = settings.discord_token.get_secret_value()
    if not _TOKEN.fullmatch(token):
        return bad("doctor.token_shape")
    first = token.split(".", 1)[0]
    try:
        application = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return bad("doctor.token_shape")
    return fine("doctor.token") if application.isdigit() else bad("doctor.token_shape")


def encryption_finding(settings: Settings) -> Finding:
    """At rest: a key, or the operator's word for an encrypted volume."""
    if settings.database_key is not None:
        return fine("doctor.encrypted")
    if settings.volume_encrypted:
        return fine("doctor.volume_encrypted")
    return warn("doctor.not_encrypted")


def site_finding(settings: Settings) -> Finding:
    """Whether people can subscribe to calendars; settings that let others in without an address
    were refused before."""
    if settings.public_url is None:
        return fine("doctor.no_site")
    host, port = settings.site_host, settings.site_port
    return fine("doctor.site", url=settings.public_url, host=host, port=port)


def data_finding(clock: Clock) -> Finding:
    """How old the bundled directory is."""
    made_on = date.fromisoformat(directory_date())
    if today(clock) - made_on > _OLD_DATA:
        return warn("doctor.data_old", date=made_on)
    return fine("doctor.data", date=made_on)


def congress_finding(updates: Path, clock: Clock) -> Finding:
    """Whether the terms of the members of Congress that calls go to are over."""
    congress = stored_congress(updates).congress
    ends = congress.terms_end(Body.US_HOUSE)
    if ends is not None and ends <= today(clock):
        return warn("doctor.terms_ended", date=ends)
    return fine("doctor.congress", date=congress.as_of)


def _local_clock(clock: Clock) -> Finding:
    if today(clock) < date.fromisoformat(directory_date()):
        return bad("doctor.clock_past", now=clock.now().strftime("%Y-%m-%d %H:%M"))
    return fine("doctor.clock", now=clock.now().strftime("%Y-%m-%d %H:%M"))


def _there(path: Path) -> bool:
    return path.exists()


async def _database(settings: Settings) -> AsyncGenerator[Finding]:
    path = settings.database_path
    if not _there(path):
        yield warn("doctor.no_database", path=path)
        return
    try:
        db = await Database.open(path, key=key_of(settings), readers=1, read_only=True)
    except CoalitionError as error:
        yield bad(error.key, **error.params)
        return
    try:
        problems = await integrity(db)
        if problems:
            yield bad("doctor.database_damaged", problems="; ".join(problems[:3]))
        else:
            yield fine("doctor.database", path=path, version=db.schema_version)
    except CoalitionError as error:
        yield bad(error.key, **error.params)
    finally:
        await db.close()


async def _discord(settings: Settings, clock: Clock) -> AsyncGenerator[Finding]:
    """What only Discord knows. Logs in over REST; the running bot is not disturbed."""
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            await client.login(token)
        except discord.LoginFailure:
            yield bad("doctor.token_refused")
            return
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            yield warn("doctor.unreachable")
            return
        yield fine("doctor.logged_in")
        if _there(settings.database_path):
            async for finding in _servers(client, settings):
                yield finding
        finding = await _clock_against_discord(clock)
        if finding is not None:
            yield finding


async def _servers(client: discord.Client, settings: Settings) -> AsyncGenerator[Finding]:
    try:
        db = await Database.open(
            settings.database_path, key=key_of(settings), readers=1, read_only=True
        )
    except CoalitionError:
        return  # `_database` has said why
    try:
        guilds = GuildsService(db)
        async for known in client.fetch_guilds(limit=None):
            chosen = (await guilds.settings(known.id)).channels
            try:
                for finding in await _server_findings(client, known, chosen):
                    yield finding
            except discord.HTTPException:
                yield warn("doctor.server_unreadable", server=visible(known.name))
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        yield warn("doctor.unreachable")
    finally:
        await db.close()


async def _server_findings(
    client: discord.Client, known: discord.Guild, chosen: Mapping[Purpose, int]
) -> list[Finding]:
    if not chosen:
        return [warn("doctor.server_not_set_up", server=visible(known.name))]
    guild = await client.fetch_guild(known.id)
    me = await guild.fetch_member(client.user.id if client.user else 0)
    channels = {channel.id: channel for channel in await guild.fetch_channels()}
    return [
        _channel_finding(guild, me, purpose, channels.get(id_)) for purpose, id_ in chosen.items()
    ]


def _channel_finding(
    guild: discord.Guild,
    me: discord.Member,
    purpose: Purpose,
    channel: discord.abc.GuildChannel | None,
) -> Finding:
    where = {"server": visible(guild.name), "purpose": purpose.value}
    if channel is None:
        return bad("doctor.channel_gone", **where)
    missing = missing_in(channel, me, purpose)
    if missing:
        return bad("doctor.channel_lacks", missing=", ".join(missing), **where)
    return fine("doctor.channel", **where)


async def _clock_against_discord(clock: Clock) -> Finding | None:
    """Discord's own clock, from the Date header of a public endpoint."""
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{Route.BASE}/gateway") as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, OSError, KeyError, ValueError):
        return None
    apart = abs(clock.now() - theirs)
    if apart > _CLOCK_SLACK:
        return bad("doctor.clock_wrong", seconds=round(apart.total_seconds()))
    return fine("doctor.clock_right")
