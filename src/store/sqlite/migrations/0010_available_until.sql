-- Some pages ask to be forgotten by searchers from a day on (robots: unavailable_after).

-- From the article's rights (rights/ledger.h); after it, it may be neither quoted nor found.
ALTER TABLE article ADD COLUMN available_until INTEGER;
