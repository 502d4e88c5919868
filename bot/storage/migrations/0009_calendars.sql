-- Calendars that people subscribe to: their own, and a server's public one.

-- A person's own calendar of one server. Its secret address is not kept, only what it hashes to.
-- Once it has ended nothing in it points at anybody: the row is there so that their app is told.
CREATE TABLE calendar_feed (
    number INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,      -- SHA-256 of what stands in the address
    guild_id INTEGER,
    user_id INTEGER,
    neutral INTEGER NOT NULL DEFAULT 0,   -- 1: nothing in it says what or where
    alarm_minutes INTEGER,                -- before; NULL: no alarm
    language TEXT NOT NULL,
    made_on TEXT NOT NULL,
    answers INTEGER NOT NULL DEFAULT 0,   -- goes up with every answer of theirs
    ended_on TEXT,                        -- the day it was stopped, or its address changed
    CHECK ((ended_on IS NULL) = (user_id IS NOT NULL)),
    CHECK ((guild_id IS NULL) = (user_id IS NULL))
) STRICT;

CREATE INDEX calendar_feed_by_person ON calendar_feed (user_id, guild_id)
    WHERE user_id IS NOT NULL;

-- A server's public calendar; none while nobody opened it.
CREATE TABLE calendar_public (
    slug TEXT PRIMARY KEY,                -- its name in the address
    guild_id INTEGER,                     -- NULL once the bot was removed from the server
    title TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    ended_on TEXT,                        -- the day it was closed, or moved to another address
    CHECK (ended_on IS NOT NULL OR guild_id IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX calendar_public_by_guild ON calendar_public (guild_id) WHERE ended_on IS NULL;

-- Goes up with every change of a server's events, so that whether anything changed is one row.
-- There is none where nobody has a calendar.
CREATE TABLE calendar_stamp (
    guild_id INTEGER PRIMARY KEY,
    stamp INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TRIGGER calendar_event_made AFTER INSERT ON event BEGIN
    UPDATE calendar_stamp SET stamp = stamp + 1 WHERE guild_id = NEW.guild_id;
END;

-- Not for what no calendar shows: where its board and its thread stand, who made it.
CREATE TRIGGER calendar_event_changed
AFTER UPDATE OF status, version, message_id, lead_id, public, tiers ON event BEGIN
    UPDATE calendar_stamp SET stamp = stamp + 1 WHERE guild_id = NEW.guild_id;
END;

CREATE TRIGGER calendar_event_gone AFTER DELETE ON event BEGIN
    UPDATE calendar_stamp SET stamp = stamp + 1 WHERE guild_id = OLD.guild_id;
END;

CREATE TRIGGER calendar_time_made AFTER INSERT ON event_occurrence BEGIN
    UPDATE calendar_stamp SET stamp = stamp + 1
    WHERE guild_id = (SELECT guild_id FROM event WHERE number = NEW.event);
END;

CREATE TRIGGER calendar_time_changed
AFTER UPDATE OF recurrence_id, starts_at, ends_at, status, place, address ON event_occurrence BEGIN
    UPDATE calendar_stamp SET stamp = stamp + 1
    WHERE guild_id = (SELECT guild_id FROM event WHERE number = NEW.event);
END;

CREATE TRIGGER calendar_time_gone AFTER DELETE ON event_occurrence BEGIN
    UPDATE calendar_stamp SET stamp = stamp + 1
    WHERE guild_id = (SELECT guild_id FROM event WHERE number = OLD.event);
END;

CREATE TRIGGER calendar_answer_made AFTER INSERT ON rsvp BEGIN
    UPDATE calendar_feed SET answers = answers + 1 WHERE user_id = NEW.user_id;
END;

CREATE TRIGGER calendar_answer_changed AFTER UPDATE OF answer ON rsvp
WHEN OLD.answer <> NEW.answer BEGIN
    UPDATE calendar_feed SET answers = answers + 1 WHERE user_id = NEW.user_id;
END;

CREATE TRIGGER calendar_answer_gone AFTER DELETE ON rsvp BEGIN
    UPDATE calendar_feed SET answers = answers + 1 WHERE user_id = OLD.user_id;
END;
