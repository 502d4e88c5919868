"""`LOOPBACK_URL=http://127.0.0.1:PORT python -m tests.loopback.run_bot bot.cli.main:main run`

Runs an entry point with discord.py pointed at a loopback server. What follows the entry point
becomes its `sys.argv[1:]`, so production code runs as it is, without a hook for tests.
"""

from __future__ import annotations

import importlib
import os
import sys

from tests.loopback.connect import connect


def main() -> None:
    if len(sys.argv) < 2 or ":" not in sys.argv[1]:
        raise SystemExit("usage: python -m tests.loopback.run_bot MODULE:FUNCTION [ARGUMENT …]")
    url = os.environ["LOOPBACK_URL"]
    module, _, function = sys.argv[1].partition(":")
    sys.argv = [module, *sys.argv[2:]]
    with connect(url):
        getattr(importlib.import_module(module), function)()


if __name__ == "__main__":
    main()
