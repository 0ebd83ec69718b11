#include "extract/body.h"

#include <algorithm>
#include <unordered_map>
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

/// A text of which one can ask, at a cost that does not grow with it, whether it holds a block: by
/// the hashes of all its windows of 32 bytes.
class KnownText {
 public:
  explicit KnownText(std::string_view text) {
    const std::string known = squashed(text);
    if (known.size() < kWindow) return;
    std::uint64_t hash = hash_of(known);
    windows_.insert(hash);
    for (std::size_t end = kWindow; end < known.size(); ++end) {
      hash = (hash - byte(known[end - kWindow]) * kTopPower) * kBase + byte(known[end]);
      windows_.insert(hash);
    }
  }

  bool holds(std::string_view block) const {
    if (windows_.empty()) return false;
    const std::string text = squashed(block);
    return text.size() >= kWindow && windows_.contains(hash_of(text)) &&
           windows_.contains(hash_of(std::string_view(text).substr(text.size() - kWindow)));
  }

 private:
  static constexpr std::size_t kWindow = 32;
  static constexpr std::uint64_t kBase = 1099511628211ULL;  // arithmetic modulo 2^64
  static constexpr std::uint64_t kTopPower = [] {
    std::uint64_t power = 1;
    for (std::size_t i = 1; i < kWindow; ++i) power *= kBase;
    return power;
  }();

  static std::uint64_t byte(char c) { return static_cast<unsigned char>(c) + 1ULL; }
  static std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0;
    for (const char c : text.substr(0, kWindow)) hash = hash * kBase + byte(c);
    return hash;
  }

  std::unordered_set<std::uint64_t> windows_;
};

enum class Worth { Running, Neutral, Chaff };

/// `block` as text of the report, judged by itself.
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
      : tree_(tree), survey_(survey), blocks_(blocks), hints_(hints), linked_(hints.linked_body) {}

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
      const bool is_named = in_body_[block.node] || is_linked(block);
      // Lists of names or results in a body that says it is one count a little.
      if (worth == Worth::Neutral && is_named) sums.score[block.node] += weight * 0.5F;
      const bool own_line = tree_.is(block.node, Tag::P) && block.links == 0;
      if (worth == Worth::Chaff && !own_line) sums.score[block.node] -= weight;
      if (worth != Worth::Running) continue;
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
    return block.weight >= kSentence && linked_.holds(block.text);
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
  KnownText linked_;
  std::vector<bool> in_body_;
};

/// Takes from the container's blocks what is no part of the report.
class Cleaner {
 public:
  Cleaner(const Tree& tree, const std::vector<RawBlock>& blocks, const BodyHints& hints)
      : tree_(tree), hints_(hints) {
    blocks_ = &blocks;
    headline_ = squashed(hints.headline);
    for (const std::string& author : hints.authors) authors_.insert(squashed(author));
  }

  /// The blocks between two nodes without what is unwanted and without the standfirst.
  std::vector<RawBlock> clean(NodeIndex begin, NodeIndex end, const RawBlock* standfirst) {
    for (const RawBlock& block : *blocks_) {
      if (block.node < begin || block.node >= end || &block == standfirst) continue;
      if (!is_unwanted(block)) kept_.push_back(block);
    }
    drop_repetitions();
    drop_link_lists();
    drop_strangers();
    while (!kept_.empty() && is_author_note(kept_.back())) kept_.pop_back();
    drop_empty_headings();
    return std::move(kept_);
  }

  bool is_unwanted(const RawBlock& block) const {
    if (block.kind == RawKind::Caption || block.kind == RawKind::Code) return false;
    if (block.kind == RawKind::Row) return block.links_mostly() && block.weight > 20;
    if (is_label(block.text) || block.node == hints_.headline_node) return true;
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

  /// "Anna Berg is a reporter at …": a note on the author, at the end of the text.
  bool is_author_note(const RawBlock& block) const {
    if (block.kind == RawKind::Heading || block.weight > 700) return false;
    for (const std::string& author : hints_.authors) {
      if (author.size() < 6 || !block.text.starts_with(author)) continue;
      const std::string rest =
          fold(std::string_view(block.text).substr(author.size()).substr(0, 30));
      for (const std::string_view verb :
           {" is ", ", ", " ist ", " war ", " arbeitet ", " schreibt ", " writes ", " covers ",
            " reports ", " est ", " es ", " has ", " joined ", " studied ", " works "}) {
        if (rest.starts_with(verb)) return true;
      }
    }
    return false;
  }

 private:
  bool is_byline(const RawBlock& block) const {
    if (block.weight > 120) return false;
    const std::string text = squashed(block.text);
    if (authors_.contains(text)) return true;
    for (const std::string_view introduction : {"Von ", "By ", "von ", "Par ", "Por "}) {
      if (!block.text.starts_with(introduction) || block.ends_sentence()) continue;
      if (!names_in(block.text, BylineSource::Visible).empty()) return true;
    }
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

  // Pages repeat appeals between paragraphs, and whole bodies for small and large screens.
  void drop_repetitions() {
    std::unordered_set<std::string> seen;
    std::erase_if(kept_, [&](const RawBlock& block) {
      if (block.kind == RawKind::Row || block.kind == RawKind::Code || block.weight < 25)
        return false;
      return !seen.insert(squashed(block.text)).second;
    });
  }

  /// What paragraphs of one text share: the tags of their element and its parent, and the parent's
  /// class.
  std::string make(const RawBlock& block) const {
    NodeIndex node = block.group != 0 ? block.group : block.node;
    // A heading or list stands beside paragraphs: only the parent tells.
    const NodeIndex parent = tree_.parent(node);
    return std::string(tree_.name(parent)) + ' ' + std::string(tree_.attribute(parent, "class"));
  }

  // Teaser cards, boxes and appeals among or behind the paragraphs sit in elements of their own.
  // Where most of the text has one make, a group of another make must look like text to stay.
  void drop_strangers() {
    std::unordered_map<std::string, std::uint32_t> makes;
    std::uint32_t total = 0;
    for (const RawBlock& block : kept_) {
      if (worth_of(block) != Worth::Running) continue;
      makes[make(block)] += block.weight;
      total += block.weight;
    }
    const auto main =
        std::max_element(makes.begin(), makes.end(), [](const auto& a, const auto& b) {
          return a.second != b.second ? a.second < b.second : a.first > b.first;
        });
    if (main == makes.end() || main->second * 2 < total) return;
    std::vector<std::uint32_t> native(tree_.size());
    std::vector<bool> is_native(kept_.size());
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      is_native[i] = make(kept_[i]) == main->first;
      if (!is_native[i]) continue;
      // Marks every element above; stops where another block has been before.
      for (NodeIndex node = kept_[i].node; node != html::kNoNode && native[node] == 0;
           node = tree_.parent(node)) {
        native[node] = 1;
      }
    }
    std::unordered_map<NodeIndex, Group> groups;
    std::vector<NodeIndex> roots(kept_.size(), html::kNoNode);
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      if (is_native[i]) continue;
      NodeIndex root = kept_[i].node;
      while (tree_.parent(root) != html::kNoNode && native[tree_.parent(root)] == 0) {
        root = tree_.parent(root);
      }
      roots[i] = root;
      groups[root].add(kept_[i]);
    }
    for (const RawBlock& block : *blocks_) {
      // What was taken away as a link or label still tells what company the rest keeps.
      if (!block.links_mostly() && !is_label(block.text)) continue;
      for (NodeIndex node = block.node; node != html::kNoNode && native[node] == 0;
           node = tree_.parent(node)) {
        const auto group = groups.find(node);
        if (group == groups.end()) continue;
        group->second.chaff += block.weight;
        break;
      }
    }
    std::size_t i = 0;
    std::erase_if(kept_, [&](const RawBlock& block) {
      const NodeIndex root = roots[i++];
      return root != html::kNoNode && block.kind != RawKind::Caption &&
             groups[root].is_strange(main->second);
    });
  }

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

  const Tree& tree_;
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

/// The block that is the standfirst; null when the page shows none. It stands between the headline
/// and the text, or at the text's very beginning in an element of its own.
class StandfirstFinder {
 public:
  StandfirstFinder(const Tree& tree, const BodyHints& hints) : tree_(tree) {
    for (const std::string& summary : hints.summaries) summaries_.push_back(squashed(summary));
    if (hints.headline_node != html::kNoNode) headline_ = hints.headline_node;
  }

  const RawBlock* find(const std::vector<RawBlock>& blocks, NodeIndex container,
                       const Cleaner& cleaner) const {
    const RawBlock* by_name = nullptr;
    const RawBlock* by_place = nullptr;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const RawBlock& block = blocks[i];
      const bool inside = block.node >= container;
      // The first running text of the body is the last that may be it.
      const bool running = worth_of(block) == Worth::Running;
      if (!could_be(block) || cleaner.is_unwanted(block)) {
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
    const std::string text = squashed(block.text);
    return std::any_of(summaries_.begin(), summaries_.end(),
                       [&](const std::string& summary) { return says_the_same(text, summary); });
  }

  /// Not a paragraph among others: the next running text has another parent.
  bool stands_alone(const std::vector<RawBlock>& blocks, std::size_t i) const {
    for (std::size_t next = i + 1; next < blocks.size(); ++next) {
      if (worth_of(blocks[next]) != Worth::Running) continue;
      return tree_.parent(blocks[next].node) != tree_.parent(blocks[i].node);
    }
    return false;
  }

  const Tree& tree_;
  std::vector<std::string> summaries_;
  NodeIndex headline_ = 0;
};

}  // namespace

Body find_body(const Tree& tree, const Survey& survey, const std::vector<RawBlock>& blocks,
               const BodyHints& hints) {
  Body body;
  body.container = Chooser(tree, survey, blocks, hints).choose(body.running);
  if (body.container == html::kNoNode) return body;
  Cleaner cleaner(tree, blocks, hints);
  const RawBlock* standfirst = StandfirstFinder(tree, hints).find(blocks, body.container, cleaner);
  if (standfirst) body.standfirst = squeeze(standfirst->text);
  body.blocks = cleaner.clean(body.container, tree.end_of(body.container), standfirst);
  for (const RawBlock& block : body.blocks) {
    if (worth_of(block) == Worth::Running) body.weight += block.weight;
  }
  return body;
}

}  // namespace depesche::extract
