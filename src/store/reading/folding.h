// Lists that show each text once: reprints are folded under the article whose text they repeat.
// Inside the module.
//
// The articles of one text are a family: one, and those found to copy it or a copy of it. Of a
// family a list shows the earliest that the list has at all, with the others' outlets beside it.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "store/reading/reading.h"

namespace depesche {

/// The article's family by rising number, itself among them; at most some hundred.
std::vector<ArticleId> family_of(Connection& db, ArticleId article);

/// Whether a list has an article that it was not just given.
using IsListed = std::function<bool(ArticleId)>;

/// Whether the list shows an earlier article of the same text.
bool is_folded(Connection& db, const ArticleCard& card, const IsListed& is_listed);

/// Notes on the card which later articles repeat its text.
void note_folded(Connection& db, ArticleCard& card);

/// A list of articles newest first, folded. `fetch` gives up to `count` cards numbered below
/// `below`, newest first, of which those are left out that this reader may not see. However many of
/// them fold, only a few times a page's worth is looked at, so a page may come out short.
using FetchCards = std::function<std::vector<ArticleCard>(std::int64_t below, int count)>;
using MaySee = std::function<bool(const ArticleCard&)>;
ArticleList read_folded(Connection& db, const PageRequest& page, const FetchCards& fetch,
                        const MaySee& may_see, const IsListed& is_listed);

}  // namespace depesche
