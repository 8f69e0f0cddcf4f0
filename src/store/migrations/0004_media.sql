-- Files that calls name: where they stand, what they hold, how they were listened to.

ALTER TABLE notes ADD COLUMN at_ms INTEGER; -- the moment of the recording it is about

CREATE TABLE media (
    call_seq    INTEGER NOT NULL REFERENCES calls (seq) ON DELETE CASCADE,
    kind        TEXT    NOT NULL CHECK (kind IN ('recording', 'transcript')),
    uri         TEXT    NOT NULL,          -- as sent; another one makes all the rest void
    state       TEXT    NOT NULL,
    why         TEXT,
    cause       TEXT,                      -- host, size: what stood in the way
    cause_value TEXT,
    tries       INTEGER NOT NULL,
    retry_at    INTEGER,                   -- Unix milliseconds
    expires_at  INTEGER,                   -- Unix milliseconds
    ranges      TEXT    NOT NULL,          -- '0-4096 8192-9000': bytes that are here, ends excluded
    kept_bytes  INTEGER NOT NULL,
    total_bytes INTEGER,
    sha256      TEXT,
    etag        TEXT,
    pinned      INTEGER NOT NULL CHECK (pinned IN (0, 1)),
    used_at     INTEGER,                   -- Unix milliseconds
    PRIMARY KEY (call_seq, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX media_here      ON media (used_at) WHERE kept_bytes > 0;
CREATE INDEX media_unsettled ON media (call_seq) WHERE state IN ('waiting', 'fetching');

-- What a recording holds, and its waveform.
CREATE TABLE sounds (
    call_seq         INTEGER PRIMARY KEY REFERENCES calls (seq) ON DELETE CASCADE,
    codec            TEXT    NOT NULL,
    channels         INTEGER NOT NULL,
    sample_rate      INTEGER NOT NULL,
    duration_ms      INTEGER NOT NULL,
    has_sides        INTEGER NOT NULL CHECK (has_sides IN (0, 1)),
    damage           TEXT,
    left_ms          INTEGER,              -- these five are there together or not at all
    right_ms         INTEGER,
    overlap_ms       INTEGER,
    dead_air_ms      INTEGER,
    longest_pause_ms INTEGER,
    left_lane        BLOB    NOT NULL,     -- a byte a column of 50 ms
    right_lane       BLOB,
    speech           BLOB    NOT NULL      -- a byte a column: 1 where somebody is heard
) STRICT;

CREATE TABLE listening (
    call_seq       INTEGER PRIMARY KEY REFERENCES calls (seq) ON DELETE CASCADE,
    position_ms    INTEGER NOT NULL,
    speed          REAL    NOT NULL,
    sides          TEXT    NOT NULL,
    is_caller_left INTEGER CHECK (is_caller_left IN (0, 1)),
    heard_at       INTEGER                 -- Unix milliseconds; heard to the end, or marked so
) STRICT;
