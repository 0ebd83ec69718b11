-- What feeds say beside their reports, and what of them nothing could be made of.

-- The files that go with an article, for lists (store/rows/article_codec.h); empty without one.
ALTER TABLE article ADD COLUMN enclosures BLOB NOT NULL DEFAULT x'';

-- Entries with neither headline nor text whose page could not be read either: how many there were,
-- and when and why the last one.
ALTER TABLE feed ADD COLUMN lost_entries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN lost_at INTEGER;
ALTER TABLE feed ADD COLUMN lost_code TEXT NOT NULL DEFAULT '';
ALTER TABLE feed ADD COLUMN lost_message TEXT NOT NULL DEFAULT '';

-- The gap between pages that the robots.txt of its pages' host asks for; NULL while not known.
ALTER TABLE feed ADD COLUMN crawl_delay_s INTEGER;
