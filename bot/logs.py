"""Structured logs (structlog): what happened, never who said what.

No message text, no ZIP, no search words, no names. What is logged is chosen field by field; the
one place where foreign text could slip in is a traceback, and `scrubbed_traceback` cleans it.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterable

import structlog

#: Anything that could be a ZIP, a phone or a Discord id.
_NUMBERS = re.compile(r"\d[\d\-\s().]{3,}\d")
_SECRETS = re.compile(
    r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}|/webhooks/\d+/[\w-]+|/interactions/\S+|/c/[\w-]{8,}"
)


def scrubbed(text: str, private: Iterable[str] = ()) -> str:
    """`text` without `private` words (what the person typed, what they are called), without
    tokens and without long numbers."""
    for word in sorted({w.strip() for w in private if w and w.strip()}, key=len, reverse=True):
        text = re.sub(re.escape(word), "[private]", text, flags=re.IGNORECASE)
    return _NUMBERS.sub("[number]", _SECRETS.sub("[secret]", text))


def scrubbed_traceback(error: BaseException, private: Iterable[str] = ()) -> str:
    """The full story of an error: frames with file, line and function untouched, what the error
    says scrubbed."""
    private = list(private)
    lines: list[str] = []
    for part in _chain(error):
        lines += traceback.format_tb(part.__traceback__)
        lines.append(f"{type(part).__name__}: {scrubbed(str(part), private)}\n")
    return "".join(lines)


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in found:
        found.append(at)
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return found[::-1]


class _ScrubForeign(logging.Filter):
    """Libraries' own log lines: scrubbed, and their tracebacks too."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith("bot"):
            record.msg, record.args = scrubbed(record.getMessage()), ()
            if record.exc_info and record.exc_info[1] is not None:
                record.msg = f"{record.msg}\n{scrubbed_traceback(record.exc_info[1])}"
                record.exc_info = None
        return True


def configure_logs(level: str, form: str) -> None:
    """Send everything to standard error, as JSON lines or as text for people (`form`)."""
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer(sort_keys=True)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_ScrubForeign())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Their debug lines hold request bodies, that is, what people wrote.
    for name in ("discord", "aiohttp", "aiosqlite", "asyncio"):
        logging.getLogger(name).setLevel(max(logging.INFO, root.level))
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger; say the event first, then plain fields: `log.info("command", name="find")`."""
    return structlog.stdlib.get_logger(name)
