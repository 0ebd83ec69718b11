// An Article: one outlet's report, normalised, with its body.
//
// The same shape goes in and out as JSON (desk/article_json.h). A field the page does not carry is
// absent, never invented. All text is UTF-8 without markup unless its name says html.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/moment.h"

namespace depesche {

enum class ArticleKind { News, Opinion, Live, Review, Video, Advertorial };
enum class Origin { Page, Feed, Push };
enum class BlockKind { Paragraph, Heading, List, Quote, Code, Table, Caption };

/// The names used in JSON and in the store ("news", "page", "paragraph", …), and back.
std::string_view name(ArticleKind kind);
std::string_view name(Origin origin);
std::string_view name(BlockKind kind);
std::optional<ArticleKind> article_kind(std::string_view name);
std::optional<Origin> origin(std::string_view name);
std::optional<BlockKind> block_kind(std::string_view name);

/// A piece of the body in reading order.
struct Block {
  BlockKind kind = BlockKind::Paragraph;
  std::string text;  // plain; lists and tables: their cells joined by newlines
  std::string html;  // sanitised inline markup (a, em, strong, sub, sup, code, br); may be empty
  int level = 0;     // headings: 2 to 6
  std::vector<std::string> items;              // lists
  std::vector<std::vector<std::string>> rows;  // tables

  friend bool operator==(const Block&, const Block&) = default;
};

struct Picture {
  std::string url;
  std::string caption;
  std::string credit;  // apart from the caption
  std::string alt;

  friend bool operator==(const Picture&, const Picture&) = default;
};

/// A file that goes with the report, as its feed names it: a podcast's episode, a film, a paper.
/// Its outlet keeps it; we keep where it is.
struct Enclosure {
  std::string url;
  std::string type;  // MIME, as written; may be empty
  std::optional<std::int64_t> bytes;
  std::optional<std::chrono::seconds> duration;
  std::string title;

  friend bool operator==(const Enclosure&, const Enclosure&) = default;
};

/// Those that are kept with an article: under web addresses, each once, no pictures (the lead
/// picture has a place and rights of its own), at most kMostEnclosures and none with an address
/// longer than kLongestEnclosureUrl; long titles are cut, lengths that cannot be are left out.
std::vector<Enclosure> worth_keeping(std::vector<Enclosure> enclosures);

inline constexpr std::size_t kMostEnclosures = 10;         // an episode in some renditions
inline constexpr std::size_t kLongestEnclosureUrl = 4096;  // signed addresses are long
inline constexpr std::size_t kLongestEnclosureTitle = 300;

/// What is in them by their type, else by the ending of their address.
enum class EnclosureKind { Audio, Video, Picture, Document, Other };
EnclosureKind kind_of(const Enclosure& enclosure);

/// What the page's machine-readable signs allow; empty where it says nothing.
struct Rights {
  std::string robots;  // content of the robots meta tag
  std::optional<int> max_snippet;
  std::string tdm;  // TDM reservation
  std::string aipref;
  std::string license;
  std::optional<std::chrono::sys_seconds> seen_at;

  friend bool operator==(const Rights&, const Rights&) = default;
};

struct Article {
  std::string url;            // where it was read
  std::string canonical_url;  // its one spelling (url/canonical.h); the key against duplicates
  std::string outlet;         // the outlet's name
  Origin origin = Origin::Page;
  std::string language;  // BCP 47; empty when unknown
  ArticleKind kind = ArticleKind::News;
  std::string kicker;
  std::string title;
  std::string standfirst;
  std::string text;  // standfirst (where the page shows it) and body blocks, by newlines
  std::vector<Block> blocks;
  std::vector<std::string> authors;
  std::optional<Moment> published;
  std::optional<Moment> updated;
  std::string section;
  std::vector<std::string> keywords;
  std::optional<Picture> image;
  std::vector<Enclosure> enclosures;  // worth_keeping(); a page alone names none
  std::optional<bool> paywalled;
  Rights rights;

  // Given by the house, not by the page.
  std::int64_t stream_no = 0;                // 0 until accepted
  std::chrono::sys_seconds first_seen_at{};  // 0 until seen

  friend bool operator==(const Article&, const Article&) = default;
};

}  // namespace depesche
