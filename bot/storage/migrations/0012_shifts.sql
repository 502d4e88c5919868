-- Shifts: what volunteers claim, who holds, waits for or came to which, and where boards stand.
-- Moments are whole seconds since 1970, UTC. Discord user ids of volunteers are deleted 90 days
-- after the shift, and when they ask.

-- What repeats: the fields of its shifts, from which more are written out.
CREATE TABLE shift_series (
    number INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    rule TEXT NOT NULL,                   -- RRULE without its name
    draft TEXT NOT NULL                   -- JSON: what each of its shifts is made from
) STRICT;

CREATE INDEX shift_series_by_guild ON shift_series (guild_id);

CREATE TABLE shift (
    number INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,             -- iCalendar's UID: never changes
    guild_id INTEGER NOT NULL,
    occurrence INTEGER REFERENCES event_occurrence (number) ON DELETE SET NULL,  -- of its event
    series INTEGER REFERENCES shift_series (number) ON DELETE SET NULL,
    recurrence_id TEXT,                   -- its local start by the rule, also after it was moved
    kind TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'cancelled')),
    version INTEGER NOT NULL DEFAULT 1,   -- goes up with every edit: two leads at once
    sequence INTEGER NOT NULL DEFAULT 0,  -- iCalendar's
    changed_at INTEGER NOT NULL,
    change INTEGER NOT NULL DEFAULT 0,    -- goes up with every change that must be acknowledged
    title TEXT NOT NULL,
    about TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',       -- coarse: shown to all
    address TEXT NOT NULL DEFAULT '',     -- exact: shown to those who hold it
    lat REAL,
    lon REAL,
    contact TEXT NOT NULL DEFAULT '',     -- shown to those who hold it
    facility INTEGER,                     -- a directory entry: its visiting rules come first
    zone TEXT NOT NULL,                   -- IANA
    local_start TEXT NOT NULL,            -- 2026-12-01T08:30
    fold INTEGER,
    minutes INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,             -- exclusive
    week_from INTEGER NOT NULL,           -- the week it counts in (Monday to Sunday there)
    week_until INTEGER NOT NULL,
    anyone INTEGER NOT NULL DEFAULT 0,    -- 1: every member may claim, not only volunteers
    training TEXT NOT NULL DEFAULT '',    -- a training_record's name; empty: none needed
    role_id INTEGER,                      -- a Discord role that is needed
    weekly_limit INTEGER,                 -- most shifts a person may hold in that week
    withdraw_minutes INTEGER NOT NULL,    -- before it starts: later, cover has to be found
    newcomers_until INTEGER,              -- till then only who never held one may claim
    field INTEGER NOT NULL DEFAULT 0,     -- 1: come home safe: checking out is watched
    lead_id INTEGER,                      -- NULL: none, or forgotten
    made_by INTEGER,
    thread_id INTEGER,
    CHECK (starts_at < ends_at),
    CHECK ((lat IS NULL) = (lon IS NULL)),
    UNIQUE (series, recurrence_id)
) STRICT;

CREATE INDEX shift_by_guild ON shift (guild_id, starts_at);
CREATE INDEX shift_by_occurrence ON shift (occurrence) WHERE occurrence IS NOT NULL;
CREATE INDEX shift_by_lead ON shift (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX shift_by_maker ON shift (made_by) WHERE made_by IS NOT NULL;

CREATE TABLE shift_role (
    number INTEGER PRIMARY KEY,
    shift INTEGER NOT NULL REFERENCES shift (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,                   -- observer, interpreter, driver, ...: a code or words
    language TEXT NOT NULL DEFAULT '',    -- an interpreter's
    capacity INTEGER NOT NULL CHECK (capacity > 0),
    UNIQUE (shift, position)
) STRICT;

-- One row a person and shift. `offered`: a place that got free is kept for them for a while.
CREATE TABLE signup (
    shift INTEGER NOT NULL REFERENCES shift (number) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    role INTEGER NOT NULL REFERENCES shift_role (number) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('held', 'offered', 'waiting')),
    claimed_at INTEGER NOT NULL,          -- who came last is the first to go where places go
    line INTEGER,                         -- the order of those who wait for that role
    missed INTEGER NOT NULL DEFAULT 0,    -- let a place go that was kept for them
    offered_until INTEGER,
    heard INTEGER NOT NULL DEFAULT 0,     -- the last change they said they saw
    confirmed INTEGER NOT NULL DEFAULT 0, -- they said, the day before, that they come
    cover_at INTEGER,                     -- since when they look for somebody to take it over
    in_at INTEGER,                        -- checked in, checked out
    out_at INTEGER,
    came INTEGER,                         -- as the lead says: 1 came, 0 did not; NULL: nobody said
    PRIMARY KEY (shift, user_id),
    CHECK ((state = 'waiting') <= (line IS NOT NULL)),
    CHECK ((state = 'offered') = (offered_until IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX signup_by_person ON signup (user_id, state);
CREATE INDEX signup_by_line ON signup (role, line, state) WHERE line IS NOT NULL;
CREATE INDEX signup_holding ON signup (role, state) WHERE state IN ('held', 'offered');

-- A message in a channel that shows what is open and stays current.
CREATE TABLE shift_board (
    number INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    message_id INTEGER,
    kind TEXT,                            -- only of that kind; NULL: all
    made_at INTEGER NOT NULL
) STRICT;

CREATE INDEX shift_board_by_guild ON shift_board (guild_id);

-- Every claim changes what stands on the boards. Queued here and not in the code so that a claim
-- stays one statement; by the rules of `insert_messages` (bot/storage/outbox.py). The moment is
-- that at which the board was made: at once, without asking the time.
CREATE VIEW shift_board_stale AS SELECT number AS shift FROM shift;

CREATE TRIGGER shift_board_stale INSTEAD OF INSERT ON shift_board_stale BEGIN
    INSERT INTO outbox (key, guild_id, target, target_id, purpose, args, edits, due_at,
                        useful_until)
    SELECT 'shift.board:' || b.number, b.guild_id, 'channel', b.channel_id, 'shift.board',
           json_object('board', b.number), b.message_id, b.made_at, s.ends_at + 86400
    FROM shift s JOIN shift_board b ON b.guild_id = s.guild_id
        AND (b.kind IS NULL OR b.kind = s.kind)
    WHERE s.number = NEW.shift
    ON CONFLICT (key) DO UPDATE SET
        again = state = 'waiting' AND leased_until IS NOT NULL,
        target_id = excluded.target_id,
        edits = coalesce(excluded.edits, edits),
        useful_until = max(useful_until, excluded.useful_until),
        attempts = CASE WHEN state = 'waiting' THEN attempts ELSE 0 END,
        tried_at = CASE WHEN state = 'waiting' THEN tried_at END,
        due_at = CASE WHEN state = 'waiting' THEN due_at ELSE
            max(excluded.due_at, coalesce(done_at, 0) + 3) END,
        state = 'waiting', trouble = NULL, done_at = NULL
    WHERE state = 'waiting' OR (excluded.edits IS NOT NULL AND state <> 'dead');
END;

CREATE TRIGGER signup_made AFTER INSERT ON signup BEGIN
    INSERT INTO shift_board_stale (shift) VALUES (NEW.shift);
END;

CREATE TRIGGER signup_changed AFTER UPDATE OF state, role, cover_at ON signup
WHEN OLD.state <> NEW.state OR OLD.role <> NEW.role OR OLD.cover_at IS NOT NEW.cover_at BEGIN
    INSERT INTO shift_board_stale (shift) VALUES (NEW.shift);
END;

CREATE TRIGGER signup_gone AFTER DELETE ON signup BEGIN
    INSERT INTO shift_board_stale (shift) VALUES (OLD.shift);
END;

-- What leads did, so that the second of two sees what the first changed.
CREATE TABLE shift_change (
    number INTEGER PRIMARY KEY,
    shift INTEGER NOT NULL REFERENCES shift (number) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    deed TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER,                   -- NULL after 90 days, or when they say so
    before TEXT NOT NULL DEFAULT '{}'     -- the fields that changed, as they were: JSON
) STRICT;

CREATE INDEX shift_change_by_shift ON shift_change (shift, number);
CREATE INDEX shift_change_by_person ON shift_change (changed_by) WHERE changed_by IS NOT NULL;

-- When somebody is on call, and for what. Deleted when it is over.
CREATE TABLE oncall (
    number INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    function TEXT NOT NULL,               -- hotline, rapid_response, ...: a code
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    CHECK (starts_at < ends_at)
) STRICT;

CREATE INDEX oncall_by_guild ON oncall (guild_id, ends_at);
CREATE INDEX oncall_by_person ON oncall (user_id);

-- What functions a server wants covered, and when: gaps are counted against it.
CREATE TABLE oncall_need (
    guild_id INTEGER NOT NULL,
    function TEXT NOT NULL,
    weekdays TEXT NOT NULL,               -- digits, 0 is Monday
    from_minute INTEGER NOT NULL,         -- of the day, in the server's zone
    until_minute INTEGER NOT NULL,        -- exclusive; may go over midnight
    people INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (guild_id, function)
) STRICT, WITHOUT ROWID;

-- Somebody needs company, a ride, a lawyer, an interpreter ... No name, no case, no status: a code
-- that means something only outside the bot. Erased some days after it is closed, or was needed.
CREATE TABLE help_request (
    number INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    need TEXT NOT NULL,
    language TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',       -- coarse
    starts_at INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    training TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL CHECK (status IN ('open', 'taken', 'closed')),
    taken_by INTEGER,
    made_by INTEGER,
    erase_at INTEGER NOT NULL,
    UNIQUE (guild_id, code)
) STRICT;

CREATE INDEX help_request_by_guild ON help_request (guild_id, status, starts_at);
CREATE INDEX help_request_by_taker ON help_request (taken_by) WHERE taken_by IS NOT NULL;
CREATE INDEX help_request_by_maker ON help_request (made_by) WHERE made_by IS NOT NULL;
CREATE INDEX help_request_by_end ON help_request (erase_at);
