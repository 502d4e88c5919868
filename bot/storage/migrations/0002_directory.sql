-- The directory (words of HSDS 3.0), and what members say is wrong with it.

CREATE TABLE organization (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    scope TEXT NOT NULL,
    states TEXT NOT NULL DEFAULT '',      -- two-letter codes, a space between, home state first
    city TEXT,
    lat REAL,
    lon REAL,
    website TEXT,
    through TEXT,                         -- whose website it is, if not the entry's own
    languages TEXT NOT NULL DEFAULT '',   -- ISO 639 codes, a space between
    aliases TEXT NOT NULL DEFAULT '',     -- a line each
    CHECK ((lat IS NULL) = (lon IS NULL))
) STRICT;

CREATE TABLE organization_text (
    number INTEGER NOT NULL REFERENCES organization (number) ON DELETE CASCADE,
    language TEXT NOT NULL,
    name TEXT,                            -- only where it has another name in that language
    what TEXT NOT NULL,
    PRIMARY KEY (number, language)
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

-- The day a server's moderators last checked an entry (HSDS: assured date).
CREATE TABLE assurance (
    guild_id INTEGER NOT NULL,
    organization_id TEXT NOT NULL,
    assured_on TEXT NOT NULL,
    PRIMARY KEY (guild_id, organization_id)
) STRICT, WITHOUT ROWID;

-- Kept for moderators. Who reported is not kept.
CREATE TABLE problem_report (
    number INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    organization_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    details TEXT NOT NULL DEFAULT '',
    reported_on TEXT NOT NULL              -- a day, not a moment: a moment would point to somebody
) STRICT;

CREATE INDEX problem_report_by_guild ON problem_report (guild_id, reported_on);
