-- WebSub: hubs that tell us of a feed's news, so that it need not be asked so often.

-- What a feed offers and how it stands; a feed without a hub has no row. fetch/websub.h decides.
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
CREATE INDEX push_subscription_by_next_step ON push_subscription(next_step_at);

-- What hubs brought and nobody has read yet: kept before the hub hears that it has come.
CREATE TABLE push (
  push_id      INTEGER PRIMARY KEY,
  feed_id      INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  came_at      INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  packed       BLOB NOT NULL             -- the body, zstd
) STRICT;
CREATE INDEX push_by_feed ON push(feed_id);
