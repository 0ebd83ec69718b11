#include "extract/headline/headline_text.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "text/fold.h"

namespace depesche::extract {

namespace {

constexpr std::array<std::string_view, 14> kSeparators{
    " | ", " - ", " – ", " — ", " :: ", " » ", " • ",
    " · ", " « ", " / ", "｜",  " ⋆ ",  " › ", " > "};

struct Cut {
  std::size_t at;
  std::size_t length;
};

/// Every separator that leaves something on both sides, in order.
std::vector<Cut> cuts_of(std::string_view title) {
  std::vector<Cut> cuts;
  for (const std::string_view separator : kSeparators) {
    for (std::size_t at = title.find(separator); at != std::string_view::npos;
         at = title.find(separator, at + 1)) {
      if (at > 0) cuts.push_back({at, separator.size()});
    }
  }
  std::sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) { return a.at < b.at; });
  return cuts;
}

/// "Der Standard" names derStandard.at, "WELT" names DIE WELT.
bool names_site(std::string_view tail, std::string_view site) {
  if (site.empty()) return false;
  const std::string key = headline_key(tail);
  return !key.empty() && (key == site || key_overlap(key, site) >= 0.99);
}

}  // namespace

std::string headline_key(std::string_view text) {
  const std::string folded = fold(text);
  std::string out;
  out.reserve(folded.size());
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const char c = folded[i];
    const auto byte = static_cast<unsigned char>(c);
    // General punctuation (dashes, quotation marks) is U+2000–U+206F: E2 80 and E2 81; the CJK one
    // is U+3000–U+303F: E3 80. Full-width forms were folded to ASCII.
    const bool wide = i + 2 < folded.size() &&
                      ((byte == 0xE2 && (folded[i + 1] == '\x80' || folded[i + 1] == '\x81')) ||
                       (byte == 0xE3 && folded[i + 1] == '\x80'));
    const bool narrow = byte == 0xC2 && i + 1 < folded.size();
    if (wide) i += 2;
    if (narrow) ++i;
    if (!wide && !narrow && (is_alnum(c) || byte >= 0x80)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

KeyWords words_of_key(std::string_view key) {
  KeyWords words;
  words.reserve(key.size() / 4 + 1);
  for (std::size_t at = 0; at < key.size();) {
    const std::size_t end = std::min(key.find(' ', at), key.size());
    words.push_back(key.substr(at, end - at));
    at = end + 1;
  }
  std::sort(words.begin(), words.end());
  return words;
}

double key_overlap(const KeyWords& x, const KeyWords& y) {
  if (x.empty() || y.empty()) return 0;
  std::size_t both = 0;
  for (auto i = x.begin(), j = y.begin(); i != x.end() && j != y.end();) {
    if (*i == *j) {
      ++both, ++i, ++j;
    } else if (*i < *j) {
      ++i;
    } else {
      ++j;
    }
  }
  return static_cast<double>(both) / static_cast<double>(std::min(x.size(), y.size()));
}

std::string tidy_headline(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto next = [&](std::size_t n) {
      return i + n < text.size() ? static_cast<unsigned char>(text[i + n]) : 0u;
    };
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0xC2 && next(1) == 0xAD) {  // soft hyphen
      ++i;
    } else if (byte == 0xC2 && next(1) == 0xA0) {  // no-break space
      out += ' ';
      ++i;
    } else if (byte == 0xE2 && next(1) == 0x80 && next(2) >= 0x80 && next(2) <= 0x8F) {
      // U+2000–U+200A are spaces, U+200B–U+200F have no width.
      if (next(2) <= 0x8A) out += ' ';
      i += 2;
    } else if (byte == 0xE2 && next(1) == 0x80 && next(2) == 0xAF) {  // narrow no-break space
      out += ' ';
      i += 2;
    } else {
      out += text[i];
    }
  }
  return squeeze(out);
}

std::string without_site_name(std::string_view title, std::string_view site,
                              const std::vector<std::string>& others) {
  const auto cuts = cuts_of(title);
  if (cuts.empty()) return std::string(title);
  const auto is_confirmed = [&](std::string_view part) {
    const std::string key = headline_key(part);
    return !key.empty() && std::find(others.begin(), others.end(), key) != others.end();
  };
  // A part that another claim repeats exactly is the headline.
  for (const Cut& cut : cuts) {
    const std::string_view head = trim(title.substr(0, cut.at));
    const std::string_view tail = trim(title.substr(cut.at + cut.length));
    if (is_confirmed(head)) return std::string(head);
    if (is_confirmed(tail)) return std::string(tail);
  }
  std::string_view kept = title;
  for (std::size_t i = cuts.size(); i-- > 0;) {
    if (cuts[i].at + cuts[i].length > title.size()) continue;  // overlaps the one just made
    const std::string_view head = trim(title.substr(0, cuts[i].at));
    const std::string_view tail = trim(title.substr(cuts[i].at + cuts[i].length));
    if (head.size() < 12) break;
    const bool bar = title[cuts[i].at + 1] == '|' || title[cuts[i].at] == '\xEF';
    // After a bar stands the outlet or a section; after a dash it may be the sentence's other half.
    if (!names_site(tail, site) && !(bar && tail.size() < 40)) break;
    kept = head;
    title = head;
  }
  return std::string(trim(kept));
}

}  // namespace depesche::extract
