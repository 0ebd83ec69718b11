#include "html/charset.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/result.h"
#include "html/tree.h"
#include "text/charset.h"
#include "text/utf8.h"

namespace depesche::html {
namespace {

// The standard asks for 1,024 bytes; pages put scripts before their <meta>, and browsers then
// decode anew. A later <meta> than this is not believed.
constexpr std::size_t kPrescanBytes = 65'536;

// The <meta> prescan of §13.2.3.3. Each function moves `at_` on; nothing is read twice.
class Prescan {
 public:
  explicit Prescan(std::string_view bytes) : bytes_(bytes.substr(0, kPrescanBytes)) {}

  std::string_view run() {
    while (at_ < bytes_.size()) {
      at_ = bytes_.find('<', at_);
      if (at_ == std::string_view::npos) break;
      const std::string_view rest = bytes_.substr(at_);
      if (rest.starts_with("<!--")) {
        // "<!-->" is a whole comment: its dashes may be the end's.
        const std::size_t end = bytes_.find("-->", at_ + 2);
        if (end == std::string_view::npos) break;
        at_ = end + 3;
      } else if (starts_with_ignoring_case(rest, "<meta") && rest.size() > 5 &&
                 (is_space(rest[5]) || rest[5] == '/')) {
        at_ += 5;
        const std::string_view encoding = meta();
        if (!encoding.empty()) return encoding;
      } else if (is_tag(rest)) {
        while (at_ < bytes_.size() && !is_space(bytes_[at_]) && bytes_[at_] != '>') ++at_;
        while (attribute().found) {
        }
      } else if (rest.size() > 1 && (rest[1] == '!' || rest[1] == '/' || rest[1] == '?')) {
        at_ = std::min(bytes_.find('>', at_), bytes_.size());
      } else {
        ++at_;
      }
    }
    return {};
  }

 private:
  struct Attribute {
    bool found = false;
    std::string name;  // lower case
    std::string_view value;
  };

  static bool is_tag(std::string_view rest) {
    const std::size_t letter = rest.size() > 1 && rest[1] == '/' ? 2 : 1;
    return rest.size() > letter && is_alpha(rest[letter]);
  }

  std::string_view meta() {
    bool pragma = false, from_content = false, known_source = false;
    std::string_view charset;
    std::vector<std::string> seen;
    for (Attribute a = attribute(); a.found; a = attribute()) {
      if (std::find(seen.begin(), seen.end(), a.name) != seen.end()) continue;
      if (seen.size() < kMaxNames) seen.push_back(a.name);
      if (a.name == "http-equiv") {
        pragma = pragma || equals_ignoring_case(a.value, "content-type");
      } else if (a.name == "content" && !known_source) {
        const std::string_view label = charset_of_content_type(a.value);
        if (encoding_name(label).empty()) continue;
        charset = encoding_name(label);
        from_content = known_source = true;
      } else if (a.name == "charset") {
        charset = encoding_name(a.value);
        from_content = false;
        known_source = true;
      }
    }
    if (!known_source || charset.empty() || (from_content && !pragma)) return {};
    // A page whose <meta> could be read is in no such encoding.
    return charset.starts_with("UTF-16") ? "UTF-8" : charset;
  }

  // §13.2.3.3, "get an attribute".
  Attribute attribute() {
    while (at_ < bytes_.size() && (is_space(bytes_[at_]) || bytes_[at_] == '/')) ++at_;
    if (at_ >= bytes_.size() || bytes_[at_] == '>') return {};
    Attribute result;
    result.found = true;
    const std::size_t begin = at_++;
    while (at_ < bytes_.size() && !is_space(bytes_[at_]) && bytes_[at_] != '/' &&
           bytes_[at_] != '>' && bytes_[at_] != '=') {
      ++at_;
    }
    result.name = to_lower(bytes_.substr(begin, at_ - begin));
    skip_space();
    if (at_ >= bytes_.size() || bytes_[at_] != '=') return result;
    ++at_;
    skip_space();
    result.value = value();
    return result;
  }

  std::string_view value() {
    if (at_ >= bytes_.size()) return {};
    const char quote = bytes_[at_];
    if (quote == '"' || quote == '\'') {
      const std::size_t begin = at_ + 1;
      const std::size_t end = std::min(bytes_.find(quote, begin), bytes_.size());
      at_ = std::min(end + 1, bytes_.size());
      return bytes_.substr(begin, end - begin);
    }
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && !is_space(bytes_[at_]) && bytes_[at_] != '>') ++at_;
    if (at_ == bytes_.size()) return {};  // cut off: the rest of the value is unknown
    return bytes_.substr(begin, at_ - begin);
  }

  void skip_space() {
    while (at_ < bytes_.size() && is_space(bytes_[at_])) ++at_;
  }

  static constexpr std::size_t kMaxNames = 32;
  std::string_view bytes_;
  std::size_t at_ = 0;
};

// <?xml version="1.0" encoding="…"?>
std::string_view xml_declaration(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return {};
  const std::string_view declaration = bytes.substr(0, std::min<std::size_t>(bytes.find('>'), 256));
  const std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  const std::size_t open = declaration.find_first_of("\"'", at);
  if (open == std::string_view::npos) return {};
  const std::size_t close = declaration.find(declaration[open], open + 1);
  if (close == std::string_view::npos) return {};
  return encoding_name(declaration.substr(open + 1, close - open - 1));
}

struct Claim {
  std::string_view label;
  std::string_view by;
};

Claim claimed(std::string_view bytes, std::string_view content_type, DecodedPage& page) {
  if (const std::string_view bom = encoding_of_bom(bytes); !bom.empty()) {
    return {bom, "the byte order mark"};
  }
  if (const std::string_view written = charset_of_content_type(content_type); !written.empty()) {
    const std::string_view label = encoding_name(written);
    if (!label.empty()) return {label, "the Content-Type header"};
    page.oddities.push_back("the header names an unknown encoding, \"" +
                            repair_utf8(written.substr(0, 40)) + "\"");
  }
  return {prescan(bytes), "the page"};
}

struct Judgement {
  DecodedPage page;      // all but the text
  bool is_utf8 = false;  // nothing needs to be decoded
};

Judgement judge(std::string_view bytes, std::string_view content_type) {
  Judgement judgement;
  DecodedPage& page = judgement.page;
  const Claim claim = claimed(bytes, content_type, page);
  const Utf8Evidence evidence = weigh_utf8(bytes);
  std::string_view label = believable_encoding(claim.label, evidence);
  if (claim.label.empty() && label != "UTF-8") label = guess_encoding(bytes);
  if (claim.label == "UTF-8" && label != "UTF-8") {
    const std::string_view own = prescan(bytes);
    if (!own.empty() && own != "UTF-8") label = own;
  }
  if (!claim.label.empty() && label != claim.label) {
    page.oddities.push_back(std::string(claim.by) + " says " + std::string(claim.label) +
                            ", but the bytes are " + std::string(label));
  } else if (label == "UTF-8" && evidence.broken > 0) {
    page.oddities.push_back(std::string(claim.by) + " says UTF-8, but some bytes are not");
  }
  page.label = label;
  judgement.is_utf8 = label == "UTF-8" && evidence.broken == 0;
  return judgement;
}

DecodedPage decode(Judgement judgement, std::string_view bytes) {
  // Decoding may triple a page; the reader would cut what is more, and still sees that it is.
  constexpr std::size_t kEnough = Limits{}.bytes + 4;
  Result<std::string> text = to_utf8(bytes, judgement.page.label, kEnough);
  judgement.page.utf8 = text ? *std::move(text) : repair_utf8(bytes, kEnough);
  return std::move(judgement.page);
}

}  // namespace

std::string_view charset_of_content_type(std::string_view content_type) {
  for (std::size_t at = 0;;) {
    at = find_ignoring_case(content_type, "charset", at);
    if (at == std::string_view::npos) return {};
    at += 7;
    while (at < content_type.size() && is_space(content_type[at])) ++at;
    if (at >= content_type.size() || content_type[at] != '=') continue;
    ++at;
    while (at < content_type.size() && is_space(content_type[at])) ++at;
    if (at >= content_type.size()) return {};
    const char quote = content_type[at];
    if (quote == '"' || quote == '\'') {
      const std::size_t end = content_type.find(quote, at + 1);
      if (end == std::string_view::npos) return {};
      return content_type.substr(at + 1, end - at - 1);
    }
    std::size_t end = at;
    while (end < content_type.size() && !is_space(content_type[end]) && content_type[end] != ';' &&
           content_type[end] != ',') {
      ++end;
    }
    return content_type.substr(at, end - at);
  }
}

std::string_view prescan(std::string_view bytes) {
  const std::string_view meta = Prescan(bytes).run();
  return meta.empty() ? xml_declaration(bytes) : meta;
}

DecodedPage decode_page(std::string_view bytes, std::string_view content_type) {
  return decode(judge(bytes, content_type), bytes);
}

DecodedPage decode_in_place(std::string bytes, std::string_view content_type) {
  Judgement judgement = judge(bytes, content_type);
  if (!judgement.is_utf8) return decode(std::move(judgement), bytes);
  if (encoding_of_bom(bytes) == "UTF-8") bytes.erase(0, 3);
  judgement.page.utf8 = std::move(bytes);
  return std::move(judgement.page);
}

}  // namespace depesche::html
