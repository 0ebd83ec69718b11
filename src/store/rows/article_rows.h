// Articles to and from the table `article`. Inside the module.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "news/ids.h"
#include "pack/hash.h"
#include "store/rows/views.h"
#include "store/sqlite/database.h"
#include "store/writing/intake.h"

namespace depesche {

struct SearchTerms;

struct ArticleRow {
  ArticleId id;
  std::int64_t stream_no = 0;
  std::chrono::sys_seconds seen_at{};
  OutletId outlet;
  bool is_update = false;
  std::string content_hash;
  std::string packed;  // pack_article() of it
};

/// The row in `article` and the whole in `block`; an update keeps id and first time.
void write_article(Connection& db, const ArticleRow& row, const Submission& submission);

/// The article's page was read again with the same words; what its outlet allows may be new, and
/// whether it is behind a paywall, where the page says it.
void refresh_rights(Connection& db, ArticleId id, const Article& page,
                    std::chrono::sys_seconds now);
/// The same where no page was read.
void refresh_rights(Connection& db, ArticleId id, const Rights& rights,
                    std::chrono::sys_seconds now);

/// The last place in the stream that an arrival or a correction has; 0 for none.
std::int64_t last_stream_no(Connection& db);

/// Takes an article's words out of the full-text index.
void forget_search_terms(Connection& db, ArticleId article);
/// Puts others there, of the same version.
void replace_search_terms(Connection& db, ArticleId article, OutletId outlet,
                          std::string_view language, const SearchTerms& terms);

/// The beginning of the body without the standfirst, cut at a word.
std::string make_excerpt(const Article& article);

/// What a search filters by, as words of the index.
std::string outlet_facet(OutletId outlet);
std::string language_facet(std::string_view language);
inline constexpr std::string_view kPartsFacet = "p:1";  // SearchTerms::has_parts

/// The columns read_card expects, from `article a` joined with outlet `o`, story_article `sa`,
/// picture `p`, reprint `r` and what that copies, `copied_a` and `copied_o`; `rest` is WHERE and
/// what follows.
std::string select_card(std::string_view rest);
ArticleCard read_card(const Statement& row);

std::string join_lines(const std::vector<std::string>& lines);
std::vector<std::string> split_lines(std::string_view text);

/// A feed's oddity as one line, and back. The first edition's lines had the sentence alone.
std::string oddity_line(const Oddity& oddity);
Oddity oddity_of_line(std::string_view line);

/// The code of that name, as columns hold it; nothing for an empty one.
std::optional<ErrorCode> error_code(std::string_view name);

/// 16 bytes, the most significant first, as BLOB columns hold a hash.
std::string hash_bytes(const Hash128& hash);
std::string hash_hex(std::string_view bytes);

}  // namespace depesche
