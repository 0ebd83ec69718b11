#include "extract/body/standfirst.h"

#include <algorithm>

#include "extract/body/worth.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tree;

namespace {

bool says_the_same(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return false;
  const std::string& shorter = a.size() < b.size() ? a : b;
  const std::string& longer = a.size() < b.size() ? b : a;
  // Descriptions are often cut: most of the shorter must open the longer.
  return shorter.size() >= 30 &&
         longer.compare(0, shorter.size() * 9 / 10, shorter, 0, shorter.size() * 9 / 10) == 0;
}

class StandfirstFinder {
 public:
  StandfirstFinder(const Tree& tree, const BodyHints& hints) : tree_(tree) {
    for (const std::string& summary : hints.summaries) summaries_.push_back(squashed(summary));
    if (hints.headline_node != html::kNoNode) headline_ = hints.headline_node;
  }

  const RawBlock* find(const BlockList& blocks, NodeIndex container,
                       const Verdicts& verdicts) const {
    const RawBlock* by_name = nullptr;
    const RawBlock* by_place = nullptr;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const RawBlock& block = *blocks[i];
      const bool inside = block.node >= container;
      // The first running text of the body is the last that may be it.
      const bool running = worth_of(block) == Worth::Running;
      if (!could_be(block) || verdicts.is_unwanted(block)) {
        if (inside && running) break;
        continue;
      }
      const bool named = (block.evidence & kLead) != 0 && headline_ > 0 && block.node > headline_;
      if (inside) {
        if (named || (stands_alone(blocks, i) && is_summary(block))) return &block;
        if (running) break;
        continue;
      }
      if (is_summary(block)) return &block;
      if (named && !by_name) by_name = &block;
      const bool beside_headline = headline_ > 0 && block.node > headline_ && block.weight >= 60 &&
                                   tree_.parent(block.node) == tree_.parent(headline_) &&
                                   block.links == 0;
      if (beside_headline && !by_place) by_place = &block;
    }
    return by_name ? by_name : by_place;
  }

 private:
  static bool could_be(const RawBlock& block) {
    return block.kind != RawKind::Caption && block.weight >= 30 && block.weight < 1200 &&
           !block.links_mostly() && (block.evidence & (kAuthor | kDate | kCaption)) == 0;
  }

  bool is_summary(const RawBlock& block) const {
    const std::string& text = block.letters;
    return std::any_of(summaries_.begin(), summaries_.end(),
                       [&](const std::string& summary) { return says_the_same(text, summary); });
  }

  /// Not a paragraph among others: the next running text has another parent.
  bool stands_alone(const BlockList& blocks, std::size_t i) const {
    for (std::size_t next = i + 1; next < blocks.size(); ++next) {
      if (worth_of(*blocks[next]) != Worth::Running) continue;
      return tree_.parent(blocks[next]->node) != tree_.parent(blocks[i]->node);
    }
    return false;
  }

  const Tree& tree_;
  std::vector<std::string> summaries_;
  NodeIndex headline_ = 0;
};

}  // namespace

const RawBlock* find_standfirst(const Tree& tree, const BlockList& blocks, NodeIndex container,
                                const BodyHints& hints, const Verdicts& verdicts) {
  return StandfirstFinder(tree, hints).find(blocks, container, verdicts);
}

}  // namespace depesche::extract
