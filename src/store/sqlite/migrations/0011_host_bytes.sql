-- What hosts have sent today is kept, and why a list could not be read.

-- So that a restart does not begin a host's day anew (fetch/byte_ledger.h).

CREATE TABLE host_bytes (
  host     TEXT PRIMARY KEY,               -- with its port
  began_at INTEGER NOT NULL,               -- of its day, which lasts 24 hours
  bytes    INTEGER NOT NULL                -- since then
) STRICT, WITHOUT ROWID;
CREATE INDEX host_bytes_by_day ON host_bytes(began_at);

-- Of the last attempt to read a list (name(ErrorCode)); empty when it went well.
ALTER TABLE feed_list ADD COLUMN error_code TEXT NOT NULL DEFAULT '';
