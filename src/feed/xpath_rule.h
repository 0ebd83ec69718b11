// Rules for pages as FreshRSS writes them, in XPath 1.0 (https://www.w3.org/TR/xpath-10/), told in
// the selectors that rules have here (feed/page.h, docs/decisions/0032).
//
// What people write is mostly a path of names with conditions on attributes, and that is what is
// read:
//
//   //  /  descendant::  child::  .//  ./   name  *   and at the end @name, text()
//   [@a]  [@a='v']  [contains(@a, 'v')]  [starts-with(@a, 'v')]  [not(…)]  … and …
//   [contains(concat(' ', normalize-space(@class), ' '), ' v ')]
//   normalize-space(path)  string(path)  path | path
//
// Which of several is meant ([1], last()), going upwards, and functions of text are no selectors.
// The first step inside an entry is sought at any depth there.
//
// Pure and linear.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace depesche {

/// `div > a` for `//div/a/@href`. Empty for what the element itself has ("./@href", "."), nothing
/// where no selector says the same.
std::optional<std::string> selector_of_xpath(std::string_view path);

}  // namespace depesche
