-- Outlets change what they have published; their pages are looked at again.

-- What the version after it changed: names(RevisionKind), parted by spaces. Empty for versions an
-- earlier program kept.
ALTER TABLE revision ADD COLUMN changes TEXT NOT NULL DEFAULT '';

-- When the page was found to be gone (404, 410); NULL while it is there.
ALTER TABLE article ADD COLUMN gone_at INTEGER;
CREATE INDEX article_gone ON article(gone_at) WHERE gone_at IS NOT NULL;

-- Pages to look at again, and what was known when they were read last. A row goes with its last
-- look.
CREATE TABLE watched_page (
  canonical_url TEXT PRIMARY KEY,      -- of its article, which may still be in the intake
  url           TEXT NOT NULL,         -- where it was read
  host          TEXT NOT NULL,         -- with its port: whose turn and whose day it takes
  first_read_at INTEGER NOT NULL,
  due_at        INTEGER NOT NULL,
  failures      INTEGER NOT NULL DEFAULT 0,  -- of this look, in a row
  missing_at    INTEGER,               -- 404 once; said to be gone when it is so again
  etag          TEXT NOT NULL,         -- sent back with the next request
  last_modified TEXT NOT NULL,
  body_hash     TEXT NOT NULL,         -- XXH3-128 of the page as it came, in hex
  entry_title   TEXT NOT NULL,         -- what the feed said of it, for it is read with that
  entry_summary TEXT NOT NULL,
  program       TEXT NOT NULL          -- version that read it: another one may read it otherwise
) STRICT, WITHOUT ROWID;
CREATE INDEX watched_page_due ON watched_page(host, due_at);
CREATE INDEX watched_page_by_time ON watched_page(due_at);

-- What each host was asked for, by day (UTC): never more second looks than new pages.
CREATE TABLE host_day (
  day          INTEGER NOT NULL,       -- since 1970
  host         TEXT NOT NULL,
  first_reads  INTEGER NOT NULL,
  second_looks INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, host)
) STRICT, WITHOUT ROWID;
