"""Settings: one frozen model from the environment and `.env`, read once, passed down."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.errors import CoalitionError

#: What a good value looks like, by variable: shown when a value is wrong.
EXAMPLES: dict[str, str] = {
    "DISCORD_TOKEN": "DISCORD_TOKEN=MTIz….Gabc….xyz…",
    "DATABASE_PATH": "DATABASE_PATH=/var/lib/coalition/coalition.db",
    "DATABASE_KEY": "DATABASE_KEY=a-long-random-passphrase",
    "VOLUME_ENCRYPTED": "VOLUME_ENCRYPTED=true",
    "DATABASE_READERS": "DATABASE_READERS=3",
    "LOG_LEVEL": "LOG_LEVEL=info",
    "LOG_FORMAT": "LOG_FORMAT=json",
    "WEB_HOST": "WEB_HOST=127.0.0.1",
    "WEB_PORT": "WEB_PORT=8080",
    "PUBLIC_URL": "PUBLIC_URL=https://calendar.example.org",
    "SITE_HOST": "SITE_HOST=127.0.0.1",
    "SITE_PORT": "SITE_PORT=8081",
    "DEFAULT_LANGUAGE": "DEFAULT_LANGUAGE=es",
    "DATA_PATH": "DATA_PATH=/var/lib/coalition/updates",
    "CONGRESS_MEMBERS_URL": "CONGRESS_MEMBERS_URL=https://example.org/legislators-current.json",
    "CONGRESS_OFFICES_URL": "CONGRESS_OFFICES_URL=https://example.org/offices.json",
}


#: Where unitedstates/congress-legislators publishes its files.
_CONGRESS = "https://unitedstates.github.io/congress-legislators"
_URL = r"^https?://[^\s/]+/\S*$"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class SettingsError(CoalitionError):
    """A setting is wrong. `params` has `variable`, `problem` and `example`."""


class Settings(BaseSettings):
    """Everything that can be set from outside. Secrets never show in a repr."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    discord_token: SecretStr | None = None
    database_path: Path = Path("coalition.db")
    database_key: SecretStr | None = None
    #: The operator's word that the disk below the database is encrypted.
    volume_encrypted: bool = False
    database_readers: int = Field(default=2, ge=1, le=16)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "text"] = "json"
    web_host: Literal["127.0.0.1", "::1", "localhost"] = "127.0.0.1"
    web_port: int = Field(default=8080, ge=0, le=65535)
    #: Where people reach what the second web server has: calendars and the public page.
    public_url: str | None = None
    site_host: str = Field(default=LOOPBACK[0], min_length=1)
    site_port: int = Field(default=8081, ge=0, le=65535)
    default_language: Literal["en", "es"] = "en"
    #: Where `data update` keeps what it fetched; unset: `updates` beside the database.
    data_path: Path | None = None
    congress_members_url: str = Field(default=f"{_CONGRESS}/legislators-current.json", pattern=_URL)
    congress_offices_url: str = Field(
        default=f"{_CONGRESS}/legislators-district-offices.json", pattern=_URL
    )

    @property
    def updates(self) -> Path:
        """The folder of updated data; it need not be there."""
        return self.data_path or self.database_path.parent / "updates"

    @field_validator("discord_token", "database_key", "data_path", "public_url", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        """`DISCORD_TOKEN=` in a copied `.env` means: not set yet."""
        if isinstance(value, str):
            return value.strip() or None
        return value

    @field_validator("log_level", "log_format", "default_language", mode="before")
    @classmethod
    def _any_case(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value


def load_settings(env_file: Path | str | None = ".env") -> Settings:
    """Read the settings.

    Raises:
        SettingsError: one variable (the first that is wrong), what is wrong with it, an example.
            The value itself is never repeated: it may be a secret.
    """
    try:
        settings = Settings(_env_file=env_file)  # pyright: ignore[reportCallIssue]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        variable = str(first["loc"][0]).upper() if first["loc"] else "?"
        raise SettingsError(
            "settings.bad_value",
            variable=variable,
            problem=first["msg"],
            example=EXAMPLES.get(variable, f"{variable}=…"),
        ) from None
    except (UnicodeDecodeError, OSError) as error:
        raise SettingsError("settings.unreadable", path=str(env_file), problem=str(error)) from None
    for variable in ("DATABASE_PATH", "DATA_PATH"):
        if "\0" in str(getattr(settings, variable.lower())):  # a `.env` may, no file name can
            raise SettingsError("settings.no_file_name", example=EXAMPLES[variable])
    check_site(settings)
    return settings


def check_site(settings: Settings) -> None:
    """Refuse to give secret addresses that could be read on the way, and to be reached from outside
    without knowing under which address.

    Raises:
        SettingsError: says which, and an example.
    """
    url = settings.public_url
    if url is not None and not _is_public(url):
        raise SettingsError("settings.public_url", example=EXAMPLES["PUBLIC_URL"])
    if url is None and settings.site_host not in LOOPBACK:
        raise SettingsError("settings.site_needs_address", example=EXAMPLES["PUBLIC_URL"])


def _is_public(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.query or parts.fragment or parts.username or re.search(r"\s", url):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
