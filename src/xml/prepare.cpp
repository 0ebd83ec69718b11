#include "xml/prepare.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"

namespace depesche::xml {
namespace {

constexpr std::size_t kLongestName = 32;  // of HTML's references

bool is_name_start(char c) {
  return is_alpha(c) || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

class Preparer {
 public:
  Preparer(std::string_view in, NamedReferences names, const Limits& limits)
      : in_(in), names_(names), limits_(limits) {}

  Result<Prepared> run() {
    begin();
    while (at_ < in_.size() && !too_large_) step();
    if (too_large_) {
      return Error{ErrorCode::TooLarge, "an element has too many attributes"};
    }
    return std::move(out_);
  }

 private:
  bool rest_is(std::string_view text) const { return in_.substr(at_).starts_with(text); }

  void begin() {
    out_.text.reserve(in_.size() + in_.size() / 16);
    const std::size_t first = std::min(in_.find('<'), in_.size());
    if (first > 0 && !trim(in_.substr(0, first)).empty()) note("text stands before the document");
    at_ = first;
  }

  void step() {
    const char c = in_[at_];
    if (c == '&') return reference();
    if (c != '<') return copy_text();
    if (rest_is("<![CDATA[")) return copy_section();
    if (rest_is("<!--")) return drop(&Preparer::skip_comment);
    if (rest_is("<!")) return drop(&Preparer::skip_declaration);
    if (rest_is("<?")) return drop(&Preparer::skip_instruction);
    const char next = at_ + 1 < in_.size() ? in_[at_ + 1] : ' ';
    if (is_name_start(next)) return start_tag();
    if (next == '/' && at_ + 2 < in_.size() && is_name_start(in_[at_ + 2])) return end_tag();
    note("a < that begins no tag");
    out_.text += "&#60;";
    ++at_;
  }

  void copy_text() {
    const std::size_t end = std::min(in_.find_first_of("<&", at_), in_.size());
    copy(at_, end);
    at_ = end;
  }

  // Without what XML forbids: most control characters, and U+FFFE and U+FFFF.
  void copy(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const bool noncharacter = in_[i] == '\xEF' && i + 2 < end && in_[i + 1] == '\xBF' &&
                                (in_[i + 2] == '\xBE' || in_[i + 2] == '\xBF');
      if (!noncharacter && !is_forbidden(in_[i])) continue;
      note("a character that XML forbids");
      out_.text.append(in_, begin, i - begin);
      if (noncharacter) i += 2;
      begin = i + 1;
    }
    out_.text.append(in_, begin, end - begin);
  }

  void copy_section() {
    const std::size_t end = in_.find("]]>", at_);
    const std::size_t past = end == std::string_view::npos ? in_.size() : end + 3;
    copy(at_, past);
    at_ = past;
    if (end != std::string_view::npos) return;
    note("it breaks off within a section");
    out_.text += "]]>";
  }

  // Leaves the line breaks, so that libxml2 counts lines as we do.
  void drop(void (Preparer::*skip)()) {
    const std::size_t begin = at_;
    (this->*skip)();
    const auto first = in_.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = in_.begin() + static_cast<std::ptrdiff_t>(at_);
    out_.text.append(static_cast<std::size_t>(std::count(first, last, '\n')), '\n');
  }

  void skip_comment() { skip_past("-->"); }

  // Some declarations end in a plain '>'; then the next "?>" is far away, behind other tags.
  void skip_instruction() {
    // Looked for once, not once for each of a million instructions that do not end.
    if (!instruction_end_ || *instruction_end_ < at_) instruction_end_ = in_.find("?>", at_);
    const std::size_t end = *instruction_end_;
    const std::size_t tag = in_.find('<', at_ + 1);
    if (end != std::string_view::npos && end < tag) return skip_past("?>");
    note("a processing instruction that does not end");
    skip_past(in_.find('>', at_) < tag ? ">" : "?>");
  }

  void skip_past(std::string_view end_mark) {
    const std::size_t end = in_.find(end_mark, at_);
    at_ = end == std::string_view::npos ? in_.size() : end + end_mark.size();
  }

  // <!DOCTYPE … [ … ]>, with quoted texts and comments inside.
  void skip_declaration() {
    int brackets = 0;
    for (; at_ < in_.size(); ++at_) {
      const char c = in_[at_];
      if (c == '[') ++brackets;
      if (c == ']') --brackets;
      if (c == '>' && brackets <= 0) {
        ++at_;
        return;
      }
      if (rest_is("<!--")) {
        skip_past("-->");
        --at_;
      } else if (c == '"' || c == '\'') {
        const std::size_t close = in_.find(c, at_ + 1);
        // An apostrophe in running text opens nothing.
        if (close != std::string_view::npos && close - at_ < kLongestLiteral) at_ = close;
      }
    }
  }

  // Copies the tag, mending references in its values. Quotes decide where it ends, unless a '<'
  // says that one was forgotten.
  void start_tag() {
    std::size_t values = 0, declarations = 0;
    char quote = '\0';
    out_.text += in_[at_++];
    while (at_ < in_.size()) {
      const char c = in_[at_];
      if (c == '&') {
        reference();
        continue;
      }
      if (c == '<') {
        if (quote == '\0') return;
        note("a < inside a value");
        out_.text += "&#60;";
        ++at_;
        continue;
      }
      if (quote == '\0' && rest_is("xmlns")) ++declarations;
      if (quote == '\0' && (c == '"' || c == '\'')) {
        quote = c;
        ++values;
      } else if (c == quote) {
        quote = '\0';
      }
      copy(at_, at_ + 1);
      ++at_;
      if (c == '>' && quote == '\0') break;
    }
    too_large_ = values > limits_.attributes || declarations > limits_.namespaces;
  }

  void end_tag() {
    const std::size_t end = std::min(in_.find_first_of("<>", at_ + 1), in_.size());
    copy(at_, end);
    at_ = end;
    if (at_ < in_.size() && in_[at_] == '>') ++at_;
    out_.text += '>';
  }

  void reference() {
    const std::string_view rest = in_.substr(at_ + 1, kLongestName + 1);
    if (rest.starts_with('#')) return numeric_reference(rest);
    const std::size_t semicolon = rest.find(';');
    const std::string_view name = rest.substr(0, semicolon);
    const bool is_name = semicolon != std::string_view::npos && !name.empty() &&
                         std::all_of(name.begin(), name.end(), is_alnum);
    if (!is_name) {
      note("an ampersand that begins no reference");
      return literal_ampersand();
    }
    if (name == "lt") return replace("&#60;", name.size() + 2);
    if (name == "gt") return replace("&#62;", name.size() + 2);
    if (name == "amp") return replace("&#38;", name.size() + 2);
    if (name == "quot") return replace("&#34;", name.size() + 2);
    if (name == "apos") return replace("&#39;", name.size() + 2);
    const std::string_view text = names_ ? names_(name) : std::string_view{};
    if (text.empty()) {
      note("a reference to an unknown name");
      return literal_ampersand();
    }
    std::string escaped;
    for (const char c : text) {
      const bool markup = c == '<' || c == '>' || c == '&' || c == '"' || c == '\'';
      escaped += markup ? "&#" + std::to_string(static_cast<int>(c)) + ";" : std::string(1, c);
    }
    replace(escaped, name.size() + 2);
  }

  // Numbers that XML forbids would end libxml2's patience; windows-1252's are meant as such, and
  // HTML, which reads the text next, knows them.
  void numeric_reference(std::string_view rest) {
    const bool hex = rest.size() > 1 && to_lower(rest[1]) == 'x';
    std::size_t end = hex ? 2 : 1;
    const std::size_t digits = end;
    unsigned long value = 0;
    const auto digit = [hex](char c) {
      if (is_digit(c)) return c - '0';
      const char low = to_lower(c);
      return hex && low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
    };
    for (; end < rest.size() && digit(rest[end]) >= 0; ++end) {
      value = std::min(value * (hex ? 16UL : 10UL) + static_cast<unsigned long>(digit(rest[end])),
                       0x110000UL);
    }
    if (end == digits || end >= rest.size() || rest[end] != ';') {
      note("an ampersand that begins no reference");
      return literal_ampersand();
    }
    const bool allowed = value == 9 || value == 10 || value == 13 ||
                         (value >= 0x20 && value < 0xD800) || (value > 0xDFFF && value < 0xFFFE) ||
                         (value >= 0x10000 && value < 0x110000);
    if (allowed && !(value >= 0x80 && value <= 0x9F)) {
      return replace("&#" + std::to_string(value) + ";", end + 2);
    }
    if (allowed) return replace(windows_1252(value), end + 2);
    note("a character that XML forbids");
    replace("\uFFFD", end + 2);
  }

  static std::string windows_1252(unsigned long value) {
    constexpr std::string_view kTexts[] = {"€", "",  "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š",
                                           "‹", "Œ", "",  "Ž", "",  "",  "‘", "’", "“", "”", "•",
                                           "–", "—", "˜", "™", "š", "›", "œ", "",  "ž", "Ÿ"};
    return std::string(kTexts[value - 0x80]);
  }

  void literal_ampersand() { replace("&#38;", 1); }

  void replace(std::string_view text, std::size_t length) {
    out_.text += text;
    at_ += length;
  }

  // The line is counted from the last problem on, so that counting stays linear.
  void note(std::string_view message) {
    line_ += static_cast<int>(std::count(in_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                         in_.begin() + static_cast<std::ptrdiff_t>(at_), '\n'));
    counted_ = at_;
    const bool known = std::any_of(out_.problems.begin(), out_.problems.end(),
                                   [&](const Problem& p) { return p.message == message; });
    if (!known) out_.problems.push_back({line_, std::string(message)});
  }

  static constexpr std::size_t kLongestLiteral = 1024;

  std::string_view in_;
  NamedReferences names_;
  const Limits& limits_;
  std::size_t at_ = 0;
  std::size_t counted_ = 0;
  std::optional<std::size_t> instruction_end_;  // of the next one that ends, once looked for
  int line_ = 1;
  bool too_large_ = false;
  Prepared out_;
};

}  // namespace

Result<Prepared> prepare(std::string_view utf8, NamedReferences names, const Limits& limits) {
  return Preparer(utf8, names, limits).run();
}

}  // namespace depesche::xml
