-- Deliveries, calls and what the list asks of them. A released migration is never edited: add the next one.

CREATE TABLE calls (
    seq            INTEGER PRIMARY KEY AUTOINCREMENT, -- order of arrival, never reused
    call_id        TEXT    NOT NULL UNIQUE,
    id_source      TEXT    NOT NULL,
    source         TEXT    NOT NULL,                  -- the endpoint its first delivery came in by
    received_at    INTEGER NOT NULL,                  -- of its first delivery, Unix milliseconds
    updated_at     INTEGER NOT NULL,                  -- of its last change by anybody, Unix milliseconds
    title          TEXT    NOT NULL,
    company        TEXT,
    mood           TEXT,
    outcome        TEXT,
    score_text     TEXT,
    score          REAL,                              -- 0 to 100
    excerpt        TEXT,
    has_recording  INTEGER NOT NULL CHECK (has_recording  IN (0, 1)),
    has_transcript INTEGER NOT NULL CHECK (has_transcript IN (0, 1)),
    updated        INTEGER NOT NULL CHECK (updated        IN (0, 1)),
    unread         INTEGER NOT NULL CHECK (unread         IN (0, 1)),
    starred        INTEGER NOT NULL CHECK (starred        IN (0, 1)),
    done           INTEGER NOT NULL CHECK (done           IN (0, 1))
) STRICT;

-- One narrow index a view, so that a view's order is read without its rows: 12 MB a million instead of 350 MB.
CREATE INDEX calls_all     ON calls (seq);
CREATE INDEX calls_inbox   ON calls (seq) WHERE done = 0;
CREATE INDEX calls_unread  ON calls (seq) WHERE done = 0 AND unread = 1;
CREATE INDEX calls_starred ON calls (seq) WHERE starred = 1;
CREATE INDEX calls_done    ON calls (seq) WHERE done = 1;

-- The payload, merged from all deliveries. Apart from the rows, which stay small.
CREATE TABLE documents (
    call_seq INTEGER PRIMARY KEY REFERENCES calls (seq) ON DELETE CASCADE,
    document TEXT NOT NULL
) STRICT;

-- What the words of a search are looked for in: case-folded lines. Apart from the documents, so that a scan is short.
CREATE TABLE haystacks (
    call_seq INTEGER PRIMARY KEY REFERENCES calls (seq) ON DELETE CASCADE,
    lines    TEXT NOT NULL
) STRICT;

CREATE TABLE deliveries (
    id          INTEGER PRIMARY KEY, -- order of arrival
    received_at INTEGER NOT NULL,    -- Unix milliseconds
    source      TEXT    NOT NULL,
    peer        TEXT,
    method      TEXT    NOT NULL,
    path        TEXT    NOT NULL,
    status      INTEGER NOT NULL,
    verdict     TEXT    NOT NULL,
    reason      TEXT,
    call_seq    INTEGER REFERENCES calls (seq) ON DELETE CASCADE,
    body_bytes  INTEGER NOT NULL,
    body_sha256 BLOB    NOT NULL,
    took_micros INTEGER,
    changes     TEXT                 -- JSON list of [path, before, after]
) STRICT;

-- By call, and by call and content for the repeat rule.
CREATE INDEX deliveries_of_call ON deliveries (call_seq, body_sha256) WHERE call_seq IS NOT NULL;

-- Byte for byte. Apart from the deliveries, so that Traffic stays quick.
CREATE TABLE bodies (
    delivery_id INTEGER PRIMARY KEY REFERENCES deliveries (id) ON DELETE CASCADE,
    headers     TEXT NOT NULL,       -- JSON list of [name, value]
    body        BLOB NOT NULL
) STRICT;

-- How many calls each view holds, kept by the triggers below in the transaction that changes them.
CREATE TABLE view_counts (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    inbox   INTEGER NOT NULL,
    unread  INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    done    INTEGER NOT NULL,
    calls   INTEGER NOT NULL
) STRICT;

INSERT INTO view_counts VALUES (1, 0, 0, 0, 0, 0);

CREATE TRIGGER calls_count_new AFTER INSERT ON calls BEGIN
    UPDATE view_counts SET
        inbox   = inbox   + (NEW.done = 0),
        unread  = unread  + (NEW.done = 0 AND NEW.unread = 1),
        starred = starred + NEW.starred,
        done    = done    + NEW.done,
        calls   = calls   + 1;
END;

CREATE TRIGGER calls_count_marked AFTER UPDATE OF unread, starred, done ON calls BEGIN
    UPDATE view_counts SET
        inbox   = inbox   + (NEW.done = 0) - (OLD.done = 0),
        unread  = unread  + (NEW.done = 0 AND NEW.unread = 1) - (OLD.done = 0 AND OLD.unread = 1),
        starred = starred + NEW.starred - OLD.starred,
        done    = done    + NEW.done - OLD.done;
END;

CREATE TRIGGER calls_count_gone AFTER DELETE ON calls BEGIN
    UPDATE view_counts SET
        inbox   = inbox   - (OLD.done = 0),
        unread  = unread  - (OLD.done = 0 AND OLD.unread = 1),
        starred = starred - OLD.starred,
        done    = done    - OLD.done,
        calls   = calls   - 1;
END;

-- Room that a failing store tries to write into, to learn whether it works again. Empty otherwise.
CREATE TABLE probes (
    id     INTEGER PRIMARY KEY,
    filler BLOB NOT NULL
) STRICT;
