// Selectors: the part of CSS that finding things on pages needs.
//
//   tag  *  .class  #id  [attr]  [attr=v]  [attr~=v]  [attr^=v]  [attr$=v]  [attr*=v]
//   :not(simple)   descendant (space)   child (>)   list (,)
//
// Names of tags and attributes ignore case, values and classes do not. A selector is parsed once
// and used for many pages; it is immutable and may be shared by threads. It may be a stranger's, as
// may the page: parsing is linear, and looking through a page costs at most the page times the
// selector, however they are made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "html/tree.h"

namespace depesche::html {

inline constexpr std::size_t kMaxSelectorBytes = 1000;

class Selector {
 public:
  /// Error InvalidInput for what is not in the list above, TooLarge for what is longer than
  /// kMaxSelectorBytes or has more than 64 steps.
  static Result<Selector> parse(std::string_view text);

  bool matches(const Tree& tree, NodeIndex node) const;

  /// All matching elements below `root`, in document order.
  std::vector<NodeIndex> all(const Tree& tree, NodeIndex root) const;
  /// The first of them, or kNoNode.
  NodeIndex first(const Tree& tree, NodeIndex root) const;

 private:
  class Parser;
  enum class Kind : std::uint8_t { Any, Name, Class, Has, Equals, Token, Prefix, Suffix, Part };
  struct Condition {
    Kind kind = Kind::Any;
    bool negated = false;
    std::string name;
    std::string value;
  };
  enum class Relation : std::uint8_t { Descendant, Child };
  struct Compound {
    Relation to_left = Relation::Descendant;
    bool is_first = false;  // of its chain, leftmost
    bool is_last = false;
    std::vector<Condition> conditions;
  };
  /// Bit i: the chain up to compounds_[i] ends at the element, or there or above it.
  struct Reach {
    std::uint64_t here = 0;
    std::uint64_t above = 0;
  };

  static bool holds(const Condition& condition, const Tree& tree, NodeIndex node);
  static bool holds(const Compound& compound, const Tree& tree, NodeIndex node);
  Reach reach(const Tree& tree, NodeIndex node, const Reach& parent) const;
  Reach reach_from_root(const Tree& tree, NodeIndex node) const;
  bool matches(const Reach& reach) const { return (reach.here & last_) != 0; }
  /// Calls `found` for each matching element below `root` until it returns false.
  template <class Found>
  void look(const Tree& tree, NodeIndex root, Found found) const;

  std::vector<Compound> compounds_;  // all chains, one after the other
  std::uint64_t last_ = 0;           // bits of those that end one
};

/// For selectors written in the program: a mistake in one is a bug, so it is asserted.
Selector selector(std::string_view text);

}  // namespace depesche::html
