-- How the owner wants a feed asked, where it is not as all are; no row where it is. Cookie, login and
-- the proxy's password are kept as they are sent: who can read this file can use them.
CREATE TABLE feed_options (
  feed_id    INTEGER PRIMARY KEY REFERENCES feed ON DELETE CASCADE,
  user_agent TEXT NOT NULL,
  cookie     TEXT NOT NULL,                -- a Cookie header
  login      TEXT NOT NULL,                -- of HTTP's Basic scheme; like the cookie for the origin
  password   TEXT NOT NULL,                --   of feed.url alone
  proxy      TEXT NOT NULL                 -- socks5h://name:password@127.0.0.1:9050
) STRICT;
