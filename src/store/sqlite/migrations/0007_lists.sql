-- Lists of feeds (OPML) kept subscribed by their address: feeds come and go with them.

CREATE TABLE feed_list (
  list_id       INTEGER PRIMARY KEY,
  url           TEXT NOT NULL UNIQUE,
  title         TEXT NOT NULL DEFAULT '',      -- as the owner or another list calls it
  folder        TEXT NOT NULL DEFAULT '',      -- its feeds go there
  etag          TEXT NOT NULL DEFAULT '',      -- sent back with the next request
  last_modified TEXT NOT NULL DEFAULT '',
  next_read_at  INTEGER NOT NULL,
  last_read_at  INTEGER,                       -- NULL before the first success
  failures      INTEGER NOT NULL DEFAULT 0,    -- in a row
  error_message TEXT NOT NULL DEFAULT '',      -- of the last attempt; empty when it went well
  changed_at    INTEGER,                       -- when feeds last came or went with it …
  came          INTEGER NOT NULL DEFAULT 0,    -- … and how many
  went          INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX feed_list_by_next_read ON feed_list(next_read_at);

-- What was in a list when it was last read, and what of it is subscribed.
CREATE TABLE listed_feed (
  list_id    INTEGER NOT NULL REFERENCES feed_list ON DELETE CASCADE,
  url        TEXT NOT NULL,                    -- as the list has it
  feed_id    INTEGER REFERENCES feed ON DELETE SET NULL,  -- NULL: its owner removed it; it stays so
  is_brought INTEGER NOT NULL,                 -- 1: subscribed by the list, so it goes with it
  is_missing INTEGER NOT NULL DEFAULT 0,       -- not there at the last reading; next time it goes
  PRIMARY KEY (list_id, url)
) STRICT, WITHOUT ROWID;
CREATE INDEX listed_feed_by_feed ON listed_feed(feed_id);
