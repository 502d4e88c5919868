-- Events (words of iCalendar where it has them), who comes, and who changed what. Moments are whole
-- seconds since 1970, UTC; `local_start` is what the organizer's clock shows.

CREATE TABLE event (
    number INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,             -- iCalendar's UID: never changes
    guild_id INTEGER NOT NULL,
    parent INTEGER REFERENCES event (number) ON DELETE SET NULL,  -- its day of action
    kind TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'published', 'postponed', 'cancelled')),
    version INTEGER NOT NULL DEFAULT 1,   -- goes up with every edit: two organizers at once
    sequence INTEGER NOT NULL DEFAULT 0,  -- iCalendar's SEQUENCE: goes up once it is published
    changed_at INTEGER NOT NULL,          -- iCalendar's LAST-MODIFIED
    title TEXT NOT NULL,
    about TEXT NOT NULL DEFAULT '',       -- what, why, what to bring
    host TEXT NOT NULL DEFAULT '',        -- the organization
    place TEXT NOT NULL DEFAULT '',       -- coarse: a city, a building all know
    address TEXT NOT NULL DEFAULT '',     -- exact
    lat REAL,                             -- of the place, never of a person
    lon REAL,
    contact TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',       -- safety notes, what only those who come should know
    link TEXT NOT NULL DEFAULT '',
    tiers TEXT NOT NULL DEFAULT '{}',     -- JSON: a field's name and who sees it, where not the default
    public INTEGER NOT NULL DEFAULT 0,    -- may be shown outside the server
    zone TEXT NOT NULL,                   -- IANA
    local_start TEXT NOT NULL,            -- 2027-03-28T10:00, the first occurrence
    fold INTEGER,                         -- which is meant where the clock shows it twice: 0 or 1
    minutes INTEGER NOT NULL,             -- how long it takes
    rule TEXT,                            -- RRULE without its name; NULL: once
    capacity INTEGER,                     -- of each occurrence; NULL: no limit
    reminders TEXT NOT NULL DEFAULT '[]', -- JSON: minutes before
    extra TEXT NOT NULL DEFAULT '{}',     -- JSON: what only this kind has
    lead_id INTEGER,                      -- Discord user ids; NULL once forgotten
    made_by INTEGER,
    channel_id INTEGER,                   -- where its board stands
    message_id INTEGER,
    thread_id INTEGER,
    CHECK ((lat IS NULL) = (lon IS NULL))
) STRICT;

CREATE INDEX event_by_guild ON event (guild_id, status, number);
CREATE INDEX event_by_parent ON event (parent) WHERE parent IS NOT NULL;
CREATE INDEX event_by_lead ON event (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX event_by_maker ON event (made_by) WHERE made_by IS NOT NULL;

-- Every time it takes place, written out for a year ahead. RSVPs are for one of these.
CREATE TABLE event_occurrence (
    number INTEGER PRIMARY KEY,
    event INTEGER NOT NULL REFERENCES event (number) ON DELETE CASCADE,
    recurrence_id TEXT NOT NULL,          -- its local start by the rule, also after it was moved
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,             -- exclusive
    status TEXT NOT NULL DEFAULT 'on' CHECK (status IN ('on', 'cancelled')),
    moved INTEGER NOT NULL DEFAULT 0,     -- changed by hand: the rule no longer sets it
    capacity INTEGER,                     -- the event's, copied so that one statement can decide
    place TEXT,                           -- where this one differs
    address TEXT,
    change INTEGER NOT NULL DEFAULT 0,    -- goes up with every change people must hear of
    came INTEGER,                         -- how many came, as the lead counted
    scheduled_id INTEGER,                 -- its Discord scheduled event
    UNIQUE (event, recurrence_id),
    CHECK (starts_at < ends_at)
) STRICT;

CREATE INDEX event_occurrence_by_start ON event_occurrence (starts_at, event);

-- Who comes. Deleted 30 days after it is over.
CREATE TABLE rsvp (
    occurrence INTEGER NOT NULL REFERENCES event_occurrence (number) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('going', 'maybe', 'declined', 'waiting', 'offered')),
    line INTEGER,                         -- the order of those who wait
    missed INTEGER NOT NULL DEFAULT 0,    -- a place was kept for them once, and they let it go
    offered_until INTEGER,                -- till when a freed place is kept for them
    heard INTEGER NOT NULL DEFAULT 0,     -- the last change they said they saw
    came INTEGER,                         -- 1 came, 0 did not; NULL: nobody said
    PRIMARY KEY (occurrence, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX rsvp_by_person ON rsvp (user_id);
CREATE INDEX rsvp_by_line ON rsvp (occurrence, line, answer) WHERE line IS NOT NULL;
CREATE INDEX rsvp_holding ON rsvp (occurrence, answer) WHERE answer IN ('going', 'offered');

-- Every answer changes what stands on the board, and on that of the day of action around it. It is
-- queued here and not in the code so that an answer stays one statement, whoever writes it, by the
-- rules of `insert_messages` (bot/storage/outbox.py). The moment is that of the event's last edit:
-- at once, without asking the time.
CREATE VIEW event_board_stale AS SELECT number AS occurrence FROM event_occurrence;

CREATE TRIGGER event_board_stale INSTEAD OF INSERT ON event_board_stale BEGIN
    INSERT INTO outbox (key, guild_id, target, target_id, purpose, args, edits, due_at,
                        useful_until)
    SELECT 'event.board:' || b.number, b.guild_id, 'channel', b.channel_id, 'event.board',
           json_object('event', b.number), b.message_id, b.changed_at, o.ends_at + 86400
    FROM event_occurrence o JOIN event e ON e.number = o.event
    JOIN event b ON b.number IN (e.number, e.parent)
    WHERE o.number = NEW.occurrence AND b.channel_id IS NOT NULL
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

CREATE TRIGGER rsvp_made AFTER INSERT ON rsvp BEGIN
    INSERT INTO event_board_stale (occurrence) VALUES (NEW.occurrence);
END;

CREATE TRIGGER rsvp_changed AFTER UPDATE OF answer ON rsvp WHEN OLD.answer <> NEW.answer BEGIN
    INSERT INTO event_board_stale (occurrence) VALUES (NEW.occurrence);
END;

CREATE TRIGGER rsvp_gone AFTER DELETE ON rsvp BEGIN
    INSERT INTO event_board_stale (occurrence) VALUES (OLD.occurrence);
END;

-- What organizers did, so that the second of two sees what the first changed.
CREATE TABLE event_change (
    number INTEGER PRIMARY KEY,
    event INTEGER NOT NULL REFERENCES event (number) ON DELETE CASCADE,
    version INTEGER NOT NULL,             -- what the event became by it
    deed TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by INTEGER,                   -- NULL after 90 days, or when they say so
    before TEXT                           -- the fields that changed, as they were: JSON
) STRICT;

CREATE INDEX event_change_by_event ON event_change (event, number);
CREATE INDEX event_change_by_person ON event_change (changed_by) WHERE changed_by IS NOT NULL;
