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
// Names are in small letters, as they are in the tree such paths are written for. White space in a
// class counts as a space does; where text() is asked for, an element is found also if it has none
// of its own.
//
// Pure and linear.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "news/feed.h"

namespace depesche {

/// What is an entry on a page, as a list of selectors.
struct XPathEntry {
  struct Chain {
    std::string selector;
    std::string name;  // of the elements it finds, or "*"
  };
  std::vector<Chain> chains;

  /// `div > a, li`
  std::string selector() const;
};

/// Of `//div/a`. Relative paths begin at the page's html element. Nothing where no selector says
/// the same.
std::optional<XPathEntry> entry_of_xpath(std::string_view path);

/// What is taken of the element that a part of a rule finds: a Link its href, a Date its datetime,
/// its content or its text, the others their text.
enum class XPathPart { Link, Title, Date, Summary };

/// Of `.//h2/a`, from an entry on. It is sought in the whole page (feed/page.h), so where that
/// matters it begins with the entry's own selector: `li > h2 > a`. Empty where the rule's usual
/// says it. Nothing where no selector says the same; so are paths that begin at the page's root,
/// which find the same for each entry.
std::optional<std::string> part_of_xpath(std::string_view path, XPathPart part,
                                         const XPathEntry& entry);

/// Whether what stands in a rule begins as only paths do: with `/`, `./`, `@`, `normalize-space(`
/// or `string(`, or is `.` alone.
bool is_xpath(std::string_view written);

/// A path that no selector says the same as, and from where on: the condition, step or end.
struct UntoldPath {
  std::string path;
  std::string from;

  friend bool operator==(const UntoldPath&, const UntoldPath&) = default;
};

/// The rule with its paths told in selectors, else the first that cannot be. What is no path stays
/// as it is; beside an entry that is a list of selectors no part can be a path. A link's path may
/// end at the element that has the address.
std::variant<PageRule, UntoldPath> in_selectors(PageRule written);

}  // namespace depesche
