-- The developer's view: our answers, requests that were sent again, handing requests on, what a source usually sends.

ALTER TABLE deliveries ADD COLUMN answer    TEXT;    -- the body of our answer; none for the contract's own
ALTER TABLE deliveries ADD COLUMN rehearsed TEXT;    -- how our answer was altered on purpose
ALTER TABLE deliveries ADD COLUMN replay_of INTEGER; -- sent again from here: of that delivery, which may be gone

-- What the limits of requests may take away, by age. Made in a quarter of a second of a million requests; filters need no
-- index (see `store/requests/search`).
CREATE INDEX deliveries_spare ON deliveries (received_at) WHERE verdict NOT IN ('new', 'updated');

-- Where requests are handed on to.
CREATE TABLE forward_targets (
    id             INTEGER PRIMARY KEY AUTOINCREMENT, -- in order, never reused
    name           TEXT    NOT NULL,
    url            TEXT    NOT NULL,
    is_on          INTEGER NOT NULL CHECK (is_on IN (0, 1)),
    takes_unparsed INTEGER NOT NULL CHECK (takes_unparsed IN (0, 1)),
    sent           INTEGER NOT NULL DEFAULT 0,        -- how many it has had
    last           TEXT,                              -- its last answer or failure, in a few words
    last_at        INTEGER,                           -- Unix milliseconds
    next_at        INTEGER                            -- while it is down: when it is tried again, Unix milliseconds
) STRICT;

-- One request on its way to one target.
CREATE TABLE forwards (
    id          INTEGER PRIMARY KEY, -- in order of arrival
    target_id   INTEGER NOT NULL REFERENCES forward_targets (id) ON DELETE CASCADE,
    delivery_id INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    call_seq    INTEGER,             -- those of one call go one after the other
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'sent', 'dead')),
    tries       INTEGER NOT NULL,
    next_at     INTEGER,             -- Unix milliseconds
    status      INTEGER,
    why         TEXT,
    took_micros INTEGER,
    tried_at    INTEGER,             -- Unix milliseconds
    UNIQUE (delivery_id, target_id)
) STRICT;
-- In full, since a target that is forgotten takes its own with it.
CREATE INDEX forwards_standing ON forwards (target_id, state, id);
CREATE INDEX forwards_of_call  ON forwards (target_id, call_seq, id) WHERE state = 'waiting' AND call_seq IS NOT NULL;
CREATE INDEX forwards_later    ON forwards (target_id, next_at) WHERE state = 'waiting' AND next_at IS NOT NULL;
CREATE INDEX forwards_tried    ON forwards (target_id, id) WHERE state = 'waiting' AND tried_at IS NOT NULL;

-- A request is put on its way in the transaction that keeps it, so that none is forgotten. What came from here (sent
-- again, or by another inbox's handing on) is not handed on once more: two inboxes would do so for ever. The latter is
-- refused its place by whoever sends, who sees the headers.
CREATE TRIGGER deliveries_forwarded AFTER INSERT ON deliveries
WHEN NEW.replay_of IS NULL AND NEW.verdict IN ('new', 'updated', 'repeat', 'unparsed') BEGIN
    -- In the place of what a delivery of the same number has left, if somebody took that away past us: the request must
    -- not be turned away for it.
    INSERT OR REPLACE INTO forwards (target_id, delivery_id, call_seq, state, tries)
    SELECT id, NEW.id, NEW.call_seq, 'waiting', 0 FROM forward_targets
    WHERE is_on = 1 AND (takes_unparsed = 1 OR NEW.verdict <> 'unparsed');
END;

-- How a source sends its fields: types and counts a day. `day` counts from 1970-01-01 (UTC).
CREATE TABLE fields_seen (
    source         TEXT    NOT NULL,
    path           TEXT    NOT NULL,  -- '' counts the payloads themselves
    type           TEXT    NOT NULL,
    day            INTEGER NOT NULL,
    count          INTEGER NOT NULL,
    last_delivery  INTEGER NOT NULL,  -- which may be gone
    PRIMARY KEY (source, path, type, day)
) STRICT, WITHOUT ROWID;

-- What changed in what a source sends.
CREATE TABLE shape_changes (
    id      INTEGER PRIMARY KEY,
    source  TEXT    NOT NULL,
    path    TEXT    NOT NULL,
    change  TEXT    NOT NULL CHECK (change IN ('new', 'missing', 'retyped')),
    usual   TEXT    NOT NULL,         -- the usual type; blank for a new field
    found   TEXT    NOT NULL,         -- the new type; blank for a missing field
    example INTEGER NOT NULL,         -- a delivery that shows it, which may be gone
    at      INTEGER NOT NULL,         -- Unix milliseconds
    count   INTEGER NOT NULL,
    seen    INTEGER NOT NULL CHECK (seen IN (0, 1)),
    UNIQUE (source, path, change, found)
) STRICT;

-- How far the contract watch has read.
CREATE TABLE watched (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    last_delivery INTEGER NOT NULL
) STRICT;
INSERT INTO watched SELECT 1, coalesce(max(id), 0) FROM deliveries;
