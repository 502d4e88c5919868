"""One bot to a database file.

Two bots on one file would send every reminder twice. The lock is the kernel's, so a killed bot
never leaves it behind; the `.lock` file itself stays and means nothing.
"""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from bot.storage.errors import AnotherBot, from_os


class OneBotLock:
    """The right to be the bot on the database at `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: FileLock | None = None

    def acquire(self) -> None:
        """Take the lock, or refuse at once. Blocking (it looks at the disk).

        Raises:
            AnotherBot: it is held, by this process or another.
            ReadOnly, DiskFull, CannotOpen: the lock file can't be made.
        """
        path = self._path.resolve()  # two links to one file are one database
        lock = FileLock(
            path.with_name(f"{path.name}.lock"),
            timeout=0,
            mode=0o600,
            thread_local=False,  # taken in a worker thread, freed from another
        )
        try:
            lock.acquire()
        except Timeout as error:
            raise AnotherBot("storage.another_bot", name=path.name) from error
        except OSError as error:
            raise from_os(error, path.name) from error
        self._lock = lock

    def release(self) -> None:
        """Free the lock; without effect where it isn't held."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
