-- What people choose about reminders, and what belongs to some kinds of events only.

ALTER TABLE person ADD COLUMN dm INTEGER NOT NULL DEFAULT 0;    -- 1: the bot may write to them
ALTER TABLE person ADD COLUMN remind_minutes INTEGER;           -- before an event; NULL: as it says

-- When somebody wants to be reminded of this one, in place of their own default and the event's.
CREATE TABLE rsvp_reminder (
    occurrence INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    minutes INTEGER,                      -- before it begins; with `at` NULL too: not at all
    at INTEGER,                           -- or at that moment
    PRIMARY KEY (occurrence, user_id),
    FOREIGN KEY (occurrence, user_id) REFERENCES rsvp (occurrence, user_id) ON DELETE CASCADE,
    CHECK (minutes IS NULL OR at IS NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX rsvp_reminder_by_person ON rsvp_reminder (user_id);

-- Who took part in a training, as its lead confirmed. Gates sensitive shifts.
CREATE TABLE training_record (
    guild_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    training TEXT NOT NULL,               -- which training: a name without capitals and accents
    title TEXT NOT NULL,                  -- as it is shown
    confirmed_on TEXT NOT NULL,
    expires_on TEXT,                      -- NULL: never
    PRIMARY KEY (guild_id, user_id, training)
) STRICT, WITHOUT ROWID;

CREATE INDEX training_record_by_person ON training_record (user_id);

-- How it was, from 1 to 5 or in words. Nothing says who, nor when.
CREATE TABLE event_feedback (
    number INTEGER PRIMARY KEY,
    occurrence INTEGER NOT NULL REFERENCES event_occurrence (number) ON DELETE CASCADE,
    mark INTEGER CHECK (mark BETWEEN 1 AND 5),
    words TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX event_feedback_by_occurrence ON event_feedback (occurrence);

-- What members want to ask at a town hall. Who asked is not kept.
CREATE TABLE event_question (
    number INTEGER PRIMARY KEY,
    event INTEGER NOT NULL REFERENCES event (number) ON DELETE CASCADE,
    words TEXT NOT NULL,
    answered INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX event_question_by_event ON event_question (event, number);

-- Who wants the same question asked: once each. Deleted with the answers.
CREATE TABLE event_question_vote (
    question INTEGER NOT NULL REFERENCES event_question (number) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    PRIMARY KEY (question, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_question_vote_by_person ON event_question_vote (user_id);

-- The teams of a lobby visit: by district or by appointment.
CREATE TABLE event_team (
    number INTEGER PRIMARY KEY,
    occurrence INTEGER NOT NULL REFERENCES event_occurrence (number) ON DELETE CASCADE,
    name TEXT NOT NULL,
    district TEXT NOT NULL DEFAULT '',
    starts_at INTEGER,                    -- of their appointment
    leader_id INTEGER                     -- a Discord user id; NULL: nobody yet, or forgotten
) STRICT;

CREATE INDEX event_team_by_occurrence ON event_team (occurrence, number);
CREATE INDEX event_team_by_leader ON event_team (leader_id) WHERE leader_id IS NOT NULL;

-- The appointments of a clinic.
CREATE TABLE event_slot (
    number INTEGER PRIMARY KEY,
    occurrence INTEGER NOT NULL REFERENCES event_occurrence (number) ON DELETE CASCADE,
    starts_at INTEGER NOT NULL,
    capacity INTEGER NOT NULL CHECK (capacity > 0),
    UNIQUE (occurrence, starts_at)
) STRICT;

ALTER TABLE rsvp ADD COLUMN team INTEGER REFERENCES event_team (number) ON DELETE SET NULL;
ALTER TABLE rsvp ADD COLUMN slot INTEGER REFERENCES event_slot (number) ON DELETE SET NULL;

CREATE INDEX rsvp_by_team ON rsvp (team) WHERE team IS NOT NULL;
CREATE INDEX rsvp_by_slot ON rsvp (slot) WHERE slot IS NOT NULL;

-- Whoever has no place any more has none in a team or at an appointment either.
CREATE TRIGGER rsvp_left AFTER UPDATE OF answer ON rsvp
WHEN NEW.answer <> 'going' AND (NEW.team IS NOT NULL OR NEW.slot IS NOT NULL) BEGIN
    UPDATE rsvp SET team = NULL, slot = NULL
    WHERE occurrence = NEW.occurrence AND user_id = NEW.user_id;
END;
