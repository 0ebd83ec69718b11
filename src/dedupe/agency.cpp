#include "dedupe/agency.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace depesche {
namespace {

struct Spelling {
  std::string_view word;
  Agency agency;
};

// As agencies sign; the case counts, because "sid" and "pap" are words in some language.
constexpr std::array kSpellings{
    Spelling{"dpa", Agency::Dpa},
    Spelling{"DPA", Agency::Dpa},
    Spelling{"AFP", Agency::Afp},
    Spelling{"afp", Agency::Afp},
    Spelling{"Reuters", Agency::Reuters},
    Spelling{"REUTERS", Agency::Reuters},
    Spelling{"rtr", Agency::Reuters},
    Spelling{"AP", Agency::Ap},
    Spelling{"KNA", Agency::Kna},
    Spelling{"kna", Agency::Kna},
    Spelling{"epd", Agency::Epd},
    Spelling{"APA", Agency::Apa},
    Spelling{"sda", Agency::Sda},
    Spelling{"SDA", Agency::Sda},
    Spelling{"SID", Agency::Sid},
    Spelling{"ANSA", Agency::Ansa},
    Spelling{"EFE", Agency::Efe},
    Spelling{"TASS", Agency::Tass},
    Spelling{"Xinhua", Agency::Xinhua},
    Spelling{"dts", Agency::Dts},
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
};

struct LongName {
  std::string_view words;
  Agency agency;
};

constexpr std::array kLongNames{
    LongName{"Deutsche Presse-Agentur", Agency::Dpa},
    LongName{"Agence France-Presse", Agency::Afp},
    LongName{"Associated Press", Agency::Ap},
    LongName{"PA Media", Agency::Pa},
    LongName{"Keystone-SDA", Agency::Sda},
    LongName{"Austria Presse Agentur", Agency::Apa},
};

constexpr std::size_t kOpening = 300;  // bytes in which a dateline stands
constexpr std::size_t kClosing = 160;  // bytes in which a signature stands

Agency agency_of(std::string_view word) {
  for (const Spelling& spelling : kSpellings) {
    if (spelling.word == word) return spelling.agency;
  }
  return Agency::None;
}

Agency long_name_in(std::string_view text) {
  for (const LongName& name : kLongNames) {
    if (text.find(name.words) != std::string_view::npos) return name.agency;
  }
  return Agency::None;
}

/// A name alone may be the subject of the news; a mark is set off: (dpa), dpa/abc, © AFP, Quelle:
/// APA.
bool is_set_off(std::string_view text, const Token& token) {
  const std::string_view before = trim(text.substr(0, token.begin));
  const char next = token.end() < text.size() ? text[token.end()] : '\n';
  const char last = before.empty() ? '\n' : before.back();
  const bool opens = last == '(' || last == '/' || last == '[' || before.ends_with("©");
  const bool closes = next == ')' || next == '/' || next == ']';
  if (opens || (closes && next != '/')) return true;
  for (std::string_view word : {"Quelle:", "Source:", "Quellen:", "Fonte:", "Fuente:"}) {
    if (before.ends_with(word)) return true;
  }
  return next == '/' || (next == '-' && text.substr(token.end()).starts_with("-AFX"));
}

Agency mark_in(std::string_view text) {
  for (const Token& token : tokenise(text)) {
    const Agency agency = agency_of(token.of(text));
    if (agency != Agency::None && is_set_off(text, token)) return agency;
  }
  return Agency::None;
}

}  // namespace

std::string_view name(Agency agency) {
  constexpr std::array<std::string_view, 27> kNames{
      "",    "dpa",   "AFP", "Reuters", "AP",     "KNA", "epd",   "APA",       "sda",
      "SID", "ANSA",  "EFE", "TASS",    "Xinhua", "dts", "PA",    "Ritzau",    "TT",
      "NTB", "Belga", "ANP", "Lusa",    "PAP",    "MTI", "Kyodo", "Ukrinform", "Bloomberg"};
  static_assert(kNames.size() == static_cast<std::size_t>(Agency::Bloomberg) + 1);
  return kNames[static_cast<std::size_t>(agency)];
}

Agency find_agency(std::string_view byline, std::string_view text) {
  for (const Token& token : tokenise(byline)) {
    const Agency agency = agency_of(token.of(byline));
    if (agency != Agency::None) return agency;
  }
  if (const Agency agency = long_name_in(byline); agency != Agency::None) return agency;
  const std::string_view opening = truncate_utf8(text, kOpening);
  if (const Agency agency = mark_in(opening); agency != Agency::None) return agency;
  if (text.size() <= kOpening) return Agency::None;
  std::size_t begin = text.size() - std::min(kClosing, text.size() - opening.size());
  while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) ++begin;
  return mark_in(text.substr(begin));
}

}  // namespace depesche
