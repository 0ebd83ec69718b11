#include "news/article.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/ascii.h"
#include "url/url.h"

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

/// What endings of files say, without the dot.
struct Ending {
  std::string_view name;
  EnclosureKind kind;
};
constexpr Ending kEndings[] = {{"mp3", EnclosureKind::Audio},    {"m4a", EnclosureKind::Audio},
                               {"m4b", EnclosureKind::Audio},    {"aac", EnclosureKind::Audio},
                               {"ogg", EnclosureKind::Audio},    {"oga", EnclosureKind::Audio},
                               {"opus", EnclosureKind::Audio},   {"flac", EnclosureKind::Audio},
                               {"wav", EnclosureKind::Audio},    {"mp4", EnclosureKind::Video},
                               {"m4v", EnclosureKind::Video},    {"mov", EnclosureKind::Video},
                               {"webm", EnclosureKind::Video},   {"ogv", EnclosureKind::Video},
                               {"m3u8", EnclosureKind::Video},   {"mpd", EnclosureKind::Video},
                               {"jpg", EnclosureKind::Picture},  {"jpeg", EnclosureKind::Picture},
                               {"png", EnclosureKind::Picture},  {"gif", EnclosureKind::Picture},
                               {"webp", EnclosureKind::Picture}, {"avif", EnclosureKind::Picture},
                               {"svg", EnclosureKind::Picture},  {"pdf", EnclosureKind::Document},
                               {"epub", EnclosureKind::Document}};

EnclosureKind kind_by_ending(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  const std::size_t dot = address.find_last_of("./");
  if (dot == std::string_view::npos || address[dot] == '/') return EnclosureKind::Other;
  const std::string_view written = address.substr(dot + 1);
  for (const Ending& ending : kEndings) {
    if (equals_ignoring_case(written, ending.name)) return ending.kind;
  }
  return EnclosureKind::Other;
}

/// Not within a character.
void cut(std::string& text, std::size_t most) {
  if (text.size() <= most) return;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  text.resize(most);
}

}  // namespace

std::vector<Enclosure> worth_keeping(std::vector<Enclosure> enclosures) {
  constexpr std::size_t kLongestType = 100;
  constexpr std::chrono::hours kLongest{24 * 7};  // more is a slip of units
  std::vector<Enclosure> kept;
  for (Enclosure& one : enclosures) {
    if (kept.size() == kMostEnclosures) break;
    if (one.url.size() > kLongestEnclosureUrl || kind_of(one) == EnclosureKind::Picture) continue;
    const Result<Url> url = parse_url(one.url);
    const bool is_there = std::any_of(
        kept.begin(), kept.end(), [&one](const Enclosure& other) { return other.url == one.url; });
    if (!url || !url->is_web() || is_there) continue;
    if (one.bytes && *one.bytes <= 0) one.bytes.reset();
    const bool may_last = one.duration && one.duration->count() > 0 && *one.duration <= kLongest;
    if (!may_last) one.duration.reset();
    if (one.type.size() > kLongestType) one.type.clear();
    cut(one.title, kLongestEnclosureTitle);
    kept.push_back(std::move(one));
  }
  return kept;
}

EnclosureKind kind_of(const Enclosure& enclosure) {
  const std::string type = to_lower(trim(enclosure.type));
  if (type.starts_with("audio/")) return EnclosureKind::Audio;
  if (type.starts_with("video/")) return EnclosureKind::Video;
  if (type.starts_with("image/")) return EnclosureKind::Picture;
  if (type.starts_with("application/pdf") || type.starts_with("application/epub")) {
    return EnclosureKind::Document;
  }
  return kind_by_ending(enclosure.url);
}

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
