"""What can go wrong with the database, said in a way that somebody can act on.

StorageError (a CoalitionError: carries a catalog key)
├── AnotherBot            a second bot on the same file
├── WrongKey              storage.wrong_key · storage.key_missing · storage.key_not_needed
├── DatabaseFromFuture    made by a newer version; params found, known
├── DatabaseDamaged       the file is not (any longer) a whole database
├── DiskFull              nothing was written
├── DiskFailing           the disk answered with an error
├── ReadOnly              the file or the disk can't be written to
├── Busy                  somebody else held the database too long
├── CannotOpen            a folder, a missing file, no permission
├── TargetExists          a backup never overwrites unasked
├── NotOurs               a sound database, but not one of this bot
└── DatabaseClosed        asked after the bot began to stop

StorageBug (an ordinary exception: the person sees a reference code, the log has the story)
├── ConstraintViolated    a rule of the schema said no; the driver's message, for logs
├── StatementFailed       the SQL itself or its parameters are wrong
├── TransactionOver       a statement in a transaction that has ended
└── BrokenMigrations      the migration files don't add up
"""

# ruff: noqa: N818 - each name reads as what it is at every raise

from __future__ import annotations

import errno
import sqlite3

from bot.domain.errors import CoalitionError


class StorageError(CoalitionError):
    """The database can't do it now."""


class AnotherBot(StorageError):
    """A second bot on the same file."""


class WrongKey(StorageError):
    """The key doesn't fit: wrong, missing, or given for a plain file."""


class DatabaseFromFuture(StorageError):
    """The file was made by a newer version of the bot; it was left untouched."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__("storage.from_future", found=found, known=known)
        self.found = found
        self.known = known


class DatabaseDamaged(StorageError):
    """The file is not (any longer) a whole database."""


class DiskFull(StorageError):
    """No room left; what was asked for was not written."""


class DiskFailing(StorageError):
    """The disk answered with an error of its own."""


class ReadOnly(StorageError):
    """The file or the disk can't be written to."""


class Busy(StorageError):
    """Somebody else held the database for longer than we wait."""


class CannotOpen(StorageError):
    """There is nothing at that path that we can open."""


class TargetExists(StorageError):
    """A file already lies where the backup should go."""


class NotOurs(StorageError):
    """A sound database that this bot never made."""


class DatabaseClosed(StorageError):
    """The database was closed before this was asked."""


class StorageBug(Exception):
    """A mistake in our own code, never in what a person typed."""


class ConstraintViolated(StorageBug):
    """A rule of the schema said no, and the caller didn't expect it.

    The message is the driver's, e.g. `UNIQUE constraint failed: people.id`: it names tables and
    columns, never values, so it may be logged. (SQLCipher's driver gives no finer code.)
    """


class StatementFailed(StorageBug):
    """The SQL or its parameters are wrong."""


class TransactionOver(StorageBug):
    """A statement was sent to a transaction that has ended."""


class BrokenMigrations(StorageBug):
    """The migration files have gaps, doubles, or meddle with transactions."""


_BY_CODE: dict[int, tuple[type[StorageError], str]] = {
    sqlite3.SQLITE_BUSY: (Busy, "storage.busy"),
    sqlite3.SQLITE_LOCKED: (Busy, "storage.busy"),
    sqlite3.SQLITE_PROTOCOL: (Busy, "storage.busy"),
    sqlite3.SQLITE_FULL: (DiskFull, "storage.disk_full"),
    sqlite3.SQLITE_IOERR: (DiskFailing, "storage.disk_failing"),
    sqlite3.SQLITE_READONLY: (ReadOnly, "storage.read_only"),
    sqlite3.SQLITE_CORRUPT: (DatabaseDamaged, "storage.damaged"),
    sqlite3.SQLITE_NOTADB: (DatabaseDamaged, "storage.damaged"),
    sqlite3.SQLITE_CANTOPEN: (CannotOpen, "storage.cannot_open"),
    sqlite3.SQLITE_PERM: (CannotOpen, "storage.cannot_open"),
}

_FULL = {errno.ENOSPC, errno.EDQUOT}
_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM}


def from_driver(error: Exception, name: str) -> StorageError | StorageBug:
    """Our own exception for a driver's (`sqlite3.Error` or `sqlcipher3.dbapi2.Error`).

    `name` is the database file's name, for the sentence.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return StatementFailed(str(error))
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_CONSTRAINT:
        return ConstraintViolated(str(error))
    if primary in _BY_CODE:
        kind, key = _BY_CODE[primary]
        return kind(key, name=name)
    return StatementFailed(str(error))


def from_os(error: OSError, name: str) -> StorageError:
    """Our own exception for what the operating system said about the file called `name`."""
    if error.errno in _FULL:
        return DiskFull("storage.disk_full", name=name)
    if error.errno in _UNWRITABLE:
        return ReadOnly("storage.read_only", name=name)
    if error.errno == errno.EIO:
        return DiskFailing("storage.disk_failing", name=name)
    return CannotOpen("storage.cannot_open", name=name)
