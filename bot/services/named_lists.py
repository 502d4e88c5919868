"""The lists that people ask for by name, looked up in the directory: nearest first, never empty."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import BadInput
from bot.domain.named_lists import NamedList, serving
from bot.domain.organization import Hit
from bot.domain.places import Place
from bot.services.directory import DirectoryService, FindRequest, FindResult

#: What a search says of its words; a list has none of the person's own.
_OF_WORDS = frozenset(
    {"find.no_results", "find.some_words", "find.only_elsewhere", "find.nothing_to_search"}
)


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands on a list for a place.

    `notices` are catalog keys with their parameters, said before the entries. `kind` is the one
    kind of entry asked for, None for a whole list.
    """

    of: NamedList
    hits: tuple[Hit, ...]
    place: Place | None = None
    notices: tuple[BadInput, ...] = ()
    kind: str | None = None


class ListsService:
    """Looks up the lists whose entries stand in the directory."""

    def __init__(self, directory: DirectoryService, *, limit: int) -> None:
        self._directory = directory
        self._limit = limit

    async def entries(
        self, chosen: NamedList, where: str | None, *, language: str, guild_id: int | None
    ) -> Listing:
        """The entries of a list. Where a place has none, whoever helps everywhere comes first.

        The place is used and forgotten: neither stored nor logged.
        """

        async def find(words: str) -> FindResult:
            request = FindRequest(words, where, limit=self._limit)
            return await self._directory.find(request, language=language, guild_id=guild_id)

        result = await find(chosen.words)
        hits = result.hits
        notices = [notice for notice in result.notices if notice.key not in _OF_WORDS]
        if result.fallback:
            notices.append(BadInput("lists.none_yet"))
        elif result.place is not None:
            there, everywhere, elsewhere = serving(hits, result.place)
            if not there and not everywhere and chosen.instead:
                others = await find(chosen.instead)
                near, all_over, _ = serving(others.hits, result.place)
                everywhere = near + all_over
                notices.append(BadInput("lists.none_there_but_help", place=result.place.label))
            elif not there and not everywhere:
                notices.append(BadInput("lists.none_there_but_far", place=result.place.label))
            elif not there:
                notices.append(BadInput("lists.none_there", place=result.place.label))
            hits = tuple([*there, *everywhere, *elsewhere][: self._limit])
        return Listing(chosen, hits, result.place, tuple(notices))

    async def of_kind(
        self,
        chosen: NamedList,
        kind: str,
        where: str | None,
        *,
        language: str,
        guild_id: int | None,
    ) -> Listing:
        """The entries of one kind.

        Raises:
            BadInput: a kind that no entry has.
        """
        request = FindRequest(kind, where, kind, limit=self._limit)
        result = await self._directory.find(request, language=language, guild_id=guild_id)
        notices = [notice for notice in result.notices if notice.key not in _OF_WORDS]
        if result.fallback:
            notices.append(BadInput("lists.none_yet"))
        elif result.place is not None and not serving(result.hits, result.place)[0]:
            notices.append(BadInput("lists.none_there", place=result.place.label))
        return Listing(chosen, result.hits, result.place, tuple(notices), kind)
