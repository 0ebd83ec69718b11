// Selectors: the part of CSS that finding things on pages needs.
//
//   tag  *  .class  #id  [attr]  [attr=v]  [attr~=v]  [attr^=v]  [attr$=v]  [attr*=v]
//   :not(simple)   descendant (space)   child (>)   list (,)
//
// Names of tags and attributes ignore case, values and classes do not. A selector is parsed once
// and used for many pages; it is immutable and may be shared by threads. Matching one element costs
// at most its depth for each space in the selector.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "html/tree.h"

namespace depesche::html {

class Selector {
 public:
  /// Error InvalidInput for what is not in the list above.
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
    std::vector<Condition> conditions;
  };
  using Chain = std::vector<Compound>;  // left to right

  static bool holds(const Condition& condition, const Tree& tree, NodeIndex node);
  static bool holds(const Compound& compound, const Tree& tree, NodeIndex node);
  static bool matches_chain(const Chain& chain, std::size_t last, const Tree& tree, NodeIndex node);

  std::vector<Chain> chains_;
};

/// For selectors written in the program: a mistake in one is a bug, so it is asserted.
Selector selector(std::string_view text);

}  // namespace depesche::html
