"""Web and mail addresses that may be shown: what they show is where they lead.

Look-alikes: a label of a host name that mixes scripts, or is written in Greek or Cyrillic letters
that all look Latin, is refused (the rules that browsers follow, Unicode TS 39). Others are kept as
`xn--…`, in which nobody mistakes them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from types import ModuleType
from urllib.parse import quote

from bot.domain.errors import BadInput
from bot.lazy import lazy
from bot.services.lists.texts import LIMITS

_URL = re.compile(r"(https?)://([^/?#\\@]+)((?:[/?#].*)?)", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:(?!\d+(?:[/?#]|$))")
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})"
)
_PORT = re.compile(r":([0-9]{1,5})$")
_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*")
# What stands in a path as it is; anything else is written %XX.
_SAFE = "/?#[]@!$&'()*+,;=:%-._~"
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NOT_PUBLIC = frozenset(
    {"localhost", "local", "internal", "localdomain", "lan", "home", "corp", "onion", "invalid"}
)
# Small letters of Greek and Cyrillic that are taken for Latin ones.
_LIKE_LATIN = frozenset("асԁеһіјӏорԛѕԝхуүьгпмткнвзбѵԍщшαγεηικνορτυχωωвѡ")
_TOGETHER = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
#: Nothing in it that would have to be quoted.
_PLAIN_REST = re.compile(r"[A-Za-z0-9/._~-]*")
_LATIN_WHOLE = frozenset("ßæœøđðþł")


@lru_cache(maxsize=1024)
def clean_url(text: str) -> str:
    """A web address in full: `https://` where none was typed, the host in small letters.

    Raises:
        BadInput: `lists_io.bad_website` (not one that can be opened), `lists_io.unsafe_website`
            (`javascript:`, a password in it, an address of a machine),
            `lists_io.look_alike` (`host`), `lists_io.too_long`.
    """
    typed = text.strip().strip("<>").strip()
    if len(typed) > LIMITS["website"]:
        raise BadInput(
            "lists_io.too_long", field="website", most=LIMITS["website"], size=len(typed)
        )
    if not typed.isprintable() or " " in typed or "\\" in typed:
        raise BadInput("lists_io.bad_website")
    lower = typed[:8].lower()
    if not lower.startswith(("http://", "https://")):
        if _SCHEME.match(typed):
            raise BadInput("lists_io.unsafe_website")
        typed = f"https://{typed.removeprefix('//')}"
    found = _URL.fullmatch(typed)
    if not found:
        unsafe = "@" in typed.split("//", 1)[1].split("/", 1)[0]
        raise BadInput("lists_io.unsafe_website" if unsafe else "lists_io.bad_website")
    host, port = found[2], ""
    if ":" in host and (number := _PORT.search(host)):
        host = host[: number.start()]
        if not 0 < int(number[1]) < 65536:
            raise BadInput("lists_io.bad_website")
        port = f":{int(number[1])}"
    rest = found[3]
    if rest and not _PLAIN_REST.fullmatch(rest):
        rest = quote(_BAD_PERCENT.sub("%25", rest), safe=_SAFE)
    url = f"{found[1].lower()}://{clean_host(host)}{port}{rest}"
    if len(url) > LIMITS["website"]:
        raise BadInput("lists_io.too_long", field="website", most=LIMITS["website"], size=len(url))
    return url


def clean_email(text: str) -> str:
    """A mail address, its host in small letters.

    Raises:
        BadInput: `lists_io.bad_email`, or what `clean_host` says of its host.
    """
    typed = text.strip().strip("<>").strip()
    if typed[:7].lower() == "mailto:":
        typed = typed[7:].strip()
    mailbox, at, host = typed.rpartition("@")
    if not at or len(mailbox) > 64 or len(typed) > LIMITS["email"]:
        raise BadInput("lists_io.bad_email")
    if not _MAILBOX.fullmatch(mailbox):
        raise BadInput("lists_io.bad_email")
    try:
        made = f"{mailbox}@{clean_host(host)}"
    except BadInput as error:
        if error.key == "lists_io.look_alike":
            raise
        raise BadInput("lists_io.bad_email") from None
    if len(made) > LIMITS["email"]:
        raise BadInput("lists_io.bad_email")
    return made


def clean_host(host: str) -> str:
    """A public host name in small ASCII letters (`xn--…` where it isn't).

    Raises:
        BadInput: `lists_io.bad_website`, `lists_io.unsafe_website`, `lists_io.look_alike`.
    """
    made = _host(host)
    if isinstance(made, BadInput):
        raise BadInput(made.key, **made.params)
    return made


@lru_cache(maxsize=8192)
def _host(host: str) -> str | BadInput:
    name = host.lower()
    if name.endswith("."):
        name = name[:-1]
    try:
        if not name.isascii():
            name = _idna().encode(name, uts46=True, std3_rules=True).decode("ascii")
        if "xn--" in name:
            for label in name.split("."):
                if label.startswith("xn--") and _looks_latin(_idna().decode(label)):
                    return BadInput("lists_io.look_alike", host=name)
    except (UnicodeError, ValueError, IndexError):
        return BadInput("lists_io.bad_website")
    last = name.rpartition(".")[2]
    if last in _NOT_PUBLIC or last.isdigit() or name.startswith("["):
        return BadInput("lists_io.unsafe_website")
    if len(name) > 253 or not _HOST.fullmatch(name):
        return BadInput("lists_io.bad_website")
    return name


def _looks_latin(label: str) -> bool:
    """Whether a label that isn't ASCII could be taken for one that is."""
    scripts: set[str] = set()
    for letter in label:
        if not letter.isalpha():
            continue
        script = unicodedata.name(letter, "?").split(" ", 1)[0]
        if script == "LATIN" and not letter.isascii():
            plain = unicodedata.normalize("NFKD", letter)[0]
            if not plain.isascii() and letter not in _LATIN_WHOLE:
                return True
        scripts.add("CJK" if script in _TOGETHER else script)
    if len(scripts) > 1:
        return True
    letters = {letter for letter in label if letter.isalpha()}
    return scripts <= {"GREEK", "CYRILLIC"} and letters <= _LIKE_LATIN


def _idna() -> ModuleType:
    return lazy("idna")
