#include "text/fold.h"

#include <algorithm>
#include <cassert>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "base/ascii.h"
#include "text/utf8.h"

namespace depesche {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<signed char>(c) >= 0; });
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
  return normalise(casefold_form(), text);
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
