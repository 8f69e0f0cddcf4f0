-- What calls were about, beside their row: counted without reading the documents.

ALTER TABLE calls ADD COLUMN class TEXT;

-- Calls that are there get it like all that is worked out of a call: when they are read for the index, once more.
INSERT INTO unindexed (call_seq, is_new) SELECT seq, 0 FROM calls WHERE true
ON CONFLICT (call_seq) DO UPDATE SET name = NULL;
