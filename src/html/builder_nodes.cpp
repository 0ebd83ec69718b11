// How the builder makes nodes: where they are put, the elements that always exist, foreign content.
#include <algorithm>

#include "html/builder.h"

namespace depesche::html {
// --- html, head and body ----------------------------------------------------------------------

void Tree::Builder::begin_html() {
  if (tree_.html_ == kNoNode) tree_.html_ = insert_implied(Tag::Html);
}

// Also goes back into a head that has ended: elements that belong there may come late.
void Tree::Builder::begin_head() {
  begin_html();
  if (tree_.head_ == kNoNode) {
    tree_.head_ = insert_implied(Tag::Head);
  } else if (mode_ == Mode::AfterHead) {
    open_.push(tree_.head_, Tag::Head);
  }
  mode_ = Mode::InHead;
}

void Tree::Builder::begin_body() {
  if (mode_ == Mode::InBody) return;
  if (tree_.head_ == kNoNode) begin_head();
  if (open_.has(Tag::Head)) open_.pop_from(open_.innermost(Tag::Head));
  tree_.body_ = insert_implied(Tag::Body);
  mode_ = Mode::InBody;
}

// In <title>, <script>, <noscript> …: what comes belongs there, whatever it is.
bool Tree::Builder::head_element_is_open() const {
  return mode_ != Mode::InBody && open_.size() > 0 && open_.top().tag != Tag::Head &&
         open_.top().tag != Tag::Html;
}

// --- Foreign content --------------------------------------------------------------------------

bool Tree::Builder::in_foreign() const {
  return open_.innermost_of({Tag::Svg, Tag::Math}) > open_.innermost(Tag::ForeignObject);
}

// HTML that cannot stand in <svg> ends it (§13.2.6.5).
bool Tree::Builder::breaks_out(Tag tag) {
  switch (tag) {
    case Tag::B:
    case Tag::Big:
    case Tag::Body:
    case Tag::Br:
    case Tag::Code:
    case Tag::Em:
    case Tag::Embed:
    case Tag::Head:
    case Tag::Html:
    case Tag::I:
    case Tag::Img:
    case Tag::Meta:
    case Tag::Nobr:
    case Tag::Ruby:
    case Tag::S:
    case Tag::Small:
    case Tag::Span:
    case Tag::Strong:
    case Tag::Strike:
    case Tag::Sub:
    case Tag::Sup:
    case Tag::Tt:
    case Tag::U:
    case Tag::Var:
      return true;
    default:
      return has_trait(tag, kClosesP);
  }
}

void Tree::Builder::leave_foreign() {
  while (in_foreign()) open_.pop_from(open_.innermost_of({Tag::Svg, Tag::Math}));
}

void Tree::Builder::start_in_foreign(const Token& token) {
  const bool keeps_tag =
      token.tag == Tag::ForeignObject || token.tag == Tag::Svg || token.tag == Tag::Math;
  insert(token, keeps_tag ? token.tag : Tag::Other);
  if (token.self_closing) open_.pop();
}

// --- Nodes ------------------------------------------------------------------------------------

// Below the deepest allowed element everything becomes a child of the one above it.
NodeIndex Tree::Builder::parent_for_element() {
  if (open_.size() == 0) return tree_.root();
  if (open_.size() <= limits_.depth) return open_.top().node;
  tree_.notes_.flattened = true;
  return open_.at(static_cast<Position>(limits_.depth) - 1).node;
}

// Text may stand in a flattened element as long as that is the last child: nodes are in order.
NodeIndex Tree::Builder::parent_for_text() const {
  if (open_.size() <= limits_.depth) return open_.top().node;
  const NodeIndex parent = open_.at(static_cast<Position>(limits_.depth) - 1).node;
  return deepest_ == open_.top().node ? open_.top().node : parent;
}

NodeIndex Tree::Builder::append(NodeKind kind, NodeIndex parent) {
  const NodeIndex node = static_cast<NodeIndex>(tree_.nodes_.size());
  Node fresh;
  fresh.kind = kind;
  fresh.parent = parent;
  fresh.end = node + 1;
  if (open_.size() >= limits_.depth &&
      parent == open_.at(static_cast<Position>(limits_.depth) - 1).node) {
    deepest_ = node;
  }
  tree_.nodes_.push_back(fresh);
  return node;
}

NodeIndex Tree::Builder::insert(const Token& token, Tag tag) {
  const NodeIndex node = append(NodeKind::Element, parent_for_element());
  tree_.nodes_[node].tag = tag;
  if (tag == Tag::Other) tree_.nodes_[node].text = token.name;
  set_attributes(node, token);
  if (!has_trait(tag, kVoid)) open_.push(node, tag, tree_.pool_.view(token.name));
  return node;
}

NodeIndex Tree::Builder::insert_implied(Tag tag) {
  const NodeIndex node = append(NodeKind::Element, parent_for_element());
  tree_.nodes_[node].tag = tag;
  const bool stays_open = tag == Tag::Html || tag == Tag::Head || tag == Tag::Body;
  if (stays_open) open_.push(node, tag);
  return node;
}

void Tree::Builder::set_attributes(NodeIndex node, const Token& token) {
  const std::size_t room = most_attributes_ - tree_.attributes_.size();
  const std::size_t count = std::min(room, token.attributes.size());
  dropped_attributes_ += token.attributes.size() - count;
  tree_.nodes_[node].first_attribute = static_cast<std::uint32_t>(tree_.attributes_.size());
  tree_.nodes_[node].attribute_count = static_cast<std::uint16_t>(count);
  for (std::size_t i = 0; i < count; ++i) {
    tree_.attributes_.push_back({token.attributes[i].name, token.attributes[i].value});
  }
  text_may_grow_ = false;
}

// A second <html> or <body> only fills in what the first one left out.
void Tree::Builder::set_attributes_if_none(NodeIndex node, const Token& token) {
  if (tree_.nodes_[node].attribute_count == 0) set_attributes(node, token);
}

// The end of each node follows from the ends of its children; nodes are in document order.
void Tree::Builder::finish() {
  tree_.notes_.dropped_attributes = dropped_attributes_ + tokenizer_.dropped_attributes();
  // There was room for as many as a page may have. What is nearly full is not worth a copy.
  const auto fit = [](auto& all) {
    if (all.size() < all.capacity() / 4 * 3) all.shrink_to_fit();
  };
  fit(tree_.attributes_);
  fit(tree_.nodes_);
  for (std::size_t i = tree_.nodes_.size(); i-- > 1;) {
    const Node& node = tree_.nodes_[i];
    Node& parent = tree_.nodes_[node.parent];
    parent.end = std::max(parent.end, node.end);
  }
}

}  // namespace depesche::html
