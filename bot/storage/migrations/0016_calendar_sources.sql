-- Calendars elsewhere that a server follows. The address can be a secret: it is shown to nobody and
-- stands in no log.
CREATE TABLE calendar_source (
    number INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    address TEXT NOT NULL,
    etag TEXT NOT NULL DEFAULT '',
    told TEXT NOT NULL DEFAULT '',        -- a fingerprint of the change that moderators heard of
    checked_at INTEGER,                   -- when it was read last
    next_check_at INTEGER NOT NULL,
    failing_since INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    told_failing INTEGER NOT NULL DEFAULT 0,
    made_at INTEGER NOT NULL,
    UNIQUE (guild_id, address)
) STRICT;

CREATE INDEX calendar_source_due ON calendar_source (next_check_at);
