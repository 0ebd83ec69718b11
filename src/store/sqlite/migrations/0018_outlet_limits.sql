-- How much of an excerpt of this outlet's articles its owner lets anonymous readers see, where that
-- is less than of others: characters, 0 for none. NULL: as of all. Read with each card, so it holds
-- for old articles, too; what the outlet itself says is in article.most_quoted.
ALTER TABLE outlet ADD COLUMN most_quoted INTEGER;
