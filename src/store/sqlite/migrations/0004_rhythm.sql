-- When to ask a feed again follows from when its articles come.

-- What the feed itself asks for; it holds until a whole answer says otherwise.
ALTER TABLE feed ADD COLUMN ttl_s INTEGER;                       -- NULL when it asks for nothing
ALTER TABLE feed ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;  -- bits; bit 0 is 00:00 UTC
ALTER TABLE feed ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;   -- bits; bit 0 is Monday
-- Why next_poll_at is when it is: name(WaitReason).
ALTER TABLE feed ADD COLUMN wait_reason TEXT NOT NULL DEFAULT 'unknown';

-- How many articles came when, fading (fetch/rhythm.h). Apart from feed, whose rows are read often.
CREATE TABLE feed_rhythm (
  feed_id         INTEGER PRIMARY KEY REFERENCES feed ON DELETE CASCADE,
  watched_from    INTEGER NOT NULL,  -- watched without a gap from here …
  watched_until   INTEGER NOT NULL,  -- … to the last good poll
  recent_articles REAL NOT NULL,     -- of the last days, fading over three …
  recent_hours    REAL NOT NULL,     -- … and the hours they came in, weighed by the week's shape
  entries         INTEGER NOT NULL,  -- in the feed when it was last read whole; 0 for unknown
  arrivals        BLOB NOT NULL      -- by hour of the week from Monday 00:00 UTC, fading over six
                                     -- weeks: 168 floats of 4 bytes, little-endian
) STRICT;

-- All that was known so far is about how far apart articles came.
INSERT INTO feed_rhythm
SELECT feed_id, last_success_at, last_success_at, 20.0, 20.0 * interval_s / 3600, 0, zeroblob(672)
FROM feed WHERE last_success_at IS NOT NULL AND interval_s > 0;
