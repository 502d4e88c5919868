"""From an entry to what the index needs of it: its synonym groups, and where it will stand."""

from __future__ import annotations

from bot.domain.entry import Entry, Status
from bot.domain.search import Synonyms
from bot.storage.organization_draft import Draft, names_of, texts_of


def draft_of(
    entry: Entry,
    synonyms: Synonyms,
    *,
    guild_id: int = 0,
    shelf: int = 0,
    status: Status = Status.ACTIVE,
    file_hash: int | None = None,
    text: str = "",
) -> Draft:
    """The entry ready to be written for a server (0: for everybody), on a shelf (0: on none).
    `text` is the entry as JSON, where that was made already."""
    names, texts = "\n".join(names_of(entry)), "\n".join(texts_of(entry))
    named = frozenset(synonyms.groups_in(f"{entry.name}\n{names}"))
    said = synonyms.groups_in(f"{texts}\n{entry.kind}")
    return Draft(
        entry,
        need_groups=frozenset(synonyms.groups_of(entry.needs)),
        name_groups=named,
        text_groups=named | said,
        names=names,
        texts=texts,
        guild_id=guild_id,
        shelf=shelf,
        status=status,
        file_hash=file_hash,
        text=text,
    )
