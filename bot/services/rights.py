"""Know-your-rights cards for whoever asks: found by name in any language, and put on paper."""

from __future__ import annotations

import asyncio
import json
from functools import cache

from bot.bundled import bundled_path
from bot.domain.errors import BadInput, NotFound
from bot.domain.rights import RightsCard, RightsCards, rights_from_data
from bot.services.rights_print import Printed, print_card


@cache
def load_rights() -> RightsCards:
    """Read `data/rights.json` (its sources stand in it), once, when first asked for."""
    return rights_from_data(json.loads(bundled_path("rights.json").read_bytes()))


class RightsService:
    """The bundled cards. A card on paper is kept in memory: there are few, and they are small."""

    def __init__(self) -> None:
        self._printed: dict[tuple[str, str], Printed] = {}
        self._printing = asyncio.Lock()

    @property
    def cards(self) -> RightsCards:
        """All of them."""
        return load_rights()

    def get(self, card_id: str) -> RightsCard:
        """The card with this id.

        Raises:
            NotFound: there is none (any more).
        """
        card = self.cards.get(card_id)
        if card is None:
            raise NotFound("rights.card_gone")
        return card

    def meant(self, typed: str, language: str) -> RightsCard:
        """The card somebody meant by a name in any of our languages.

        Raises:
            BadInput: none, or several; names those there are.
        """
        card = self.cards.meant(typed)
        if card is None:
            names = ", ".join(card.text(language).label for card in self.cards.cards)
            raise BadInput("rights.unknown_card", cards=names)
        return card

    async def printed(self, card: RightsCard, language: str) -> Printed:
        """The card as a page; set in a thread the first time, one after the other."""
        key = (card.id, language)
        async with self._printing:
            if key not in self._printed:
                self._printed[key] = await asyncio.to_thread(
                    print_card, card, language, self.cards.as_of
                )
            return self._printed[key]
