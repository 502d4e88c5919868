-- What the bot says unasked, and what it must not forget to do. Moments are whole seconds since
-- 1970, UTC, so that they compare as numbers.

-- A message is first a row here, written in the transaction of its cause; a relay sends it. `args`
-- holds numbers of rows, never anybody's words: it is drawn from what stands in the database when
-- it is sent, in the reader's language.
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,             -- what it says and to whom: nothing is queued twice
    guild_id INTEGER NOT NULL,
    target TEXT NOT NULL CHECK (target IN ('channel', 'person')),  -- a thread is a channel
    target_id INTEGER NOT NULL,
    purpose TEXT NOT NULL,                -- who draws it
    args TEXT NOT NULL DEFAULT '{}',
    edits INTEGER,                        -- the message that is changed; NULL: a new one
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dropped', 'dead')),
    rank INTEGER NOT NULL DEFAULT 5,      -- of what is due together the lower goes first
    due_at INTEGER NOT NULL,
    useful_until INTEGER,                 -- after that it is pointless, and dropped
    leased_until INTEGER,                 -- somebody is sending it
    attempts INTEGER NOT NULL DEFAULT 0,
    tried_at INTEGER,                     -- when it was first taken up: how far back to look for it
    again INTEGER NOT NULL DEFAULT 0,     -- asked for once more while it was being sent
    message_id INTEGER,                   -- what came of it
    trouble TEXT,                         -- why it was dropped or is dead: a code, no words
    done_at INTEGER
) STRICT;

CREATE INDEX outbox_waiting ON outbox (due_at, rank, number) WHERE state = 'waiting';
CREATE INDEX outbox_dead ON outbox (guild_id, number) WHERE state = 'dead';
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX outbox_by_target ON outbox (target_id);

-- What is to be done at a moment. Its deed and its end are one transaction.
CREATE TABLE timer (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,             -- set again, it moves
    guild_id INTEGER NOT NULL,
    purpose TEXT NOT NULL,                -- who does it
    args TEXT NOT NULL DEFAULT '{}',
    due_at INTEGER NOT NULL,
    useful_until INTEGER,                 -- after that it is pointless, and dropped
    attempts INTEGER NOT NULL DEFAULT 0   -- how often doing it failed
) STRICT;

CREATE INDEX timer_due ON timer (due_at, number);
CREATE INDEX timer_by_guild ON timer (guild_id);

-- The weekly line to moderators is due by a timer of its own from now on.
INSERT INTO timer (key, guild_id, purpose, due_at)
SELECT 'directory.weekly:' || guild_id, guild_id, 'directory.weekly',
    CASE weekly_sent_on WHEN '' THEN 0 ELSE unixepoch(weekly_sent_on) + 7 * 86400 END
FROM guild WHERE weekly_sent_on IS NOT NULL;
