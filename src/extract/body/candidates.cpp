#include "extract/body/candidates.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "base/ascii.h"
#include "extract/body/standfirst.h"
#include "extract/body/strangers.h"
#include "extract/body/worth.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;

namespace {

/// Sums per element, filled from the blocks and then from the leaves up.
struct Sums {
  std::vector<float> score;   // running text less chaff
  std::vector<bool> running;  // whether there is any running text
};

class Chooser {
 public:
  Chooser(const Tree& tree, const Survey& survey, const BlockList& blocks, const Verdicts& verdicts)
      : tree_(tree), survey_(survey), blocks_(blocks), verdicts_(verdicts) {}

  NodeIndex choose(std::uint32_t& running) {
    mark_bodies();
    Sums sums{std::vector<float>(tree_.size()), std::vector<bool>(tree_.size())};
    float total = 0;
    float named = 0;
    for (const RawBlock* block : blocks_) {
      if (worth_of(*block) != Worth::Running) continue;
      total += static_cast<float>(block->weight);
      if (in_body_[block->node] || verdicts_.is_linked(*block))
        named += static_cast<float>(block->weight);
    }
    running = static_cast<std::uint32_t>(total);
    // Where the page names its body, other running text must earn its place.
    const float other = named > total * 0.3F ? 0.35F : 1.0F;
    for (const RawBlock* of : blocks_) {
      const RawBlock& block = *of;
      const auto weight = static_cast<float>(block.weight);
      const Worth worth = worth_of(block);
      const bool is_named = in_body_[block.node] || verdicts_.is_linked(block);
      // Lists of names or results in a body that says it is one count a little.
      if (worth == Worth::Neutral && is_named) sums.score[block.node] += weight * 0.5F;
      const bool own_line = tree_.is(block.node, Tag::P) && block.links == 0;
      if (worth == Worth::Chaff && !own_line) sums.score[block.node] -= weight;
      if (worth != Worth::Running) continue;
      sums.score[block.node] += weight * (is_named ? 1.0F : other);
      sums.running[block.node] = sums.running[block.node] || weight > 0;
    }
    for (auto node = static_cast<NodeIndex>(tree_.size()); node-- > 1;) {
      sums.score[tree_.parent(node)] += sums.score[node];
      if (sums.running[node]) sums.running[tree_.parent(node)] = true;
    }
    return best(sums);
  }

 private:
  void mark_bodies() {
    in_body_.assign(tree_.size(), false);
    for (NodeIndex node = tree_.body(); node < tree_.size(); ++node) {
      in_body_[node] = in_body_[tree_.parent(node)] || (survey_[node].evidence & kBody) != 0;
    }
    // The page's outermost elements say "content" of everything.
    for (const NodeIndex node : {tree_.body()}) in_body_[node] = false;
  }

  NodeIndex best(const Sums& sums) const {
    NodeIndex best = html::kNoNode;
    float best_score = 0;
    for (NodeIndex node = tree_.body(); node < tree_.size(); ++node) {
      if (!tree_.is_element(node) || !sums.running[node]) continue;
      float score = sums.score[node];
      if (tree_.is(node, Tag::Article)) score *= 1.05F;
      // Equal scores: the deeper element, which comes later.
      if (score >= best_score) {
        best = node;
        best_score = score;
      }
    }
    return best;
  }

  const Tree& tree_;
  const Survey& survey_;
  const BlockList& blocks_;
  const Verdicts& verdicts_;
  std::vector<bool> in_body_;
};

// A list in which every item is a link is a menu of other pages.
void drop_link_lists(BlockList& blocks) {
  BlockList kept;
  for (std::size_t i = 0; i < blocks.size();) {
    std::size_t end = i + 1;
    if (blocks[i]->kind == RawKind::Item) {
      while (end < blocks.size() && blocks[end]->kind == RawKind::Item &&
             blocks[end]->group == blocks[i]->group) {
        ++end;
      }
      std::uint32_t weight = 0;
      std::uint32_t links = 0;
      for (std::size_t j = i; j < end; ++j) {
        weight += blocks[j]->weight;
        links += blocks[j]->links;
      }
      if (links * 10 > weight * 7) {
        i = end;
        continue;
      }
    }
    kept.insert(kept.end(), blocks.begin() + static_cast<std::ptrdiff_t>(i),
                blocks.begin() + static_cast<std::ptrdiff_t>(end));
    i = end;
  }
  blocks = std::move(kept);
}

}  // namespace

void drop_empty_headings(BlockList& blocks) {
  BlockList kept;
  int next_level = 0;  // of what follows; 0 at the end, 9 for text
  for (std::size_t i = blocks.size(); i-- > 0;) {
    const RawBlock& block = *blocks[i];
    if (block.kind == RawKind::Heading) {
      if (next_level <= block.level && next_level != 9) continue;
      next_level = block.level;
    } else if (block.kind_in_body() != RawKind::Caption) {
      next_level = 9;
    }
    kept.push_back(&block);
  }
  std::reverse(kept.begin(), kept.end());
  blocks = std::move(kept);
}

void drop_repetitions(BlockList& blocks) {
  std::unordered_set<std::string_view> seen;
  std::erase_if(blocks, [&](const RawBlock* block) {
    if (block->kind == RawKind::Row || block->kind == RawKind::Code || block->weight < 25)
      return false;
    return !seen.insert(std::string_view(block->letters)).second;
  });
}

Reading read_by_names(const Tree& tree, const Survey& survey, const std::vector<RawBlock>& blocks,
                      const BodyHints& hints, const Verdicts& verdicts) {
  Reading reading;
  BlockList shown;
  shown.reserve(blocks.size());
  for (const RawBlock& block : blocks) {
    if (!survey[block.node].dropped) shown.push_back(&block);
  }
  reading.container = Chooser(tree, survey, shown, verdicts).choose(reading.running);
  if (reading.container == html::kNoNode) return reading;
  reading.container_end = tree.end_of(reading.container);
  reading.standfirst = find_standfirst(tree, shown, reading.container, hints, verdicts);
  for (const RawBlock* block : shown) {
    const bool inside = tree.contains(reading.container, block->node);
    if (inside && block != reading.standfirst && !verdicts.is_unwanted(*block)) {
      reading.kept.push_back(block);
    }
  }
  drop_repetitions(reading.kept);
  drop_link_lists(reading.kept);
  drop_strangers(tree, shown, reading.kept);
  while (!reading.kept.empty() && verdicts.is_author_note(*reading.kept.back())) {
    reading.kept.pop_back();
  }
  drop_empty_headings(reading.kept);
  for (const RawBlock* block : reading.kept) {
    if (worth_of(*block) == Worth::Running) reading.weight += block->weight;
  }
  return reading;
}

Readings read_both_ways(const Tree& tree, const Survey& survey, const std::vector<RawBlock>& blocks,
                        const BodyHints& hints, const Verdicts& verdicts) {
  Readings readings{read_by_names(tree, survey, blocks, hints, verdicts), {}};
  const bool doubtful = readings.by_names.weight * 3 < survey.prose();
  readings.by_prose =
      doubtful ? read_by_names(tree, survey.with_little_faith(tree), blocks, hints, verdicts)
               : readings.by_names;
  return readings;
}

}  // namespace depesche::extract
