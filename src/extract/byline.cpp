#include "extract/byline.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/ascii.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace depesche::extract {
namespace {

// The longest real ones (a ministry's office, four given names) stay below.
constexpr std::size_t kLongestByline = 600;
constexpr std::size_t kLongestName = 80;
constexpr std::size_t kMostWords = 7;
constexpr std::size_t kMostNames = 25;

// Words that introduce a byline, in many languages; longer phrases first.
constexpr std::array<std::string_view, 48> kIntroductions{
    "ein gastbeitrag von",
    "ein kommentar von",
    "eine analyse von",
    "ein interview von",
    "ein artikel von",
    "kommentar von",
    "analyse von",
    "interview von",
    "gastbeitrag von",
    "text und fotos:",
    "autorin:",
    "autoren:",
    "autor:",
    "aufgezeichnet von",
    "zusammengestellt von",
    "protokoll:",
    "written by",
    "reported by",
    "posted by",
    "published by",
    "story by",
    "words by",
    "text by",
    "article by",
    "reviewed by",
    "edited by",
    "created by",
    "an analysis by",
    "opinion by",
    "escrito por",
    "publicado por",
    "redactado por",
    "scritto da",
    "pubblicato da",
    "écrit par",
    "publié par",
    "door onze redactie",
    "authors:",
    "author:",
    "author",
    "text:",
    "von:",
    "by:",
    "par:",
    "von",
    "by",
    "par",
    "por",
};
constexpr std::array<std::string_view, 5> kShortIntroductions{"di", "da", "door", "av", "af"};

constexpr std::array<std::string_view, 58> kAgencies{
    "dpa",
    "afp",
    "reuters",
    "ap",
    "kna",
    "epd",
    "apa",
    "sda",
    "keystone-sda",
    "sid",
    "dts",
    "ots",
    "dapd",
    "ddp",
    "efe",
    "ansa",
    "upi",
    "pti",
    "ani",
    "ians",
    "tass",
    "itar-tass",
    "interfax",
    "xinhua",
    "kyodo",
    "jiji",
    "yonhap",
    "pa",
    "pa media",
    "aap",
    "cp",
    "anp",
    "belga",
    "ntb",
    "tt",
    "ritzau",
    "stt",
    "pap",
    "ctk",
    "mti",
    "lusa",
    "europa press",
    "bloomberg",
    "dow jones",
    "dpa-afx",
    "awp",
    "vwd",
    "ats",
    "lpa",
    "associated press",
    "the associated press",
    "agence france-presse",
    "deutsche presse-agentur",
    "agerpres",
    "tanjug",
    "hina",
    "unn",
    "bta",
};

// What may stand between two names.
constexpr std::array<std::string_view, 17> kSeparators{
    " und ",  " and ", " & ", " et ", " y ", " e ", " og ", " och ", " en ",
    " with ", " mit ", " | ", " / ",  "/",   ";",   "•",    "·",
};

// A part with one of these words tells what somebody does, not who somebody is.
constexpr std::array<std::string_view, 60> kRoles{
    "redakteur",
    "redakteurin",
    "korrespondent",
    "korrespondentin",
    "chefredakteur",
    "chefredakteurin",
    "reporter",
    "reporterin",
    "volontär",
    "volontärin",
    "ressortleiter",
    "ressortleiterin",
    "autor",
    "autorin",
    "leiter",
    "leiterin",
    "editor",
    "correspondent",
    "writer",
    "journalist",
    "columnist",
    "contributor",
    "producer",
    "author",
    "staff",
    "reviewer",
    "freelance",
    "senior",
    "chief",
    "deputy",
    "director",
    "manager",
    "professor",
    "analyst",
    "specialist",
    "rédacteur",
    "rédactrice",
    "journaliste",
    "correspondant",
    "correspondante",
    "redactor",
    "redactora",
    "periodista",
    "corresponsal",
    "giornalista",
    "phd",
    "ph.d",
    "ph.d.",
    "md",
    "m.d.",
    "msc",
    "rd",
    "rdn",
    "mba",
    "mph",
    "expert",
    "dietitian",
    "founder",
    "ceo",
    "fotograf",
};

// Stand-ins that name nobody.
constexpr std::array<std::string_view, 18> kNobody{
    "admin",   "administrator", "unknown", "null",  "undefined", "none",
    "n/a",     "guest",         "author",  "autor", "user",      "root",
    "default", "webmaster",     "test",    "by",    "von",       "anonymous",
};

// Small words inside names.
constexpr std::array<std::string_view, 34> kParticles{
    "von", "van", "der", "den", "de",  "del", "della", "di",  "da",  "dos",   "du", "la",
    "le",  "el",  "al",  "bin", "ibn", "ben", "zu",    "zur", "vom", "und",   "y",  "e",
    "ter", "ten", "af",  "av",  "auf", "im",  "am",    "do",  "das", "van't",
};

template <std::size_t n>
bool contains(const std::array<std::string_view, n>& words, std::string_view word) {
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
  for (const std::string_view introduction : kIntroductions) {
    if (drop(introduction)) return true;
  }
  // Two-letter words could begin a name ("Di Stefano"): only with a small letter.
  for (const std::string_view introduction : kShortIntroductions) {
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
    if (contains(kRoles, fold(word))) return true;
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
    } else if (!contains(kParticles, word)) {
      return false;
    }
  }
  return capitals >= 2;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 0;
    for (const std::string_view separator : kSeparators) {
      if (text.substr(at, separator.size()) == separator) {
        length = separator.size();
        break;
      }
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
    if (contains(kNobody, folded)) return;
    // Numbers of editors, and "Image: …" or "content: …" from other fields.
    if (std::all_of(name.begin(), name.end(), is_digit)) return;
    if (name.find(':') != std::string_view::npos) return;
    if (source_ == BylineSource::Visible && (!looks_like_name(name) || is_role(name))) return;
    for (const std::string& known : names_) {
      if (fold(known) == folded) return;
    }
    names_.push_back(squeeze(name));
  }

  // " in Berlin", " - Reporter", " für Beispielblatt", " @handle" follow a name.
  static void cut_tail(std::string_view& name) {
    for (const std::string_view mark :
         {" in ", " aus ", " für ", " for ", " - ", " – ", " — ", " @", " at ", " on ", " via "}) {
      const std::size_t at = name.find(mark);
      if (at != std::string_view::npos && at > 2) name = trim_marks(name.substr(0, at));
    }
  }

  BylineSource source_;
  std::vector<std::string> names_;
};

}  // namespace

bool is_agency(std::string_view name) {
  const std::string folded = fold(trim_marks(name));
  if (contains(kAgencies, folded)) return true;
  // "dpa-infocom", "dpa/lno": a desk of an agency.
  const std::size_t hyphen = folded.find_first_of("-/");
  return hyphen != std::string::npos && hyphen >= 2 && folded.size() <= 16 &&
         contains(kAgencies, folded.substr(0, hyphen)) && folded.find(' ') == std::string::npos;
}

std::vector<std::string> names_in(std::string_view byline, BylineSource source) {
  const std::string line = squeeze(byline.substr(0, kLongestByline));
  std::string_view text = trim_marks(line);
  while (drop_introduction(text)) {
  }
  if (text.empty() || starts_with_ignoring_case(text, "http")) return {};
  Names names(source);
  for (const std::string_view part : split(text)) names.add_part(part);
  return names.take();
}

}  // namespace depesche::extract
