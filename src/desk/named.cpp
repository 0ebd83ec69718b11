#include "desk/named.h"

#include <charconv>
#include <optional>
#include <string>

#include "base/ascii.h"
#include "url/canonical.h"

namespace depesche {
namespace {

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  if (std::from_chars(text.data(), end, number).ptr != end || number <= 0) return std::nullopt;
  return number;
}

/// The number at the end of "http://127.0.0.1:8420/s/12?after=9" for '/s/'.
std::optional<std::int64_t> number_of_our_page(std::string_view address, std::string_view kind) {
  address = address.substr(0, address.find_first_of("?#"));
  const std::size_t slash = address.rfind('/');
  if (slash == std::string_view::npos || !address.substr(0, slash + 1).ends_with(kind)) {
    return std::nullopt;
  }
  return number_in(address.substr(slash + 1));
}

}  // namespace

Result<ArticleId> find_article(const Reader& reader, std::string_view named) {
  named = trim(named);
  if (const auto number = number_in(named)) return ArticleId{*number};
  if (const auto id = reader.article_by_address(canonical_url(named))) return *id;
  if (const auto number = number_of_our_page(named, "/a/")) return ArticleId{*number};
  return Error{ErrorCode::NotFound, "there is no article " + std::string(named)};
}

Result<StoryId> find_story(const Reader& reader, std::string_view named) {
  named = trim(named);
  auto number = number_in(named);
  if (!number && !reader.article_by_address(canonical_url(named))) {
    number = number_of_our_page(named, "/s/");
  }
  if (number) {
    if (const auto story = reader.living_story(StoryId{*number})) return *story;
  }
  const Result<ArticleId> article = find_article(reader, named);
  const auto card = article ? reader.article_card(*article) : std::nullopt;
  if (!card) {
    return Error{ErrorCode::NotFound, "there is no story or article " + std::string(named)};
  }
  if (card->story) return card->story;
  return Error{ErrorCode::NotFound, "article " + std::string(named) + " is in no story"};
}

}  // namespace depesche
