// What can be known of every node of a page before its text is gathered: how much text and how much
// of it links, what its names claim, and whether it is left out.
//
// Two linear passes over the flat tree. Leaving out is inherited, and what the names claim is
// believed only of elements that do not hold most of the page's prose: "has-sidebar" on <body>, or
// a page whose article lies in a hidden or "overlay" element, must not empty it.
#pragma once

#include <cstdint>
#include <vector>

#include "extract/page/evidence.h"
#include "html/tree.h"

namespace depesche::extract {

struct NodeFacts {
  std::uint32_t prose = 0;  // characters in text nodes of sentence length, below this node
  std::uint32_t named = 0;  // of these, in elements that name themselves the article's body
  EvidenceSet evidence : 29 = kNothing;  // its own
  bool mute : 1 = false;     // it or something above it never holds text: scripts, styles
  bool dropped : 1 = false;  // it or something above it is left out
  bool in_link : 1 = false;
};
static_assert(sizeof(NodeFacts) == 12, "one for each of a page's thirty thousand nodes");

/// How far names are believed. A page whose names mislead is read again with less faith.
enum class Faith { Full, Little };

class Survey {
 public:
  explicit Survey(const html::Tree& tree);

  /// The same page with less faith in its names.
  Survey with_little_faith(const html::Tree& tree) const;

  const NodeFacts& operator[](html::NodeIndex node) const { return facts_[node]; }
  /// Characters of prose on the whole page.
  std::uint32_t prose() const { return facts_.empty() ? 0 : facts_[0].prose; }

 private:
  void weigh(const html::Tree& tree);
  void leave_out(const html::Tree& tree);
  bool is_left_out(const html::Tree& tree, html::NodeIndex node) const;

  Faith faith_ = Faith::Full;
  std::vector<NodeFacts> facts_;
};

/// Characters, where one of Chinese, Japanese or Korean counts as two: it says as much.
std::uint32_t weight_of(std::string_view text);

}  // namespace depesche::extract
