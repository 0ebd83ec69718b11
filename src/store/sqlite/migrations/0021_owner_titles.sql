-- What its owner calls the feed; empty: as it calls itself. A poll writes `title` anew.
ALTER TABLE feed ADD COLUMN owner_title TEXT NOT NULL DEFAULT '';
