#include "html/tree.h"

#include "base/ascii.h"

namespace depesche::html {

std::string_view Tree::name(NodeIndex node) const {
  const Node& n = nodes_[node];
  if (n.kind != NodeKind::Element) return {};
  return n.tag == Tag::Other ? pool_.view(n.text) : html::name(n.tag);
}

NodeIndex Tree::ancestor(NodeIndex node, Tag tag) const {
  for (node = parent(node); node != kNoNode; node = parent(node)) {
    if (is(node, tag)) return node;
  }
  return kNoNode;
}

NodeIndex Tree::first(NodeIndex node, Tag tag) const {
  for (const NodeIndex found : descendants(node, tag)) return found;
  return kNoNode;
}

std::optional<std::string_view> Tree::find_attribute(NodeIndex node, std::string_view name) const {
  const Node& n = nodes_[node];
  for (std::size_t i = 0; i < n.attribute_count; ++i) {
    const StoredAttribute& stored = attributes_[n.first_attribute + i];
    if (stored.name.length == name.size() && pool_.view(stored.name) == name) {
      return pool_.view(stored.value);
    }
  }
  return std::nullopt;
}

std::string_view Tree::attribute(NodeIndex node, std::string_view name) const {
  return find_attribute(node, name).value_or(std::string_view{});
}

bool Tree::has_token(NodeIndex node, std::string_view name, std::string_view token) const {
  std::string_view rest = attribute(node, name);
  while (!rest.empty()) {
    while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
    std::size_t end = 0;
    while (end < rest.size() && !is_space(rest[end])) ++end;
    if (end > 0 && rest.substr(0, end) == token) return true;
    rest.remove_prefix(end);
  }
  return false;
}

}  // namespace depesche::html
