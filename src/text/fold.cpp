#include "text/fold.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "base/ascii.h"
#include "base/eight_bytes.h"
#include "text/term_hash.h"
#include "text/utf8.h"

namespace depesche {
namespace {

bool is_ascii(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at += 8) {
    if (!eight_bytes::are_ascii(eight_bytes::load(text, at))) return false;
  }
  return true;
}

std::string normalise(const icu::Normalizer2& form, std::string_view text) {
  std::string out;
  out.reserve(text.size());
  UErrorCode status = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(&out);
  form.normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink,
                     nullptr, status);
  assert(U_SUCCESS(status));
  return out;
}

const icu::Normalizer2& casefold_form() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFKCCasefoldInstance(status);
  assert(U_SUCCESS(status));
  return *form;
}

const icu::Normalizer2& decomposed_form() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFKDInstance(status);
  assert(U_SUCCESS(status));
  return *form;
}

/// What the characters that most texts have beyond ASCII fold to: Latin letters and general
/// punctuation, each by itself. None of them joins with a neighbour of the two blocks, so that a
/// text of nothing else folds character by character, which is some times as fast.
class CommonFolds {
 public:
  CommonFolds() {
    for (std::size_t i = 0; i < folds_.size(); ++i) {
      std::string character;
      append_utf8(character, static_cast<char32_t>(i < kLatin ? i : i - kLatin + kPunctuation));
      const std::string folded = normalise(casefold_form(), character);
      // Combining marks that come out of a fold could join with what follows.
      bool plain = true;
      for (const char32_t c : Utf8Range(folded)) plain = plain && is_common(c);
      Fold& fold = folds_[i];
      fold.known = plain && folded.size() <= fold.bytes.size();
      if (!fold.known) continue;
      fold.size = static_cast<std::uint8_t>(folded.size());
      std::copy(folded.begin(), folded.end(), fold.bytes.begin());
    }
  }

  /// Nothing where the text has other characters.
  std::optional<std::string> fold(std::string_view text) const {
    constexpr std::size_t kRoom = 8;
    std::string out(text.size() + kRoom, '\0');
    std::size_t size = 0;
    for (std::size_t at = 0; at < text.size();) {
      const char c = text[at];
      if (static_cast<signed char>(c) >= 0) {
        out[size++] = to_lower(c);
        ++at;
        continue;
      }
      const Utf8Character character = decode_beyond_ascii(text, at);
      if (character.broken || !is_common(character.value)) return std::nullopt;
      const Fold& fold = folds_[character.value < kLatin ? character.value
                                                         : character.value - kPunctuation + kLatin];
      if (!fold.known) return std::nullopt;
      at += character.length;
      // Few fold to more bytes than they have; what follows must always fit as it is.
      if (size + fold.size + (text.size() - at) > out.size()) out.resize(out.size() * 3 / 2);
      std::copy_n(fold.bytes.begin(), fold.size, out.begin() + static_cast<std::ptrdiff_t>(size));
      size += fold.size;
    }
    out.resize(size);
    return out;
  }

 private:
  static constexpr char32_t kLatin = 0x250;  // below it
  static constexpr char32_t kPunctuation = 0x2000;
  static constexpr char32_t kPunctuationEnd = 0x2070;

  static bool is_common(char32_t c) {
    return c < kLatin || (c >= kPunctuation && c < kPunctuationEnd);
  }

  struct Fold {
    bool known = false;
    std::uint8_t size = 0;
    std::array<char, 4> bytes{};
  };
  std::array<Fold, kLatin + kPunctuationEnd - kPunctuation> folds_;
};

/// Letters whose stroke or tie is no combining mark to Unicode; already case-folded.
std::string_view without_stroke(char32_t c) {
  switch (c) {
    case U'ł':
      return "l";
    case U'ø':
      return "o";
    case U'đ':
      return "d";
    case U'ħ':
      return "h";
    case U'ı':
      return "i";
    case U'æ':
      return "ae";
    case U'œ':
      return "oe";
    case U'ð':
      return "d";
    case U'þ':
      return "th";
    default:
      return {};
  }
}

}  // namespace

std::string fold(std::string_view text) {
  if (is_ascii(text)) return to_lower(text);
  static const CommonFolds common;
  if (auto folded = common.fold(text)) return *std::move(folded);
  return normalise(casefold_form(), text);
}

std::uint64_t folded_hash(std::string_view word) {
  if (!is_ascii(word)) return term_hash(fold(word));
  return term_hash(word, 0, [](std::uint64_t bytes) { return eight_bytes::to_lower(bytes); });
}

std::string fold_accents(std::string_view text) {
  if (is_ascii(text)) return to_lower(text);
  const std::string decomposed = normalise(decomposed_form(), fold(text));
  std::string out;
  out.reserve(decomposed.size());
  for (std::size_t at = 0; at < decomposed.size();) {
    const Utf8Character c = decode_utf8(decomposed, at);
    const std::string_view spelling(decomposed.data() + at, c.length);
    at += c.length;
    if (u_charType(static_cast<UChar32>(c.value)) == U_NON_SPACING_MARK) continue;
    const std::string_view plain = without_stroke(c.value);
    out += plain.empty() ? spelling : plain;
  }
  // Decomposing can bring out letters that fold again (rare compatibility forms).
  return normalise(casefold_form(), out);
}

}  // namespace depesche
