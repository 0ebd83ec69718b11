#include "extract/body/strangers.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "extract/body/worth.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tree;

namespace {

struct Group {
  std::uint32_t running = 0;
  std::uint32_t chaff = 0;  // links, labels, lines without a full stop
  std::uint32_t neutral = 0;
  void add(const RawBlock& block) {
    const Worth worth = worth_of(block);
    (worth == Worth::Running ? running : worth == Worth::Chaff ? chaff : neutral) += block.weight;
  }
  bool is_strange(std::uint32_t main) const {
    if (running * 4 > main && chaff * 3 < running) return false;
    return chaff * 4 > running + neutral;
  }
};

/// What paragraphs of one text share: the tag and class of the element around them. A heading or
/// list stands beside paragraphs, so its own element does not matter.
std::string make_of(const Tree& tree, const RawBlock& block) {
  const NodeIndex parent = tree.parent(block.group != 0 ? block.group : block.node);
  return std::string(tree.name(parent)) + ' ' + std::string(tree.attribute(parent, "class"));
}

class Strangers {
 public:
  Strangers(const Tree& tree, const BlockList& all, BlockList& kept)
      : tree_(tree), all_(all), kept_(kept), native_(tree.size()) {}

  void drop() {
    if (!find_main_make()) return;
    mark_native();
    gather_groups();
    add_lost_company();
    std::size_t i = 0;
    std::erase_if(kept_, [&](const RawBlock* block) {
      const NodeIndex root = roots_[i++];
      return root != html::kNoNode && block->kind != RawKind::Caption &&
             groups_[root].is_strange(main_weight_);
    });
  }

 private:
  /// False when no make has at least half of the text.
  bool find_main_make() {
    std::unordered_map<std::string, std::uint32_t> makes;
    std::uint32_t total = 0;
    for (const RawBlock* block : kept_) {
      if (worth_of(*block) != Worth::Running) continue;
      makes[make_of(tree_, *block)] += block->weight;
      total += block->weight;
    }
    // Equal weights: by name, so that the order of the container does not matter.
    const auto main =
        std::max_element(makes.begin(), makes.end(), [](const auto& a, const auto& b) {
          return a.second != b.second ? a.second < b.second : a.first > b.first;
        });
    if (main == makes.end() || main->second * 2 < total) return false;
    main_make_ = main->first;
    main_weight_ = main->second;
    return true;
  }

  bool is_native(const RawBlock& block) const { return make_of(tree_, block) == main_make_; }

  /// Marks every element above a native block; stops where another one has been before.
  void mark_native() {
    for (const RawBlock* block : kept_) {
      if (!is_native(*block)) continue;
      for (NodeIndex node = block->node; node != html::kNoNode && !native_[node];
           node = tree_.parent(node)) {
        native_[node] = true;
      }
    }
  }

  /// A group is all that lies in one largest element without native blocks.
  void gather_groups() {
    for (const RawBlock* block : kept_) {
      NodeIndex root = html::kNoNode;
      if (!is_native(*block)) {
        root = block->node;
        while (tree_.parent(root) != html::kNoNode && !native_[tree_.parent(root)]) {
          root = tree_.parent(root);
        }
        groups_[root].add(*block);
      }
      roots_.push_back(root);
    }
  }

  /// What was taken away as a link or label still tells what company the rest keeps.
  void add_lost_company() {
    for (const RawBlock* block : all_) {
      if (!block->links_mostly() && !block->says(kLabelPhrase)) continue;
      for (NodeIndex node = block->node; node != html::kNoNode && !native_[node];
           node = tree_.parent(node)) {
        const auto group = groups_.find(node);
        if (group == groups_.end()) continue;
        group->second.chaff += block->weight;
        break;
      }
    }
  }

  const Tree& tree_;
  const BlockList& all_;
  BlockList& kept_;
  std::string main_make_;
  std::uint32_t main_weight_ = 0;
  std::vector<bool> native_;
  std::unordered_map<NodeIndex, Group> groups_;
  std::vector<NodeIndex> roots_;  // of each kept block's group; kNoNode for native ones
};

}  // namespace

void drop_strangers(const Tree& tree, const BlockList& all, BlockList& kept) {
  Strangers(tree, all, kept).drop();
}

}  // namespace depesche::extract
