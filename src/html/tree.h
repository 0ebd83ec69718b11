// A page as a plain, bounded, tolerant tree.
//
//   const Tree page = html::parse(utf8);
//   for (NodeIndex link : page.descendants(page.body(), Tag::A)) use(page.attribute(link, "href"));
//
// Follows the HTML standard's tokenizer to the letter and its tree construction in spirit: html,
// head and body always exist, missing end tags of p, li, dt, dd, tr, td, option … are implied,
// end tags without a start are ignored, and elements in <svg> or <math> are Tag::Other. It leaves
// out what costs time and does not change which text belongs to which block: formatting is not
// repeated in the next paragraph, and text between table rows stays where it stands
// (docs/decisions/0004).
//
// Nodes lie in document order in one vector. So the descendants of a node are the indexes after it,
// up to `end_of(node)`, and a smaller index means earlier in the page:
//
//   index   0         1     2     3      4     5    6
//           document  html  head  title  text  body p …
//
// The tree owns its text; every view it hands out lives as long as it. Reading is thread-safe.
// Time is linear in the page whatever it contains. Memory is the page itself, 24 bytes a node and
// 16 an attribute, together never more than a third of the page and two megabytes (Limits).
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "html/tags.h"
#include "html/text_pool.h"

namespace depesche::html {

using NodeIndex = std::uint32_t;
inline constexpr NodeIndex kNoNode = 0xFFFFFFFFU;

enum class NodeKind : std::uint8_t { Document, Element, Text, Comment };

/// What a page may cost; beyond it the rest is left out, and Notes says so.
struct Limits {
  std::size_t bytes = 10'000'000;  // the largest article pages have three
  std::size_t depth = 512;         // deeper elements become siblings; browsers do the same
  // Real pages have one of each in fifty bytes, and twenty thousand at most; large ones are large
  // by their scripts. What is made of nothing else is cut before its tree outweighs it.
  std::size_t nodes = 28'000;       // and one more
  std::size_t attributes = 28'000;  // likewise
  std::size_t bytes_a_node = 128;   // for so many bytes of the page
};

/// What the limits took away.
struct Notes {
  bool cut_at_bytes = false;
  bool cut_at_nodes = false;
  bool flattened = false;
  std::size_t dropped_attributes = 0;
};

struct Attribute {
  std::string_view name;   // lower case
  std::string_view value;  // references decoded
};

class Tree {
 public:
  class Builder;
  class Children;
  class Descendants;

  NodeIndex root() const { return 0; }
  NodeIndex html() const { return html_; }
  NodeIndex head() const { return head_; }
  NodeIndex body() const { return body_; }
  std::size_t size() const { return nodes_.size(); }
  const Notes& notes() const { return notes_; }

  NodeKind kind(NodeIndex node) const { return nodes_[node].kind; }
  bool is_element(NodeIndex node) const { return kind(node) == NodeKind::Element; }
  bool is_text(NodeIndex node) const { return kind(node) == NodeKind::Text; }
  /// Tag::Other for what is no element, too.
  Tag tag(NodeIndex node) const { return nodes_[node].tag; }
  bool is(NodeIndex node, Tag tag) const { return nodes_[node].tag == tag; }
  /// An element's name in lower case, also when the tag is unknown; empty for other nodes.
  std::string_view name(NodeIndex node) const;
  /// The text of a Text or Comment node; empty for elements (html/text_content.h gathers theirs).
  std::string_view text(NodeIndex node) const {
    const Node& n = nodes_[node];
    return n.kind == NodeKind::Element ? std::string_view{} : pool_.view(n.text);
  }

  NodeIndex parent(NodeIndex node) const { return nodes_[node].parent; }
  NodeIndex first_child(NodeIndex node) const {
    return node + 1 < nodes_[node].end ? node + 1 : kNoNode;
  }
  NodeIndex next_sibling(NodeIndex node) const {
    const Node& n = nodes_[node];
    return n.parent != kNoNode && n.end < nodes_[n.parent].end ? n.end : kNoNode;
  }
  /// One past the last descendant.
  NodeIndex end_of(NodeIndex node) const { return nodes_[node].end; }
  bool contains(NodeIndex ancestor, NodeIndex node) const {
    return ancestor <= node && node < nodes_[ancestor].end;
  }
  /// The nearest ancestor with the tag (not the node itself), or kNoNode.
  NodeIndex ancestor(NodeIndex node, Tag tag) const;

  /// `for (NodeIndex child : tree.children(node))`
  Children children(NodeIndex node) const;
  /// All nodes below `node` in document order; with a tag, only such elements.
  Descendants descendants(NodeIndex node) const;
  Descendants descendants(NodeIndex node, Tag tag) const;
  /// The first such element below `node`, or kNoNode.
  NodeIndex first(NodeIndex node, Tag tag) const;

  std::size_t attribute_count(NodeIndex node) const { return nodes_[node].attribute_count; }
  Attribute attribute_at(NodeIndex node, std::size_t position) const {
    const StoredAttribute& stored = attributes_[nodes_[node].first_attribute + position];
    return {pool_.view(stored.name), pool_.view(stored.value)};
  }
  /// The value, or empty when there is none; `name` in lower case.
  std::string_view attribute(NodeIndex node, std::string_view name) const;
  std::optional<std::string_view> find_attribute(NodeIndex node, std::string_view name) const;
  bool has_attribute(NodeIndex node, std::string_view name) const {
    return find_attribute(node, name).has_value();
  }
  std::string_view id(NodeIndex node) const { return attribute(node, "id"); }
  /// Whether the class attribute has this token, case mattering.
  bool has_class(NodeIndex node, std::string_view token) const {
    return has_token(node, "class", token);
  }
  /// Whether a space-separated attribute (class, rel, itemprop) has this token.
  bool has_token(NodeIndex node, std::string_view name, std::string_view token) const;

 private:
  struct Node {
    NodeIndex parent = kNoNode;
    NodeIndex end = 0;
    Piece text;  // text, comment, or the name of an unknown element
    std::uint32_t first_attribute = 0;
    std::uint16_t attribute_count = 0;
    NodeKind kind = NodeKind::Document;
    Tag tag = Tag::Other;
  };
  static_assert(sizeof(Node) == 24);
  struct StoredAttribute {
    Piece name, value;
  };

  TextPool pool_;
  std::vector<Node> nodes_;
  std::vector<StoredAttribute> attributes_;
  NodeIndex html_ = kNoNode, head_ = kNoNode, body_ = kNoNode;
  Notes notes_;
};

/// Never fails. Bytes that are not UTF-8 become U+FFFD.
Tree parse(std::string_view utf8, const Limits& limits = {});
/// The same without a second copy of the page.
Tree parse_in_place(std::string utf8, const Limits& limits = {});

class Tree::Children {
 public:
  class Iterator {
   public:
    using value_type = NodeIndex;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;
    using pointer = const NodeIndex*;
    using reference = NodeIndex;
    Iterator() = default;
    Iterator(const Tree& tree, NodeIndex node) : tree_(&tree), node_(node) {}
    NodeIndex operator*() const { return node_; }
    Iterator& operator++() {
      node_ = tree_->next_sibling(node_);
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.node_ == b.node_; }

   private:
    const Tree* tree_ = nullptr;
    NodeIndex node_ = kNoNode;
  };

  Children(const Tree& tree, NodeIndex node) : tree_(tree), node_(node) {}
  Iterator begin() const { return {tree_, tree_.first_child(node_)}; }
  Iterator end() const { return {tree_, kNoNode}; }
  bool empty() const { return tree_.first_child(node_) == kNoNode; }

 private:
  const Tree& tree_;
  NodeIndex node_;
};

class Tree::Descendants {
 public:
  class Iterator {
   public:
    using value_type = NodeIndex;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;
    using pointer = const NodeIndex*;
    using reference = NodeIndex;
    Iterator() = default;
    Iterator(const Tree& tree, NodeIndex node, NodeIndex end, Tag tag)
        : tree_(&tree), node_(node), end_(end), tag_(tag) {
      find();
    }
    NodeIndex operator*() const { return node_; }
    Iterator& operator++() {
      ++node_;
      find();
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    /// Goes on behind the present node's own descendants.
    void skip_subtree() {
      node_ = tree_->end_of(node_);
      find();
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.node_ == b.node_; }

   private:
    void find() {
      if (tag_ == Tag::Count) return;
      while (node_ < end_ && tree_->tag(node_) != tag_) ++node_;
    }
    const Tree* tree_ = nullptr;
    NodeIndex node_ = 0, end_ = 0;
    Tag tag_ = Tag::Count;
  };

  Descendants(const Tree& tree, NodeIndex node, Tag tag) : tree_(tree), node_(node), tag_(tag) {}
  Iterator begin() const { return {tree_, node_ + 1, tree_.end_of(node_), tag_}; }
  Iterator end() const {
    const NodeIndex end = tree_.end_of(node_);
    return {tree_, end, end, tag_};
  }

 private:
  const Tree& tree_;
  NodeIndex node_;
  Tag tag_;  // Tag::Count for all nodes
};

inline Tree::Children Tree::children(NodeIndex node) const { return {*this, node}; }
inline Tree::Descendants Tree::descendants(NodeIndex node) const {
  return {*this, node, Tag::Count};
}
inline Tree::Descendants Tree::descendants(NodeIndex node, Tag tag) const {
  return {*this, node, tag};
}

}  // namespace depesche::html
