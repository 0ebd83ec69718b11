-- What outlets allow governs what is shown; what is taken down is forgotten everywhere.

-- From the article's rights (rights/ledger.h), so that lists need not unpack it.
ALTER TABLE article ADD COLUMN may_quote INTEGER NOT NULL DEFAULT 1;  -- an excerpt, to anybody
ALTER TABLE article ADD COLUMN most_quoted INTEGER;                   -- characters; NULL: our own limit
ALTER TABLE article ADD COLUMN may_find INTEGER NOT NULL DEFAULT 1;   -- for anonymous searchers

-- /.well-known/tdmrep.json of each origin, asked for at most once a day.
CREATE TABLE tdm_file (
  origin   TEXT PRIMARY KEY,           -- scheme, host and port
  asked_at INTEGER NOT NULL,
  content  TEXT NOT NULL               -- as it came; empty where there is none
) STRICT, WITHOUT ROWID;

-- Whether the story engine has forgotten it, too. What was taken down by an earlier program had its
-- analysis deleted at once.
ALTER TABLE tombstone ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 1;
