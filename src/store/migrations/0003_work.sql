-- Finding and working calls: marks that last, what a person writes, what a search looks into.

-- When it comes back; none unless it is put off.
ALTER TABLE calls ADD COLUMN snoozed_until INTEGER;
-- Kept by whoever writes notes and tasks, in the same transaction.
ALTER TABLE calls ADD COLUMN open_tasks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE calls ADD COLUMN notes      INTEGER NOT NULL DEFAULT 0;
-- Worked out of the document, at arrival or, for calls that were there before, when they are indexed.
ALTER TABLE calls ADD COLUMN sort_name  TEXT    NOT NULL DEFAULT '';
ALTER TABLE calls ADD COLUMN phone_key  TEXT;
ALTER TABLE calls ADD COLUMN email_key  TEXT;
ALTER TABLE calls ADD COLUMN unparsed   INTEGER NOT NULL DEFAULT 0;
ALTER TABLE calls ADD COLUMN callback   INTEGER NOT NULL DEFAULT 0;

DROP INDEX calls_inbox;
DROP INDEX calls_unread;
CREATE INDEX calls_inbox    ON calls (seq) WHERE done = 0 AND snoozed_until IS NULL;
CREATE INDEX calls_unread   ON calls (seq) WHERE done = 0 AND snoozed_until IS NULL AND unread = 1;
CREATE INDEX calls_tasks    ON calls (seq) WHERE done = 0 AND snoozed_until IS NULL AND open_tasks > 0;
CREATE INDEX calls_snoozed  ON calls (seq) WHERE snoozed_until IS NOT NULL;
CREATE INDEX calls_due      ON calls (snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX calls_callback ON calls (seq) WHERE done = 0 AND snoozed_until IS NULL AND (callback = 1 OR open_tasks > 0);
CREATE INDEX calls_phone    ON calls (phone_key, seq) WHERE phone_key IS NOT NULL;
CREATE INDEX calls_email    ON calls (email_key, seq) WHERE email_key IS NOT NULL;
CREATE INDEX calls_by_score ON calls (score, seq);
CREATE INDEX calls_by_name  ON calls (sort_name, seq);
-- Most that a search asks beside words, so that it is answered without the rows: 50 MB a million instead of 400 MB.
CREATE INDEX calls_facts ON calls (seq, received_at, score, unread, starred, done, snoozed_until, updated, unparsed,
    has_recording, has_transcript, open_tasks, notes);

DROP TRIGGER calls_count_new;
DROP TRIGGER calls_count_marked;
DROP TRIGGER calls_count_gone;
DROP TABLE view_counts;

CREATE TABLE view_counts (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    inbox   INTEGER NOT NULL,
    unread  INTEGER NOT NULL,
    tasks   INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    snoozed INTEGER NOT NULL,
    done    INTEGER NOT NULL,
    calls   INTEGER NOT NULL
) STRICT;

INSERT INTO view_counts SELECT 1,
    count(*) FILTER (WHERE done = 0 AND snoozed_until IS NULL),
    count(*) FILTER (WHERE done = 0 AND snoozed_until IS NULL AND unread = 1),
    0,
    count(*) FILTER (WHERE starred = 1),
    0,
    count(*) FILTER (WHERE done = 1),
    count(*)
FROM calls;

CREATE TRIGGER calls_count_new AFTER INSERT ON calls BEGIN
    UPDATE view_counts SET
        inbox   = inbox   + (NEW.done = 0 AND NEW.snoozed_until IS NULL),
        unread  = unread  + (NEW.done = 0 AND NEW.snoozed_until IS NULL AND NEW.unread = 1),
        tasks   = tasks   + (NEW.done = 0 AND NEW.snoozed_until IS NULL AND NEW.open_tasks > 0),
        starred = starred + NEW.starred,
        snoozed = snoozed + (NEW.snoozed_until IS NOT NULL),
        done    = done    + NEW.done,
        calls   = calls   + 1;
END;

CREATE TRIGGER calls_count_marked AFTER UPDATE OF unread, starred, done, snoozed_until, open_tasks ON calls BEGIN
    UPDATE view_counts SET
        inbox   = inbox   + (NEW.done = 0 AND NEW.snoozed_until IS NULL)
                          - (OLD.done = 0 AND OLD.snoozed_until IS NULL),
        unread  = unread  + (NEW.done = 0 AND NEW.snoozed_until IS NULL AND NEW.unread = 1)
                          - (OLD.done = 0 AND OLD.snoozed_until IS NULL AND OLD.unread = 1),
        tasks   = tasks   + (NEW.done = 0 AND NEW.snoozed_until IS NULL AND NEW.open_tasks > 0)
                          - (OLD.done = 0 AND OLD.snoozed_until IS NULL AND OLD.open_tasks > 0),
        starred = starred + NEW.starred - OLD.starred,
        snoozed = snoozed + (NEW.snoozed_until IS NOT NULL) - (OLD.snoozed_until IS NOT NULL),
        done    = done    + NEW.done - OLD.done;
END;

CREATE TRIGGER calls_count_gone AFTER DELETE ON calls BEGIN
    UPDATE view_counts SET
        inbox   = inbox   - (OLD.done = 0 AND OLD.snoozed_until IS NULL),
        unread  = unread  - (OLD.done = 0 AND OLD.snoozed_until IS NULL AND OLD.unread = 1),
        tasks   = tasks   - (OLD.done = 0 AND OLD.snoozed_until IS NULL AND OLD.open_tasks > 0),
        starred = starred - OLD.starred,
        snoozed = snoozed - (OLD.snoozed_until IS NOT NULL),
        done    = done    - OLD.done,
        calls   = calls   - 1;
END;

CREATE TABLE notes (
    id         INTEGER PRIMARY KEY,
    call_seq   INTEGER NOT NULL REFERENCES calls (seq) ON DELETE CASCADE,
    written_at INTEGER NOT NULL,    -- Unix milliseconds
    edited_at  INTEGER,
    text       TEXT    NOT NULL,
    removed    INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)) -- taken away; can be brought back
) STRICT;
CREATE INDEX notes_of_call ON notes (call_seq, id);

-- Things to do that a person added.
CREATE TABLE own_tasks (
    id         INTEGER PRIMARY KEY,
    call_seq   INTEGER NOT NULL REFERENCES calls (seq) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,    -- Unix milliseconds
    done_at    INTEGER,
    text       TEXT    NOT NULL,
    removed    INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;
CREATE INDEX own_tasks_of_call ON own_tasks (call_seq, id);

-- What a person said of tasks that the platform named; `key` is the task's words, folded.
CREATE TABLE ticks (
    call_seq INTEGER NOT NULL REFERENCES calls (seq) ON DELETE CASCADE,
    key      TEXT    NOT NULL,
    done     INTEGER NOT NULL CHECK (done IN (0, 1)),
    at       INTEGER NOT NULL,
    PRIMARY KEY (call_seq, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
    id     INTEGER PRIMARY KEY,
    folded TEXT NOT NULL UNIQUE,
    name   TEXT NOT NULL            -- as it was written first
) STRICT;

CREATE TABLE call_tags (
    tag_id   INTEGER NOT NULL REFERENCES tags (id)   ON DELETE CASCADE,
    call_seq INTEGER NOT NULL REFERENCES calls (seq) ON DELETE CASCADE,
    PRIMARY KEY (tag_id, call_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX call_tags_of_call ON call_tags (call_seq, tag_id);

CREATE TABLE saved_searches (
    id   INTEGER PRIMARY KEY AUTOINCREMENT, -- in order, never reused: one that was forgotten can be brought back
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    tag  TEXT                       -- given to calls that arrive and match
) STRICT;

-- The words of each call: folded tokens, a space between them, which this tokenizer takes as they are. By call, in order
-- of arrival; without the text itself, which is nowhere needed.
CREATE VIRTUAL TABLE calls_text USING fts5 (
    name, company, phone, email, city, mood, outcome, class, language, text, notes, transcript,
    content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1 2 3'
);

-- Calls whose words are not in the index yet, and those words; none of calls that were there before the index was.
-- The index is written after the answer: it costs five times what keeping a call costs.
CREATE TABLE unindexed (
    call_seq INTEGER PRIMARY KEY REFERENCES calls (seq) ON DELETE CASCADE,
    is_new   INTEGER NOT NULL CHECK (is_new IN (0, 1)), -- it is not in the index with other words
    name TEXT, company TEXT, phone TEXT, email TEXT, city TEXT, mood TEXT, outcome TEXT, class TEXT, language TEXT,
    text TEXT, notes TEXT, transcript TEXT
) STRICT;
-- How many there are is counted in it at each start: without the words, 10 MB a million instead of gigabytes.
CREATE INDEX unindexed_calls ON unindexed (call_seq);
INSERT INTO unindexed (call_seq, is_new) SELECT seq, 1 FROM calls;

-- Every word of the index, so that the beginning of a word is looked for as the words that begin so.
CREATE TABLE vocabulary (
    word TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Values that calls have, as they were first sent, to be offered while a search is typed. `calls` is how often each came,
-- roughly: it only orders them.
CREATE TABLE known_values (
    kind   TEXT    NOT NULL,
    folded TEXT    NOT NULL,
    value  TEXT    NOT NULL,
    calls  INTEGER NOT NULL,
    PRIMARY KEY (kind, folded)
) STRICT, WITHOUT ROWID;

-- `haystacks` is used no more. It is emptied as its calls are indexed: dropped here, it would keep a large inbox from
-- listening for seconds.
