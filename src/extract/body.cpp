#include "extract/body.h"

#include <algorithm>
#include <unordered_set>

#include "base/ascii.h"
#include "dates/dates.h"
#include "extract/byline.h"
#include "extract/phrases.h"
#include "text/fold.h"

namespace depesche::extract {
namespace {

using html::NodeIndex;
using html::Tag;
using html::Tree;

constexpr std::uint32_t kSentence = 40;   // shorter lines are running text only with a full stop
constexpr std::uint32_t kParagraph = 90;  // longer ones are even without

/// Letters and digits only, lower case: what two renderings of one text share.
std::string squashed(std::string_view text) {
  const std::string folded = fold(text);
  std::string out;
  out.reserve(folded.size());
  for (const char c : folded) {
    if (is_alnum(c) || static_cast<unsigned char>(c) >= 0x80) out += c;
  }
  return out;
}

enum class Worth { Running, Neutral, Chaff };

Worth worth_of(const RawBlock& block) {
  switch (block.kind) {
    case RawKind::Caption:
      return Worth::Neutral;
    case RawKind::Heading:
      return block.links_mostly() ? Worth::Chaff : Worth::Neutral;
    case RawKind::Code:
      return Worth::Running;
    case RawKind::Row:
      return block.links_mostly() ? Worth::Chaff : Worth::Neutral;
    default:
      break;
  }
  if (block.links_mostly()) return Worth::Chaff;
  if ((block.evidence & (kAuthor | kDate | kTeaser)) != 0 && block.weight < 300) {
    return Worth::Chaff;
  }
  if (block.weight >= kParagraph) return Worth::Running;
  if (block.weight >= kSentence && block.ends_sentence()) return Worth::Running;
  return block.kind == RawKind::Item || block.ends_sentence() ? Worth::Neutral : Worth::Chaff;
}

/// Sums per element, filled from the blocks and then from the leaves up.
struct Sums {
  std::vector<float> score;    // running text less chaff
  std::vector<float> running;  // running text alone
};

class Chooser {
 public:
  Chooser(const Tree& tree, const Survey& survey, const std::vector<RawBlock>& blocks,
          const BodyHints& hints)
      : tree_(tree),
        survey_(survey),
        blocks_(blocks),
        hints_(hints),
        linked_(squashed(hints.linked_body)) {}

  NodeIndex choose(std::uint32_t& running) {
    mark_bodies();
    Sums sums{std::vector<float>(tree_.size()), std::vector<float>(tree_.size())};
    float total = 0;
    float named = 0;
    for (const RawBlock& block : blocks_) {
      if (worth_of(block) != Worth::Running) continue;
      total += static_cast<float>(block.weight);
      if (in_body_[block.node] || is_linked(block)) named += static_cast<float>(block.weight);
    }
    running = static_cast<std::uint32_t>(total);
    // Where the page names its body, other running text must earn its place.
    const float other = named > total * 0.3F ? 0.35F : 1.0F;
    for (const RawBlock& block : blocks_) {
      const auto weight = static_cast<float>(block.weight);
      const Worth worth = worth_of(block);
      if (worth == Worth::Chaff) sums.score[block.node] -= weight;
      if (worth != Worth::Running) continue;
      const bool is_named = in_body_[block.node] || is_linked(block);
      sums.score[block.node] += weight * (is_named ? 1.0F : other);
      sums.running[block.node] += weight;
    }
    for (auto node = static_cast<NodeIndex>(tree_.size()); node-- > 1;) {
      sums.score[tree_.parent(node)] += sums.score[node];
      sums.running[tree_.parent(node)] += sums.running[node];
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

  bool is_linked(const RawBlock& block) const {
    return !linked_.empty() && block.weight >= kSentence &&
           linked_.find(squashed(block.text)) != std::string::npos;
  }

  NodeIndex best(const Sums& sums) const {
    NodeIndex best = html::kNoNode;
    float best_score = 0;
    for (NodeIndex node = tree_.body(); node < tree_.size(); ++node) {
      if (!tree_.is_element(node) || sums.running[node] <= 0) continue;
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
  const std::vector<RawBlock>& blocks_;
  const BodyHints& hints_;
  std::string linked_;
  std::vector<bool> in_body_;
};

/// Takes from the container's blocks what is no part of the report.
class Cleaner {
 public:
  Cleaner(const std::vector<RawBlock>& blocks, const BodyHints& hints) : hints_(hints) {
    blocks_ = &blocks;
    headline_ = squashed(hints.headline);
    for (const std::string& author : hints.authors) authors_.insert(squashed(author));
  }

  std::vector<RawBlock> clean(NodeIndex begin, NodeIndex end) {
    for (const RawBlock& block : *blocks_) {
      if (block.node < begin || block.node >= end) continue;
      if (!is_unwanted(block)) kept_.push_back(block);
    }
    drop_link_lists();
    drop_empty_headings();
    return std::move(kept_);
  }

  bool is_unwanted(const RawBlock& block) const {
    if (block.kind == RawKind::Caption || block.kind == RawKind::Code) return false;
    if (block.kind == RawKind::Row) return block.links_mostly() && block.weight > 20;
    if (is_label(block.text)) return true;
    const bool is_short = block.weight < 200;
    if (is_short && squashed(block.text) == headline_) return true;
    if (block.kind == RawKind::Heading) {
      return block.links == block.weight || is_reference_line(block.text) || is_appeal(block.text);
    }
    if (is_credit_line(block.text) || is_paywall_note(block.text)) return true;
    if (is_reference_line(block.text) && (block.links > 0 || block.weight < 60)) return true;
    if (is_appeal(block.text)) return true;
    if ((block.evidence & kTeaser) != 0 && block.links_mostly()) return true;
    if ((block.evidence & (kAuthor | kDate)) != 0 && block.weight < 300) return true;
    if (block.links_mostly() && block.kind == RawKind::Paragraph && !block.ends_sentence()) {
      return true;
    }
    return is_short && (is_byline(block) || is_only_a_date(block));
  }

 private:
  bool is_byline(const RawBlock& block) const {
    if (block.weight > 120) return false;
    const std::string text = squashed(block.text);
    if (authors_.contains(text)) return true;
    for (const std::string_view introduction : {"von", "by", "par", "por", "di", "text"}) {
      if (text.starts_with(introduction) && authors_.contains(text.substr(introduction.size()))) {
        return true;
      }
    }
    return false;
  }

  static bool is_only_a_date(const RawBlock& block) {
    if (block.weight > 60 || block.ends_sentence()) return false;
    if (block.text.find_first_of("0123456789") == std::string::npos) return false;
    std::size_t letters = 0;
    for (const char c : block.text) letters += is_alpha(c) ? 1 : 0;
    return letters <= 24 && parse_feed_date(block.text).has_value();
  }

  // A list in which every item is a link is a menu of other pages.
  void drop_link_lists() {
    std::vector<RawBlock> kept;
    for (std::size_t i = 0; i < kept_.size();) {
      std::size_t end = i + 1;
      if (kept_[i].kind == RawKind::Item) {
        while (end < kept_.size() && kept_[end].kind == RawKind::Item &&
               kept_[end].group == kept_[i].group) {
          ++end;
        }
        std::uint32_t weight = 0;
        std::uint32_t links = 0;
        for (std::size_t j = i; j < end; ++j) {
          weight += kept_[j].weight;
          links += kept_[j].links;
        }
        if (links * 10 > weight * 7) {
          i = end;
          continue;
        }
      }
      for (; i < end; ++i) kept.push_back(std::move(kept_[i]));
    }
    kept_ = std::move(kept);
  }

  // A heading must head something: not another heading of its rank, not the end.
  void drop_empty_headings() {
    std::vector<RawBlock> kept;
    int next_level = 0;  // of what follows; 0 at the end, 9 for text
    for (std::size_t i = kept_.size(); i-- > 0;) {
      RawBlock& block = kept_[i];
      if (block.kind == RawKind::Heading) {
        if (next_level <= block.level && next_level != 9) continue;
        next_level = block.level;
      } else if (block.kind != RawKind::Caption) {
        next_level = 9;
      }
      kept.push_back(std::move(block));
    }
    std::reverse(kept.begin(), kept.end());
    kept_ = std::move(kept);
  }

  const std::vector<RawBlock>* blocks_;
  const BodyHints& hints_;
  std::string headline_;
  std::unordered_set<std::string> authors_;
  std::vector<RawBlock> kept_;
};

bool says_the_same(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return false;
  const std::string& shorter = a.size() < b.size() ? a : b;
  const std::string& longer = a.size() < b.size() ? b : a;
  // Descriptions are often cut: most of the shorter must open the longer.
  return shorter.size() >= 30 &&
         longer.compare(0, shorter.size() * 9 / 10, shorter, 0, shorter.size() * 9 / 10) == 0;
}

/// The block before the body that is the standfirst; null when the page shows none.
const RawBlock* find_standfirst(const std::vector<RawBlock>& blocks, NodeIndex container,
                                const BodyHints& hints) {
  std::vector<std::string> summaries;
  for (const std::string& summary : hints.summaries) summaries.push_back(squashed(summary));
  const NodeIndex from = hints.headline_node == html::kNoNode ? 0 : hints.headline_node;
  const RawBlock* by_name = nullptr;
  for (const RawBlock& block : blocks) {
    if (block.node >= container) break;
    if (block.kind == RawKind::Caption || block.weight < 30 || block.links_mostly()) continue;
    const std::string text = squashed(block.text);
    for (const std::string& summary : summaries) {
      if (says_the_same(text, summary)) return &block;
    }
    if (block.node > from && from > 0 && (block.evidence & kLead) != 0 && by_name == nullptr &&
        block.weight < 1200) {
      by_name = &block;
    }
  }
  return by_name;
}

}  // namespace

Body find_body(const Tree& tree, const Survey& survey, const std::vector<RawBlock>& blocks,
               const BodyHints& hints) {
  Body body;
  body.container = Chooser(tree, survey, blocks, hints).choose(body.running);
  if (body.container == html::kNoNode) return body;
  Cleaner cleaner(blocks, hints);
  body.blocks = cleaner.clean(body.container, tree.end_of(body.container));
  const RawBlock* standfirst = find_standfirst(blocks, body.container, hints);
  if (standfirst && !cleaner.is_unwanted(*standfirst)) body.standfirst = squeeze(standfirst->text);
  for (const RawBlock& block : body.blocks) {
    if (worth_of(block) == Worth::Running) body.weight += block.weight;
  }
  return body;
}

}  // namespace depesche::extract
