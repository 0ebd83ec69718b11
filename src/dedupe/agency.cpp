#include "dedupe/agency.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>
#include <vector>

#include "base/ascii.h"
#include "text/tokens.h"

namespace depesche {
namespace {

struct Spelling {
  std::string_view words;
  Agency agency;
};

// As agencies sign, the longer first where one begins another; the case counts, because "sid" and
// "pap" are words in some language.
constexpr std::array kSpellings{
    Spelling{"dpa", Agency::Dpa},
    Spelling{"DPA", Agency::Dpa},
    Spelling{"Deutsche Presse-Agentur", Agency::Dpa},
    Spelling{"AFP", Agency::Afp},
    Spelling{"afp", Agency::Afp},
    Spelling{"Agence France-Presse", Agency::Afp},
    Spelling{"Reuters", Agency::Reuters},
    Spelling{"REUTERS", Agency::Reuters},
    Spelling{"rtr", Agency::Reuters},
    Spelling{"AP", Agency::Ap},
    // Not one of ours, and not AP.
    Spelling{"Australian Associated Press", Agency::None},
    Spelling{"Associated Press", Agency::Ap},
    Spelling{"KNA", Agency::Kna},
    Spelling{"kna", Agency::Kna},
    Spelling{"epd", Agency::Epd},
    Spelling{"APA", Agency::Apa},
    Spelling{"Austria Presse Agentur", Agency::Apa},
    Spelling{"sda", Agency::Sda},
    Spelling{"SDA", Agency::Sda},
    Spelling{"Keystone-SDA", Agency::Sda},
    Spelling{"Keystone-ATS", Agency::Sda},
    Spelling{"SID", Agency::Sid},
    Spelling{"ANSA", Agency::Ansa},
    Spelling{"EFE", Agency::Efe},
    Spelling{"Agencia Efe", Agency::Efe},
    Spelling{"TASS", Agency::Tass},
    Spelling{"Xinhua", Agency::Xinhua},
    Spelling{"dts", Agency::Dts},
    Spelling{"PA Media", Agency::Pa},
    Spelling{"Ritzau", Agency::Ritzau},
    Spelling{"TT", Agency::Tt},
    Spelling{"NTB", Agency::Ntb},
    Spelling{"Belga", Agency::Belga},
    Spelling{"ANP", Agency::Anp},
    Spelling{"Lusa", Agency::Lusa},
    Spelling{"PAP", Agency::Pap},
    Spelling{"MTI", Agency::Mti},
    Spelling{"Kyodo", Agency::Kyodo},
    Spelling{"Ukrinform", Agency::Ukrinform},
    Spelling{"Bloomberg", Agency::Bloomberg},
    Spelling{"PTI", Agency::Pti},
    Spelling{"ANI", Agency::Ani},
    Spelling{"IANS", Agency::Ians},
    Spelling{"UPI", Agency::Upi},
    Spelling{"Interfax", Agency::Interfax},
    Spelling{"Yonhap", Agency::Yonhap},
    Spelling{"Canadian Press", Agency::CanadianPress},
    Spelling{"Europa Press", Agency::EuropaPress},
    Spelling{"Adnkronos", Agency::Adnkronos},
    Spelling{"ČTK", Agency::Ctk},
    Spelling{"STT", Agency::Stt},
};

// Where such a word stands, the agency owns the picture.
constexpr std::array<std::string_view, 16> kPictureWords{
    "foto",   "fotos", "fotograf", "photo", "photos", "photographer", "bild",   "bilder",
    "images", "image", "picture",  "getty", "file",   "pool",         "archiv", "video"};

// What may stand beside agencies where they sign; also any number and any desk's code.
constexpr std::array<std::string_view, 35> kSigningWords{
    "mit",    "with",    "und",      "and",       "con",       "información", "quelle",
    "of",     "source",  "quellen",  "sources",   "fonte",     "fuente",      "agencia",
    "agence", "agenzia", "agentur",  "agenturen", "agencies",  "staff",       "von",
    "by",     "from",    "the",      "keystone",  "infocom",   "af",          "avec",
    "inputs", "input",   "material", "redaktion", "redazione", "rédaction",   "redacción"};

// What agencies call their parts: "Bloomberg News".
constexpr std::array<std::string_view, 6> kHouseWords{"news",    "agency",  "service",
                                                      "english", "deutsch", "television"};

constexpr std::size_t kOpening = 300;   // bytes in which a dateline stands
constexpr std::size_t kClosing = 250;   // bytes in which a signature stands
constexpr std::size_t kDateline = 60;   // bytes of places and dates before the mark
constexpr std::size_t kSignature = 80;  // bytes of a line or bracket that does nothing but sign

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  const std::string low = to_lower(word);
  return std::find(words.begin(), words.end(), low) != words.end();
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_ascii_mark(char c) { return static_cast<unsigned char>(c) < 0x80 && !is_alnum(c); }

/// The spelling that begins at this token, if it ends with a token too: "APA" is not "AP".
const Spelling* spelling_at(std::string_view text, const Token& token) {
  const char first = text[token.begin];  // tells most words from all of them
  for (const Spelling& spelling : kSpellings) {
    if (spelling.words.front() != first) continue;
    if (!text.substr(token.begin).starts_with(spelling.words)) continue;
    const std::size_t end = token.begin + spelling.words.size();
    if (end >= token.end() && (end == text.size() || !is_alnum(text[end]))) return &spelling;
  }
  return nullptr;
}

/// "gem", "lno", "FR": who edited it, for whom.
bool is_desk_code(std::string_view word) {
  if (word.size() > 4) return false;
  const bool lower = std::none_of(word.begin(), word.end(), is_upper);
  return lower || (word.size() <= 3 && std::all_of(word.begin(), word.end(), is_upper));
}

/// The first agency of a passage that does nothing but sign; nothing when it says more than that,
/// names a picture, or signs for nobody.
Agency signature(std::string_view passage) {
  if (passage.empty() || passage.size() > kSignature) return Agency::None;
  // What is left of a sentence whose letters were lost.
  if (passage.front() == ',' || passage.find('"') != std::string_view::npos) return Agency::None;
  Agency first = Agency::None;
  std::size_t end = 0;  // of the last spelling
  for (const Token& token : tokenise(passage)) {
    if (token.begin < end) continue;
    const std::string_view word = token.of(passage);
    if (const Spelling* spelling = spelling_at(passage, token)) {
      if (first == Agency::None) first = spelling->agency;
      end = token.begin + spelling->words.size();
      continue;
    }
    if (is_one_of(kPictureWords, word)) return Agency::None;
    const bool may_stand =
        token.kind == TokenKind::Number || is_desk_code(word) || is_one_of(kSigningWords, word);
    if (!may_stand) return Agency::None;
  }
  return first;
}

bool has_digit(std::string_view text) { return std::any_of(text.begin(), text.end(), is_digit); }

/// Whether a sentence or a quotation has just ended, or nothing has been said.
bool is_complete(std::string_view before) {
  if (before.empty()) return true;
  for (std::string_view stop : {".", "!", "?", "…", "\"", "”", "“", "»", "«", ")", "’"}) {
    if (before.ends_with(stop)) return true;
  }
  return false;
}

struct Bracket {
  std::string_view before;   // on the line, trimmed
  std::string_view content;  // without the brackets
  std::string_view after;    // on the line, trimmed
};

/// The first of two characters from `at` on, npos where there is neither.
std::size_t find_either(std::string_view text, char a, char b, std::size_t at) {
  while (at < text.size() && text[at] != a && text[at] != b) ++at;
  return at < text.size() ? at : std::string_view::npos;
}

std::vector<Bracket> brackets_in(std::string_view line) {
  std::vector<Bracket> out;
  for (std::size_t open = find_either(line, '(', '[', 0); open != std::string_view::npos;
       open = find_either(line, '(', '[', open + 1)) {
    const std::size_t close = find_either(line, ')', ']', open);
    if (close == std::string_view::npos) break;
    out.push_back({trim(line.substr(0, open)), line.substr(open + 1, close - open - 1),
                   trim(line.substr(close + 1))});
  }
  return out;
}

bool begins_with_dash(std::string_view text) {
  for (std::string_view dash : {"-", "–", "—", "|", ":", ".-", ".–", ".—", "/"}) {
    if (text.starts_with(dash)) return true;
  }
  return false;
}

/// "PARIS (AFP) – Der …", "GAZA CITY, Gaza Strip (AP) The …", "Stand: 06:50 (Xinhua)"; but not the
/// caption that ends in the owner's name, nor "the agency (AFP) reports".
bool is_dateline(const Bracket& bracket) {
  if (!bracket.before.empty() && is_digit(bracket.before.back())) return true;
  if (bracket.before.size() > kDateline || bracket.after.empty()) return false;
  return begins_with_dash(bracket.after) || is_upper(bracket.after.front());
}

/// "AFP, publié le mardi 18 mai 2021 à 16h57": who and when, on a line of its own.
Agency dated_line(std::string_view line) {
  const std::size_t comma = line.find(',');
  if (line.size() > kDateline || comma == std::string_view::npos) return Agency::None;
  const std::string_view when = trim(line.substr(comma + 1));
  const bool says_when = has_digit(when) && !is_ascii_mark(when.front());
  return says_when ? signature(line.substr(0, comma)) : Agency::None;
}

/// "BERLIN dpa | Der …", "BERLIN taz/dpa | Der …", "AFP – Le …": nothing but capitals before it.
Agency bare_dateline(std::string_view line) {
  if (line.empty() || is_ascii_mark(line.front())) return Agency::None;
  std::size_t bar = std::string_view::npos;
  for (std::string_view dash : {" | ", " - ", " – ", " — "}) bar = std::min(bar, line.find(dash));
  if (bar > kDateline) return Agency::None;
  const std::string_view head = line.substr(0, bar);
  for (const Token& token : tokenise(head)) {
    if (const Spelling* spelling = spelling_at(head, token)) return spelling->agency;
    const std::string_view word = token.of(head);
    const bool is_place =
        std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const bool is_joined = is_desk_code(word) && head.substr(token.end()).starts_with('/');
    if (!is_place && !is_joined) return Agency::None;
  }
  return Agency::None;
}

Agency dateline_in(std::string_view line) {
  for (const Bracket& bracket : brackets_in(line)) {
    const Agency agency = signature(bracket.content);
    if (agency != Agency::None && is_dateline(bracket)) return agency;
  }
  const Agency dated = dated_line(line);
  return dated != Agency::None ? dated : bare_dateline(line);
}

/// "Copyright 2024 The Associated Press. All rights reserved."
Agency rights_in(std::string_view line) {
  for (std::string_view mark : {"Copyright", "©"}) {
    const std::size_t at = line.find(mark);
    if (at == std::string_view::npos) continue;
    const std::string_view owner = line.substr(at + mark.size());
    const std::size_t end = owner.find_first_of(".,;");
    if (is_complete(trim(line.substr(0, at)))) return signature(trim(owner.substr(0, end)));
  }
  return Agency::None;
}

/// What follows the last complete sentence of a line: "… merece». EFE" → "EFE".
std::string_view last_words(std::string_view line) {
  constexpr std::array<std::string_view, 9> kStops{".", "!", "?", "”", "“", "\"", "»", "«", ".)"};
  std::size_t space = line.rfind(' ');
  for (; space != std::string_view::npos && space > 0; space = line.rfind(' ', space - 1)) {
    const std::string_view before = line.substr(0, space);
    const auto ends_so = [before](std::string_view stop) { return before.ends_with(stop); };
    if (std::any_of(kStops.begin(), kStops.end(), ends_so)) return trim(line.substr(space + 1));
  }
  return trim(line);
}

/// `is_last`: nothing follows the line. Above others, a name behind a sentence is more often the
/// owner of a picture whose caption the line is.
Agency signature_in(std::string_view line, bool is_last) {
  for (const Bracket& bracket : brackets_in(line)) {
    const Agency agency = signature(bracket.content);
    // In the middle of a sentence it names a source, unless it is dated.
    const bool signs = is_complete(bracket.before) || has_digit(bracket.content);
    if (agency != Agency::None && signs) return agency;
  }
  if (const Agency agency = rights_in(line); agency != Agency::None) return agency;
  const std::string_view words = is_last ? last_words(line) : line;
  return signature(words);
}

/// Calls `find` for each line that has a part in [from, to); gives the first agency found.
template <class Find>
Agency first_in_lines(std::string_view text, std::size_t from, std::size_t to, Find find) {
  std::size_t begin = from == 0 ? 0 : text.rfind('\n', from - 1) + 1;  // npos + 1 is 0
  while (begin < to) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const Agency agency = find(trim(text.substr(begin, end - begin)));
    if (agency != Agency::None) return agency;
    begin = end + 1;
  }
  return Agency::None;
}

/// Whether a word follows that agencies do not have beside them: a surname.
bool is_followed_by_name(std::string_view name, std::size_t end) {
  if (end >= name.size() || name[end] != ' ') return false;
  const std::string_view after = trim(name.substr(end));
  const std::string_view word = after.substr(0, after.find_first_of(" ,/|"));
  return !word.empty() && is_upper(word.front()) && !is_one_of(kSigningWords, word) &&
         !is_one_of(kHouseWords, word);
}

/// An acronym is nobody's surname; "Bloomberg" may be, unless it stands where agencies stand. Some
/// are given names where bylines shout.
bool is_agency_in_byline(std::string_view name, const Token& token, const Spelling& spelling) {
  const bool is_name = spelling.words.find(' ') == std::string_view::npos &&
                       is_upper(spelling.words.front()) && spelling.words.size() > 1 &&
                       !is_upper(spelling.words[1]);
  const bool is_given_name = spelling.agency == Agency::Ani || spelling.agency == Agency::Sid ||
                             spelling.agency == Agency::Efe;
  if ((is_name || is_given_name) &&
      is_followed_by_name(name, token.begin + spelling.words.size())) {
    return false;
  }
  if (!is_name || token.begin == 0) return true;
  const std::string_view before = trim(name.substr(0, token.begin));
  const std::size_t space = before.find_last_of(" \t");
  const std::string_view last = before.substr(space == std::string_view::npos ? 0 : space + 1);
  return before.ends_with('/') || before.ends_with(',') || is_one_of(kSigningWords, last) ||
         is_desk_code(last);
}

Agency agency_of_byline(std::string_view name) {
  Agency first = Agency::None;
  std::size_t end = 0;  // of the last spelling
  for (const Token& token : tokenise(name)) {
    if (is_one_of(kPictureWords, token.of(name))) return Agency::None;
    const Spelling* spelling = token.begin < end ? nullptr : spelling_at(name, token);
    if (first != Agency::None || spelling == nullptr) continue;
    end = token.begin + spelling->words.size();
    if (is_agency_in_byline(name, token, *spelling)) first = spelling->agency;
  }
  // "PA" is a place and a grade as well; alone it signs.
  return first == Agency::None && trim(name) == "PA" ? Agency::Pa : first;
}

}  // namespace

std::string_view name(Agency agency) {
  constexpr std::array<std::string_view, 38> kNames{"",
                                                    "dpa",
                                                    "AFP",
                                                    "Reuters",
                                                    "AP",
                                                    "KNA",
                                                    "epd",
                                                    "APA",
                                                    "sda",
                                                    "SID",
                                                    "ANSA",
                                                    "EFE",
                                                    "TASS",
                                                    "Xinhua",
                                                    "dts",
                                                    "PA",
                                                    "Ritzau",
                                                    "TT",
                                                    "NTB",
                                                    "Belga",
                                                    "ANP",
                                                    "Lusa",
                                                    "PAP",
                                                    "MTI",
                                                    "Kyodo",
                                                    "Ukrinform",
                                                    "Bloomberg",
                                                    "PTI",
                                                    "ANI",
                                                    "IANS",
                                                    "UPI",
                                                    "Interfax",
                                                    "Yonhap",
                                                    "The Canadian Press",
                                                    "Europa Press",
                                                    "Adnkronos",
                                                    "ČTK",
                                                    "STT"};
  static_assert(kNames.size() == static_cast<std::size_t>(kLastAgency) + 1);
  return kNames[static_cast<std::size_t>(agency)];
}

Agency find_agency(std::string_view byline, std::string_view text) {
  const Agency signed_for = first_in_lines(byline, 0, byline.size(), agency_of_byline);
  if (signed_for != Agency::None) return signed_for;
  const std::size_t opening = std::min(kOpening, text.size());
  const Agency opened = first_in_lines(text, 0, opening, [](std::string_view line) {
    return dateline_in(line.substr(0, kOpening));
  });
  if (opened != Agency::None) return opened;
  const std::size_t closing = text.size() - std::min(kClosing, text.size());
  const std::string_view last = trim(text);
  return first_in_lines(text, closing, text.size(), [&last](std::string_view line) {
    const std::size_t from = line.size() - std::min(kClosing, line.size());
    if (line == "PA") return Agency::Pa;
    return signature_in(line.substr(from), line.data() + line.size() == last.data() + last.size());
  });
}

}  // namespace depesche
