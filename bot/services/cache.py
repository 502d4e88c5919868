"""A small memory of rows that are read often. Safe because one process owns the database file."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """The most recently used values, at most `size` of them; the least recently used leaves."""

    def __init__(self, size: int = 20_000) -> None:
        self._size = size
        self._values: OrderedDict[K, V] = OrderedDict()
        self._changes = 0

    def get(self, key: K) -> V | None:
        """The value, or None where it is not remembered."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    async def read(self, key: K, ask: Callable[[], Awaitable[V]]) -> V:
        """Ask for the value and remember it, unless something changed while it was on its way:
        then it may be what stood there before, e.g. a right that was just taken."""
        changes = self._changes
        value = await ask()
        if changes == self._changes:
            self._put(key, value)
        return value

    def forget(self, key: K) -> None:
        """Make the next reader ask the database. Call it after every change."""
        self._changes += 1
        self._values.pop(key, None)

    def forget_all(self) -> None:
        """As `forget`, for every key."""
        self._changes += 1
        self._values.clear()

    def _put(self, key: K, value: V) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > self._size:
            self._values.popitem(last=False)
