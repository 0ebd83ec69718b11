-- Pages without a feed that are read as one by a rule.

CREATE TABLE feed_rule (
  feed_id      INTEGER PRIMARY KEY REFERENCES feed ON DELETE CASCADE,
  entry_rule   TEXT NOT NULL,               -- CSS selectors (feed/page.h says what of): each entry …
  link_rule    TEXT NOT NULL DEFAULT '',    -- … and its parts; empty where the default does
  title_rule   TEXT NOT NULL DEFAULT '',
  date_rule    TEXT NOT NULL DEFAULT '',
  summary_rule TEXT NOT NULL DEFAULT ''
) STRICT;
