#include "text/compounds.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <string>

#include "text/tokens.h"

namespace depesche {
namespace {

constexpr std::size_t kShortestCompound = 7;     // letters: Bahnhof
constexpr std::size_t kLongestCompound = 48;     // below 256
constexpr std::size_t kShortestPart = 3;         // of the start list's words: Hof, Tag, Amt
constexpr std::size_t kShortestLearnedPart = 4;  // other words of three letters part too much

// Scores are logarithms of counts, in sixteenths of a bit.
constexpr int kBit = 16;
constexpr int kNothing = -1'000'000;
constexpr int kMostOfPart = 11 * kBit;     // what is commoner tells no more
constexpr int kOfFourLetters = -2 * kBit;  // short words stand inside others by chance
constexpr int kOfMoreParts = -kBit;        // rather few long parts than many short ones
constexpr int kOfEnding = -kBit;           // of a last part that is known in another form only
constexpr int kWholeAhead = 4 * kBit;      // commoner than its parts by this: no compound of them

/// 16 · log2(count), rounded down between sixteenths of each power.
int bits_of(std::uint32_t count) {
  if (count == 0) return kNothing;
  const int whole = std::bit_width(count) - 1;
  const auto rest = static_cast<int>(((std::uint64_t{count} << 4) >> whole) & 15);
  return kBit * whole + rest;
}

struct Link {
  std::string_view letters;
  int cost;
};
constexpr std::array kLinks{Link{"s", 4},   Link{"n", 6},   Link{"en", 8},
                            Link{"es", 12}, Link{"er", 16}, Link{"e", 20}};
// What a first part may have lost: Schule, fahren.
constexpr std::array kLost{Link{"e", 16}, Link{"en", 24}};
constexpr std::array<std::string_view, 8> kEndings{"s", "n", "en", "es", "e", "er", "in", "innen"};

class Splitter {
 public:
  Splitter(std::string_view word, const PartWords& words)
      : word_(word), words_(words), bounds_(character_bounds(word)), letters_(bounds_.size() - 1) {}

  std::vector<std::string_view> parts() {
    std::vector<std::string_view> out;
    if (letters_ < kShortestCompound || letters_ > kLongestCompound) return out;
    if (is_listed(word_)) return out;
    known_.assign((letters_ + 1) * (letters_ + 1), {});
    const Way& way = way_of(0, letters_);
    if (way.score == kNothing) return out;
    const PartWords::Use whole = words_.find(word_);
    if (whole.total() > 0 && bits_of(whole.total()) > way.score + kWholeAhead) return out;
    collect(0, letters_, out);
    return out;
  }

 private:
  /// The best way to part a stretch of the word in two.
  struct Way {
    int score = kNothing;
    std::uint8_t head_end = 0;  // letters
    std::uint8_t tail = 0;
    bool head_is_parted = false;
    bool tail_is_parted = false;
    bool is_tried = false;
  };

  std::string_view stretch(std::size_t begin, std::size_t end) const {
    return word_.substr(bounds_[begin], bounds_[end] - bounds_[begin]);
  }

  /// As a word that may stand first (any) or last (a noun).
  int use_of(std::string_view word, std::size_t letters, bool is_last) const {
    if (letters < kShortestPart) return kNothing;
    const PartWords::Use use = words_.find(word);
    if (letters < kShortestLearnedPart && !use.is_whole) return kNothing;
    const std::uint32_t count = is_last ? use.as_noun : use.total();
    if (count < words_.least()) return kNothing;
    if (is_last && 2 * use.as_noun < use.total()) return kNothing;
    int score = std::min(bits_of(count), kMostOfPart);
    if (letters == 4 && !use.is_whole) score += kOfFourLetters;
    return score;
  }

  int as_first(std::size_t begin, std::size_t end) const {
    const std::string_view word = stretch(begin, end);
    int best = use_of(word, end - begin, false);
    if (best != kNothing || end - begin < kShortestLearnedPart) return best;
    for (const Link& lost : kLost) {
      const std::string whole = std::string(word).append(lost.letters);
      const int score = use_of(whole, end - begin + lost.letters.size(), false);
      if (score != kNothing) best = std::max(best, score - lost.cost);
    }
    return best;
  }

  int as_last(std::size_t begin, std::size_t end) const {
    const std::string_view word = stretch(begin, end);
    int best = use_of(word, end - begin, true);
    if (best != kNothing) return best;
    for (const std::string_view ending : kEndings) {
      // "Präsidentin", but a short word and "in" are rather something else.
      const std::size_t least = ending.starts_with('i') ? kShortestPart + 2 : kShortestPart;
      if (!word.ends_with(ending) || end - begin < ending.size() + least) continue;
      const int score =
          use_of(word.substr(0, word.size() - ending.size()), end - begin - ending.size(), true);
      if (score != kNothing) best = std::max(best, score + kOfEnding);
    }
    return best;
  }

  /// As it stands there, without an ending, or with the one it has lost.
  bool is_listed(std::string_view word) const {
    return words_.is_whole(word) ||
           std::any_of(kEndings.begin(), kEndings.end(),
                       [&](std::string_view ending) {
                         return word.ends_with(ending) &&
                                words_.is_whole(word.substr(0, word.size() - ending.size()));
                       }) ||
           std::any_of(kLost.begin(), kLost.end(), [&](const Link& lost) {
             return words_.is_whole(std::string(word).append(lost.letters));
           });
  }

  struct Side {
    int score = kNothing;
    std::size_t end = 0;
    bool is_parted = false;
  };
  /// `use(end, cost)` with and without each of the letters that may join it to what follows.
  template <class Use>
  void each_end(std::size_t begin, std::size_t end, Use&& use) {
    use(end, 0);
    const std::string_view with_link = stretch(begin, end);
    for (const Link& link : kLinks) {
      if (!with_link.ends_with(link.letters)) continue;
      if (end - begin < link.letters.size() + kShortestPart) continue;
      use(end - link.letters.size(), link.cost);
    }
  }

  Side known_first(std::size_t begin, std::size_t end) {
    Side side;
    each_end(begin, end, [&](std::size_t until, int cost) {
      const int score = as_first(begin, until);
      if (score != kNothing && score - cost > side.score) side = {score - cost, until, false};
    });
    return side;
  }

  Side parted_first(std::size_t begin, std::size_t end) {
    Side side;
    each_end(begin, end, [&](std::size_t until, int cost) {
      const int score = way_of(begin, until).score;
      if (score == kNothing) return;
      const int value = score + kOfMoreParts - cost;
      if (value > side.score) side = {value, until, true};
    });
    return side;
  }

  Side parted_last(std::size_t begin, std::size_t end) {
    if (words_.is_whole(stretch(begin, end))) return {};
    const int score = way_of(begin, end).score;
    return score == kNothing ? Side{} : Side{score + kOfMoreParts, end, true};
  }

  /// However many parts there are, one of them stands first or last, so of two sides one is known.
  const Way& way_of(std::size_t begin, std::size_t end) {
    const std::size_t place = begin * (letters_ + 1) + end;
    if (known_[place].is_tried) return known_[place];
    known_[place].is_tried = true;
    Way best;
    best.is_tried = true;
    for (std::size_t at = begin + kShortestPart; at + kShortestPart <= end; ++at) {
      Side last{as_last(at, end), end, false};
      Side first = known_first(begin, at);
      if (first.score == kNothing && last.score == kNothing) continue;
      if (first.score == kNothing) first = parted_first(begin, at);
      if (last.score == kNothing) last = parted_last(at, end);
      if (first.score == kNothing || last.score == kNothing) continue;
      const int score = (first.score + last.score) / 2;
      if (score > best.score)
        best = {score,
                static_cast<std::uint8_t>(first.end),
                static_cast<std::uint8_t>(at),
                first.is_parted,
                last.is_parted,
                true};
    }
    return known_[place] = best;
  }

  /// A known first or last part may be a compound, too.
  void collect_side(std::size_t begin, std::size_t end, bool is_parted,
                    std::vector<std::string_view>& out) {
    if (!is_parted && end - begin >= kShortestCompound) {
      const std::string_view word = stretch(begin, end);
      const std::uint32_t count = words_.find(word).total();
      const Way& way = way_of(begin, end);
      is_parted = !is_listed(word) && way.score != kNothing &&
                  (count == 0 || bits_of(count) <= way.score + kWholeAhead);
    }
    if (is_parted) return collect(begin, end, out);
    out.push_back(stretch(begin, end));
  }

  void collect(std::size_t begin, std::size_t end, std::vector<std::string_view>& out) {
    const Way way = way_of(begin, end);
    collect_side(begin, way.head_end, way.head_is_parted, out);
    collect_side(way.tail, end, way.tail_is_parted, out);
  }

  std::string_view word_;
  const PartWords& words_;
  std::vector<std::uint32_t> bounds_;
  std::size_t letters_;
  std::vector<Way> known_;  // by beginning and end, in letters
};

}  // namespace

std::vector<std::string_view> compound_parts(std::string_view folded, const PartWords& words) {
  return Splitter(folded, words).parts();
}

std::vector<std::string_view> words_inside(std::string_view folded, const PartWords& words) {
  const std::vector<std::string_view> parts = compound_parts(folded, words);
  std::vector<std::string_view> out = parts;
  for (std::size_t first = 0; first + 1 < parts.size(); ++first) {
    for (std::size_t last = first + 1; last < parts.size(); ++last) {
      if (last - first + 1 == parts.size()) continue;
      const char* begin = parts[first].data();
      const char* end = parts[last].data() + parts[last].size();
      out.emplace_back(begin, static_cast<std::size_t>(end - begin));
    }
  }
  return out;
}

}  // namespace depesche
