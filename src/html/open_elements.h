// The elements that are open while a tree is built, innermost last.
//
// Answers in constant time what the standard answers by walking up the stack: where is the
// innermost open <p>, is an end of scope nearer than it? For that each entry remembers the one
// below it with the same tag, and the stack the innermost of each tag. This is what keeps a
// million unclosed elements from costing a million steps for each further tag. Elements of unknown
// tags are told apart by a hash of their names.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "html/tags.h"
#include "html/tree.h"

namespace depesche::html {

class OpenElements {
 public:
  using Position = std::int32_t;  // in the stack; kNone when there is none
  static constexpr Position kNone = -1;

  // A page nested more deeply than this is no page; the innermost element then ends where the next
  // begins. It keeps a position in two bytes and the stack below a megabyte.
  static constexpr std::size_t kMostOpen = 32'000;

  struct Open {
    using Short = std::int16_t;
    NodeIndex node;
    Short same_tag;  // the position below with the same tag; of an unknown one, the same hash
    Short special;   // the innermost special one, up to and with this
    Short barrier;   // likewise, of those that <li> and <dd> do not look through
    Short scope;     // likewise, of those that end a scope
    Tag tag;
    bool ended;          // its end tag came while others were open inside
    std::uint16_t slot;  // of `innermost_`
  };
  static_assert(sizeof(Open) == 16);

  OpenElements() { innermost_.fill(kNone); }

  std::size_t size() const { return stack_.size(); }
  const Open& top() const { return stack_.back(); }
  const Open& at(Position position) const { return stack_[static_cast<std::size_t>(position)]; }

  /// `name` is asked for where the tag is unknown.
  void push(NodeIndex node, Tag tag, std::string_view name = {}) {
    if (stack_.size() == kMostOpen) pop();
    const auto shortened = [](Position position) { return static_cast<Open::Short>(position); };
    const Position position = static_cast<Position>(stack_.size());
    const std::size_t slot = tag == Tag::Other ? slot_of(name) : index(tag);
    const bool is_special = has_trait(tag, kSpecial);
    const bool is_barrier = is_special && !has_trait(tag, kLoose);
    stack_.push_back({.node = node,
                      .same_tag = shortened(innermost_[slot]),
                      .special = shortened(is_special ? position : special()),
                      .barrier = shortened(is_barrier ? position : barrier()),
                      .scope = shortened(has_trait(tag, kScope) ? position : scope()),
                      .tag = tag,
                      .ended = false,
                      .slot = static_cast<std::uint16_t>(slot)});
    innermost_[slot] = position;
  }

  void pop() {
    innermost_[top().slot] = top().same_tag;
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
  /// kNone for Tag::Other.
  Position innermost(Tag tag) const { return innermost_[index(tag)]; }
  /// Of unknown tags with this name, and the few others whose hash is the same.
  Position innermost_like(std::string_view name) const { return innermost_[slot_of(name)]; }
  Position innermost_of(std::initializer_list<Tag> tags) const {
    Position found = kNone;
    for (const Tag tag : tags) found = std::max(found, innermost(tag));
    return found;
  }
  Position special() const { return stack_.empty() ? kNone : top().special; }
  Position barrier() const { return stack_.empty() ? kNone : top().barrier; }
  Position scope() const { return stack_.empty() ? kNone : top().scope; }

 private:
  static constexpr std::size_t kTags = static_cast<std::size_t>(Tag::Count);
  static constexpr std::size_t kHashes = 64;

  static std::size_t index(Tag tag) { return static_cast<std::size_t>(tag); }
  static std::size_t slot_of(std::string_view name) {
    std::size_t hash = name.size();
    if (!name.empty()) {
      hash += 7U * static_cast<unsigned char>(name.front()) +
              10U * static_cast<unsigned char>(name.back());
    }
    return kTags + hash % kHashes;
  }

  std::vector<Open> stack_;
  std::array<Position, kTags + kHashes> innermost_;
};

}  // namespace depesche::html
