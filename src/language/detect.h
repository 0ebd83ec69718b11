// Which language a text is in.
//
// CLD2 scores the text; what the outlet, its feed and the page claim is the prior. A claim wins
// where the text is too short to contradict it, loses where the text clearly speaks another
// language (docs/decisions/0006-language-identification.md). A script that one language has to
// itself (Hangul, Greek, Thai …) decides alone.
//
// Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace depesche {

/// BCP 47 tags as claimed; empty where nobody claims anything. Nonsense is ignored.
struct LanguageHint {
  std::string_view outlet = {};
  std::string_view feed = {};
  std::string_view page = {};
};

/// A BCP 47 tag, or "" when nobody can tell.
std::string detect_language(std::string_view text, const LanguageHint& hint = {});

}  // namespace depesche
