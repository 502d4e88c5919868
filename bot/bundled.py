"""Where the bundled data lies: `data/` in a checkout, inside the package once installed."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent
_INSTALLED = _HERE / "bundled_data"
_CHECKOUT = _HERE.parent / "data"


def bundled_path(*parts: str) -> Path:
    """The path of a file that the bot ships with, e.g. `bundled_path("directory.json")`."""
    root = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return root.joinpath(*parts)
