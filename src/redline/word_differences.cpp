#include "redline/word_differences.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace depesche::redline {
namespace {

// Differences looked for word by word; the memory of a search is their square.
constexpr std::int64_t kMostDifferences = 1200;
constexpr std::int64_t kMostSteps = 20'000'000;
constexpr std::uint32_t kIsland = 2;  // words that are the same by chance

using Ids = std::vector<std::uint32_t>;

/// One number for each different text.
template <class Key>
class Numbers {
 public:
  std::uint32_t of(const Key& key) {
    return numbers_.emplace(key, static_cast<std::uint32_t>(numbers_.size())).first->second;
  }

 private:
  std::map<Key, std::uint32_t> numbers_;
};

void add(std::vector<Hunk>& hunks, Hunk hunk) {
  if (!hunks.empty() && hunks.back().a_end == hunk.a_begin && hunks.back().b_end == hunk.b_begin) {
    hunks.back().a_end = hunk.a_end;
    hunks.back().b_end = hunk.b_end;
  } else {
    hunks.push_back(hunk);
  }
}

/// Myers' greedy search over `a` and `b`, whose ends differ; nothing when they differ too much.
std::optional<std::vector<Hunk>> search(std::span<const std::uint32_t> a,
                                        std::span<const std::uint32_t> b) {
  const auto n = static_cast<std::int64_t>(a.size());
  const auto m = static_cast<std::int64_t>(b.size());
  const std::int64_t most =
      std::min({n + m, kMostDifferences, std::max<std::int64_t>(16, kMostSteps / (n + m + 1))});
  std::vector<std::vector<std::int32_t>> reached;  // by number of differences, then diagonal
  std::int64_t found = -1;
  for (std::int64_t d = 0; d <= most && found < 0; ++d) {
    std::vector<std::int32_t> row(static_cast<std::size_t>(2 * d + 1));
    for (std::int64_t k = -d; k <= d; k += 2) {
      const auto before = [&](std::int64_t diagonal) {
        return static_cast<std::int64_t>(
            reached.back()[static_cast<std::size_t>(diagonal + d - 1)]);
      };
      std::int64_t x = 0;
      if (d > 0) {
        const bool down = k == -d || (k != d && before(k - 1) < before(k + 1));
        x = down ? before(k + 1) : before(k - 1) + 1;
      }
      while (x < n && x - k < m && x >= 0 && x - k >= 0 &&
             a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)]) {
        ++x;
      }
      row[static_cast<std::size_t>(k + d)] = static_cast<std::int32_t>(x);
      if (x >= n && x - k >= m) found = d;
    }
    reached.push_back(std::move(row));
  }
  if (found < 0) return std::nullopt;
  std::vector<Hunk> backwards;
  std::int64_t x = n;
  std::int64_t y = m;
  for (std::int64_t d = found; d > 0; --d) {
    const std::int64_t k = x - y;
    const auto& row = reached[static_cast<std::size_t>(d - 1)];
    const auto before = [&](std::int64_t diagonal) {
      return static_cast<std::int64_t>(row[static_cast<std::size_t>(diagonal + d - 1)]);
    };
    const bool down = k == -d || (k != d && before(k - 1) < before(k + 1));
    const std::int64_t from_k = down ? k + 1 : k - 1;
    const std::int64_t from_x = before(from_k);
    const std::int64_t from_y = from_x - from_k;
    const auto at = [](std::int64_t value) { return static_cast<std::uint32_t>(value); };
    backwards.push_back(down ? Hunk{at(from_x), at(from_x), at(from_y), at(from_y + 1)}
                             : Hunk{at(from_x), at(from_x + 1), at(from_y), at(from_y)});
    x = from_x;
    y = from_y;
  }
  std::reverse(backwards.begin(), backwards.end());
  std::vector<Hunk> hunks;
  for (const Hunk& hunk : backwards) add(hunks, hunk);
  return hunks;
}

struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// Without what both begin and end with; the hunks are those of the whole.
std::optional<std::vector<Hunk>> compare(std::span<const std::uint32_t> a,
                                         std::span<const std::uint32_t> b) {
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    ++tail;
  }
  const auto inner_a = a.subspan(head, a.size() - head - tail);
  const auto inner_b = b.subspan(head, b.size() - head - tail);
  if (inner_a.empty() && inner_b.empty()) return std::vector<Hunk>{};
  const auto shift = static_cast<std::uint32_t>(head);
  if (inner_a.empty() || inner_b.empty()) {
    return std::vector<Hunk>{{shift, shift + static_cast<std::uint32_t>(inner_a.size()), shift,
                              shift + static_cast<std::uint32_t>(inner_b.size())}};
  }
  auto hunks = search(inner_a, inner_b);
  if (!hunks) return std::nullopt;
  for (Hunk& hunk : *hunks) {
    hunk.a_begin += shift;
    hunk.a_end += shift;
    hunk.b_begin += shift;
    hunk.b_end += shift;
  }
  return hunks;
}

std::vector<Range> blocks_of(std::span<const Word> words) {
  std::vector<Range> blocks;
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    if (blocks.empty() || words[i].block != words[blocks.back().begin].block) {
      blocks.push_back({i, i});
    }
    blocks.back().end = i + 1;
  }
  return blocks;
}

/// First which blocks gave way to which, then the words inside those.
std::vector<Hunk> by_blocks(std::span<const Word> a, std::span<const Word> b, const Ids& a_ids,
                            const Ids& b_ids) {
  const std::vector<Range> a_blocks = blocks_of(a);
  const std::vector<Range> b_blocks = blocks_of(b);
  Numbers<std::vector<std::uint32_t>> numbers;
  const auto ids = [&](const std::vector<Range>& blocks, const Ids& words) {
    Ids out;
    for (const Range& block : blocks) {
      out.push_back(numbers.of({words.begin() + block.begin, words.begin() + block.end}));
    }
    return out;
  };
  const auto all_a = static_cast<std::uint32_t>(a.size());
  const auto all_b = static_cast<std::uint32_t>(b.size());
  const auto changed = compare(ids(a_blocks, a_ids), ids(b_blocks, b_ids));
  if (!changed) return {{0, all_a, 0, all_b}};
  const auto start = [](const std::vector<Range>& blocks, std::uint32_t i, std::uint32_t all) {
    return i < blocks.size() ? blocks[i].begin : all;
  };
  std::vector<Hunk> hunks;
  for (const Hunk& group : *changed) {
    const std::uint32_t a_begin = start(a_blocks, group.a_begin, all_a);
    const std::uint32_t a_end = start(a_blocks, group.a_end, all_a);
    const std::uint32_t b_begin = start(b_blocks, group.b_begin, all_b);
    const std::uint32_t b_end = start(b_blocks, group.b_end, all_b);
    const auto inner = compare(std::span(a_ids).subspan(a_begin, a_end - a_begin),
                               std::span(b_ids).subspan(b_begin, b_end - b_begin));
    if (!inner) {
      add(hunks, {a_begin, a_end, b_begin, b_end});
      continue;
    }
    for (const Hunk& hunk : *inner) {
      add(hunks, {a_begin + hunk.a_begin, a_begin + hunk.a_end, b_begin + hunk.b_begin,
                  b_begin + hunk.b_end});
    }
  }
  return hunks;
}

std::uint32_t size_of(const Hunk& hunk) {
  return hunk.a_end - hunk.a_begin + hunk.b_end - hunk.b_begin;
}

std::vector<Hunk> without_islands(const std::vector<Hunk>& hunks) {
  std::vector<Hunk> out;
  for (const Hunk& hunk : hunks) {
    if (!out.empty()) {
      Hunk& last = out.back();
      const std::uint32_t between = hunk.a_begin - last.a_end;
      if (between <= kIsland && size_of(last) > 2 * kIsland && size_of(hunk) > 2 * kIsland) {
        last.a_end = hunk.a_end;
        last.b_end = hunk.b_end;
        continue;
      }
    }
    out.push_back(hunk);
  }
  return out;
}

}  // namespace

std::vector<Hunk> word_differences(std::span<const Word> a, std::span<const Word> b) {
  Numbers<std::string_view> numbers;
  const auto ids = [&](std::span<const Word> words) {
    Ids out;
    out.reserve(words.size());
    for (const Word& word : words) out.push_back(numbers.of(word.key));
    return out;
  };
  const Ids a_ids = ids(a);
  const Ids b_ids = ids(b);
  const auto hunks = compare(a_ids, b_ids);
  return without_islands(hunks ? *hunks : by_blocks(a, b, a_ids, b_ids));
}

}  // namespace depesche::redline
