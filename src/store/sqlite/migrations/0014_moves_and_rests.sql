-- What hosts and feeds asked for that outlives a restart.

-- Hosts that asked to be left alone (Retry-After); fetch/politeness.h keeps to it.
CREATE TABLE host_rest (
  host  TEXT PRIMARY KEY,                  -- with its port
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX host_rest_by_end ON host_rest(until);

-- Folders of a feed besides feed.folder, in which the owner's list names it, too.
CREATE TABLE feed_folder (
  feed_id INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  folder  TEXT NOT NULL,
  PRIMARY KEY (feed_id, folder)
) STRICT, WITHOUT ROWID;

-- Where a feed was before it moved, and since when it is here; one that moved to an address that was
-- subscribed already ends and says to which.
ALTER TABLE feed ADD COLUMN moved_from TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN moved_at INTEGER;
ALTER TABLE feed ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';

-- What the owner wants, by the list he brought (frss:ttl): a feed that is muted is not asked.
ALTER TABLE feed ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN owner_ttl_s INTEGER;   -- asked no more often; NULL: as often as we like

-- What the sitemaps that an index names answered last, so that each is asked conditionally.
CREATE TABLE sitemap_mark (
  feed_id       INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  url           TEXT NOT NULL,
  etag          TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  PRIMARY KEY (feed_id, url)
) STRICT, WITHOUT ROWID;
