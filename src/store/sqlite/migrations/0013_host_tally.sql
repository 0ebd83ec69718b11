-- What a host's pages have in common is counted in one row a host, no longer in a row a block.

-- Some sixty blocks are counted for each page that is read; as rows they were a tenth of what a
-- page costs the store.
CREATE TABLE host_tally (
  host_id INTEGER PRIMARY KEY REFERENCES host ON DELETE CASCADE,
  blocks  BLOB NOT NULL                -- store/rows/block_tally.h
) STRICT;

INSERT INTO host_tally
SELECT host_id, block_tally(hash, pages, in_text, last_seen_at) FROM host_block GROUP BY host_id;

DROP TABLE host_block;
