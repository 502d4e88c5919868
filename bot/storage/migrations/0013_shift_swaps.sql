-- Who asks to swap their place on one shift for one on another. Goes with the place, and when it is
-- agreed.
CREATE TABLE shift_swap (
    number INTEGER PRIMARY KEY,
    shift INTEGER NOT NULL,               -- theirs, which they would give
    user_id INTEGER NOT NULL,
    wanted INTEGER NOT NULL REFERENCES shift (number) ON DELETE CASCADE,
    made_at INTEGER NOT NULL,
    UNIQUE (shift, user_id, wanted),
    FOREIGN KEY (shift, user_id) REFERENCES signup (shift, user_id) ON DELETE CASCADE
) STRICT;

CREATE INDEX shift_swap_by_wanted ON shift_swap (wanted);
CREATE INDEX shift_swap_by_person ON shift_swap (user_id);
