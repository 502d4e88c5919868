-- What a server chose in /setup, and what a person chose in /me. Nothing else is kept of either.

CREATE TABLE guild (
    guild_id INTEGER PRIMARY KEY,
    language TEXT,
    time_zone TEXT
) STRICT;

CREATE TABLE guild_channel (
    guild_id INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    channel_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE guild_role (
    guild_id INTEGER NOT NULL,
    capability TEXT NOT NULL,
    role_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, capability, role_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    user_id INTEGER PRIMARY KEY,
    language TEXT,
    time_zone TEXT
) STRICT;
