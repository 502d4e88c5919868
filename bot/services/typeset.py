"""Pictures set by Typst from what stands in `data/print`: nothing else need be installed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.bundled import bundled_path
from bot.lazy import lazy

if TYPE_CHECKING:
    import typst
else:
    typst = lazy("typst")

_DPI = 160


def set_png(name: str, words: Mapping[str, Any]) -> bytes:
    """`data/print/<name>.typ` with `words` in `sys.inputs.<name>`, as PNG; the same of the same.
    Takes some hundredths of a second: not on the event loop."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[bundled_path("fonts")],
    )
    typesetter = typst.Compiler(
        bundled_path("print", f"{name}.typ"),
        font_paths=fonts,
        sys_inputs={name: json.dumps(words)},
    )
    made = typesetter.compile(format="png", ppi=_DPI)
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made
