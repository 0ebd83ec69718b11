// What is said of a page's rights around it: in the head of its answer, in robots.txt, in the TDM
// file of its origin (rights/ledger.h puts it together with what the page says). Of a page that
// could not be read, or is not to be, the latter two speak all the same: they hold for the words
// that its feed gives of it, too.
//
// The TDM file is asked for at most once a day and origin, as any page: robots.txt, gaps and
// allowances hold for it, too. Where it cannot be had, what it said last still holds. Feeds that
// are asked by a name of their own or through a proxy have it asked for in that way, and what it
// said then holds for them alone; cookies and logins are for nobody's policy (docs/decisions/0055).
//
// Thread-safe.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "fetch/fetcher.h"
#include "rights/ledger.h"
#include "store/archive.h"
#include "url/url.h"

namespace depesche {

class PageRights {
 public:
  PageRights(Archive& archive, fetch::Fetcher& fetcher) : archive_(archive), fetcher_(fetcher) {}

  /// `behalf` is the one that the page was asked on.
  rights::Surroundings around(const fetch::Reply& reply, const fetch::Behalf& behalf,
                              std::chrono::sys_seconds now, const std::stop_token& stop);
  /// Without an answer, of a page that was asked for: robots.txt as far as it is known, and the TDM
  /// file.
  rights::Surroundings around(const Url& page, const fetch::Behalf& behalf,
                              std::chrono::sys_seconds now, const std::stop_token& stop);
  /// The same of pages that are not asked for, one for each: nor are their TDM files, which say
  /// what they said last.
  std::vector<rights::Surroundings> known_around(std::span<const Url> pages,
                                                 const fetch::Behalf& behalf) const;

 private:
  std::string tdm_file(const std::string& origin, const fetch::Behalf& behalf,
                       std::chrono::sys_seconds now, const std::stop_token& stop);

  Archive& archive_;
  fetch::Fetcher& fetcher_;
  // Held while an origin's file is asked for, so that it is asked for once.
  std::array<std::mutex, 64> origins_;
};

}  // namespace depesche
