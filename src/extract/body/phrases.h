// Sentences that pages put among an article's paragraphs though they are no part of it.
#pragma once

#include <cstdint>
#include <string_view>

namespace depesche::extract {

enum Phrase : std::uint8_t {
  kNoPhrase = 0,
  kReferencePhrase = 1,  // "Lesen Sie auch", "Read more:" …: the line and its links are references
  kAppealPhrase = 2,     // newsletter and donation appeals, rights notes, "Follow us on …"
  kCreditPhrase = 4,     // "Foto: …", "Photograph: …": a credit that stands as a paragraph
  kPaywallPhrase = 8,    // shown to whom the rest is closed: "Jetzt weiterlesen"
  kLabelPhrase = 16,     // "Advertisement", "Share", "Print": labels of the page
};
using PhraseSet = std::uint8_t;

/// `folded` is fold(text).
PhraseSet phrases_in(std::string_view text, std::string_view folded);

bool is_credit_line(std::string_view text);
bool is_paywall_note(std::string_view text);

}  // namespace depesche::extract
