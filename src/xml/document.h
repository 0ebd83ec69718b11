// An XML document as a flat, read-only tree, read with much patience.
//
// libxml2 does the reading, in recovery mode and without ever touching the network. Before it sees
// the text, `prepare` (prepare.h) has mended what feeds get wrong most and taken away what it must
// not do: no document type is read, so no entity is ever expanded. Names are in lower case, because
// feeds are written by hand. A document that breaks off is everything up to there, with a problem
// noted.
//
// Nodes lie in document order: the descendants of a node are the indexes after it up to its end.
// The document owns its text; views live as long as it. Reading is thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace depesche::xml {

using NodeIndex = std::uint32_t;
inline constexpr NodeIndex kNoNode = 0xFFFFFFFFU;

struct Limits {
  std::size_t bytes = 32u << 20;  // the largest feeds seen are about 10 MB
  std::size_t nodes = 2'000'000;  // a sitemap of 50,000 addresses has 500,000
  std::size_t depth = 128;        // feeds with XHTML content stay below 40
  std::size_t attributes = 256;   // of one element; libxml2 compares each with each
  std::size_t namespaces = 64;    // declared by one element
};

/// What a name without markup's five stands for (`nbsp`), or empty. Feeds use HTML's names.
using NamedReferences = std::string_view (*)(std::string_view name);

struct Problem {
  int line = 0;
  std::string message;  // a sentence without a full stop
};

struct Prepared;

class Document {
 public:
  class Reader;

  /// kNoNode in an empty document.
  NodeIndex root() const { return nodes_.empty() ? kNoNode : 0; }
  std::size_t size() const { return nodes_.size(); }

  bool is_text(NodeIndex node) const { return nodes_[node].is_text; }
  bool is_element(NodeIndex node) const { return !nodes_[node].is_text; }
  /// Local name in lower case; empty for text.
  std::string_view name(NodeIndex node) const { return nodes_[node].name; }
  /// Lower case, as written; empty without one.
  std::string_view prefix(NodeIndex node) const { return nodes_[node].prefix; }
  /// The namespace; empty when there is none or its prefix was not declared.
  std::string_view uri(NodeIndex node) const { return uris_[nodes_[node].uri]; }
  /// Below `uri_count()`, the same for the same namespace.
  std::uint32_t uri_number(NodeIndex node) const { return nodes_[node].uri; }
  std::size_t uri_count() const { return uris_.size(); }
  std::string_view uri_of_number(std::size_t number) const { return uris_[number]; }
  int line(NodeIndex node) const { return nodes_[node].line; }

  NodeIndex parent(NodeIndex node) const { return nodes_[node].parent; }
  NodeIndex end_of(NodeIndex node) const { return nodes_[node].end; }
  NodeIndex first_child(NodeIndex node) const {
    return node + 1 < nodes_[node].end ? node + 1 : kNoNode;
  }
  NodeIndex next_sibling(NodeIndex node) const {
    const Node& n = nodes_[node];
    return n.parent != kNoNode && n.end < nodes_[n.parent].end ? n.end : kNoNode;
  }
  /// Elements only.
  std::vector<NodeIndex> children(NodeIndex node) const;

  /// The value of an attribute by its local name, whatever its namespace; empty when absent.
  std::string_view attribute(NodeIndex node, std::string_view name) const;
  /// The value of `xml:lang`, `xml:base` …; without a place in memory (`data()` is null) when
  /// absent.
  std::string_view xml_attribute(NodeIndex node, std::string_view name) const;

  /// All text in the subtree.
  std::string text(NodeIndex node) const;
  /// The value an element's attribute shall have instead.
  using Rewrite =
      std::function<std::string(NodeIndex node, std::string_view name, std::string_view value)>;
  /// What stands inside the element, as markup again (XHTML content); without namespaces.
  std::string inner_markup(NodeIndex node, const Rewrite& rewrite = {}) const;

  const std::vector<Problem>& problems() const { return problems_; }
  /// Whether it broke off before the root element ended.
  bool is_cut() const { return cut_; }
  /// Whether the document broke off within this element.
  bool is_cut_within(NodeIndex node) const;

 private:
  friend Result<Document> parse(std::string_view utf8, NamedReferences names, const Limits& limits);
  std::string_view take_problems(Prepared& prepared);

  struct Attribute {
    std::string name, prefix, value;
  };
  struct Node {
    NodeIndex parent = kNoNode;
    NodeIndex end = 0;
    std::uint32_t uri = 0;
    std::uint32_t first_attribute = 0;
    std::uint32_t attribute_count = 0;
    int line = 0;
    bool is_text = false;
    std::string name;  // or the text
    std::string prefix;
  };

  std::vector<Node> nodes_;
  std::vector<Attribute> attributes_;
  std::vector<std::string> uris_;
  std::vector<Problem> problems_;
  std::vector<NodeIndex> open_at_end_;
  bool cut_ = false;
};

/// Reads UTF-8. Error Empty without any element, TooLarge beyond a limit.
Result<Document> parse(std::string_view utf8, NamedReferences names, const Limits& limits = {});

}  // namespace depesche::xml
