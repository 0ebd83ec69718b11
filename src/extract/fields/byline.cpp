#include "extract/fields/byline.h"

#include <algorithm>
#include <cstddef>

#include "base/ascii.h"
#include "extract/fields/byline_words.h"
#include "extract/headline/headline_text.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace depesche::extract {
namespace {

// The longest real ones (a ministry's office, four given names) stay below.
constexpr std::size_t kLongestText = 600;
constexpr std::size_t kLongestName = 80;
constexpr std::size_t kMostWords = 7;
constexpr std::size_t kMostNames = 25;

bool contains(words::Words words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string_view trim_marks(std::string_view text) {
  constexpr std::string_view kMarks = " \t\n.,:;|-–—/•·*\"'()[]";
  // Byte by byte would cut the dashes of another character in half.
  const auto is_dash = [](std::string_view s) {
    return s == "–" || s == "—" || s == "•" || s.substr(0, 2) == "·";
  };
  for (;;) {
    const std::size_t before = text.size();
    while (!text.empty() && static_cast<unsigned char>(text.front()) < 0x80 &&
           kMarks.find(text.front()) != std::string_view::npos) {
      text.remove_prefix(1);
    }
    // A name may end in a dot: "Max M."
    while (!text.empty() && text.back() != '.' && static_cast<unsigned char>(text.back()) < 0x80 &&
           kMarks.find(text.back()) != std::string_view::npos) {
      text.remove_suffix(1);
    }
    if (text.size() >= 3 && is_dash(text.substr(0, 3))) text.remove_prefix(3);
    if (text.size() >= 3 && is_dash(text.substr(text.size() - 3))) text.remove_suffix(3);
    if (text.size() == before) return text;
  }
}

bool drop_introduction(std::string_view& text) {
  const std::string folded = fold(text.substr(0, 40));
  const auto drop = [&](std::string_view introduction) {
    if (!folded.starts_with(introduction)) return false;
    const bool ends_word = introduction.back() == ':' || folded.size() == introduction.size() ||
                           folded[introduction.size()] == ' ' || folded[introduction.size()] == ':';
    if (!ends_word || text.size() < introduction.size()) return false;
    text = trim_marks(text.substr(introduction.size()));
    return true;
  };
  for (const std::string_view introduction : words::introductions()) {
    if (drop(introduction)) return true;
  }
  // Two-letter words could begin a name ("Di Stefano"): only with a small letter.
  for (const std::string_view introduction : words::short_introductions()) {
    if (text.starts_with(introduction) && drop(introduction)) return true;
  }
  return false;
}

bool looks_like_address(std::string_view text) {
  return text.find('@') != std::string_view::npos || text.find("://") != std::string_view::npos ||
         starts_with_ignoring_case(text, "www.");
}

bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

bool is_role(std::string_view text) {
  for (const std::string_view word : words_of(text)) {
    if (contains(words::roles(), fold(word))) return true;
  }
  return false;
}

bool begins_with_capital(std::string_view word) {
  const char32_t first = decode_utf8(word, 0).value;
  if (first < 0x80) return first >= 'A' && first <= 'Z';
  return fold(word) != word;
}

/// Two to six words, each with a capital or a particle; agencies in any case.
bool looks_like_name(std::string_view text) {
  if (is_agency(text)) return true;
  const auto words = words_of(text);
  if (words.size() < 2 || words.size() > 6 || has_digit(text)) return false;
  std::size_t capitals = 0;
  for (const std::string_view word : words) {
    if (begins_with_capital(word)) {
      ++capitals;
    } else if (!contains(words::particles(), word)) {
      return false;
    }
  }
  return capitals >= 2;
}

/// "Morgan & Morgan" and "Center for Drug Evaluation and Research" are one name: a conjunction
/// parts names only where each side is whole by itself.
bool is_whole(std::string_view piece) {
  piece = trim_marks(piece);
  return words_of(piece).size() >= 2 || is_agency(piece);
}

bool parts_names(std::string_view text, std::size_t begin, std::size_t at, std::size_t length) {
  std::string_view left = text.substr(begin, at - begin);
  if (const std::size_t comma = left.rfind(','); comma != std::string_view::npos) {
    // "Anna Berg, und Tom Eich": what stands before the comma is parted already.
    if (!trim_marks(left.substr(comma)).empty()) left = left.substr(comma + 1);
  }
  std::string_view right = text.substr(at + length);
  right = right.substr(0, right.find_first_of(",;/|("));
  return is_whole(left) && is_whole(right);
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 0;
    for (const std::string_view separator : words::separators()) {
      if (text.substr(at, separator.size()) != separator) continue;
      const bool conjunction = separator.front() == ' ' && separator != " | " && separator != " / ";
      if (!conjunction || parts_names(text, begin, at, separator.size())) {
        length = separator.size();
      }
      break;
    }
    if (length == 0) {
      ++at;
      continue;
    }
    parts.push_back(text.substr(begin, at - begin));
    // The space that ends one separator may begin the next: "A, B, und C".
    at += length;
    begin = at;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

/// What links beside a byline say instead of a name.
bool is_label(std::string_view text) {
  for (const std::string_view word : words_of(text)) {
    if (contains(words::labels(), fold(word))) return true;
  }
  return false;
}

class Names {
 public:
  explicit Names(BylineSource source) : source_(source) {}

  void add_part(std::string_view part) {
    // "Anna Berg (dpa)", "Anna Berg (Text)".
    const std::size_t open = part.find('(');
    if (open != std::string_view::npos) {
      const std::size_t close = std::min(part.find(')', open), part.size());
      const std::string_view inside = part.substr(open + 1, close - open - 1);
      add_commas(part.substr(0, open));
      if (is_agency(inside)) add(inside);
      return;
    }
    add_commas(part);
  }

  std::vector<std::string> take() { return std::move(names_); }

 private:
  // After a comma comes another name, a role or a place. A place has one word and is no agency.
  void add_commas(std::string_view part) {
    bool first = true;
    for (std::size_t at = 0; at <= part.size();) {
      const std::size_t end = std::min(part.find(',', at), part.size());
      const std::string_view piece = trim_marks(part.substr(at, end - at));
      const bool is_name = first || is_agency(piece) || looks_like_name(piece);
      if (is_name && (first || !is_role(piece))) add(piece);
      first = false;
      at = end + 1;
    }
  }

  void add(std::string_view text) {
    std::string_view name = trim_marks(text);
    drop_introduction(name);
    cut_tail(name);
    if (name.empty() || name.size() > kLongestName || names_.size() >= kMostNames) return;
    if (looks_like_address(name) || words_of(name).size() > kMostWords) return;
    const std::string folded = fold(name);
    if (contains(words::nobodies(), folded)) return;
    // Numbers of editors, and "Image: …" or "content: …" from other fields.
    if (std::all_of(name.begin(), name.end(), is_digit)) return;
    if (name.find(':') != std::string_view::npos) return;
    if (source_ == BylineSource::Visible && (!looks_like_name(name) || is_role(name))) return;
    if (source_ == BylineSource::Marked && (words_of(name).size() > 4 || is_label(name))) return;
    for (const std::string& known : names_) {
      if (fold(known) == folded) return;
    }
    names_.push_back(squeeze(name));
  }

  // " in Berlin", " - Reporter", " für Beispielblatt", " @handle" follow a name.
  static void cut_tail(std::string_view& name) {
    for (const std::string_view mark :
         {" in ", " aus ", " für ", " for ", " - ", " – ", " — ", " @", " at ", " on ", " via ",
          " am ", " Published", " Updated", " Posted", " Veröffentlicht", " Aktualisiert",
          " Publié"}) {
      const std::size_t at = name.find(mark);
      // "Center for Boats" is cut nowhere: one word before the mark is no whole name.
      if (at == std::string_view::npos || words_of(name.substr(0, at)).size() < 2) continue;
      name = trim_marks(name.substr(0, at));
    }
  }

  BylineSource source_;
  std::vector<std::string> names_;
};

}  // namespace

bool is_agency(std::string_view name) {
  const std::string folded = fold(trim_marks(name));
  if (contains(words::agencies(), folded)) return true;
  // "dpa-infocom", "dpa/lno": a desk of an agency.
  const std::size_t hyphen = folded.find_first_of("-/");
  return hyphen != std::string::npos && hyphen >= 2 && folded.size() <= 16 &&
         contains(words::agencies(), folded.substr(0, hyphen)) &&
         folded.find(' ') == std::string::npos;
}

std::vector<std::string> names_in(std::string_view byline, BylineSource source) {
  const std::string line = tidy_headline(byline.substr(0, kLongestText));
  std::string_view text = trim_marks(line);
  while (drop_introduction(text)) {
  }
  if (text.empty() || starts_with_ignoring_case(text, "http")) return {};
  Names names(source);
  for (const std::string_view part : split(text)) names.add_part(part);
  return names.take();
}

void NameList::add(std::string_view text, BylineSource source) {
  constexpr std::size_t kMostAuthors = 25;
  for (std::string& name : names_in(text, source)) {
    const std::string folded = fold(name);
    const bool known = std::any_of(names_.begin(), names_.end(),
                                   [&](const std::string& n) { return fold(n) == folded; });
    if (!known && names_.size() < kMostAuthors) names_.push_back(std::move(name));
  }
}

}  // namespace depesche::extract
