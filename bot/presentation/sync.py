"""Tells Discord about the commands, but only when they changed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import discord
from discord import app_commands

from bot.logs import get_logger
from bot.services.command_ids import CommandIds

log = get_logger(__name__)


async def commands_digest(tree: app_commands.CommandTree[Any], application_id: int) -> str:
    """A hash of all that Discord would be told, translations included, for that application."""
    translator = tree.translator
    payload: list[dict[str, Any]] = []
    for command in tree.get_commands():
        if translator is None:
            payload.append(command.to_dict(tree))
        else:
            payload.append(await command.get_translated_payload(tree, translator))
    text = json.dumps([application_id, payload], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


async def sync_if_changed(
    tree: app_commands.CommandTree[Any], commands: CommandIds, application_id: int
) -> bool:
    """Sync, unless Discord has just this already. True if it was told anything."""
    digest = await commands_digest(tree, application_id)
    if await commands.load() == digest:
        return False
    try:
        synced = await tree.sync()
    except discord.RateLimited as error:  # what people know of the commands still works
        log.warning("commands_not_synced", seconds=round(error.retry_after))
        return False
    await commands.keep(digest, {command.name: command.id for command in synced})
    log.info("commands_synced", count=len(synced))
    return True
