-- Campaigns: whom a coalition asks its members to call or write to, and what that adds up to. No
-- table here joins a person to a call. Texts in several languages are JSON, {language: words}; days
-- are written 2027-01-03, moments are whole seconds since 1970, UTC.

-- A number is never given twice: buttons of a deleted campaign must not count for another.
CREATE TABLE campaign (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'open', 'closed')),
    planned INTEGER NOT NULL DEFAULT 0,   -- 1: a draft that opens by itself on `opens_on`
    version INTEGER NOT NULL DEFAULT 1,   -- goes up with every edit: two organizers at once
    changed_at INTEGER NOT NULL,
    template TEXT,                        -- the key of the bundled one that it was made from
    kind TEXT NOT NULL,
    title TEXT NOT NULL,                  -- JSON by language, like all that people read
    ask TEXT NOT NULL,
    state TEXT,                           -- two letters: whoever lives there; NULL: everybody
    opens_on TEXT,
    closes_on TEXT,                       -- the last day
    points TEXT NOT NULL DEFAULT '[]',    -- JSON: why, with sources
    share TEXT NOT NULL DEFAULT '{}',     -- JSON
    donation TEXT NOT NULL DEFAULT '{}',  -- JSON: a link and a figure that organizers set
    made_by INTEGER,                      -- a Discord user id; NULL once forgotten
    channel_id INTEGER,                   -- where its progress stands
    message_id INTEGER
) STRICT;

CREATE INDEX campaign_by_guild ON campaign (guild_id, status, number);
CREATE INDEX campaign_by_maker ON campaign (made_by) WHERE made_by IS NOT NULL;

-- What stood there before an edit, so that the second of two organizers sees what the first changed.
-- Not who did it.
CREATE TABLE campaign_change (
    number INTEGER PRIMARY KEY,
    campaign INTEGER NOT NULL REFERENCES campaign (number) ON DELETE CASCADE,
    version INTEGER NOT NULL,             -- what the campaign became by it
    changed_at INTEGER NOT NULL,
    before TEXT NOT NULL                  -- JSON: the fields and parts that changed, as they were
) STRICT;

CREATE INDEX campaign_change_by_campaign ON campaign_change (campaign, version);

CREATE TABLE campaign_bill (
    number INTEGER PRIMARY KEY,
    campaign INTEGER NOT NULL REFERENCES campaign (number) ON DELETE CASCADE,
    jurisdiction TEXT NOT NULL,           -- 'us', or a state's two letters in lower case
    session TEXT NOT NULL,                -- '119'
    lower_number TEXT NOT NULL DEFAULT '',
    upper_number TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL,
    sponsors TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT '',
    history TEXT NOT NULL DEFAULT '[]',   -- JSON: day, words, source
    session_ends TEXT,                    -- NULL: nobody has said
    confirmed INTEGER NOT NULL DEFAULT 0  -- 1: meant although its session has ended
) STRICT;

CREATE INDEX campaign_bill_by_campaign ON campaign_bill (campaign, number);

-- `body` is a seat of the data (us_house…) or the name of a list in `campaign_target`.
CREATE TABLE campaign_script (
    campaign INTEGER NOT NULL REFERENCES campaign (number) ON DELETE CASCADE,
    body TEXT NOT NULL,
    language TEXT NOT NULL,
    variant TEXT NOT NULL CHECK (variant IN ('main', 'voicemail', 'supports', 'constituent')),
    words TEXT NOT NULL,
    PRIMARY KEY (campaign, body, language, variant)
) STRICT, WITHOUT ROWID;

CREATE TABLE campaign_letter (
    campaign INTEGER NOT NULL REFERENCES campaign (number) ON DELETE CASCADE,
    body TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (campaign, body, language)
) STRICT, WITHOUT ROWID;

-- Officials whom an organizer listed, in their office only: sheriffs, county boards, city councils.
-- Neither is theirs: it is in what was counted.
CREATE TABLE campaign_target (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign INTEGER NOT NULL REFERENCES campaign (number) ON DELETE CASCADE,
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    office TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    phone TEXT,
    email TEXT,
    form_url TEXT,
    UNIQUE (campaign, list, name, office, place)
) STRICT;

CREATE TABLE campaign_event (
    campaign INTEGER NOT NULL REFERENCES campaign (number) ON DELETE CASCADE,
    event INTEGER NOT NULL REFERENCES event (number) ON DELETE CASCADE,
    PRIMARY KEY (campaign, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX campaign_event_by_event ON campaign_event (event);

-- The log of facts of a campaign about a detention center: what, on which day, where it is written.
CREATE TABLE campaign_fact (
    number INTEGER PRIMARY KEY,
    campaign INTEGER NOT NULL REFERENCES campaign (number) ON DELETE CASCADE,
    on_date TEXT NOT NULL,
    words TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX campaign_fact_by_campaign ON campaign_fact (campaign, on_date);

-- A contract that is renewed, a board that meets: organizers are reminded some days before.
CREATE TABLE campaign_deadline (
    number INTEGER PRIMARY KEY,
    campaign INTEGER NOT NULL REFERENCES campaign (number) ON DELETE CASCADE,
    due_on TEXT NOT NULL,
    words TEXT NOT NULL,
    remind_days INTEGER NOT NULL DEFAULT 14
) STRICT;

CREATE INDEX campaign_deadline_by_campaign ON campaign_deadline (campaign, due_on);

-- How often, never by whom and never when: there is no moment and no person here.
CREATE TABLE campaign_tally (
    campaign INTEGER NOT NULL REFERENCES campaign (number) ON DELETE CASCADE,
    action TEXT NOT NULL CHECK (action IN ('call', 'letter', 'share')),
    body TEXT NOT NULL DEFAULT '',
    target TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '',
    count INTEGER NOT NULL,
    PRIMARY KEY (campaign, action, body, target, state, outcome)
) STRICT, WITHOUT ROWID;

-- Office numbers that callers of a server found to be wrong. Who said so is not kept.
CREATE TABLE wrong_number (
    number INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    phone TEXT NOT NULL,                  -- of an office, as it is shown
    target TEXT NOT NULL,
    count INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL DEFAULT 'counted' CHECK (state IN ('counted', 'out', 'kept')),
    UNIQUE (guild_id, phone)
) STRICT;

-- Whose districts whoever asked for it wants to have remembered. Never a ZIP.
CREATE TABLE person_district (
    user_id INTEGER NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    district TEXT NOT NULL,
    PRIMARY KEY (user_id, body, state, district)
) STRICT, WITHOUT ROWID;

-- Who held which seat at which numbers when an open campaign was last looked through: organizers
-- hear of what changed. Public officials only.
CREATE TABLE target_seen (
    seat TEXT NOT NULL,                   -- body/state/district
    target TEXT NOT NULL,
    print TEXT NOT NULL,                  -- a checksum of name and numbers
    PRIMARY KEY (seat, target)
) STRICT, WITHOUT ROWID;
