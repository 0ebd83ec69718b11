#include "language/detect.h"

#include <algorithm>
#include <array>
#include <cstdio>  // which the next header needs and does not include
#include <optional>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "base/ascii.h"
#include "base/eight_bytes.h"
#include "text/fold.h"
#include "text/stem.h"
#include "text/stopwords.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace depesche {
namespace {

constexpr std::size_t kMostBytes = 5'000;  // more text does not make the answer surer
// A quarter of that, nearly all of it in the language claimed, settles it: four fifths of the whole
// would have to be in another to contradict the claim.
constexpr std::size_t kSample = 1'250;
constexpr int kSamplePercent = 90;
// Of the words of that sample. German and English news have forty of a hundred; of what is written
// in a neighbour's language, half as many are spelled like theirs.
constexpr int kFunctionWordPercent = 30;
constexpr std::size_t kPlainBytes = 400;  // some sixty words
constexpr std::size_t kShortText = 140;   // bytes; a headline or so
constexpr int kUnlisted = 99;  // function words needed against a language we have no list of
// A claim is contradicted only by text this long and this much of one language.
constexpr std::size_t kContradictionBytes = 60;
constexpr int kContradictionPercent = 80;

/// CLD2 still uses codes that ISO 639 has withdrawn.
std::string modern_code(std::string_view code) {
  if (code == "iw") return "he";
  if (code == "jw") return "jv";
  if (code == "in") return "id";
  if (code == "no") return "nb";
  if (code == "mo") return "ro";
  if (code == "sr-ME") return "sr";
  return std::string(code);
}

/// Of ASCII.
bool is_control(char c) { return (c >= 0 && c < 0x20) || c == 0x7F; }

bool has_controls(std::string_view ascii) {
  std::size_t at = 0;
  for (; ascii.size() - at >= 8; at += 8) {
    const std::uint64_t bytes = eight_bytes::load(ascii, at);
    if ((eight_bytes::between(bytes, 0, 0x1F) | eight_bytes::between(bytes, 0x7F, 0x7F)) != 0) {
      return true;
    }
  }
  return std::any_of(ascii.begin() + static_cast<std::ptrdiff_t>(at), ascii.end(), is_control);
}

/// CLD2 gives up at the first control character, and pages that mislabel windows-1252 carry many.
std::string without_controls(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t run = ascii_run(text, at);
    const auto begin = static_cast<std::ptrdiff_t>(out.size());
    out += text.substr(at, run);
    if (has_controls(text.substr(at, run))) {
      std::replace_if(out.begin() + begin, out.end(), is_control, ' ');
    }
    at += run;
    if (at >= text.size()) break;
    const Utf8Character next = decode_beyond_ascii(text, at);
    const char32_t c = next.value;
    const bool is_private = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c < 0xFDF0);
    append_utf8(out, c < 0xA0 || is_private ? U' ' : c);
    at += next.length;
  }
  return out;
}

struct Guess {
  std::string language;  // empty: unknown
  int percent = 0;       // of the text
  bool is_reliable = false;
};

Guess ask_cld2(std::string_view text, const std::string& claims, int flags) {
  const CLD2::CLDHints hints{claims.empty() ? nullptr : claims.c_str(), nullptr,
                             CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int text_bytes = 0;
  int valid_prefix = 0;
  Guess guess;
  const CLD2::Language found = CLD2::ExtDetectLanguageSummaryCheckUTF8(
      text.data(), static_cast<int>(text.size()), true, &hints, flags, languages.data(),
      percents.data(), scores.data(), nullptr, &text_bytes, &guess.is_reliable, &valid_prefix);
  const CLD2::Language best = languages[0] != CLD2::UNKNOWN_LANGUAGE ? languages[0] : found;
  if (best == CLD2::UNKNOWN_LANGUAGE) return {};
  guess.language = modern_code(CLD2::LanguageCode(best));
  if (guess.language.starts_with("xx") || guess.language == "un") return {};
  guess.percent = percents[0];
  return guess;
}

/// First what CLD2 stands by; failing that its best effort, which answers English to much that it
/// does not know, so such a guess is never called reliable.
Guess ask_cld2(std::string_view text, const std::string& claims) {
  Guess sure = ask_cld2(text, claims, 0);
  if (!sure.language.empty()) return sure;
  Guess effort = ask_cld2(text, claims, CLD2::kCLDFlagBestEffort);
  effort.is_reliable = false;
  return effort;
}

/// How many function words and letters of its own a headline has of a language. They are what two
/// neighbouring languages do not share, and what a headline of names still has.
struct FunctionWords {
  std::string_view language;
  int count = 0;
};

constexpr std::array<std::string_view, 7> kListed{"de", "en", "es", "fr", "it", "nl", "pt"};

bool has_function_words(std::string_view language) {
  return std::find(kListed.begin(), kListed.end(), language) != kListed.end();
}

/// Whether the words settle it without CLD2, whose tables make it cost twenty times as much. Only
/// where the languages that share function words (Galician and Spanish, say) are no question.
bool is_plainly(std::string_view sample, std::string_view claim) {
  if (claim != "de" && claim != "en") return false;
  int words = 0;
  int function_words = 0;
  for (const Token& token : tokenise(sample)) {
    if (token.kind != TokenKind::Word) continue;
    ++words;
    function_words += is_stop_word(fold(token.of(sample)), claim);
  }
  return function_words * 100 >= words * kFunctionWordPercent && words > 0;
}

/// The listed language whose spelling alone, among these seven, has the letter; npos when none has.
std::size_t language_of_letter(char32_t c) {
  switch (c) {
    case U'ß':
    case U'ä':
    case U'ö':
    case U'ü':
    case U'Ä':
    case U'Ö':
    case U'Ü':
      return 0;
    case U'ñ':
    case U'¿':
    case U'¡':
      return 2;
    case U'œ':
    case U'ê':
    case U'è':
      return 3;
    case U'ã':
    case U'õ':
      return 6;
    default:
      return std::string::npos;
  }
}

FunctionWords most_function_words(std::string_view text) {
  std::array<int, kListed.size()> counts{};
  for (const Token& token : tokenise(text)) {
    if (token.kind != TokenKind::Word) continue;
    const std::string word = fold(token.of(text));
    for (std::size_t i = 0; i < kListed.size(); ++i) counts[i] += is_stop_word(word, kListed[i]);
  }
  for (char32_t c : Utf8Range(text)) {
    const std::size_t language = language_of_letter(c);
    if (language != std::string::npos) ++counts[language];
  }
  const auto best = std::max_element(counts.begin(), counts.end());
  const bool is_tie = std::count(counts.begin(), counts.end(), *best) > 1;
  if (is_tie) return {};
  return {kListed[static_cast<std::size_t>(best - counts.begin())], *best};
}

enum class Script { None, Latin, Cyrillic, Greek, Hebrew, Arabic, Devanagari, Cjk, Hangul, Other };

/// Of a character beyond ASCII.
Script script_of(char32_t c) {
  if (c < 0xC0 || c == 0xD7 || c == 0xF7) return Script::None;
  if (c < 0x250 || (c >= 0x1E00 && c < 0x1F00)) return Script::Latin;
  if (c >= 0x370 && c < 0x400) return Script::Greek;
  if (c >= 0x400 && c < 0x530) return Script::Cyrillic;
  if (c >= 0x590 && c < 0x600) return Script::Hebrew;
  if (c >= 0x600 && c < 0x780) return Script::Arabic;
  if (c >= 0x900 && c < 0x980) return Script::Devanagari;
  if (c >= 0xAC00 && c < 0xD7B0) return Script::Hangul;
  if ((c >= 0x3040 && c < 0x3100) || (c >= 0x3400 && c < 0xA000)) return Script::Cjk;
  if (c >= 0x2000 && c < 0x2C00) return Script::None;
  return Script::Other;
}

/// Of ASCII.
int count_letters(std::string_view text) {
  int letters = 0;
  for (std::size_t at = 0; at < text.size(); at += 8) {
    letters += eight_bytes::count(eight_bytes::letters(eight_bytes::load(text, at)));
  }
  return letters;
}

Script main_script(std::string_view text) {
  std::array<int, 10> counts{};
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view run = text.substr(at, ascii_run(text, at));
    counts[static_cast<std::size_t>(Script::Latin)] += count_letters(run);
    at += run.size();
    if (at == text.size()) break;
    const Utf8Character c = decode_beyond_ascii(text, at);
    ++counts[static_cast<std::size_t>(script_of(c.value))];
    at += c.length;
  }
  counts[0] = 0;
  const auto best = std::max_element(counts.begin(), counts.end());
  return *best == 0 ? Script::None : static_cast<Script>(best - counts.begin());
}

/// Can a text of this script be in that language? Languages not listed here write Latin letters or
/// are left to CLD2.
bool writes(std::string_view language, Script script) {
  struct Row {
    Script script;
    std::string_view languages;
  };
  static constexpr std::array kRows{
      Row{Script::Cyrillic, " ru uk bg sr mk be kk ky mn tg bs "},
      Row{Script::Greek, " el "},
      Row{Script::Hebrew, " he yi "},
      Row{Script::Arabic, " ar fa ur ps ckb ug sd "},
      Row{Script::Devanagari, " hi mr ne sa "},
      Row{Script::Cjk, " zh ja "},
      Row{Script::Hangul, " ko "},
  };
  const std::string padded = " " + std::string(language) + " ";
  bool has_own_script = false;
  for (const Row& row : kRows) {
    const bool listed = row.languages.find(padded) != std::string_view::npos;
    if (row.script == script) return listed;
    has_own_script = has_own_script || listed;
  }
  return !has_own_script || script == Script::None || script == Script::Other || language == "sr" ||
         language == "bs" || language == "kk";
}

/// The claim most of them make; the page's own breaks a tie, then the feed's.
std::string claimed_language(const LanguageHint& hint, Script script) {
  std::array<std::string, 3> claims{primary_subtag(hint.page), primary_subtag(hint.feed),
                                    primary_subtag(hint.outlet)};
  std::string best;
  std::ptrdiff_t votes = 0;
  for (std::string& claim : claims) {
    if (claim == "no") claim = "nb";
    const bool is_tag = (claim.size() == 2 || claim.size() == 3) &&
                        std::all_of(claim.begin(), claim.end(), is_alpha) && claim != "und";
    if (!is_tag || !writes(claim, script)) claim.clear();
  }
  for (const std::string& claim : claims) {
    const auto count = std::count(claims.begin(), claims.end(), claim);
    if (!claim.empty() && count > votes) {
      best = claim;
      votes = count;
    }
  }
  return best;
}

std::optional<std::string> language_of_script(Script script) {
  switch (script) {
    case Script::Greek:
      return "el";
    case Script::Hangul:
      return "ko";
    default:
      return std::nullopt;
  }
}

/// By letters that one language has to itself.
std::string language_of_cyrillic(std::string_view text) {
  for (char32_t c : Utf8Range(text)) {
    switch (c) {
      case U'ы':
      case U'э':
      case U'ё':
        return "ru";
      case U'ї':
      case U'є':
      case U'ґ':
        return "uk";
      case U'ў':
        return "be";
      case U'ѓ':
      case U'ќ':
      case U'ѕ':
        return "mk";
      case U'ћ':
      case U'ђ':
        return "sr";
      default:
        break;
    }
  }
  return "ru";
}

}  // namespace

std::string detect_language(std::string_view raw, const LanguageHint& hint) {
  const std::string clean = without_controls(truncate_utf8(raw, kMostBytes));
  const std::string_view text = trim(clean);
  const Script script = main_script(text);
  std::string claim = claimed_language(hint, script);
  if (script == Script::None) return claim;
  if (auto only = language_of_script(script)) return *only;

  const std::string_view sample = truncate_utf8(text, kSample);
  if (text.size() >= kPlainBytes && is_plainly(sample, claim)) return claim;
  if (!claim.empty() && text.size() > 2 * kSample) {
    const Guess early = ask_cld2(sample, claim, 0);
    if (early.is_reliable && early.percent >= kSamplePercent &&
        primary_subtag(early.language) == claim) {
      return claim;
    }
  }
  const Guess guess = ask_cld2(text, claim);
  if (!claim.empty()) {
    const bool same = guess.language.empty() || primary_subtag(guess.language) == claim;
    if (same) return claim;
    const Guess unprompted = ask_cld2(text, {});
    const bool contradicted = text.size() >= kContradictionBytes && guess.is_reliable &&
                              unprompted.is_reliable && unprompted.language == guess.language &&
                              guess.percent >= kContradictionPercent;
    if (!contradicted) return claim;
    const FunctionWords words = most_function_words(text);
    return words.count > 0 && words.language == claim ? claim : guess.language;
  }
  if (script == Script::Cyrillic && guess.language.empty()) return language_of_cyrillic(text);
  if (script == Script::Latin && (text.size() <= kShortText || !guess.is_reliable)) {
    const FunctionWords words = most_function_words(text);
    // A language without a list would lose to a neighbour's words ("en" is Danish, too).
    const int needed = has_function_words(guess.language) || guess.language.empty()
                           ? (guess.is_reliable ? 2 : 1)
                           : kUnlisted;
    if (words.count >= needed) return std::string(words.language);
  }
  return guess.language;
}

}  // namespace depesche
