"""The tables behind calls are read once for these tests, too."""

from tests.cogs.calling.conftest import read_once

__all__ = ["read_once"]
