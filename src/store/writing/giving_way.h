// A feed's words give way to the page they announced, where that names another address for itself.
//
// Until its page is read an entry is known by the address in the feed. What stands there in the
// feed's words (in the intake, shown meanwhile, or gathered because the page could not be read) and
// the page are one article:
//
//   nothing stands at the page's address      the words' article gets that address
//   other words do, still waiting for it      these go, the words' article gets the address
//   an article does                           the words go, into its story where they had one
//
// Words that had been gathered are noted for the engine, which is to forget them: else later
// reports would be gathered with them, in a story that has ended.
//
// Inside the module; part of the transaction that hands the page over.
#pragma once

#include <chrono>
#include <string_view>
#include <vector>

#include "news/ids.h"
#include "store/sqlite/database.h"

namespace depesche {

struct GivingWay {
  std::string_view words_at;  // canonical, both
  std::string_view page_at;
};

void give_way(Connection& db, const GivingWay& addresses, std::chrono::sys_seconds now);

/// Of those noted, the first, so many at most; they are not noted any more.
std::vector<ArticleId> take_noted_words(Connection& db, int most);

/// What was taken down under the page's address is so under the words'.
void take_down_words(Connection& db, const GivingWay& addresses);

/// Whether what stands at that address, in the intake or the archive, is a feed's words alone.
bool has_feed_words(Connection& db, std::string_view address);

}  // namespace depesche
