// What an article's outlet allows, put together from all the places that say so, and what follows
// from it.
//
//                         anonymous readers           owner        export --for
//                         (pages, lists, API)                      public   mining
//   nothing said          headline, excerpt, link     all          excerpt  all
//   the owner's limit N   excerpt of N at most,       all          same     all
//                         of all the outlet's²
//   max-snippet:N         excerpt of N at most        all          same     all
//   paywalled³            excerpt of the standfirst   all          same     all
//   nosnippet,            headline and link           all          same     all
//     data-nosnippet¹
//   noindex, search=n     the same, and search does   all          left     all
//                         not find it                              out
//   unavailable_after     as noindex from then on       all          same     all
//   noimageindex          (never see pictures)        no picture   –        –
//   noarchive             as above                    all, named   same     left out
//   tdm reserved,         as above                    all, named   same     left out
//     train-ai=n
//
// ¹ Which passages are marked is not kept, so none is quoted.
// ² Beside what the outlet says, for whose words it is the shorter that holds; 0: headline and
// link.
// ³ By the page's own structured data: its body is for those who pay, its standfirst is what the
// outlet itself tells everybody. Where it has none, headline and link.
//
// The owner's own copy is for reading, and `backup` and a plain `export` are copies of it; all
// that is known is named on the article page and is in every export (docs/decisions/0029).
//
// Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "news/article.h"
#include "rights/tdm.h"

namespace depesche::rights {

/// What was said beside the page: by the answer's head, robots.txt and the TDM file.
struct Surroundings {
  std::vector<std::string> robots_tags;  // X-Robots-Tag, a line each
  std::string tdm_reservation;           // headers
  std::string tdm_policy;
  std::string content_usage;         // header, joined
  std::string license;               // header Link with rel=license (RSL), absolute
  std::string robots_content_usage;  // of robots.txt, for this page
  std::string robots_license;        // License: of robots.txt (RSL)
  Tdm tdm_file;                      // what the file says of this page

  friend bool operator==(const Surroundings&, const Surroundings&) = default;
};

/// What the head of the answer from `address` says, by its lines in order; names in lower case.
Surroundings said_by_head(std::span<const std::pair<std::string, std::string>> lines,
                          std::string_view address);

/// `page` is as extraction found it, with what it says itself. `seen_at` of the outcome is `now`
/// where anything was said, also of a paywall.
Rights together(const Article& page, const Surroundings& around, std::chrono::sys_seconds now);

/// What was kept of a page, with what is said around it now while the page itself is as it was: the
/// stricter of the two, for who said what was kept is not known.
Rights said_later(const Article& kept, const Surroundings& around, std::chrono::sys_seconds now);

/// What follows from it.
struct Showing {
  bool may_quote = true;           // an excerpt, to anybody
  bool may_quote_body = true;      // else of its standfirst alone
  std::optional<int> most_quoted;  // characters
  bool may_find = true;            // for anonymous searchers
  bool may_keep_picture = true;
  bool is_archivable = true;
  bool may_mine = true;  // text and data mining, training
  // From then on it may be neither quoted nor found.
  std::optional<std::chrono::sys_seconds> available_until;

  friend bool operator==(const Showing&, const Showing&) = default;
};
Showing showing(const Article& article);
/// The same on that day: `available_until` has been applied.
Showing showing(const Article& article, std::chrono::sys_seconds now);
/// That part of it, of what the page says of a paywall.
bool may_quote_body(std::optional<bool> paywalled);

/// Of an excerpt for anonymous readers, whatever its outlet allows: a few sentences.
inline constexpr std::size_t kPublicExcerptBytes = 400;

/// The longest limit an owner can set for an outlet, in characters: a longer one would say nothing.
inline constexpr int kLongestLimit = static_cast<int>(kPublicExcerptBytes);
/// "120"; nothing where it is no such limit.
std::optional<int> read_limit(std::string_view characters);

/// Characters at most, where two have a say.
std::optional<int> shorter(std::optional<int> outlets, std::optional<int> owners);

/// What an excerpt for anonymous readers is the beginning of.
std::string_view quoted_from(std::string_view standfirst, std::string_view body,
                             bool may_quote_body);
/// The beginning of an excerpt as far as it may be quoted: cut at a word, with "…".
std::string quotable(std::string_view excerpt, bool may_quote, std::optional<int> most_quoted);

}  // namespace depesche::rights
