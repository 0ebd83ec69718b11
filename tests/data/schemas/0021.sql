CREATE TABLE meta (
  key   TEXT PRIMARY KEY,  -- last_stream_no, last_seen_at, created_at, …
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE outlet (
  outlet_id INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE,  -- as shown
  slug      TEXT NOT NULL UNIQUE,  -- as in addresses: lower-case ASCII letters, digits, hyphens
  home      TEXT NOT NULL,         -- front page; empty when unknown
  articles  INTEGER NOT NULL DEFAULT 0  -- how many are here; kept by triggers on article
, most_quoted INTEGER) STRICT;
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
, ttl_s INTEGER, skip_hours INTEGER NOT NULL DEFAULT 0, skip_days INTEGER NOT NULL DEFAULT 0, wait_reason TEXT NOT NULL DEFAULT 'unknown', moved_from TEXT NOT NULL DEFAULT '', moved_at INTEGER, merged_into TEXT NOT NULL DEFAULT '', muted INTEGER NOT NULL DEFAULT 0, owner_ttl_s INTEGER, lost_entries INTEGER NOT NULL DEFAULT 0, lost_at INTEGER, lost_code TEXT NOT NULL DEFAULT '', lost_message TEXT NOT NULL DEFAULT '', crawl_delay_s INTEGER, description TEXT NOT NULL DEFAULT '', owner_title TEXT NOT NULL DEFAULT '') STRICT;
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
CREATE TABLE seen_entry (
  feed_id    INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  entry_hash INTEGER NOT NULL,          -- XXH3-64 of the entry's id, or of its address without one
  seen_at    INTEGER NOT NULL,
  PRIMARY KEY (feed_id, entry_hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE arrival (
  stream_no     INTEGER PRIMARY KEY,
  article_id    INTEGER NOT NULL,      -- an article let go keeps its number here
  outlet_id     INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,      -- never smaller than the row before
  is_update     INTEGER NOT NULL       -- 1: a new version of an article that was here
) STRICT;
CREATE TABLE stream_gap (
  first INTEGER PRIMARY KEY,
  last  INTEGER NOT NULL
) STRICT;
CREATE TABLE term_vector (
  stream_no INTEGER PRIMARY KEY,
  bytes     BLOB NOT NULL              -- as the story engine encodes it
) STRICT;
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
, repeated_version INTEGER NOT NULL DEFAULT 0, gone_at INTEGER, may_quote INTEGER NOT NULL DEFAULT 1, most_quoted INTEGER, may_find INTEGER NOT NULL DEFAULT 1, available_until INTEGER, agency TEXT NOT NULL DEFAULT '', enclosures BLOB NOT NULL DEFAULT x'') STRICT;
CREATE TABLE block (
  article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  packed     BLOB NOT NULL             -- zstd
) STRICT;
CREATE TABLE revision (
  article_id   INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  stream_no    INTEGER NOT NULL,       -- under which this version had come
  content_hash BLOB NOT NULL,
  seen_at      INTEGER NOT NULL,       -- when this version came
  title        TEXT NOT NULL,
  packed       BLOB NOT NULL, changes TEXT NOT NULL DEFAULT '',          -- zstd
  PRIMARY KEY (article_id, stream_no)
) STRICT;
CREATE TABLE picture (
  url      TEXT PRIMARY KEY,
  hash     BLOB,                       -- into picture_file; NULL while it could not be had
  failures INTEGER NOT NULL DEFAULT 0,
  retry_at INTEGER                     -- not before; NULL: had, or given up
) STRICT, WITHOUT ROWID;
CREATE TABLE picture_file (
  hash  BLOB PRIMARY KEY,              -- XXH3-128 of the bytes
  type  TEXT NOT NULL,                 -- media type
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE story (
  story_id    INTEGER PRIMARY KEY,     -- given by the story engine; lives for ever
  founded_at  INTEGER NOT NULL,
  last_at     INTEGER NOT NULL,        -- newest arrival in it
  merged_into INTEGER REFERENCES story, -- NULL while it lives; always points at a living one
  articles    INTEGER NOT NULL DEFAULT 0,
  outlets     INTEGER NOT NULL DEFAULT 0, -- different ones
  independent INTEGER NOT NULL DEFAULT 0  -- outlets with at least one article that is no reprint
) STRICT;
CREATE TABLE counter (
  name  TEXT PRIMARY KEY,              -- articles, from_feed_alone, stories (living ones)
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE story_article (
  article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  story_id   INTEGER NOT NULL REFERENCES story,
  joined_at  INTEGER NOT NULL,
  reason     TEXT NOT NULL
) STRICT;
CREATE TABLE story_outlet (
  story_id  INTEGER NOT NULL REFERENCES story,
  outlet_id INTEGER NOT NULL REFERENCES outlet,
  articles  INTEGER NOT NULL,
  originals INTEGER NOT NULL,          -- of them, no reprints
  PRIMARY KEY (story_id, outlet_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE story_move (
  move_id    INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL,
  from_story INTEGER NOT NULL,
  to_story   INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  reason     TEXT NOT NULL
, correction_id INTEGER REFERENCES correction) STRICT;
CREATE TABLE similar (
  article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  other_id   INTEGER NOT NULL REFERENCES article(article_id) ON DELETE CASCADE,
  score      INTEGER NOT NULL,         -- per mille
  reason     TEXT NOT NULL,            -- shared terms and names, one a line
  PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE reprint (
  article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  of_id      INTEGER NOT NULL REFERENCES article(article_id) ON DELETE CASCADE,
  share      INTEGER NOT NULL          -- per mille of the text that is copied
) STRICT;
CREATE TABLE name (
  article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  name       TEXT NOT NULL,
  PRIMARY KEY (name, article_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE engine_snapshot (
  stream_no INTEGER PRIMARY KEY,
  packed    BLOB NOT NULL              -- zstd
) STRICT;
CREATE TABLE intake (
  intake_id     INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order; a number is never used again
  canonical_url TEXT NOT NULL,
  content_hash  BLOB NOT NULL,
  feed_id       INTEGER,               -- may have been removed meanwhile
  appended_at   INTEGER NOT NULL,
  packed        BLOB NOT NULL,         -- zstd; the article (store/article_codec.h)
  page_error_code    TEXT NOT NULL,    -- as in article
  page_error_message TEXT NOT NULL,
  page_retry_at INTEGER, repeated_version INTEGER,
  UNIQUE (canonical_url, content_hash)
) STRICT;
CREATE TABLE tombstone (
  canonical_url TEXT PRIMARY KEY,
  article_id    INTEGER,               -- what it had been; NULL when it never was here
  at            INTEGER NOT NULL,
  reason        TEXT NOT NULL
, forgotten INTEGER NOT NULL DEFAULT 1) STRICT, WITHOUT ROWID;
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
CREATE TABLE search_text (
  article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  title      TEXT NOT NULL,
  body       BLOB NOT NULL,            -- zstd
  facets     TEXT NOT NULL             -- o:OUTLET l:LANGUAGE, so that filters use the index too
) STRICT;
CREATE TABLE host (
  host_id INTEGER PRIMARY KEY,
  name    TEXT NOT NULL UNIQUE,        -- as in addresses, without a port
  pages   INTEGER NOT NULL DEFAULT 0,  -- counted; halved now and then with what is below
  seen_at INTEGER NOT NULL,            -- when its last page was counted
  version INTEGER NOT NULL DEFAULT 0   -- of what is known now; 0 while nothing ever was
) STRICT;
CREATE TABLE host_page (
  host_id INTEGER NOT NULL REFERENCES host ON DELETE CASCADE,
  mark    INTEGER NOT NULL,            -- hash of the address or the headline
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (host_id, mark)
) STRICT, WITHOUT ROWID;
CREATE TABLE repeated_version (
  version INTEGER PRIMARY KEY,
  host_id INTEGER NOT NULL REFERENCES host,
  at      INTEGER NOT NULL
) STRICT;
CREATE TABLE repeated_block (
  host_id INTEGER NOT NULL REFERENCES host,
  hash    INTEGER NOT NULL,
  since   INTEGER NOT NULL REFERENCES repeated_version(version),
  until   INTEGER REFERENCES repeated_version(version),  -- NULL while it is known
  text    TEXT NOT NULL,               -- the block's beginning, so that a person can be told
  PRIMARY KEY (host_id, hash, since)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE correction_article (
  correction_id INTEGER NOT NULL REFERENCES correction ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  back_to    INTEGER NOT NULL,         -- undo: the story it goes back to; else 0
  PRIMARY KEY (correction_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE correction_pair (
  correction_id INTEGER NOT NULL REFERENCES correction ON DELETE CASCADE,
  a_id       INTEGER NOT NULL,         -- smaller than b_id
  b_id       INTEGER NOT NULL,
  same       INTEGER NOT NULL,         -- 1: one event; 0: two
  ended_by   INTEGER REFERENCES correction,  -- a later one that says otherwise; NULL while it holds
  PRIMARY KEY (correction_id, a_id, b_id)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE push_subscription (
  feed_id      INTEGER PRIMARY KEY REFERENCES feed ON DELETE CASCADE,
  hub          TEXT NOT NULL,
  topic        TEXT NOT NULL,            -- the feed's address as the hub knows it
  callback     TEXT NOT NULL,            -- ours as the hub knows it; empty before it was asked
  token        TEXT NOT NULL UNIQUE,     -- the callback's last part; nobody can guess it
  secret       TEXT NOT NULL,            -- the hub signs with it
  stage        TEXT NOT NULL,            -- name(PushStage)
  next_step_at INTEGER NOT NULL,         -- when the hub is asked (again)
  verified_at  INTEGER,                  -- first; NULL before
  expires_at   INTEGER,                  -- the lease's end
  last_push_at INTEGER,
  missed_at    INTEGER,                  -- a poll found what no push had brought
  bad_at       INTEGER,                  -- a push came that was not to be believed
  pushes       INTEGER NOT NULL,         -- since the last of these two
  failures     INTEGER NOT NULL,         -- of asking the hub, in a row
  last_code    TEXT NOT NULL,            -- of what went wrong last, for programs
  last_reason  TEXT NOT NULL             -- and in the hub's words, or ours
) STRICT;
CREATE TABLE push (
  push_id      INTEGER PRIMARY KEY,
  feed_id      INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  came_at      INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  packed       BLOB NOT NULL             -- the body, zstd
) STRICT;
CREATE TABLE watched_page (
  canonical_url TEXT PRIMARY KEY,      -- of its article, which may still be in the intake
  url           TEXT NOT NULL,         -- where it was read
  host          TEXT NOT NULL,         -- with its port: whose turn and whose day it takes
  first_read_at INTEGER NOT NULL,
  due_at        INTEGER NOT NULL,
  failures      INTEGER NOT NULL DEFAULT 0,  -- of this look, in a row
  missing_at    INTEGER,               -- 404 once; said to be gone when it is so again
  etag          TEXT NOT NULL,         -- sent back with the next request
  last_modified TEXT NOT NULL,
  body_hash     TEXT NOT NULL,         -- XXH3-128 of the page as it came, in hex
  entry_title   TEXT NOT NULL,         -- what the feed said of it, for it is read with that
  entry_summary TEXT NOT NULL,
  program       TEXT NOT NULL          -- version that read it: another one may read it otherwise
) STRICT, WITHOUT ROWID;
CREATE TABLE host_day (
  day          INTEGER NOT NULL,       -- since 1970
  host         TEXT NOT NULL,
  first_reads  INTEGER NOT NULL,
  second_looks INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, host)
) STRICT, WITHOUT ROWID;
CREATE TABLE feed_list (
  list_id       INTEGER PRIMARY KEY,
  url           TEXT NOT NULL UNIQUE,
  title         TEXT NOT NULL DEFAULT '',      -- as the owner or another list calls it
  folder        TEXT NOT NULL DEFAULT '',      -- its feeds go there
  etag          TEXT NOT NULL DEFAULT '',      -- sent back with the next request
  last_modified TEXT NOT NULL DEFAULT '',
  next_read_at  INTEGER NOT NULL,
  last_read_at  INTEGER,                       -- NULL before the first success
  failures      INTEGER NOT NULL DEFAULT 0,    -- in a row
  error_message TEXT NOT NULL DEFAULT '',      -- of the last attempt; empty when it went well
  changed_at    INTEGER,                       -- when feeds last came or went with it …
  came          INTEGER NOT NULL DEFAULT 0,    -- … and how many
  went          INTEGER NOT NULL DEFAULT 0
, error_code TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE listed_feed (
  list_id    INTEGER NOT NULL REFERENCES feed_list ON DELETE CASCADE,
  url        TEXT NOT NULL,                    -- as the list has it
  feed_id    INTEGER REFERENCES feed ON DELETE SET NULL,  -- NULL: its owner removed it; it stays so
  is_brought INTEGER NOT NULL,                 -- 1: subscribed by the list, so it goes with it
  is_missing INTEGER NOT NULL DEFAULT 0,       -- not there at the last reading; next time it goes
  PRIMARY KEY (list_id, url)
) STRICT, WITHOUT ROWID;
CREATE TABLE tdm_file (
  origin   TEXT PRIMARY KEY,           -- scheme, host and port
  asked_at INTEGER NOT NULL,
  content  TEXT NOT NULL               -- as it came; empty where there is none
) STRICT, WITHOUT ROWID;
CREATE TABLE feed_rule (
  feed_id      INTEGER PRIMARY KEY REFERENCES feed ON DELETE CASCADE,
  entry_rule   TEXT NOT NULL,               -- CSS selectors (feed/page.h says what of): each entry …
  link_rule    TEXT NOT NULL DEFAULT '',    -- … and its parts; empty where the default does
  title_rule   TEXT NOT NULL DEFAULT '',
  date_rule    TEXT NOT NULL DEFAULT '',
  summary_rule TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE host_bytes (
  host     TEXT PRIMARY KEY,               -- with its port
  began_at INTEGER NOT NULL,               -- of its day, which lasts 24 hours
  bytes    INTEGER NOT NULL                -- since then
) STRICT, WITHOUT ROWID;
CREATE TABLE host_tally (
  host_id INTEGER PRIMARY KEY REFERENCES host ON DELETE CASCADE,
  blocks  BLOB NOT NULL                -- store/rows/block_tally.h
) STRICT;
CREATE TABLE host_rest (
  host  TEXT PRIMARY KEY,                  -- with its port
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE feed_folder (
  feed_id INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  folder  TEXT NOT NULL,
  PRIMARY KEY (feed_id, folder)
) STRICT, WITHOUT ROWID;
CREATE TABLE sitemap_mark (
  feed_id       INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  url           TEXT NOT NULL,
  etag          TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  PRIMARY KEY (feed_id, url)
) STRICT, WITHOUT ROWID;
CREATE TABLE feed_options (
  feed_id    INTEGER PRIMARY KEY REFERENCES feed ON DELETE CASCADE,
  user_agent TEXT NOT NULL,
  cookie     TEXT NOT NULL,                -- a Cookie header
  login      TEXT NOT NULL,                -- of HTTP's Basic scheme; like the cookie for the origin
  password   TEXT NOT NULL,                --   of feed.url alone
  proxy      TEXT NOT NULL                 -- socks5h://name:password@127.0.0.1:9050
) STRICT;
CREATE TABLE feed_gap (
  gap_id     INTEGER PRIMARY KEY,
  feed_id    INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  next_page  TEXT NOT NULL,                -- its address
  after_page TEXT,                         -- the one behind it, decided before its entries were
                                           --   noted; empty: it is the last; NULL: not read yet
  pages      INTEGER NOT NULL,             -- read so far
  since      INTEGER,                      -- the poll before the gap; NULL: a new subscription
  wanted     INTEGER NOT NULL,             -- entries that a new subscription still wants
  due_at     INTEGER,                      -- NULL: given up, for the reason below
  failures   INTEGER NOT NULL,             -- of next_page, in a row
  error_code    TEXT NOT NULL,             -- of the last one (name(ErrorCode))
  error_message TEXT NOT NULL
) STRICT;
CREATE TABLE host_newest (
  host_id INTEGER PRIMARY KEY REFERENCES host ON DELETE CASCADE,
  blocks  BLOB NOT NULL                -- store/rows/block_tally.h; small enough for one leaf
) STRICT;
INSERT INTO setting VALUES('language','de');
INSERT INTO outlet VALUES(1,'Der Bote','der-bote','',1,NULL);
INSERT INTO outlet VALUES(2,'Das Blatt','das-blatt','',1,120);
INSERT INTO feed VALUES(1,'https://bote.example/feed',NULL,'Der Bote','','','rss','',1800000000,'','',1800003604,3600,0,1800000004,1800000004,'','',0,'',0,'',0,3600,3,1,'ttl','',NULL,'',0,NULL,2,1800000004,'not_found','not found (404)',90,'Neues vom Ufer','Mein Bote');
INSERT INTO fetch_log VALUES(1,1,1800000004,0,0,0,0,0,'');
INSERT INTO seen_entry VALUES(1,847349753000505722,1800000004);
INSERT INTO arrival VALUES(1,1,1,1800000001,0);
INSERT INTO arrival VALUES(2,1,1,1800000002,1);
INSERT INTO arrival VALUES(3,3,2,1800000003,0);
INSERT INTO term_vector VALUES(1,X'766563746F72204272C3BC636B65206765737065727274');
INSERT INTO term_vector VALUES(2,X'766563746F7220446965204272C3BC636B6520626C65696274');
INSERT INTO term_vector VALUES(3,X'766563746F72206B6F7066');
INSERT INTO article VALUES(1,2,1800000001,1800000002,'https://bote.example/read?from=feed','https://bote.example/read',X'7BB6B65CE650D53FDD466DB0527C26F7',1,NULL,'page','de','news','','Die Brücke bleibt','','bruecke gesperrt',16,'',NULL,NULL,0,NULL,NULL,0,'https://bote.example/b.png','Brücke',NULL,'','',0,NULL,0,NULL,1,NULL,1,NULL,'',X'011A68747470733A2F2F626F74652E6578616D706C652F622E6D70330A617564696F2F6D7065670180D8F116000A5A756D2048C3B672656E');
INSERT INTO article VALUES(3,3,1800000003,NULL,'https://blatt.example/read?from=feed','https://blatt.example/read',X'39E015BEA58D529F6C03026F80CE2091',2,NULL,'page','de','news','','kopf','','hafen',5,'',NULL,NULL,0,NULL,NULL,0,'','',NULL,'','',0,NULL,0,NULL,1,NULL,1,NULL,'',X'');
INSERT INTO block VALUES(1,X'28B52FFD640500ED040092C8202980C5E93384CC04C0023330971298A49CB27B7B0809C94D6F225DE47F1BE5DEF40E1046616D7B6A4D06D899B23D9CD4208D1E0200260BF5956F56518B9AC54AC17B3E010285AD03138B2ECDFCCD4EB95BD23586056D58FD82EE9654D9F871AF2083EA23A3EFF9383E3440C47F6AC8C9932346E7F76B6524B9F39EF03D46B6DD11051308004160E07580367201C3286EF8882358D9F4B6CFA2C85D5A887D');
INSERT INTO block VALUES(3,X'28B52FFD24798D02005404022468747470733A2F2F626C6174742E6578616D706C652F726561643F66726F6D3D666565641A0944617320426C617474000264650000046B6F70660005686166656E01000300B8245AC9DC91AD9EC38DEA65');
INSERT INTO revision VALUES(1,1,X'FAFFC9371860C2FEC5F48005EE3E5FE8',1800000001,'Brücke gesperrt',X'28B52FFD640300BD0400F2871E2790391DFFDBBFD6EFFFFFDBDA415242D9DD287AD2B20F399D928D43A858DA9FAE25029635D1B60CD69992319CC41A8D122E9649A3BEF2CD2A6251835819784F0870AFA00165ED23199AB6632C39DACCDFEB943BC451C9183AAA8F8CBE27747C485088FFA49093A7458CCEEF919591E4CF7B4AEF25AEED7E1C9809004160E0D50030B9889821167FC411CCA6275C937B3E8B7A0204B30C82','headline');
INSERT INTO picture VALUES('https://bote.example/b.png',X'95F64CAD147D23EE983871C230125B12',0,NULL);
INSERT INTO picture_file VALUES(X'95F64CAD147D23EE983871C230125B12','image/png',X'6279746573');
INSERT INTO story VALUES(1,1800000001,1800000003,NULL,2,2,1);
INSERT INTO counter VALUES('articles',2);
INSERT INTO counter VALUES('from_feed_alone',0);
INSERT INTO counter VALUES('stories',1);
INSERT INTO story_article VALUES(1,1,1800000002,'founded');
INSERT INTO story_article VALUES(3,1,1800000003,'founded');
INSERT INTO story_outlet VALUES(1,1,1,1);
INSERT INTO story_outlet VALUES(1,2,1,0);
INSERT INTO reprint VALUES(3,1,900);
INSERT INTO intake VALUES(1,'https://next.example/read',X'275D2B68D969257420FC46231D72DD7F',1,1800000005,X'28B52FFD24708502006404022368747470733A2F2F6E6578742E6578616D706C652F726561643F66726F6D3D66656564190944617320426C617474000264650000016E00016E0100016E008AC8CEB40D000200E2E6E1B32832B7457698','','',NULL,NULL);
INSERT INTO search_text VALUES(1,'Die Brücke bleibt',X'28B52FFD241081000062727565636B6520676573706572727400B095B7','o:1 l:de');
INSERT INTO search_text VALUES(3,'kopf',X'28B52FFD2405290000686166656ED3D54F10','o:2 l:de');
INSERT INTO host VALUES(1,'bote.example',5,1800000006,1);
INSERT INTO host_page VALUES(1,-7571493303705958349,1800000006);
INSERT INTO host_page VALUES(1,-6247690115724498177,1800000006);
INSERT INTO host_page VALUES(1,-2879626718220596510,1800000006);
INSERT INTO host_page VALUES(1,-1438618545418060812,1800000006);
INSERT INTO host_page VALUES(1,-1203445445320768152,1800000006);
INSERT INTO host_page VALUES(1,2806628783494235456,1800000006);
INSERT INTO host_page VALUES(1,4270216026879285137,1800000006);
INSERT INTO host_page VALUES(1,6125988754739462286,1800000006);
INSERT INTO host_page VALUES(1,7702338996588320051,1800000006);
INSERT INTO host_page VALUES(1,7957833872450484675,1800000006);
INSERT INTO repeated_version VALUES(1,1,1800000006);
INSERT INTO repeated_block VALUES(1,7,1,NULL,'Jeden Morgen');
INSERT INTO correction VALUES(1,'unlink',0,0,NULL,'','',1800000006,NULL,0,'','');
INSERT INTO correction_article VALUES(1,0,1,0);
INSERT INTO correction_article VALUES(1,1,2,0);
INSERT INTO feed_rhythm VALUES(1,0,1800000004,1.5,0.0,0,X'000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000104000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO push_subscription VALUES(1,'https://hub.example/','','','t','','asked',0,NULL,NULL,NULL,NULL,NULL,0,0,'','');
INSERT INTO push VALUES(1,1,1800000005,'text/xml',X'28B52FFD24063100003C7273732F3E08749F01');
INSERT INTO feed_rule VALUES(1,'article','h2 a','','time','');
INSERT INTO host_bytes VALUES('bote.example',1800000006,500);
INSERT INTO host_rest VALUES('bote.example',1800000600);
INSERT INTO feed_options VALUES(1,'Leser/1','','','','');
INSERT INTO feed_gap VALUES(1,1,'https://bote.example/feed?page=2',NULL,0,NULL,0,1800000009,0,'','');
INSERT INTO host_newest VALUES(1,X'01070000000000000006D2496B0505');
CREATE INDEX feed_by_next_poll ON feed(next_poll_at) WHERE gone = 0;
CREATE INDEX fetch_log_by_feed ON fetch_log(feed_id, at);
CREATE INDEX arrival_by_time ON arrival(first_seen_at);
CREATE INDEX article_from_feed_alone ON article(article_id) WHERE origin = 'feed';
CREATE INDEX article_by_time ON article(first_seen_at);
CREATE INDEX article_by_outlet ON article(outlet_id, article_id);
CREATE INDEX article_by_section ON article(section, article_id) WHERE section <> '';
CREATE INDEX article_by_feed ON article(feed_id, article_id);
CREATE INDEX article_by_retry ON article(page_retry_at) WHERE page_retry_at IS NOT NULL;
CREATE INDEX article_by_picture ON article(picture_url) WHERE picture_url <> '';
CREATE INDEX picture_wanted ON picture(retry_at) WHERE retry_at IS NOT NULL;
CREATE INDEX picture_by_hash ON picture(hash) WHERE hash IS NOT NULL;
CREATE INDEX story_by_last ON story(last_at) WHERE merged_into IS NULL;
CREATE INDEX story_by_target ON story(merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX story_article_by_story ON story_article(story_id, article_id);
CREATE INDEX story_move_from ON story_move(from_story);
CREATE INDEX story_move_to ON story_move(to_story);
CREATE INDEX similar_other ON similar(other_id, score);
CREATE INDEX reprint_of ON reprint(of_id);
CREATE INDEX name_by_article ON name(article_id);
CREATE INDEX state_by_article ON state(article_id);
CREATE VIEW search_source(article_id, title, body, facets) AS
  SELECT article_id, title, unpacked(body), facets FROM search_text;
CREATE INDEX host_by_time ON host(seen_at) WHERE pages > 0;
CREATE INDEX correction_waiting ON correction(correction_id)
  WHERE stream_no IS NULL AND refusal = '';
CREATE INDEX correction_pair_of ON correction_pair(a_id, b_id);
CREATE INDEX correction_pair_ended ON correction_pair(ended_by) WHERE ended_by IS NOT NULL;
CREATE INDEX story_move_by_correction ON story_move(correction_id) WHERE correction_id IS NOT NULL;
CREATE INDEX push_subscription_by_next_step ON push_subscription(next_step_at);
CREATE INDEX push_by_feed ON push(feed_id);
CREATE INDEX article_gone ON article(gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX watched_page_due ON watched_page(host, due_at);
CREATE INDEX watched_page_by_time ON watched_page(due_at);
CREATE INDEX feed_list_by_next_read ON feed_list(next_read_at);
CREATE INDEX listed_feed_by_feed ON listed_feed(feed_id);
CREATE INDEX host_bytes_by_day ON host_bytes(began_at);
CREATE INDEX host_rest_by_end ON host_rest(until);
CREATE INDEX feed_gap_by_feed ON feed_gap(feed_id);
CREATE VIRTUAL TABLE search_index USING fts5(
  title, body, facets, content = 'search_source', content_rowid = 'article_id',
  tokenize = 'spaced');
INSERT INTO search_index(search_index) VALUES('rebuild');
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
PRAGMA user_version = 21;
