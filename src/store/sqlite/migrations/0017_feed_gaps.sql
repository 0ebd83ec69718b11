-- Older pages of feeds (RFC 5005, JSON Feed's next_url) that are still to be read: for what came
-- between two polls and stands no longer on the feed's first page, or for a new subscription whose
-- first page holds less than is wanted. A row goes when its last page was read.
CREATE TABLE feed_gap (
  gap_id     INTEGER PRIMARY KEY,
  feed_id    INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  next_page  TEXT NOT NULL,                -- its address
  after_page TEXT,                         -- the one behind it, decided before its entries were
                                           --   noted; empty: it is the last; NULL: not read yet
  pages      INTEGER NOT NULL,             -- read so far
  since      INTEGER,                      -- the poll before the gap; NULL: a new subscription
  wanted     INTEGER NOT NULL,             -- entries that a new subscription still wants
  due_at     INTEGER,                      -- NULL: given up, for the reason below
  failures   INTEGER NOT NULL,             -- of next_page, in a row
  error_code    TEXT NOT NULL,             -- of the last one (name(ErrorCode))
  error_message TEXT NOT NULL
) STRICT;
CREATE INDEX feed_gap_by_feed ON feed_gap(feed_id);
