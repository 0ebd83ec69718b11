-- The first edition of the archive.
--
-- Every time is in seconds since 1970, UTC. Every text is UTF-8. A column named packed or bytes and
-- said to be zstd holds one Zstandard frame. Rows a later program no longer understands are never
-- written over: migrations go forward only, and a newer schema is refused.

-- Single facts about the archive itself.
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,  -- last_stream_no, last_seen_at, created_at, …
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the owner set: display language, time zone, contact, …
CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who publishes.
CREATE TABLE outlet (
  outlet_id INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE,  -- as shown
  slug      TEXT NOT NULL UNIQUE,  -- as in addresses: lower-case ASCII letters, digits, hyphens
  home      TEXT NOT NULL,         -- front page; empty when unknown
  articles  INTEGER NOT NULL DEFAULT 0  -- how many are here; kept by triggers on article
) STRICT;

-- A subscription: one address an outlet offers, and how it has been doing.
CREATE TABLE feed (
  feed_id        INTEGER PRIMARY KEY,
  url            TEXT NOT NULL UNIQUE,          -- asked next time; rewritten after a lasting move
  outlet_id      INTEGER REFERENCES outlet,     -- NULL until known
  title          TEXT NOT NULL DEFAULT '',
  home           TEXT NOT NULL DEFAULT '',      -- the page it belongs to
  language       TEXT NOT NULL DEFAULT '',      -- as the feed claims
  format         TEXT NOT NULL DEFAULT '',      -- rss, atom, json, …; empty before the first success
  folder         TEXT NOT NULL DEFAULT '',      -- the owner's own grouping, from OPML
  added_at       INTEGER NOT NULL,
  etag           TEXT NOT NULL DEFAULT '',      -- sent back with the next request
  last_modified  TEXT NOT NULL DEFAULT '',
  next_poll_at   INTEGER NOT NULL,
  interval_s     INTEGER NOT NULL DEFAULT 0,    -- the gap the schedule chose last
  failures       INTEGER NOT NULL DEFAULT 0,    -- in a row
  last_attempt_at INTEGER,
  last_success_at INTEGER,
  error_code     TEXT NOT NULL DEFAULT '',      -- of the last attempt; empty when it went well
  error_message  TEXT NOT NULL DEFAULT '',
  gone           INTEGER NOT NULL DEFAULT 0,    -- 410: not asked again
  redirect_url   TEXT NOT NULL DEFAULT '',      -- where permanent redirects point …
  redirect_count INTEGER NOT NULL DEFAULT 0,    -- … and how often in a row
  oddities       TEXT NOT NULL DEFAULT '',      -- of the last success, one a line
  articles       INTEGER NOT NULL DEFAULT 0     -- ever taken from it
) STRICT;
CREATE INDEX feed_by_next_poll ON feed(next_poll_at) WHERE gone = 0;

-- One line an attempt, kept for some weeks.
CREATE TABLE fetch_log (
  fetch_id    INTEGER PRIMARY KEY,
  feed_id     INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  at          INTEGER NOT NULL,
  status      INTEGER NOT NULL,         -- HTTP; 0 when there was no answer
  bytes       INTEGER NOT NULL,
  elapsed_ms  INTEGER NOT NULL,
  entries     INTEGER NOT NULL,         -- in the feed
  new_entries INTEGER NOT NULL,         -- not seen before
  error_code  TEXT NOT NULL DEFAULT ''  -- empty when it went well
) STRICT;
CREATE INDEX fetch_log_by_feed ON fetch_log(feed_id, at);

-- Entries already taken from a feed, so that a second round fetches nothing again, even after the
-- article itself has been let go.
CREATE TABLE seen_entry (
  feed_id    INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  entry_hash INTEGER NOT NULL,          -- XXH3-64 of the entry's id, or of its address without one
  seen_at    INTEGER NOT NULL,
  PRIMARY KEY (feed_id, entry_hash)
) STRICT, WITHOUT ROWID;

-- The order of the stream: one row each time an article, or a new version of one, was accepted.
-- Never deleted, so that the order can be checked for ever.
CREATE TABLE arrival (
  stream_no     INTEGER PRIMARY KEY,
  article_id    INTEGER NOT NULL,      -- an article let go keeps its number here
  outlet_id     INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,      -- never smaller than the row before
  is_update     INTEGER NOT NULL       -- 1: a new version of an article that was here
) STRICT;
CREATE INDEX arrival_by_time ON arrival(first_seen_at);

-- Numbers an import left out because it kept those it was given.
CREATE TABLE stream_gap (
  first INTEGER PRIMARY KEY,
  last  INTEGER NOT NULL
) STRICT;

-- What the analyser made of each arrival; replay reads these and never analyses again.
CREATE TABLE term_vector (
  stream_no INTEGER PRIMARY KEY,
  bytes     BLOB NOT NULL              -- as the story engine encodes it
) STRICT;

-- One outlet's report in its newest version. article_id is the stream number of its first arrival.
CREATE TABLE article (
  article_id    INTEGER PRIMARY KEY,
  latest_stream_no INTEGER NOT NULL,   -- of the newest version
  first_seen_at INTEGER NOT NULL,
  changed_at    INTEGER,               -- when the newest version came; NULL for the first
  url           TEXT NOT NULL,         -- where it was read
  canonical_url TEXT NOT NULL UNIQUE,
  content_hash  BLOB NOT NULL,         -- 16 bytes; what makes a version (store/article_codec.h)
  outlet_id     INTEGER NOT NULL REFERENCES outlet,
  feed_id       INTEGER REFERENCES feed ON DELETE SET NULL,
  origin        TEXT NOT NULL,         -- page, feed or push
  language      TEXT NOT NULL,         -- BCP 47; empty when unknown
  kind          TEXT NOT NULL,         -- news, opinion, …
  kicker        TEXT NOT NULL,
  title         TEXT NOT NULL,
  standfirst    TEXT NOT NULL,
  excerpt       TEXT NOT NULL,         -- the beginning of the body, for lists
  text_bytes    INTEGER NOT NULL,      -- length of the body's text
  section       TEXT NOT NULL,
  published_at  INTEGER,               -- as the outlet claims; NULL when it does not
  published_offset INTEGER,            -- minutes from UTC as written
  published_day_only INTEGER NOT NULL DEFAULT 0,
  updated_at    INTEGER,
  updated_offset INTEGER,
  updated_day_only INTEGER NOT NULL DEFAULT 0,
  picture_url   TEXT NOT NULL,         -- empty without a picture
  picture_alt   TEXT NOT NULL,
  paywalled     INTEGER,               -- NULL when unknown
  page_error_code    TEXT NOT NULL DEFAULT '',  -- why the page could not be read (origin feed)
  page_error_message TEXT NOT NULL DEFAULT '',
  page_failures INTEGER NOT NULL DEFAULT 0,
  page_retry_at INTEGER                -- when to try the page again; NULL for never
) STRICT;
CREATE INDEX article_from_feed_alone ON article(article_id) WHERE origin = 'feed';
CREATE INDEX article_by_time ON article(first_seen_at);
CREATE INDEX article_by_outlet ON article(outlet_id, article_id);
CREATE INDEX article_by_section ON article(section, article_id) WHERE section <> '';
CREATE INDEX article_by_feed ON article(feed_id, article_id);
CREATE INDEX article_by_retry ON article(page_retry_at) WHERE page_retry_at IS NOT NULL;
CREATE INDEX article_by_picture ON article(picture_url) WHERE picture_url <> '';

-- An article whole: body blocks, authors, keywords, picture, rights (store/article_codec.h).
CREATE TABLE block (
  article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  packed     BLOB NOT NULL             -- zstd
) STRICT;

-- Versions that were replaced, whole.
CREATE TABLE revision (
  article_id   INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  stream_no    INTEGER NOT NULL,       -- under which this version had come
  content_hash BLOB NOT NULL,
  seen_at      INTEGER NOT NULL,       -- when this version came
  title        TEXT NOT NULL,
  packed       BLOB NOT NULL,          -- zstd
  PRIMARY KEY (article_id, stream_no)
) STRICT;

-- Addresses of lead pictures: each is fetched once.
CREATE TABLE picture (
  url      TEXT PRIMARY KEY,
  hash     BLOB,                       -- into picture_file; NULL while it could not be had
  failures INTEGER NOT NULL DEFAULT 0,
  retry_at INTEGER                     -- not before; NULL: had, or given up
) STRICT, WITHOUT ROWID;
CREATE INDEX picture_wanted ON picture(retry_at) WHERE retry_at IS NOT NULL;
CREATE INDEX picture_by_hash ON picture(hash) WHERE hash IS NOT NULL;

-- The pictures themselves, each once however many addresses show it.
CREATE TABLE picture_file (
  hash  BLOB PRIMARY KEY,              -- XXH3-128 of the bytes
  type  TEXT NOT NULL,                 -- media type
  bytes BLOB NOT NULL
) STRICT;

-- The articles on one event.
CREATE TABLE story (
  story_id    INTEGER PRIMARY KEY,     -- given by the story engine; lives for ever
  founded_at  INTEGER NOT NULL,
  last_at     INTEGER NOT NULL,        -- newest arrival in it
  merged_into INTEGER REFERENCES story, -- NULL while it lives; always points at a living one
  articles    INTEGER NOT NULL DEFAULT 0,
  outlets     INTEGER NOT NULL DEFAULT 0, -- different ones
  independent INTEGER NOT NULL DEFAULT 0  -- outlets with at least one article that is no reprint
) STRICT;
CREATE INDEX story_by_last ON story(last_at) WHERE merged_into IS NULL;
CREATE INDEX story_by_target ON story(merged_into) WHERE merged_into IS NOT NULL;

-- How many there are, kept by the triggers below: counting rows would cost more the more there are.
CREATE TABLE counter (
  name  TEXT PRIMARY KEY,              -- articles, from_feed_alone, stories (living ones)
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES('articles', 0), ('from_feed_alone', 0), ('stories', 0);
CREATE TRIGGER article_comes AFTER INSERT ON article BEGIN
  UPDATE outlet SET articles = articles + 1 WHERE outlet_id = new.outlet_id;
  UPDATE feed SET articles = articles + 1 WHERE feed_id = new.feed_id;
  UPDATE counter SET value = value + 1 WHERE name = 'articles';
  UPDATE counter SET value = value + 1 WHERE name = 'from_feed_alone' AND new.origin = 'feed';
END;
CREATE TRIGGER article_changes AFTER UPDATE OF origin ON article WHEN old.origin <> new.origin BEGIN
  UPDATE counter SET value = value + (new.origin = 'feed') - (old.origin = 'feed')
    WHERE name = 'from_feed_alone';
END;
CREATE TRIGGER article_goes AFTER DELETE ON article BEGIN
  UPDATE outlet SET articles = articles - 1 WHERE outlet_id = old.outlet_id;
  UPDATE counter SET value = value - 1 WHERE name = 'articles';
  UPDATE counter SET value = value - 1 WHERE name = 'from_feed_alone' AND old.origin = 'feed';
END;
CREATE TRIGGER story_comes AFTER INSERT ON story WHEN new.merged_into IS NULL BEGIN
  UPDATE counter SET value = value + 1 WHERE name = 'stories';
END;
CREATE TRIGGER story_changes AFTER UPDATE OF merged_into ON story BEGIN
  UPDATE counter SET value = value + (new.merged_into IS NULL) - (old.merged_into IS NULL)
    WHERE name = 'stories';
END;
CREATE TRIGGER story_goes AFTER DELETE ON story WHEN old.merged_into IS NULL BEGIN
  UPDATE counter SET value = value - 1 WHERE name = 'stories';
END;

-- Which story an article is in, since when and why.
CREATE TABLE story_article (
  article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  story_id   INTEGER NOT NULL REFERENCES story,
  joined_at  INTEGER NOT NULL,
  reason     TEXT NOT NULL
) STRICT;
CREATE INDEX story_article_by_story ON story_article(story_id, article_id);

-- How often each outlet is in a story, so that counting never reads the whole story.
CREATE TABLE story_outlet (
  story_id  INTEGER NOT NULL REFERENCES story,
  outlet_id INTEGER NOT NULL REFERENCES outlet,
  articles  INTEGER NOT NULL,
  originals INTEGER NOT NULL,          -- of them, no reprints
  PRIMARY KEY (story_id, outlet_id)
) STRICT, WITHOUT ROWID;

-- Every move of an article between stories, by merge, split or hand.
CREATE TABLE story_move (
  move_id    INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL,
  from_story INTEGER NOT NULL,
  to_story   INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  reason     TEXT NOT NULL
) STRICT;
CREATE INDEX story_move_from ON story_move(from_story);
CREATE INDEX story_move_to ON story_move(to_story);

-- Near in content, not the same event.
CREATE TABLE similar (
  article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  other_id   INTEGER NOT NULL REFERENCES article(article_id) ON DELETE CASCADE,
  score      INTEGER NOT NULL,         -- per mille
  reason     TEXT NOT NULL,            -- shared terms and names, one a line
  PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX similar_other ON similar(other_id, score);

-- Which article is a reprint of which.
CREATE TABLE reprint (
  article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  of_id      INTEGER NOT NULL REFERENCES article(article_id) ON DELETE CASCADE,
  share      INTEGER NOT NULL          -- per mille of the text that is copied
) STRICT;
CREATE INDEX reprint_of ON reprint(of_id);

-- Names of people, places and organisations an article speaks of.
CREATE TABLE name (
  article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  name       TEXT NOT NULL,
  PRIMARY KEY (name, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_by_article ON name(article_id);

-- The story engine's state after a stream number; replay starts behind the newest.
CREATE TABLE engine_snapshot (
  stream_no INTEGER PRIMARY KEY,
  packed    BLOB NOT NULL              -- zstd
) STRICT;

-- Read, extracted, and waiting to be accepted, in order.
CREATE TABLE intake (
  intake_id     INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order; a number is never used again
  canonical_url TEXT NOT NULL,
  content_hash  BLOB NOT NULL,
  feed_id       INTEGER,               -- may have been removed meanwhile
  appended_at   INTEGER NOT NULL,
  packed        BLOB NOT NULL,         -- zstd; the article (store/article_codec.h)
  page_error_code    TEXT NOT NULL,    -- as in article
  page_error_message TEXT NOT NULL,
  page_retry_at INTEGER,
  UNIQUE (canonical_url, content_hash)
) STRICT;

-- Taken down: never to be accepted or shown again.
CREATE TABLE tombstone (
  canonical_url TEXT PRIMARY KEY,
  article_id    INTEGER,               -- what it had been; NULL when it never was here
  at            INTEGER NOT NULL,
  reason        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Readers, their marks and wishes: the reader interfaces write these.
CREATE TABLE user (
  user_id  INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  password TEXT NOT NULL,              -- argon2id, encoded; empty: cannot sign in
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE state (                   -- what a reader did with an article
  user_id    INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  is_read    INTEGER NOT NULL,
  is_starred INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX state_by_article ON state(article_id);

CREATE TABLE rule (                    -- what to do with articles that match
  rule_id    INTEGER PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  expression TEXT NOT NULL,
  action     TEXT NOT NULL,
  position   INTEGER NOT NULL          -- rules run in this order
) STRICT;

CREATE TABLE saved_search (            -- a search with an address and, if wished, an alert
  saved_search_id INTEGER PRIMARY KEY,
  user_id  INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  query    TEXT NOT NULL,
  title    TEXT NOT NULL,
  alert    INTEGER NOT NULL
) STRICT;

CREATE TABLE webhook (                 -- an address told about what matches a saved search
  webhook_id INTEGER PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  saved_search_id INTEGER REFERENCES saved_search ON DELETE CASCADE,
  url        TEXT NOT NULL,
  secret     TEXT NOT NULL,            -- signs the body
  failures   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What the full-text index was made from: stems and folded words joined by spaces (text module).
CREATE TABLE search_text (
  article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  title      TEXT NOT NULL,
  body       BLOB NOT NULL,            -- zstd
  facets     TEXT NOT NULL             -- o:OUTLET l:LANGUAGE, so that filters use the index too
) STRICT;
CREATE VIEW search_source(article_id, title, body, facets) AS
  SELECT article_id, title, unpacked(body), facets FROM search_text;
-- The index reads its old words back through the view when a row changes or goes: SQLite 3.40 has no
-- other way to delete from an index that does not hold the text itself.
CREATE VIRTUAL TABLE search_index USING fts5(
  title, body, facets, content = 'search_source', content_rowid = 'article_id',
  tokenize = 'spaced');
