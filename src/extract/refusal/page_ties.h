// What holds a page together as one report: that its claims, its address and its headline say the
// same, that a day and a name stand by the headline, and that its text lies in one piece.
//
// Lists, shops and offers of services have texts, but those lie scattered between other things,
// under a headline that the address does not know.
//
// One look at the head, one at what is around the headline.
#pragma once

#include <cstdint>

#include "extract/refusal/refusal.h"

namespace depesche::extract {

/// What content systems call a page when they tell programs where to read it.
enum class SystemKind : std::uint8_t { Unknown, Post, Page, List, Product };

struct PageTies {
  int titles_like = 0;              // claims of a title that hold the headline, or are held by it
  int titles_unlike = 0;            // that have nothing of it
  std::int32_t address_share = -1;  // of the headline's longer words in the address, in thousandths
  int linked_articles = 0;          // JSON-LD's, each one
  bool linked_headline = false;     // one of them has the headline
  bool linked_dated = false;
  bool linked_signed = false;
  bool date_near = false;  // by the headline
  bool name_near = false;
  SystemKind system = SystemKind::Unknown;
  bool amp = false;                // a short version for telephones is there
  int holes = 0;                   // blocks between the body's that are not the body's
  std::int32_t hole_share = -1;    // of the text from the body's first to its last block
  int body_parents = 0;            // elements whose running text the body is made of
  std::int32_t side_by_side = -1;  // of the body, in the one that has most of it
};

PageTies ties_of(const PageView& page, std::string_view address);

}  // namespace depesche::extract
