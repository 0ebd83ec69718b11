// Articles that somebody has already: in JSON, on their way into the intake.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "store/archive.h"

namespace depesche {

/// What an article must have to be stored, filled in where it follows from the rest: its canonical
/// address, its outlet (the host), its language. InvalidInput without an address or a title.
Result<Submission> to_submission(Article article);

/// The same for JSON (desk/article_json.h).
Result<Submission> submission_from_json(std::string_view json);

enum class ArticleLines { One, Many };
struct TakenIn {
  std::size_t added = 0;
  std::size_t known = 0;       // the same article in the same words was here
  std::size_t taken_down = 0;  // its owner does not want it any more
};
inline constexpr std::size_t kMostOwnArticles = 1000;

/// One JSON object, or one a line. Durable when it returns, all of them or none; an Error names the
/// line. TooLarge for more than kMostOwnArticles, Malformed for what is no JSON. Their origin is
/// Push; place and time in the stream are the house's.
Result<TakenIn> take_in_articles(Archive& archive, std::string_view json, ArticleLines lines,
                                 std::chrono::sys_seconds now);

}  // namespace depesche
