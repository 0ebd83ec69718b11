// What an element's names say about its purpose.
//
// Classes, ids and roles are written for style sheets, but in words: "article__body",
// "relatedLinks", "newsletter-signup". They are split into words at hyphens, underscores and inner
// capitals and looked up in one list for all outlets; single outlets have no rules. What the words
// claim is a hint: the survey weighs it against how much of the page's text would follow it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "html/tree.h"

namespace depesche::extract {

enum Evidence : std::uint32_t {
  kNothing = 0,
  kBody = 1,         // the article's text
  kLead = 2,         // standfirst
  kBoilerplate = 4,  // navigation, teasers, advertising, sharing, comments, consent …
  kCaption = 8,      // of a picture; also its credit
  kAuthor = 16,      // byline or box about the author
  kDate = 32,
  kHeadline = 64,
  kKicker = 128,
  kPaywall = 256,
  kHidden = 512,  // not shown by style or attribute
  kComments = 1024,
  kTeaser = 2048,  // a teaser of another article, or this one's standfirst: place decides
};

using EvidenceSet = std::uint32_t;

/// What names have been found to say: a page has few, many times each. Views into its tree.
class EvidenceMemo {
 public:
  EvidenceSet of(std::string_view names);

 private:
  struct Slot {
    std::string_view names;  // empty: a free place
    std::uint32_t hash = 0;
    EvidenceSet evidence = kNothing;
  };
  std::size_t place_of(std::string_view names, std::uint32_t hash) const;
  void grow();

  std::vector<Slot> slots_;  // open addressing; a power of two, never more than half full
  std::size_t used_ = 0;
};

/// From class, id, itemprop, role, hidden, style and data-component-like attributes.
EvidenceSet evidence_of(const html::Tree& tree, html::NodeIndex node, EvidenceMemo& memo);

/// Of words as they stand in a class attribute. Exposed for tests.
EvidenceSet evidence_in(std::string_view names);

}  // namespace depesche::extract
