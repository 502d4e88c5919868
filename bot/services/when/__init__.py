"""Times and series as people write them, read and said back (`read_when`, `read_rule`)."""

from bot.services.when.model import Assumed, UnclearWhen, When
from bot.services.when.read import read_when
from bot.services.when.read_rule import read_rule
from bot.services.when.say import say_assumed, say_when, write_when
from bot.services.when.say_rule import say_rule

__all__ = [
    "Assumed", "UnclearWhen", "When", "read_rule", "read_when", "say_assumed", "say_rule",
    "say_when", "write_when",
]  # fmt: skip
