-- Files that a person attached to a call, in the place of what it names. What was fetched stays as it is beside them.

CREATE TABLE attached (
    call_seq    INTEGER NOT NULL REFERENCES calls (seq) ON DELETE CASCADE,
    kind        TEXT    NOT NULL CHECK (kind IN ('recording', 'transcript')),
    uri         TEXT    NOT NULL,          -- its checksum and its name
    attached_at INTEGER NOT NULL,          -- Unix milliseconds; the last one counts
    removed     INTEGER NOT NULL CHECK (removed IN (0, 1)),
    state       TEXT    NOT NULL,
    why         TEXT,
    total_bytes INTEGER NOT NULL,
    sha256      TEXT    NOT NULL,
    pinned      INTEGER NOT NULL CHECK (pinned IN (0, 1)),
    used_at     INTEGER,                   -- Unix milliseconds
    PRIMARY KEY (call_seq, kind, uri)
) STRICT, WITHOUT ROWID;
