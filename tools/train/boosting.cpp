#include "boosting.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

namespace depesche::train {
namespace {

using extract::TreeNode;

constexpr int kMostBins = 128;

/// Each column's values in at most kMostBins bins; `limits[c][b]` is the largest value in bin b.
struct Binned {
  std::size_t columns = 0;
  std::vector<std::uint8_t> bins;  // row after row
  std::vector<std::vector<std::int16_t>> limits;
};

Binned bin(std::span<const Sample* const> samples) {
  Binned out;
  out.columns = samples.front()->row.size();
  out.bins.resize(samples.size() * out.columns);
  out.limits.resize(out.columns);
  std::vector<std::int16_t> values(samples.size());
  for (std::size_t c = 0; c < out.columns; ++c) {
    for (std::size_t i = 0; i < samples.size(); ++i) values[i] = samples[i]->row[c];
    std::sort(values.begin(), values.end());
    std::vector<std::int16_t>& limits = out.limits[c];
    std::vector<std::int16_t> distinct(values);
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    if (distinct.size() <= kMostBins) {
      limits = distinct;
    } else {
      for (std::size_t b = 1; b <= kMostBins; ++b) {
        const std::int16_t limit = values[b * values.size() / kMostBins - 1];
        if (limits.empty() || limit > limits.back()) limits.push_back(limit);
      }
    }
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const auto at = std::lower_bound(limits.begin(), limits.end(), samples[i]->row[c]);
      out.bins[i * out.columns + c] = static_cast<std::uint8_t>(at - limits.begin());
    }
  }
  return out;
}

struct Cell {
  double gradient = 0, curvature = 0;
};

struct Split {
  double gain = 0;
  std::size_t column = 0;
  int bin = 0;
};

struct Leaf {
  std::vector<std::uint32_t> rows;
  std::vector<Cell> histogram;  // of the drawn columns, kMostBins each
  Cell sum;
  Split best;
  int depth = 0;
  int node = 0;
};

/// A tree while it grows: nodes with two children.
struct Growing {
  std::size_t column = 0;
  int bin = 0;
  int yes = -1, no = -1;  // -1: a leaf
  double value = 0;
};

class Trainer {
 public:
  Trainer(std::span<const Sample* const> samples, const Settings& settings)
      : samples_(samples), settings_(settings), data_(bin(samples)), random_(settings.seed) {
    double weight = 0;
    for (const Sample* sample : samples) {
      weight += sample->weight;
      most_group_ = std::max<std::size_t>(most_group_, sample->group);
    }
    unit_ = weight / static_cast<double>(samples.size());
    score_.resize(samples.size());
    derivative_.resize(samples.size());
  }

  Forest run() {
    for (int t = 0; t < settings_.trees; ++t) {
      derive();
      draw_columns();
      write(grow());
    }
    return std::move(forest_);
  }

 private:
  void derive() {
    std::vector<bool> drawn(1 + most_group_);
    std::bernoulli_distribution draw(settings_.groups);
    for (std::size_t group = 0; group < drawn.size(); ++group) drawn[group] = draw(random_);
    for (std::size_t i = 0; i < samples_.size(); ++i) {
      derivative_[i] = {};
      if (!drawn[samples_[i]->group]) continue;
      const double p = 1 / (1 + std::exp(-score_[i]));
      const double weight = samples_[i]->weight / unit_;
      derivative_[i] = {weight * (p - samples_[i]->target), weight * std::max(p * (1 - p), 1e-6)};
    }
  }

  void draw_columns() {
    std::vector<std::size_t> all(data_.columns);
    std::iota(all.begin(), all.end(), std::size_t{0});
    std::erase_if(all, [&](std::size_t column) {
      return std::find(settings_.ignored.begin(), settings_.ignored.end(), column) !=
             settings_.ignored.end();
    });
    std::shuffle(all.begin(), all.end(), random_);
    const auto count = static_cast<std::size_t>(
        std::max(1.0, settings_.columns * static_cast<double>(all.size())));
    drawn_.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
    std::sort(drawn_.begin(), drawn_.end());
  }

  void count(Leaf& leaf) const {
    leaf.histogram.assign(drawn_.size() * kMostBins, {});
    leaf.sum = {};
    for (const std::uint32_t row : leaf.rows) {
      const Cell cell = derivative_[row];
      leaf.sum.gradient += cell.gradient;
      leaf.sum.curvature += cell.curvature;
      const std::uint8_t* bins = &data_.bins[row * data_.columns];
      for (std::size_t d = 0; d < drawn_.size(); ++d) {
        Cell& into = leaf.histogram[d * kMostBins + bins[drawn_[d]]];
        into.gradient += cell.gradient;
        into.curvature += cell.curvature;
      }
    }
  }

  double worth(const Cell& cell) const {
    return cell.gradient * cell.gradient / (cell.curvature + settings_.smoothing);
  }

  void find_split(Leaf& leaf) const {
    leaf.best = {};
    if (leaf.depth >= settings_.depth) return;
    for (std::size_t d = 0; d < drawn_.size(); ++d) {
      const std::size_t bins = data_.limits[drawn_[d]].size();
      Cell yes;
      for (std::size_t b = 0; b + 1 < bins; ++b) {
        const Cell& cell = leaf.histogram[d * kMostBins + b];
        yes.gradient += cell.gradient;
        yes.curvature += cell.curvature;
        const Cell no{leaf.sum.gradient - yes.gradient, leaf.sum.curvature - yes.curvature};
        // A sample of mean weight has a curvature of at most a quarter.
        if (yes.curvature < settings_.least_leaf / 4 || no.curvature < settings_.least_leaf / 4) {
          continue;
        }
        const double gain = worth(yes) + worth(no) - worth(leaf.sum);
        if (gain > leaf.best.gain) leaf.best = {gain, drawn_[d], static_cast<int>(b)};
      }
    }
  }

  std::vector<Growing> grow() {
    std::vector<Growing> tree(1);
    std::vector<Leaf> leaves(1);
    leaves[0].rows.resize(samples_.size());
    std::iota(leaves[0].rows.begin(), leaves[0].rows.end(), 0U);
    count(leaves[0]);
    find_split(leaves[0]);
    while (static_cast<int>(leaves.size()) < settings_.leaves) {
      std::size_t at = 0;
      for (std::size_t i = 1; i < leaves.size(); ++i) {
        if (leaves[i].best.gain > leaves[at].best.gain) at = i;
      }
      if (leaves[at].best.gain <= 1e-9) break;
      leaves.emplace_back();
      split(leaves[at], leaves.back(), tree);
    }
    for (const Leaf& leaf : leaves) {
      const double value =
          -settings_.rate * leaf.sum.gradient / (leaf.sum.curvature + settings_.smoothing);
      const double kept = std::round(std::clamp(value, -8.0, 8.0) * 1000) / 1000;
      tree[static_cast<std::size_t>(leaf.node)].value = kept;
      for (const std::uint32_t row : leaf.rows) score_[row] += kept;
    }
    return tree;
  }

  void split(Leaf& leaf, Leaf& other, std::vector<Growing>& tree) {
    const Split by = leaf.best;
    const auto node = static_cast<std::size_t>(leaf.node);
    tree[node].column = by.column;
    tree[node].bin = by.bin;
    tree[node].yes = static_cast<int>(tree.size());
    tree[node].no = static_cast<int>(tree.size()) + 1;
    tree.resize(tree.size() + 2);
    other.node = tree[node].no;
    leaf.node = tree[node].yes;
    other.depth = ++leaf.depth;
    std::vector<std::uint32_t> yes;
    for (const std::uint32_t row : leaf.rows) {
      (data_.bins[row * data_.columns + by.column] <= by.bin ? yes : other.rows).push_back(row);
    }
    leaf.rows = std::move(yes);
    // Counting the smaller half tells the larger one's sums too.
    Leaf& smaller = leaf.rows.size() < other.rows.size() ? leaf : other;
    Leaf& larger = &smaller == &leaf ? other : leaf;
    std::vector<Cell> whole = std::move(leaf.histogram);
    const Cell sum = leaf.sum;
    count(smaller);
    for (std::size_t i = 0; i < whole.size(); ++i) {
      whole[i].gradient -= smaller.histogram[i].gradient;
      whole[i].curvature -= smaller.histogram[i].curvature;
    }
    larger.histogram = std::move(whole);
    larger.sum = {sum.gradient - smaller.sum.gradient, sum.curvature - smaller.sum.curvature};
    find_split(leaf);
    find_split(other);
  }

  void write(const std::vector<Growing>& tree) {
    forest_.roots.push_back(static_cast<std::uint32_t>(forest_.nodes.size()));
    write(tree, 0);
  }

  void write(const std::vector<Growing>& tree, int node) {
    const Growing& from = tree[static_cast<std::size_t>(node)];
    const std::size_t at = forest_.nodes.size();
    if (from.yes < 0) {
      const auto value = static_cast<std::int16_t>(std::lround(from.value * 1000));
      forest_.nodes.push_back({TreeNode::kLeaf, value, 0});
      return;
    }
    const std::int16_t limit = data_.limits[from.column][static_cast<std::size_t>(from.bin)];
    forest_.nodes.push_back({static_cast<std::int16_t>(from.column), limit, 0});
    write(tree, from.yes);
    forest_.nodes[at].other = static_cast<std::uint16_t>(forest_.nodes.size() - at);
    write(tree, from.no);
  }

  std::span<const Sample* const> samples_;
  Settings settings_;
  Binned data_;
  std::mt19937_64 random_;
  double unit_ = 1;
  std::size_t most_group_ = 0;
  std::vector<double> score_;
  std::vector<Cell> derivative_;
  std::vector<std::size_t> drawn_;
  Forest forest_;
};

}  // namespace

Forest train(std::span<const Sample* const> samples, const Settings& settings) {
  Forest mean;
  for (int i = 0; i < settings.seeds; ++i) {
    Settings own = settings;
    own.seed = settings.seed + static_cast<std::uint64_t>(i);
    const Forest forest = Trainer(samples, own).run();
    const auto begin = static_cast<std::uint32_t>(mean.nodes.size());
    for (TreeNode node : forest.nodes) {
      if (node.column == TreeNode::kLeaf) {
        node.limit = static_cast<std::int16_t>(node.limit / settings.seeds);
      }
      mean.nodes.push_back(node);
    }
    for (const std::uint32_t root : forest.roots) mean.roots.push_back(begin + root);
  }
  return mean;
}

std::string source_of(const Forest& forest, std::string_view name) {
  std::string out = "constexpr TreeNode k" + std::string(name) + "Nodes[] = {\n";
  std::string line;
  const auto add = [&](const std::string& piece) {
    if (line.size() + piece.size() > 98) {
      out += ' ' + line + '\n';
      line.clear();
    }
    line += ' ' + piece;
  };
  for (const TreeNode& node : forest.nodes) {
    add('{' + std::to_string(node.column) + ',' + std::to_string(node.limit) + ',' +
        std::to_string(node.other) + "},");
  }
  out += ' ' + line + "};\n\nconstexpr std::uint32_t k" + std::string(name) + "Roots[] = {\n";
  line.clear();
  for (const std::uint32_t root : forest.roots) add(std::to_string(root) + ',');
  return out + ' ' + line + "};\n";
}

std::string columns_asked(const Forest& forest, std::span<const std::string> names) {
  std::map<std::int16_t, int> counts;
  for (const TreeNode& node : forest.nodes) {
    if (node.column != TreeNode::kLeaf) ++counts[node.column];
  }
  std::vector<std::pair<int, std::int16_t>> order;
  for (const auto& [column, asked] : counts) order.emplace_back(-asked, column);
  std::sort(order.begin(), order.end());
  std::string out;
  for (const auto& [asked, column] : order) {
    out += names[static_cast<std::size_t>(column)] + ' ' + std::to_string(-asked) + "  ";
  }
  return out;
}

}  // namespace depesche::train
