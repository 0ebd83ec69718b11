-- What the feed says of itself in a sentence or two; what its list said (OPML) until then.
ALTER TABLE feed ADD COLUMN description TEXT NOT NULL DEFAULT '';
