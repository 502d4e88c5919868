-- What came in from other calendars, so that the same file twice changes nothing and a newer one
-- changes what is here. Of the other calendar's name for an event only a fingerprint is kept.

CREATE TABLE event_import (
    event INTEGER PRIMARY KEY REFERENCES event (number) ON DELETE CASCADE,
    guild_id INTEGER NOT NULL,
    mark TEXT NOT NULL,                   -- a fingerprint of its UID there
    sequence INTEGER NOT NULL,            -- its SEQUENCE there
    digest TEXT NOT NULL,                 -- a fingerprint of what it said when it came in last
    differing TEXT NOT NULL,              -- JSON: which times of a series were said to differ
    UNIQUE (guild_id, mark)
) STRICT;
