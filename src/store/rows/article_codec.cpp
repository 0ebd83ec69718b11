#include "store/rows/article_codec.h"

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

#include "pack/zstd.h"

namespace depesche {
namespace {

constexpr char kVersion = 2;
constexpr char kWithoutEnclosures = 1;
// What one article may unfold to: far above the limits of extraction, far below a machine's memory.
constexpr std::size_t kMaxArticle = 64 << 20;

class Writing {
 public:
  std::string bytes;

  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<char>(value | 0x80));
    bytes.push_back(static_cast<char>(value));
  }
  void field(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    number(bits << 1 ^ (value < 0 ? ~std::uint64_t{0} : 0));  // zigzag: small stays short
  }
  void field(int value) { field(static_cast<std::int64_t>(value)); }
  void field(bool value) { bytes.push_back(value ? 1 : 0); }
  void field(std::string_view text) {
    number(text.size());
    bytes += text;
  }
  void field(const std::string& text) { field(std::string_view(text)); }
  void field(std::chrono::sys_seconds time) {
    field(static_cast<std::int64_t>(time.time_since_epoch().count()));
  }
  void field(std::chrono::seconds span) { field(static_cast<std::int64_t>(span.count())); }
  void field(std::chrono::minutes offset) { field(static_cast<std::int64_t>(offset.count())); }
  template <class Enum>
  std::enable_if_t<std::is_enum_v<Enum>> field(Enum value) {
    bytes.push_back(static_cast<char>(value));
  }
  void field(const Moment& moment) { fields(moment.at, moment.offset, moment.day_only); }
  void field(const Picture& p) { fields(p.url, p.caption, p.credit, p.alt); }
  void field(const Enclosure& e) { fields(e.url, e.type, e.bytes, e.duration, e.title); }
  void field(const Block& b) { fields(b.kind, b.text, b.html, b.level, b.items, b.rows); }
  template <class T>
  void field(const std::vector<T>& list) {
    number(list.size());
    for (const T& element : list) field(element);
  }
  template <class T>
  void field(const std::optional<T>& maybe) {
    field(maybe.has_value());
    if (maybe) field(*maybe);
  }
  template <class... T>
  void fields(const T&... values) {
    (field(values), ...);
  }
};

/// Reads what Writing wrote; after the first thing that makes no sense it reads nothing more.
class Reading {
 public:
  explicit Reading(std::string_view bytes) : rest_(bytes) {}
  bool is_good() const { return good_; }
  bool is_at_end() const { return rest_.empty(); }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const unsigned char byte = next_byte();
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    good_ = false;
    return 0;
  }
  void field(std::int64_t& value) {
    const std::uint64_t bits = number();
    value = static_cast<std::int64_t>(bits >> 1 ^ (bits & 1 ? ~std::uint64_t{0} : 0));
  }
  void field(int& value) {
    std::int64_t wide = 0;
    field(wide);
    if (wide != static_cast<int>(wide)) good_ = false;
    value = static_cast<int>(wide);
  }
  void field(bool& value) {
    const unsigned char byte = next_byte();
    if (byte > 1) good_ = false;
    value = byte == 1;
  }
  void field(std::string& text) {
    const std::uint64_t size = number();
    if (size > rest_.size()) {
      good_ = false;
      return;
    }
    text = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }
  void field(std::chrono::sys_seconds& time) {
    std::int64_t value = 0;
    field(value);
    time = std::chrono::sys_seconds{std::chrono::seconds{value}};
  }
  void field(std::chrono::seconds& span) {
    std::int64_t value = 0;
    field(value);
    span = std::chrono::seconds{value};
  }
  void field(std::chrono::minutes& offset) {
    std::int64_t value = 0;
    field(value);
    offset = std::chrono::minutes{value};
  }
  void field(Origin& value) { kind(value, Origin::Push); }
  void field(ArticleKind& value) { kind(value, ArticleKind::Advertorial); }
  void field(BlockKind& value) { kind(value, BlockKind::Caption); }
  void field(Moment& moment) { fields(moment.at, moment.offset, moment.day_only); }
  void field(Picture& p) { fields(p.url, p.caption, p.credit, p.alt); }
  void field(Enclosure& e) { fields(e.url, e.type, e.bytes, e.duration, e.title); }
  void field(Block& b) { fields(b.kind, b.text, b.html, b.level, b.items, b.rows); }
  template <class T>
  void field(std::vector<T>& list) {
    std::uint64_t count = number();
    // Every element takes a byte at least, so a count cannot lie by more than the input's size.
    if (count > rest_.size()) good_ = false;
    for (; good_ && count > 0; --count) field(list.emplace_back());
  }
  template <class T>
  void field(std::optional<T>& maybe) {
    bool is_there = false;
    field(is_there);
    if (good_ && is_there) field(maybe.emplace());
  }
  template <class... T>
  void fields(T&... values) {
    (field(values), ...);
  }

 private:
  unsigned char next_byte() {
    if (!good_ || rest_.empty()) {
      good_ = false;
      return 0;
    }
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }
  template <class Enum>
  void kind(Enum& value, Enum last) {
    const unsigned char byte = next_byte();
    if (byte > static_cast<unsigned char>(last)) {
      good_ = false;
      return;
    }
    value = static_cast<Enum>(byte);
  }

  std::string_view rest_;
  bool good_ = true;
};

/// The codec's table: one order for writing and reading. Behind these stand `stream_no`,
/// `first_seen_at` and, since version 2, `enclosures`.
template <class Codec, class A>
void article_fields(Codec& codec, A& a) {
  codec.fields(a.url, a.canonical_url, a.outlet, a.origin, a.language, a.kind, a.kicker, a.title,
               a.standfirst, a.text, a.blocks, a.authors, a.published, a.updated, a.section,
               a.keywords, a.image, a.paywalled);
  codec.fields(a.rights.robots, a.rights.max_snippet, a.rights.tdm, a.rights.aipref,
               a.rights.license, a.rights.seen_at);
}

}  // namespace

std::string encode_article(const Article& article,
                           std::optional<std::chrono::sys_seconds> first_seen_at) {
  Writing out;
  out.bytes.push_back(kVersion);
  article_fields(out, article);
  out.fields(article.stream_no, first_seen_at.value_or(article.first_seen_at), article.enclosures);
  return std::move(out.bytes);
}

Result<Article> decode_article(std::string_view bytes) {
  if (bytes.empty()) return Error{ErrorCode::Empty, "no article there"};
  const char version = bytes.front();
  if (version != kVersion && version != kWithoutEnclosures) {
    return Error{ErrorCode::Unsupported, "an article written by another version of the program"};
  }
  Reading in(bytes.substr(1));
  Article article;
  article_fields(in, article);
  in.fields(article.stream_no, article.first_seen_at);
  if (version != kWithoutEnclosures) in.field(article.enclosures);
  if (!in.is_good()) return Error{ErrorCode::Malformed, "the stored article is broken"};
  if (!in.is_at_end()) return Error{ErrorCode::Malformed, "the stored article goes on too long"};
  return article;
}

std::string pack_article(const Article& article,
                         std::optional<std::chrono::sys_seconds> first_seen_at) {
  return zstd_compress(encode_article(article, first_seen_at));
}

Result<Article> unpack_article(std::string_view bytes) {
  const Result<std::string> plain = zstd_decompress(bytes, kMaxArticle);
  if (!plain) return plain.error();
  return decode_article(*plain);
}

std::string encode_enclosures(const std::vector<Enclosure>& enclosures) {
  if (enclosures.empty()) return {};
  Writing out;
  out.field(enclosures);
  return std::move(out.bytes);
}

std::vector<Enclosure> decode_enclosures(std::string_view bytes) {
  if (bytes.empty()) return {};
  Reading in(bytes);
  std::vector<Enclosure> enclosures;
  in.field(enclosures);
  if (!in.is_good() || !in.is_at_end()) enclosures.clear();
  return enclosures;
}

Hash128 content_hash(const Article& article) {
  Writing out;
  out.fields(article.origin, article.kicker, article.title, article.standfirst, article.text,
             article.blocks);
  return hash128(out.bytes);
}

}  // namespace depesche
