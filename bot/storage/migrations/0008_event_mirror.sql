-- What the bot made in Discord's own list of events, and what Discord said it then was. Whatever
-- differs there later was changed by somebody else; whatever should differ was changed here.

CREATE TABLE event_mirror (
    scheduled_id INTEGER PRIMARY KEY,     -- Discord's number of its scheduled event
    guild_id INTEGER NOT NULL,
    occurrence INTEGER NOT NULL UNIQUE,   -- it may be gone before what stands in Discord is
    state TEXT NOT NULL CHECK (state IN ('on', 'left')),  -- left: ended by people there, let it be
    sent TEXT NOT NULL,                   -- JSON: what it should say when it was written last
    seen TEXT NOT NULL                    -- JSON: what it said then
) STRICT;

CREATE INDEX event_mirror_by_guild ON event_mirror (guild_id);
