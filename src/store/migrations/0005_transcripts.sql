-- Transcripts as they were read of their files, and how a person reads them.

ALTER TABLE notes ADD COLUMN turn INTEGER; -- the turn of the transcript it is about, from 0

CREATE TABLE transcripts (
    call_seq INTEGER PRIMARY KEY REFERENCES calls (seq) ON DELETE CASCADE,
    sha256   TEXT    NOT NULL,             -- of the file it was read from
    reader   INTEGER NOT NULL,             -- which version of our reader did
    audio_ms INTEGER,                      -- the recording's length, as far as that was known then
    format   TEXT    NOT NULL,
    words    TEXT    NOT NULL,             -- what it is found by: folded tokens, a space between them
    body     TEXT    NOT NULL              -- JSON
) STRICT;

CREATE TABLE readings (
    call_seq INTEGER PRIMARY KEY REFERENCES calls (seq) ON DELETE CASCADE,
    reading  TEXT    NOT NULL              -- JSON: offset, names of speakers
) STRICT;
