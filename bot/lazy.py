"""Modules that are imported at their first use, not at the start.

The bot is to be ready soon after it was started; what only few answers need (dates, typo
tolerance, the encrypted driver) is loaded when the first of them is given. This is the recipe of
the standard library's own docs (`importlib.util.LazyLoader`).
"""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType


def lazy(name: str) -> ModuleType:
    """The module `name`, loaded when the first of its attributes is asked for.

    Raises:
        ModuleNotFoundError: there is no such module (said at once, not at the first use).
    """
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    loader = importlib.util.LazyLoader(spec.loader)
    spec.loader = loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    return module
