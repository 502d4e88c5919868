"""Reads a list in a process of its own, so that nobody else's command waits for it.

    python -m bot.services.import_worker < job > pieces

Started by `import_feed.py`, with nothing of the bot's but the file: no settings, no secrets, no
database. In comes a pickled `Job`; out go frames (eight bytes of length, a pickle): a `Piece` each,
then `Ended`. It gives way to the bot, where the machine has to choose.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
from collections.abc import Callable

from bot.domain.errors import BadInput
from bot.logs import scrubbed_traceback
from bot.services.bundled_directory import load_synonyms
from bot.services.import_pieces import LENGTH, Ended, Job, pieces
from bot.services.places import load_places

_NICE = 10


def main() -> None:
    """Do the job on standard input."""
    # What a library may print must not get among the frames.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        if hasattr(os, "nice"):
            with contextlib.suppress(OSError):
                os.nice(_NICE)
        job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the bot, which started us

        def send(frame: object) -> None:
            packed = pickle.dumps(frame, protocol=pickle.HIGHEST_PROTOCOL)
            out.write(LENGTH.pack(len(packed)))
            out.write(packed)
            out.flush()

        with contextlib.suppress(BrokenPipeError):  # nobody waits any more
            send(_done(job, send))


def _done(job: Job, send: Callable[[object], None]) -> Ended:
    try:
        for piece in pieces(job, load_places(), load_synonyms()):
            send(piece)
    except BadInput as error:
        return Ended(refused=(error.key, error.params))
    except BrokenPipeError:
        raise
    except Exception as error:
        return Ended(story=scrubbed_traceback(error, [str(error)]))
    return Ended()


if __name__ == "__main__":
    main()
