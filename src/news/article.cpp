#include "news/article.h"

#include <array>
#include <cstddef>

namespace depesche {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 6> kArticleKinds{"news",   "opinion", "live",
                                                        "review", "video",   "advertorial"};
constexpr std::array<std::string_view, 3> kOrigins{"page", "feed", "push"};
constexpr std::array<std::string_view, 7> kBlockKinds{"paragraph", "heading", "list",   "quote",
                                                      "code",      "table",   "caption"};

template <class Enum, std::size_t n>
std::optional<Enum> find(const std::array<std::string_view, n>& names, std::string_view name) {
  for (std::size_t i = 0; i < n; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name(ArticleKind kind) { return kArticleKinds[static_cast<std::size_t>(kind)]; }
std::string_view name(Origin origin) { return kOrigins[static_cast<std::size_t>(origin)]; }
std::string_view name(BlockKind kind) { return kBlockKinds[static_cast<std::size_t>(kind)]; }

std::optional<ArticleKind> article_kind(std::string_view name) {
  return find<ArticleKind>(kArticleKinds, name);
}
std::optional<Origin> origin(std::string_view name) { return find<Origin>(kOrigins, name); }
std::optional<BlockKind> block_kind(std::string_view name) {
  return find<BlockKind>(kBlockKinds, name);
}

}  // namespace depesche
