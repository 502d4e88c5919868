"""Which SQLite we talk to: the plain one, or SQLCipher where the operator set a key.

Everything that differs between the two stands in this file, and so does what every connection
needs before its first statement: the key, the pragmas, the sentence for what went wrong.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol, cast

from sqlcipher3 import dbapi2 as _sqlcipher  # pyright: ignore

from bot.storage.errors import (
    CannotOpen,
    DatabaseDamaged,
    StorageBug,
    StorageError,
    WrongKey,
    from_driver,
)

PLAIN_HEADER = b"SQLite format 3\0"
PAGE = 4096
BUSY_SECONDS = 5.0
CACHE_KIB = 8192

#: What SQLCipher 4 does with a passphrase; the numbers belong to the file format.
#: https://www.zetetic.net/sqlcipher/design/
KDF_ROUNDS = 256_000
KEY_BYTES = 32
SALT_BYTES = 16

# FULL, not NORMAL: what was answered ("you have the shift") must also outlive a power cut. NORMAL
# would do against a kill of the process, but forgets the last commits when the machine falls.
# It costs one fsync a commit (0.2 ms on an SSD), and this bot commits a few times a second.
# secure_delete: what a person asked us to forget is overwritten, not only unlinked.
# temp_store: no plain temporary file beside an encrypted database.
_PRAGMAS = f"""
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
PRAGMA temp_store = MEMORY;
PRAGMA secure_delete = ON;
PRAGMA cache_size = -{CACHE_KIB};
PRAGMA journal_size_limit = 67108864;
"""

Mode = Literal["rwc", "rw", "ro"]


class Row(Protocol):
    """One row of an answer: `row["name"]`, `row[0]`, `dict(row)`."""

    def __getitem__(self, key: str | int, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __len__(self) -> int: ...
    def keys(self) -> list[str]: ...


class _Driver(Protocol):
    """The part of the DB-API that we use; both drivers have it."""

    connect: Callable[..., sqlite3.Connection]
    Row: type[sqlite3.Row]
    Error: type[Exception]
    Warning: type[Exception]


_PLAIN = cast("_Driver", sqlite3)
_CIPHER = cast("_Driver", _sqlcipher)
#: `Warning` is what SQLCipher's driver raises for two statements in one.
DRIVER_ERRORS: tuple[type[Exception], ...] = (_PLAIN.Error, _CIPHER.Error, _CIPHER.Warning)


@dataclass(frozen=True, slots=True)
class DatabaseFile:
    """A database file and the key that opens it (none: a plain file)."""

    path: Path
    key: str | None = field(default=None, repr=False)

    @property
    def encrypted(self) -> bool:
        return self.key is not None

    def connect(self, mode: Mode = "rw", *, query_only: bool = False) -> sqlite3.Connection:
        """Open a connection that is ready for statements; it belongs to the calling thread.

        `mode`: `rwc` makes a missing file, `rw` needs one, `ro` never writes. Autocommit: a
        transaction begins only where somebody says BEGIN. Blocking.

        Raises:
            WrongKey, DatabaseDamaged, CannotOpen, Busy: what is wrong with the file.
        """
        salt = self._look_at_header()
        driver = _PLAIN if self.key is None else _CIPHER
        try:
            connection = driver.connect(
                f"{self.path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                cached_statements=512,
            )
        except DRIVER_ERRORS as error:
            raise self.explain(error) from error
        try:
            if self.key is not None:
                _unlock(connection, self.key, salt)
            # The first read is where a wrong key or a damaged first page shows.
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            connection.executescript(_PRAGMAS)
            if query_only or mode == "ro":
                connection.execute("PRAGMA query_only = ON")
        except DRIVER_ERRORS as error:
            connection.close()
            raise self._explain_opening(error) from error
        connection.row_factory = driver.Row
        return connection

    def explain(self, error: Exception) -> StorageError | StorageBug:
        """Our own exception for a driver's."""
        return from_driver(error, self.path.name)

    def _explain_opening(self, error: Exception) -> StorageError | StorageBug:
        not_a_database = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB
        if self.key is not None and not_a_database and self.path.stat().st_size % PAGE == 0:
            return WrongKey("storage.wrong_key", name=self.path.name)
        return self.explain(error)

    def _look_at_header(self) -> bytes | None:
        """The salt of an encrypted file (None: new or plain), once key and file fit each other.

        An encrypted file is whole pages that begin with 16 random bytes; more can't be known
        without the key.
        """
        name = self.path.name
        try:
            with self.path.open("rb") as file:
                header = file.read(len(PLAIN_HEADER))
                size = os.fstat(file.fileno()).st_size
        except FileNotFoundError:
            return None
        except IsADirectoryError as error:
            raise CannotOpen("storage.is_a_folder", name=name) from error
        except OSError as error:
            raise CannotOpen("storage.cannot_open", name=name) from error
        if not header:
            return None
        if header == PLAIN_HEADER:
            if self.key is not None:
                raise WrongKey("storage.key_not_needed", name=name)
            return None
        if size % PAGE:
            raise DatabaseDamaged("storage.damaged", name=name)
        if self.key is None:
            raise WrongKey("storage.key_missing", name=name)
        return header


def _unlock(connection: sqlite3.Connection, key: str, salt: bytes | None) -> None:
    """Set the key. It reaches SQL only as hexadecimal, so any character may stand in it."""
    salt = salt or _new_salt()
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{_derive(key, salt).hex()}{salt.hex()}'\"")


def _new_salt() -> bytes:
    """What a new file begins with."""
    return os.urandom(SALT_BYTES)


@lru_cache(maxsize=8)
def _derive(key: str, salt: bytes) -> bytes:
    """The page key, as SQLCipher itself derives it from a passphrase.

    We do it because SQLCipher would do it anew for each connection, 0.1 s each time. The file
    stays an ordinary SQLCipher 4 file: its own shell opens it with the passphrase.
    """
    return hashlib.pbkdf2_hmac("sha512", key.encode(), salt, KDF_ROUNDS, KEY_BYTES)
