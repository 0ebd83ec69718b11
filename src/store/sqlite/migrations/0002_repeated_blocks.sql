-- What the pages of a host have in common: newsletter boxes, appeals, notes on the outlet. Counted
-- over its last pages (store/writing/host_blocks.h); what is known to repeat is left out of texts.

CREATE TABLE host (
  host_id INTEGER PRIMARY KEY,
  name    TEXT NOT NULL UNIQUE,        -- as in addresses, without a port
  pages   INTEGER NOT NULL DEFAULT 0,  -- counted; halved now and then with what is below
  seen_at INTEGER NOT NULL,            -- when its last page was counted
  version INTEGER NOT NULL DEFAULT 0   -- of what is known now; 0 while nothing ever was
) STRICT;
CREATE INDEX host_by_time ON host(seen_at) WHERE pages > 0;

-- Pages that were counted, each under its address and its headline: the same report under a second
-- address, or read a second time, tells nothing new.
CREATE TABLE host_page (
  host_id INTEGER NOT NULL REFERENCES host ON DELETE CASCADE,
  mark    INTEGER NOT NULL,            -- hash of the address or the headline
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (host_id, mark)
) STRICT, WITHOUT ROWID;

CREATE TABLE host_block (
  host_id       INTEGER NOT NULL REFERENCES host ON DELETE CASCADE,
  hash          INTEGER NOT NULL,      -- of its letters (extract/body/repeated.h)
  pages         INTEGER NOT NULL,      -- it stands on
  in_text       INTEGER NOT NULL,      -- of them, where it was taken for a part of the article
  first_seen_at INTEGER NOT NULL,
  last_seen_at  INTEGER NOT NULL,
  PRIMARY KEY (host_id, hash)
) STRICT, WITHOUT ROWID;

-- Each change of what is known of a host, in order. Rows stay, so a number means one set for ever.
CREATE TABLE repeated_version (
  version INTEGER PRIMARY KEY,
  host_id INTEGER NOT NULL REFERENCES host,
  at      INTEGER NOT NULL
) STRICT;

-- What was known in which versions: since the first, up to but without the last.
CREATE TABLE repeated_block (
  host_id INTEGER NOT NULL REFERENCES host,
  hash    INTEGER NOT NULL,
  since   INTEGER NOT NULL REFERENCES repeated_version(version),
  until   INTEGER REFERENCES repeated_version(version),  -- NULL while it is known
  text    TEXT NOT NULL,               -- the block's beginning, so that a person can be told
  PRIMARY KEY (host_id, hash, since)
) STRICT, WITHOUT ROWID;

-- With which version the page was read; 0 without any.
ALTER TABLE article ADD COLUMN repeated_version INTEGER NOT NULL DEFAULT 0;
-- The same; NULL where these are not the words of a page that was read.
ALTER TABLE intake ADD COLUMN repeated_version INTEGER;
