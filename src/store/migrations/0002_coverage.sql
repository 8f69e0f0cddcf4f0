-- When we were listening, so that a person sees when calls could not reach us. Times are Unix milliseconds by the clock.

CREATE TABLE coverage (
    id           INTEGER PRIMARY KEY, -- in order
    begun_at     INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,    -- listening was certain then
    ended_at     INTEGER,             -- none while it lasts, and of a program that died
    end_reason   TEXT
) STRICT;
