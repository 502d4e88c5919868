-- Entries whole, of everybody or of one server; their history; lists brought in; suggestions.
--
-- The tables of the directory are made anew: until now they held nothing but what the program
-- ships with, which is read in again at the next start.

DROP TABLE organization_words;
DROP TABLE organization_fts;
DROP TABLE organization_text;
DROP TABLE organization;
DELETE FROM meta WHERE key = 'directory_hash';

-- A list that was brought in: its entries stand on one shelf and become visible in one step.
CREATE TABLE shelf (
    number INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,            -- 0: for every server (only the operator can)
    name TEXT NOT NULL,                   -- the file's name
    live INTEGER NOT NULL DEFAULT 0,      -- 0 while it is being written; such a shelf is no list yet
    imported_on TEXT NOT NULL
) STRICT;

-- `entry` is the whole entry (bot/domain/entry_json.py); the columns beside it are made from it for
-- searching. A server that changes an entry of everybody's gets a row of its own with the same id.
CREATE TABLE organization (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    guild_id INTEGER NOT NULL DEFAULT 0,  -- whose it is; 0: everybody's
    shelf INTEGER NOT NULL DEFAULT 0,     -- the list it came with; 0: none
    status TEXT NOT NULL DEFAULT 'active',
    version INTEGER NOT NULL DEFAULT 1,
    file_hash INTEGER,                    -- of the entry as the list had it
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    scope TEXT NOT NULL,
    states TEXT NOT NULL DEFAULT '',      -- two-letter codes, a space between, home state first
    city TEXT,
    points TEXT NOT NULL DEFAULT '',      -- `lat lon`, a semicolon between
    website TEXT,
    through TEXT,                         -- whose website it is, if not the entry's own
    languages TEXT NOT NULL DEFAULT '',   -- ISO 639 codes, a space between
    aliases TEXT NOT NULL DEFAULT '',     -- a line each
    card TEXT NOT NULL DEFAULT '',        -- what members see of `entry`, if more than these columns
    entry TEXT NOT NULL,
    UNIQUE (guild_id, id)
) STRICT;

CREATE INDEX organization_by_status ON organization (guild_id, status, number)
    WHERE status <> 'active';
CREATE INDEX organization_by_shelf ON organization (shelf) WHERE shelf <> 0;

CREATE TABLE organization_text (
    number INTEGER NOT NULL REFERENCES organization (number) ON DELETE CASCADE,
    language TEXT NOT NULL,
    name TEXT,                            -- only where it has another name in that language
    what TEXT NOT NULL,
    PRIMARY KEY (number, language)
) STRICT, WITHOUT ROWID;

-- Where it is: its own point and those of its locations. "Near" goes by the nearest of them.
CREATE TABLE organization_point (
    number INTEGER NOT NULL REFERENCES organization (number) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    PRIMARY KEY (number, at)
) STRICT, WITHOUT ROWID;

-- Only SQLite has FTS5. Made-up words: `needs` holds what a person can get there, `named` the
-- synonym groups of its names, `tags` those of its texts, the kind and languages;
-- `area` holds states, reach and four-degree grid cells, so that "near" is part of the match.
CREATE VIRTUAL TABLE organization_fts USING fts5 (
    name, aliases, what, needs, named, tags, area,
    tokenize = 'unicode61 remove_diacritics 2',
    prefix = '3'
);

CREATE VIRTUAL TABLE organization_words USING fts5vocab (organization_fts, 'col');

-- Who finds an entry: 0 everybody, a server's id only that server, -1 nobody (it waits, was taken
-- out, or its list is still being written). A narrow table of its own, as every match of a search
-- is looked up here; a word in the index would cost 2 ms a search at 100,000 entries.
CREATE TABLE organization_seen (
    number INTEGER PRIMARY KEY REFERENCES organization (number) ON DELETE CASCADE,
    seen_by INTEGER NOT NULL
) STRICT;

-- Everybody's entries that this server has its own version of, or has taken out.
CREATE TABLE organization_hidden (
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL REFERENCES organization (number) ON DELETE CASCADE,
    PRIMARY KEY (guild_id, number)
) STRICT, WITHOUT ROWID;

-- Entries that a list has in another version than stands here: applied together with the list where
-- whoever brought it in vouches for it, otherwise one by one in the review queue.
CREATE TABLE shelf_change (
    number INTEGER PRIMARY KEY,
    shelf INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    organization_id TEXT NOT NULL,
    entry TEXT NOT NULL,
    file_hash INTEGER NOT NULL
) STRICT;

CREATE INDEX shelf_change_by_shelf ON shelf_change (shelf, number);
CREATE INDEX shelf_change_by_guild ON shelf_change (guild_id, number);

-- What editors did, so that it can be seen and undone.
CREATE TABLE entry_change (
    number INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    organization_id TEXT NOT NULL,
    version INTEGER NOT NULL,             -- what the entry became by it
    deed TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by INTEGER,                   -- who; NULL after 90 days, or when they say so
    status TEXT,                          -- how it stood before; NULL: it was not there
    entry TEXT                            -- what stood there before; NULL: nothing
) STRICT;

CREATE INDEX entry_change_by_entry ON entry_change (guild_id, organization_id, number);
CREATE INDEX entry_change_by_person ON entry_change (changed_by) WHERE changed_by IS NOT NULL;

-- What members think is missing. Who said so is not kept.
CREATE TABLE suggestion (
    number INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    place TEXT NOT NULL DEFAULT '',
    contact TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '',
    suggested_on TEXT NOT NULL            -- a day, not a moment
) STRICT;

CREATE INDEX suggestion_by_guild ON suggestion (guild_id, number);

-- The weekly line to moderators, where they want it: the day it was last sent, '' for never yet.
ALTER TABLE guild ADD COLUMN weekly_sent_on TEXT;
