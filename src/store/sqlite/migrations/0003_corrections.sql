-- Editors correct stories.

-- What an editor said, from the moment it is said: one that waits is durable like an article in the
-- intake, and the process that runs the engine takes it up. Obeyed, it has its place in the stream
-- and is replayed there; refused, it says why.
CREATE TABLE correction (
  correction_id INTEGER PRIMARY KEY AUTOINCREMENT,  -- as people name it
  kind       TEXT NOT NULL,            -- merge, split, link, unlink, undo
  story_id   INTEGER NOT NULL,         -- merge: that stays; split: that is split; else 0
  other_id   INTEGER NOT NULL,         -- merge: that ends; else 0
  undoes     INTEGER REFERENCES correction,  -- undo: which one; else NULL
  who        TEXT NOT NULL,            -- the editor; empty at the command line and without users
  note       TEXT NOT NULL,            -- the editor's own reason; may be empty
  said_at    INTEGER NOT NULL,
  stream_no  INTEGER UNIQUE,           -- its place in the stream, shared with arrivals; NULL unless obeyed
  fresh_story INTEGER NOT NULL DEFAULT 0,  -- the id kept ready for those that leave; 0 for none
  refusal    TEXT NOT NULL DEFAULT '', -- why it was not obeyed, in words
  refusal_code TEXT NOT NULL DEFAULT '' -- name(ErrorCode) of that
) STRICT;
CREATE INDEX correction_waiting ON correction(correction_id)
  WHERE stream_no IS NULL AND refusal = '';

-- The articles it names, in order. Articles let go keep their numbers here.
CREATE TABLE correction_article (
  correction_id INTEGER NOT NULL REFERENCES correction ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  back_to    INTEGER NOT NULL,         -- undo: the story it goes back to; else 0
  PRIMARY KEY (correction_id, position)
) STRICT, WITHOUT ROWID;

-- What it says of pairs of articles: what the engine keeps to, and what a trainer learns from.
CREATE TABLE correction_pair (
  correction_id INTEGER NOT NULL REFERENCES correction ON DELETE CASCADE,
  a_id       INTEGER NOT NULL,         -- smaller than b_id
  b_id       INTEGER NOT NULL,
  same       INTEGER NOT NULL,         -- 1: one event; 0: two
  ended_by   INTEGER REFERENCES correction,  -- a later one that says otherwise; NULL while it holds
  PRIMARY KEY (correction_id, a_id, b_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX correction_pair_of ON correction_pair(a_id, b_id);
CREATE INDEX correction_pair_ended ON correction_pair(ended_by) WHERE ended_by IS NOT NULL;

-- By which correction, where it was no decision of the engine's.
ALTER TABLE story_move ADD COLUMN correction_id INTEGER REFERENCES correction;
CREATE INDEX story_move_by_correction ON story_move(correction_id) WHERE correction_id IS NOT NULL;
