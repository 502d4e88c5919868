"""Interactions as the server sees them: the callback, its message, and the follow-ups."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.loopback.traffic import Recorded
from tests.loopback.world import EPHEMERAL, LOADING, Payload, Pending, World

#: Callback types.
MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, AUTOCOMPLETE, MODAL = 4, 5, 6, 7, 8, 9

_WEBHOOK = "/webhooks/{webhook_id}/{token}"


class InteractionRoutes:
    """The routes that an interaction's token opens."""

    def __init__(
        self,
        world: World,
        answer_within: float,
        reply: Callable[..., web.Response],
        refuse: Callable[[int, int, str], web.Response],
    ) -> None:
        self._world = world
        self._answer_within = answer_within
        self._reply = reply
        self._refuse = refuse

    def table(self) -> dict[str, Any]:
        return {
            "POST /interactions/{interaction_id}/{token}/callback": self._callback,
            f"POST {_WEBHOOK}": self._followup,
            f"GET {_WEBHOOK}/messages/{{message_id}}": self._get,
            f"PATCH {_WEBHOOK}/messages/{{message_id}}": self._edit,
            f"DELETE {_WEBHOOK}/messages/{{message_id}}": self._delete,
        }

    async def _callback(self, request: web.Request, record: Recorded) -> web.Response:
        now = asyncio.get_running_loop().time()
        pending = self._world.interactions.get(record.params["token"])
        # Discord forgets an interaction that nobody answered within three seconds.
        if pending is None or now - pending.sent_at > self._answer_within:
            return self._refuse(404, 10062, "Unknown interaction")
        if pending.callback is not None:
            return self._refuse(400, 40060, "Interaction has already been acknowledged.")
        pending.callback = record.json
        pending.files = record.files
        pending.answered_at = now
        message = self._apply(pending, record.json)
        if not pending.answered.done():
            pending.answered.set_result(None)
        pending.changed.set()
        if record.query.get("with_response") not in ("1", "true"):
            return self._reply()
        return self._reply(_callback_response(pending, record.json["type"], message))

    def _apply(self, pending: Pending, callback: Payload) -> Payload | None:
        """What the callback does to messages; returns the one it made or changed."""
        kind, data = callback["type"], callback.get("data") or {}
        channel_id = int(pending.payload["channel_id"])
        if kind == MESSAGE:
            message = self._world.post(channel_id, data)
        elif kind == DEFERRED_MESSAGE:
            flags = (data.get("flags") or 0) | LOADING
            message = self._world.post(channel_id, {"flags": flags})
        elif kind in (DEFERRED_UPDATE, UPDATE) and pending.source_message is not None:
            message = pending.source_message
            if kind == UPDATE:
                # Whatever flags come with it, a private message stays private.
                kept = message["flags"] & EPHEMERAL
                self._world.edit(message, data)
                message["flags"] |= kept
        else:
            return None
        pending.original_id = int(message["id"])
        return message

    async def _followup(self, request: web.Request, record: Recorded) -> web.Response:
        pending = self._world.interactions.get(record.params["token"])
        if pending is None or pending.callback is None:
            return self._refuse(404, 10015, "Unknown Webhook")
        original = self._find(pending, "@original")
        # The first follow-up to a deferred answer takes the place of "is thinking …".
        if original is not None and original["flags"] & LOADING:
            kept = original["flags"] & EPHEMERAL
            body = record.json | {"flags": (record.json.get("flags") or 0) | kept}
            message = self._world.edit(original, body)
        else:
            message = self._world.post(int(pending.payload["channel_id"]), record.json)
        pending.followups.append(message)
        pending.changed.set()
        return self._reply(message)

    async def _get(self, request: web.Request, record: Recorded) -> web.Response:
        message = self._from(record)
        if message is None:
            return self._refuse(404, 10008, "Unknown Message")
        return self._reply(message)

    async def _edit(self, request: web.Request, record: Recorded) -> web.Response:
        message = self._from(record)
        if message is None:
            return self._refuse(404, 10008, "Unknown Message")
        body = dict(record.json)
        if "flags" in body:
            body["flags"] = (body["flags"] or 0) | (message["flags"] & EPHEMERAL)
        self._world.edit(message, body)
        self._world.interactions[record.params["token"]].changed.set()
        return self._reply(message)

    async def _delete(self, request: web.Request, record: Recorded) -> web.Response:
        message = self._from(record)
        if message is None:
            return self._refuse(404, 10008, "Unknown Message")
        del self._world.messages[int(message["channel_id"])][int(message["id"])]
        self._world.interactions[record.params["token"]].changed.set()
        return self._reply()

    def _from(self, record: Recorded) -> Payload | None:
        pending = self._world.interactions.get(record.params["token"])
        return None if pending is None else self._find(pending, record.params["message_id"])

    def _find(self, pending: Pending, message_id: str) -> Payload | None:
        wanted = pending.original_id if message_id == "@original" else int(message_id)
        stored = self._world.messages.get(int(pending.payload["channel_id"]), {})
        return None if wanted is None else stored.get(wanted)


def _callback_response(pending: Pending, kind: int, message: Payload | None) -> Payload:
    described: Payload = {
        "id": str(pending.id),
        "type": pending.kind,
        "response_message_loading": kind == DEFERRED_MESSAGE,
        "response_message_ephemeral": bool(message and message["flags"] & EPHEMERAL),
    }
    if message is None:
        return {"interaction": described}
    described["response_message_id"] = message["id"]
    return {"interaction": described, "resource": {"type": kind, "message": message}}
