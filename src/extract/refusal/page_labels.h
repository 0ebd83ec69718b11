// The short texts of a page: what its buttons, links and small headings say, and what that tells of
// its kind.
//
// A page with "add to cart" and "specifications" sells; one with "leave a reply" and "written by"
// reports. The words are those every site uses, in English, German, French, Spanish and Italian.
#pragma once

#include <cstdint>
#include <string_view>

namespace depesche::extract {

enum class LabelKind : std::uint8_t {
  None,
  Article,  // reply, share, written by, tags
  Shop,     // specifications, in stock, shipping
  Cart,     // add to cart
  List,     // sort by, filter, load more
  Offer,    // get started, request a demo
  More,     // read more
  Consent,  // accept all
  Login,    // forgot your password
};
inline constexpr int kLabelKinds = 9;

struct Label {
  LabelKind kind = LabelKind::None;
  int number = 0;  // of the label, so that different ones can be counted
};

inline constexpr std::size_t kLongestLabel = 32;  // bytes

/// Of a text without space around it; None for most.
Label label_of(std::string_view text);
/// How many labels there are.
int label_count();

/// A number with a currency, and little else.
bool is_price(std::string_view text);
/// "3 May 2024", "05.03.2024", "3 hours ago", as small print has it.
bool is_date_label(std::string_view text);

}  // namespace depesche::extract
