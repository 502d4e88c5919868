"""The directory's use cases for members: find, suggest, fetch again."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from bot.domain.entry import Status, for_members
from bot.domain.entry_view import EntryView
from bot.domain.errors import BadInput, NotFound
from bot.domain.organization import Hit, Organization
from bot.domain.places import Place, Places
from bot.domain.ranking import rank, rank_helpers
from bot.domain.search import Query, Synonyms, fold, parse_query
from bot.services.bundled_directory import load_bundled_directory
from bot.services.directory_names import DirectoryNames, Names
from bot.storage.database import Database
from bot.storage.entries import get_entry
from bot.storage.organization_index import CAP, Audience, Criteria
from bot.storage.organizations import get_organizations, list_by_need, search_organizations

#: Longer than this is a letter, not a search; its first words are used.
MAX_QUERY = 200
#: Whom to show when nothing was found, in that order.
FALLBACK_NEEDS = ("hotline", "legal_help")
#: So many who meet a need everywhere are looked at to find the best of them.
_HELPERS = 50
#: Fewer hits than this, and words that only narrow (free, Spanish, list) are left out.
_FEW = 3
#: So alike a misspelled place must be to one we know to be taken for it (0 to 1).
_SURE = 0.85


#: What people write before a place.
_LEADING = re.compile(r"^(?:in|near|around|en|cerca de|around the|the)\s+(?=\S{3})", re.IGNORECASE)
_HERE = frozenset({"me", "near me", "here", "my area", "mi", "cerca de mi", "aqui", "mi zona"})
#: A place at the end of what is looked for: `lawyer in Chicago`, `abogado 60629`.
_PLACE_AT_END = re.compile(r"^(.+?)\s+(?:(?:in|near|en|cerca de)\s+(\S.*)|(\d{5}))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FindRequest:
    """What a person asks of the directory. `speaks` is a language the helper should speak."""

    what: str
    where: str | None = None
    kind: str | None = None
    speaks: str | None = None
    limit: int = 15


@dataclass(frozen=True, slots=True)
class FindResult:
    """Hits, best first. `notices` are catalog keys with their parameters, said before the hits.

    `place` is where distances are measured from; `fallback` says that nothing was found and the
    hits are those who help everywhere.
    """

    hits: tuple[Hit, ...]
    place: Place | None = None
    notices: tuple[BadInput, ...] = field(default=())
    fallback: bool = False


def _criteria(query: Query, request: FindRequest, place: Place | None, reader: _Reader) -> Criteria:
    point = place if place is not None and place.kind != "state" else None
    return Criteria(
        concepts=query.concepts,
        audience=reader.audience,
        kind=request.kind,
        speaks=request.speaks,
        state=place.state if place else None,
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        limit=request.limit,
        large=reader.names.count > CAP,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """For whom entries are read, and the names that their server's directory has."""

    audience: Audience
    names: Names


class DirectoryService:
    """Reads the directory for members.

    `places` is asked lazily: loading all ZIP codes takes a moment that a search without a place
    need not wait for.
    """

    def __init__(
        self,
        db: Database,
        *,
        synonyms: Synonyms,
        places: Callable[[], Awaitable[Places]],
    ) -> None:
        self._db = db
        self._synonyms = synonyms
        self.places = places
        self._about_rights = synonyms.groups_of(["know_your_rights"])
        self.names = DirectoryNames(db, synonyms)

    async def prepare(self) -> None:
        """Load the bundled directory if it changed, then what is kept in memory of it."""
        await load_bundled_directory(self._db, self._synonyms)
        await self.refresh()

    async def refresh(self) -> None:
        """Read the names and words again, after much of the directory changed."""
        await self.names.refresh()

    async def _reader(self, language: str, guild_id: int | None) -> _Reader:
        names = await self.names.of(guild_id)
        return _Reader(Audience(language, guild_id), names)

    # --- finding ------------------------------------------------------------------------

    async def find(
        self, request: FindRequest, *, language: str, guild_id: int | None
    ) -> FindResult:
        """Search. Never comes back empty-handed: see `FindResult.fallback`.

        The place is used and forgotten: neither stored nor logged.

        Raises:
            BadInput: a kind that no entry has.
        """
        reader = await self._reader(language, guild_id)
        if request.kind is not None and request.kind not in reader.names.kinds:
            raise BadInput("find.unknown_kind")
        request = await self._place_in_words(request)
        notices: list[BadInput] = []
        place = await self._place(request.where, language, notices)
        query = self._query(request.what, notices)
        found: list[Organization] = []
        if not query.empty:
            found = await self._search(query, request, place, reader, notices)
        named = reader.names.named(request.what)
        hits = tuple(rank(found, place, named)[: request.limit])
        if hits:
            return FindResult(hits, place, tuple(notices))
        if not query.empty:
            notices.append(BadInput("find.no_results"))
        helpers = await self._everywhere(FALLBACK_NEEDS, request.limit, reader.audience)
        return FindResult(helpers, place, tuple(notices), True)

    async def hotlines(self, *, language: str, guild_id: int | None) -> tuple[Hit, ...]:
        """Whom to call in danger, wherever one is."""
        reader = await self._reader(language, guild_id)
        return await self._everywhere(("hotline",), 15, reader.audience)

    async def _everywhere(
        self, needs: Sequence[str], limit: int, audience: Audience
    ) -> tuple[Hit, ...]:
        """Who helps wherever one is: those for the first need first, each door once."""
        found: dict[object, Hit] = {}
        for need in needs:
            entries = await list_by_need(self._db, need, audience=audience, limit=_HELPERS)
            for hit in rank_helpers(entries):
                door = hit.organization.website or hit.organization.number
                found.setdefault(door, hit)
        return tuple(found.values())[:limit]

    async def _place_in_words(self, request: FindRequest) -> FindRequest:
        """Take a place out of the words where none was given: `lawyer in Chicago`."""
        match = None if request.where else _PLACE_AT_END.match(request.what.strip()[:MAX_QUERY])
        if match is None:
            return request
        where = match[2] or match[3]
        try:
            (await self.places()).find(where)
        except BadInput:
            return request
        return replace(request, what=match[1], where=where)

    async def _place(
        self, where: str | None, language: str, notices: list[BadInput]
    ) -> Place | None:
        if where is None or not where.strip():
            return None
        places = await self.places()
        where = _LEADING.sub("", where.strip())
        if fold(where) in _HERE:
            notices.append(BadInput("places.near_me"))
            return None
        try:
            place = places.find(where)
        except BadInput as unknown:
            guess = str(unknown.params.get("place", ""))
            alike = SequenceMatcher(None, fold(where), fold(guess.split(",")[0])).ratio()
            if alike < _SURE:
                known = unknown.key != "places.did_you_mean"
                notices.append(unknown if known else BadInput("places.unknown_place"))
                return None
            notices.append(unknown)
            place = places.find(guess)
        if place.guess:
            notices.append(BadInput("find.place_is_a_guess"))
        label = places.label(place, language)
        return place if label == place.label else replace(place, label=label)

    def _query(self, what: str, notices: list[BadInput]) -> Query:
        query = parse_query(what[:MAX_QUERY], self._synonyms, self.names.spelling.correct)
        if self._about_rights & {concept.group for concept in query.concepts}:
            notices.append(BadInput("find.rights_cards"))
        if query.empty:
            notices.append(BadInput("find.nothing_to_search"))
        elif query.shortened or len(what) > MAX_QUERY:
            notices.append(BadInput("find.shortened"))
        return query

    async def _search(
        self,
        query: Query,
        request: FindRequest,
        place: Place | None,
        reader: _Reader,
        notices: list[BadInput],
    ) -> list[Organization]:
        """All the words near the place, else all the words anywhere, else some of them."""
        criteria = _criteria(query, request, place, reader)
        found = await search_organizations(self._db, criteria)
        if place is not None:
            found = await self._with_named(found, request, reader)
        wider = await self._without_narrowing(found, query, criteria)
        if wider and not found:
            notices.append(BadInput("find.some_words"))
        found += wider
        if place is not None and not found:
            anywhere = replace(criteria, state=None, lat=None, lon=None)
            found = await search_organizations(self._db, anywhere)
            if found:
                notices.append(BadInput("find.only_elsewhere"))
        if not found and len(query.concepts) > 1:
            some = replace(criteria, match_all=False)
            found = await search_organizations(self._db, some)
            if found:
                notices.append(BadInput("find.some_words"))
        return found

    async def _without_narrowing(
        self,
        found: Sequence[Organization],
        query: Query,
        criteria: Criteria,
    ) -> list[Organization]:
        """Who else meets the need, where a word like `free` left nearly nobody."""
        needs = [c for c in query.concepts if self._synonyms.means_need(c.group)]
        if len(found) >= _FEW or not needs or len(needs) == len(query.concepts):
            return []
        known = {organization.number for organization in found}
        wider = await search_organizations(self._db, replace(criteria, concepts=needs))
        return [organization for organization in wider if organization.number not in known]

    async def _with_named(
        self, found: list[Organization], request: FindRequest, reader: _Reader
    ) -> list[Organization]:
        """Whoever was called by their whole name is found, however far away they are."""
        missing = reader.names.named(request.what).difference(o.number for o in found)
        if not missing:
            return found
        named = await get_organizations(self._db, sorted(missing), audience=reader.audience)
        return [o for o in named if request.kind in (None, o.kind)] + found

    async def get(
        self, numbers: Sequence[int], *, language: str, guild_id: int | None
    ) -> list[Organization]:
        """The entries with these numbers, in that order, without those that are gone."""
        if not numbers:
            return []
        reader = await self._reader(language, guild_id)
        return await get_organizations(self._db, numbers, audience=reader.audience)

    async def get_one(self, number: int, *, language: str, guild_id: int | None) -> Organization:
        """One entry.

        Raises:
            NotFound: it is gone.
        """
        found = await self.get([number], language=language, guild_id=guild_id)
        if not found:
            raise NotFound("find.entry_gone")
        return found[0]

    async def entry(self, number: int, *, guild_id: int | None) -> EntryView:
        """An entry whole, as members of that server may see it.

        Raises:
            NotFound: it is gone, or not shown there.
        """
        stored = await get_entry(self._db, number, guild_id=guild_id or 0)
        if stored is None or stored.status is not Status.ACTIVE:
            raise NotFound("find.entry_gone")
        return EntryView(for_members(stored.entry), stored.number, stored.assured_on)

    # --- suggesting, from memory --------------------------------------------------------

    async def suggest(self, typed: str, guild_id: int | None, limit: int = 25) -> list[str]:
        """Names that begin so, for the choices under `/find what`."""
        return (await self.names.of(guild_id)).suggest(typed, limit)

    async def suggest_places(self, typed: str, language: str, limit: int = 25) -> list[str]:
        """Cities and states that begin so; never a ZIP."""
        return (await self.places()).suggest(typed, limit, language)

    async def kinds(self, guild_id: int | None) -> tuple[str, ...]:
        """The kinds there are, by name."""
        return (await self.names.of(guild_id)).kinds

    async def name_of(self, number: int, guild_id: int | None) -> str | None:
        """The name of an entry without asking the database, None if it is gone."""
        return (await self.names.of(guild_id)).name_of(number)
