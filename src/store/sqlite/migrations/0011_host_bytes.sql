-- What hosts have sent today, so that a restart does not begin their day anew (fetch/byte_ledger.h).

CREATE TABLE host_bytes (
  host     TEXT PRIMARY KEY,               -- with its port
  began_at INTEGER NOT NULL,               -- of its day, which lasts 24 hours
  bytes    INTEGER NOT NULL                -- since then
) STRICT, WITHOUT ROWID;
CREATE INDEX host_bytes_by_day ON host_bytes(began_at);
