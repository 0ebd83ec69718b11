-- What the newest pages of a host have in common is counted beside the rest and added to it now and
-- then: a tally is some sixteen kilobytes, and was written anew with each page that was read.
CREATE TABLE host_newest (
  host_id INTEGER PRIMARY KEY REFERENCES host ON DELETE CASCADE,
  blocks  BLOB NOT NULL                -- store/rows/block_tally.h; small enough for one leaf
) STRICT;
