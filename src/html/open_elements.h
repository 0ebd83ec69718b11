// The elements that are open while a tree is built, innermost last.
//
// Answers in constant time what the standard answers by walking up the stack: where is the
// innermost open <p>, is an end of scope nearer than it? For that each entry remembers the one
// below it with the same tag, and the stack the innermost of each tag. This is what keeps a
// million unclosed elements from costing a million steps for each further tag.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "html/tags.h"
#include "html/tree.h"

namespace depesche::html {

class OpenElements {
 public:
  using Position = std::int32_t;  // in the stack; kNone when there is none
  static constexpr Position kNone = -1;

  struct Open {
    NodeIndex node;
    Tag tag;
    bool ended;         // its end tag came while others were open inside
    Position same_tag;  // the one below with the same tag
    Position special;   // the innermost special one, up to and with this
    Position barrier;   // likewise, of those that <li> and <dd> do not look through
    Position scope;     // likewise, of those that end a scope
  };

  OpenElements() { innermost_.fill(kNone); }

  std::size_t size() const { return stack_.size(); }
  const Open& top() const { return stack_.back(); }
  const Open& at(Position position) const { return stack_[static_cast<std::size_t>(position)]; }

  void push(NodeIndex node, Tag tag) {
    const Position position = static_cast<Position>(stack_.size());
    Open open{node, tag, false, innermost(tag), special(), barrier(), scope()};
    if (has_trait(tag, kSpecial)) open.special = position;
    if (has_trait(tag, kSpecial) && !has_trait(tag, kLoose)) open.barrier = position;
    if (has_trait(tag, kScope)) open.scope = position;
    stack_.push_back(open);
    innermost_[index(tag)] = position;
  }

  void pop() {
    innermost_[index(top().tag)] = top().same_tag;
    stack_.pop_back();
  }

  /// Closes everything from `position` inwards, and what had ended before but was still open.
  void pop_from(Position position) {
    assert(position > kNone);
    while (static_cast<Position>(size()) > position) pop();
    while (size() > 0 && top().ended) pop();
  }

  void mark_ended(Position position) { stack_[static_cast<std::size_t>(position)].ended = true; }

  bool has(Tag tag) const { return innermost(tag) != kNone; }
  Position innermost(Tag tag) const { return innermost_[index(tag)]; }
  Position innermost_of(std::initializer_list<Tag> tags) const {
    Position found = kNone;
    for (const Tag tag : tags) found = std::max(found, innermost(tag));
    return found;
  }
  Position special() const { return stack_.empty() ? kNone : top().special; }
  Position barrier() const { return stack_.empty() ? kNone : top().barrier; }
  Position scope() const { return stack_.empty() ? kNone : top().scope; }

 private:
  static std::size_t index(Tag tag) { return static_cast<std::size_t>(tag); }

  std::vector<Open> stack_;
  std::array<Position, static_cast<std::size_t>(Tag::Count)> innermost_;
};

}  // namespace depesche::html
