#include "extract/page/survey.h"

#include <algorithm>

#include "base/ascii.h"
#include "text/utf8.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;

namespace {

// A text node this long is prose; shorter ones are labels as often as not.
constexpr std::uint32_t kProse = 60;
// A body that is named inside something named boilerplate is believed from this length on.
constexpr std::uint32_t kBodyProse = 500;

/// Elements whose content is never read as text.
bool is_mute(Tag tag) {
  switch (tag) {
    case Tag::Head:
    case Tag::Script:
    case Tag::Style:
    case Tag::Noscript:
    case Tag::Template:
    case Tag::Noframes:
    case Tag::Iframe:
    case Tag::Noembed:
    case Tag::Svg:
    case Tag::Math:
    case Tag::Select:
    case Tag::Textarea:
    case Tag::Datalist:
    case Tag::Audio:
    case Tag::Video:
    case Tag::Canvas:
    case Tag::Object:
    case Tag::Map:
    case Tag::Button:
      return true;
    default:
      return false;
  }
}

/// Elements that are something else than the article by what they are.
bool is_beside(Tag tag) {
  return tag == Tag::Nav || tag == Tag::Aside || tag == Tag::Footer || tag == Tag::Dialog ||
         tag == Tag::Menu || tag == Tag::Form || tag == Tag::Search;
}

}  // namespace

std::uint32_t weight_of(std::string_view text) {
  std::size_t weight = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t ascii = ascii_run(text, at);
    weight += ascii;
    at += ascii;
    for (; at < text.size() && static_cast<unsigned char>(text[at]) >= 0x80; ++at) {
      const auto byte = static_cast<unsigned char>(text[at]);
      if (byte >= 0xC0) weight += byte >= 0xE3 && byte <= 0xED ? 2 : 1;
    }
  }
  return static_cast<std::uint32_t>(weight);
}

Survey::Survey(const Tree& tree) : facts_(tree.size()) {
  EvidenceMemo memo;
  for (NodeIndex node = 1; node < tree.size(); ++node) {
    constexpr EvidenceSet kAll = (1U << 29) - 1;
    if (tree.is_element(node)) facts_[node].evidence = evidence_of(tree, node, memo) & kAll;
  }
  weigh(tree);
  leave_out(tree);
}

Survey Survey::with_little_faith(const Tree& tree) const {
  Survey survey(*this);
  survey.faith_ = Faith::Little;
  survey.leave_out(tree);
  return survey;
}

void Survey::leave_out(const Tree& tree) {
  for (NodeIndex node = 1; node < tree.size(); ++node) {
    NodeFacts& facts = facts_[node];
    const NodeFacts& above = facts_[tree.parent(node)];
    facts.mute = above.mute || is_mute(tree.tag(node));
    facts.in_link = above.in_link || (tree.is(node, Tag::A) && tree.has_attribute(node, "href"));
    facts.dropped = above.dropped || (tree.is_element(node) && is_left_out(tree, node));
  }
}

// Children come after their parents, so that one walk backwards sums everything up.
void Survey::weigh(const Tree& tree) {
  for (NodeIndex node = 1; node < tree.size();) {
    if (is_mute(tree.tag(node))) {
      node = tree.end_of(node);
      continue;
    }
    if (tree.is_text(node)) {
      const std::uint32_t weight = weight_of(trim(tree.text(node)));
      if (weight >= kProse && !tree.is(tree.parent(node), Tag::A)) facts_[node].prose = weight;
    }
    ++node;
  }
  for (auto node = static_cast<NodeIndex>(tree.size()); node-- > 1;) {
    NodeFacts& facts = facts_[node];
    if ((facts.evidence & kBody) != 0) facts.named = facts.prose;
    facts_[tree.parent(node)].prose += facts.prose;
    facts_[tree.parent(node)].named += facts.named;
  }
}

bool Survey::is_left_out(const Tree& tree, NodeIndex node) const {
  const Tag tag = tree.tag(node);
  if (is_mute(tag)) return true;
  const NodeFacts& facts = facts_[node];
  const bool holds_most = facts.prose * 2 > prose();
  if (tag == Tag::Html || tag == Tag::Body || tag == Tag::Main || holds_most) return false;
  if ((facts.evidence & kHidden) != 0) return true;
  const bool holds_body = facts.named * 10 > facts.prose * 6 && facts.prose >= kBodyProse;
  const bool comments = (facts.evidence & kComments) != 0;
  if (faith_ == Faith::Little && !comments && facts.prose * 6 > prose()) return false;
  if ((facts.evidence & kBoilerplate) != 0) {
    // "article-body share-enabled" is still the body.
    return (facts.evidence & kBody) == 0 && (comments || !holds_body);
  }
  return is_beside(tag) && !holds_body;
}

}  // namespace depesche::extract
