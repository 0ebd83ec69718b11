// Character references: `&amp;`, `&#8211;`, `&copy` and what they stand for.
//
// Follows the HTML standard §13.2.5.72 to .80 to the letter: the longest name wins, some names work
// without a semicolon, numbers between 0x80 and 0x9F mean windows-1252, and nothing is an error.
//
// Pure and thread-safe. A reference costs at most 32 steps, whatever follows it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace depesche::html {

/// In an attribute, `&copy=1` is the beginning of a query parameter and stays as it is.
enum class ReferenceContext { Text, Attribute };

/// Decodes the reference that begins with the ampersand at `at` and appends its text to `out`.
/// Returns how many bytes it took; 0, with nothing appended, when there is no reference.
std::size_t decode_reference(std::string_view text, std::size_t at, ReferenceContext context,
                             std::string& out);

/// Appends `text` with all its references decoded.
void append_decoded(std::string_view text, ReferenceContext context, std::string& out);

/// Decodes all references of a text where it stands and returns its new size. Two references are
/// longer decoded than written (`&nGt;`, `&nLt;`); where they leave no room, `grown` gets the
/// decoded text instead and kDoesNotFit is returned.
inline constexpr std::size_t kDoesNotFit = static_cast<std::size_t>(-1);
std::size_t decode_in_place(char* text, std::size_t size, ReferenceContext context,
                            std::string& grown);

std::string decode_references(std::string_view text,
                              ReferenceContext context = ReferenceContext::Text);

/// What `nbsp` or `eacute` stands for as UTF-8; empty when the name is unknown. Lives as long as
/// the program.
std::string_view text_of_name(std::string_view name);

}  // namespace depesche::html
