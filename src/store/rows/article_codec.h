// Articles as bytes: what the intake, the archive's bodies and revisions hold.
//
//   version (1 byte) · fields in the order of codec's table, each of them
//     number  LEB128, signed ones zigzag
//     text    length · bytes
//     list    count · elements
//     maybe   0 | 1 · value
//
// Reading is bounded: no count or length is believed beyond the bytes that are there. zstd is
// around it, not in it (pack_article). The version grows when the fields change; old ones stay
// readable.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "news/article.h"
#include "pack/hash.h"

namespace depesche {

/// With another time than its own, if one is given.
std::string encode_article(const Article& article,
                           std::optional<std::chrono::sys_seconds> first_seen_at = std::nullopt);
/// Malformed where the bytes end early, go on too long or name an unknown kind.
Result<Article> decode_article(std::string_view bytes);

/// The same in a zstd frame.
std::string pack_article(const Article& article,
                         std::optional<std::chrono::sys_seconds> first_seen_at = std::nullopt);
Result<Article> unpack_article(std::string_view bytes);

/// The enclosures alone, as a column holds them for lists; no bytes for none. Of broken bytes none
/// are read.
std::string encode_enclosures(const std::vector<Enclosure>& enclosures);
std::vector<Enclosure> decode_enclosures(std::string_view bytes);

/// What makes a version: origin, kicker, headline, standfirst, text and blocks. Dates, pictures,
/// enclosures, keywords and tags change by themselves at some outlets and make none.
Hash128 content_hash(const Article& article);

}  // namespace depesche
