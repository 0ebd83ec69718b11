// Headlines as texts: when two spellings are one, how much two share, and what the outlet hung on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depesche::extract {

/// Letters and digits of all scripts in lower case, words parted by one space: what two spellings
/// of one headline have in common.
std::string headline_key(std::string_view text);

/// A key's words in order, views into it.
using KeyWords = std::vector<std::string_view>;
KeyWords words_of_key(std::string_view key);

/// The share of the shorter key's words that the other has too; 0 when either is empty.
double key_overlap(const KeyWords& a, const KeyWords& b);
inline double key_overlap(std::string_view a, std::string_view b) {
  return key_overlap(words_of_key(a), words_of_key(b));
}

/// A short text on one line, without soft hyphens and zero-width characters; every kind of space is
/// a space.
std::string tidy_headline(std::string_view text);

/// "Bridge closed | Example Times" → "Bridge closed". `others` are the keys of further claims of
/// the headline: a part they confirm is kept, however it is separated. `site` is the key of the
/// outlet's name, if that is known.
std::string without_site_name(std::string_view title, std::string_view site,
                              const std::vector<std::string>& others);

}  // namespace depesche::extract
