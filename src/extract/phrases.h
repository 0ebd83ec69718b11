// Sentences that pages put among an article's paragraphs though they are no part of it.
#pragma once

#include <string_view>

namespace depesche::extract {

/// "Lesen Sie auch", "Read more:" …: the line and the links that follow are references.
bool is_reference_line(std::string_view text);
/// Newsletter and donation appeals, paywall notes, rights notes, "Follow us on …".
bool is_appeal(std::string_view text);
/// "Foto: …", "Photograph: …": a credit that stands as a paragraph.
bool is_credit_line(std::string_view text);
/// Shown to whom the rest of the text is closed: "Jetzt weiterlesen", "Subscribe to continue".
bool is_paywall_note(std::string_view text);
/// "3 Min. Lesezeit", "Advertisement", "Share", "Print": labels of the page.
bool is_label(std::string_view text);

}  // namespace depesche::extract
