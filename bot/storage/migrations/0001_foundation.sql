-- Small facts about this database itself, e.g. which command tree was last sent to Discord.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
