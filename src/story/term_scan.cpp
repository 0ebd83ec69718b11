#include "story/term_scan.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/fixed_point.h"
#include "base/prefetch.h"
#include "story/weight_code.h"

namespace depesche::story {
namespace {

// No vector is longer than this, rounding of its weights included (kMostSquares).
constexpr std::uint64_t kLongest = kOne * 51 / 50;

/// What a whole vector can score at most with terms of these squared weights.
int score_of_length(std::uint64_t squares) {
  return static_cast<int>((integer_root(squares) + 1) * kLongest * kScoreOne / (kOne * kOne) + 1);
}

constexpr std::size_t kLine = 32;  // places that are looked at together
// How many postings are read in the time in which one is looked up.
constexpr std::size_t kReadPerLookUp = 12;
constexpr std::size_t kAhead = 8;  // articles fetched while one is taken

constexpr int kSlopeBits = 20;
constexpr std::uint64_t kFewestTouched = 4;
// Together with the largest score it fits in 16 bits.
constexpr std::uint64_t kMostEvidence = 40'000;
constexpr std::uint64_t kMostHalfShared = 1 << 24;  // so that its square fits

/// All of a list that is not very long.
void prefetch(const SealedPostings::List& list) {
  constexpr std::size_t kCacheLine = 64;
  constexpr std::size_t kMostLines = 64;
  const auto fetch = [](const void* from, std::size_t bytes) {
    const char* const at = static_cast<const char*>(from);
    for (std::size_t i = 0; i < std::min(bytes, kMostLines * kCacheLine); i += kCacheLine) {
      prefetch_line(at + i);
    }
  };
  fetch(list.offsets, list.size * sizeof(list.offsets[0]));
  fetch(list.codes, list.size);
}

}  // namespace

TermScan::TermScan(const Postings& lists, std::span<const QueryTerm> query, Serial first,
                   Serial end, std::span<const Serial> without, std::vector<std::uint16_t>& shared)
    : lists_(lists), query_(query), first_(first), end_(end), without_(without), shared_(shared) {
  shared_.resize((lists.span() + kLine - 1) / kLine * kLine);
  for (const QueryTerm& term : query_) keys_.push_back(term.term);
  lists_.spans_of(keys_, spans_of_);
}

/// To touch where an article shares that part of the evidence which it has to share of the whole
/// vector, or a quarter: of little evidence, where likeness falls off steeply, is whatever is near
/// a low threshold, and a line that touches there rises far too slowly for everything else.
void TermScan::choose_slope() {
  std::uint64_t all = 1;
  for (const QueryTerm& term : query_) all += static_cast<std::uint64_t>(term.evidence);
  const auto least = static_cast<std::uint64_t>(goal_.least);
  const auto half = static_cast<std::uint64_t>(goal_.half_evidence);
  const std::uint64_t touched = std::max(all * least / kOne, all / kFewestTouched + 1);
  slope_ = (4 * least * half << kSlopeBits) / (touched * touched);
  slope_ = std::min(slope_, (kMostEvidence << kSlopeBits) / all);
  half_shared_ = std::min(half * slope_ >> (kSlopeBits - 8), kMostHalfShared);
}

void TermScan::set_shares() {
  shares_.resize(query_.size());
  for (std::size_t i = 0; i < query_.size(); ++i) {
    const auto evidence = static_cast<std::uint64_t>(query_[i].evidence);
    const std::uint64_t more = (evidence * slope_ + (1 << kSlopeBits) - 1) >> kSlopeBits;
    evidence_.push_back(static_cast<int>(more));
    for (std::size_t code = 0; code < shares_[i].size(); ++code) {
      const int score = score_of(query_[i].weight, weight_of(static_cast<std::uint8_t>(code)));
      shares_[i][code] = static_cast<std::uint16_t>(score + evidence_[i]);
    }
  }
}

/// What an article's place in shared_ says at least that is so alike.
int TermScan::least_shared(int likeness) const {
  const auto alike = static_cast<std::uint64_t>(likeness);
  return static_cast<int>(kScoreOne / kOne * alike + integer_root(alike * half_shared_ / 16));
}

/// The other way round: how alike an article is at most.
int TermScan::most_likeness(int shared) const {
  // likeness + root(likeness half_shared) = shared / 4
  const auto all = static_cast<std::uint64_t>(shared) * 256;
  const std::uint64_t root = integer_root(half_shared_ * (half_shared_ + all));
  return static_cast<int>((all + 2 * half_shared_ - 2 * root) / 1024 + 1);
}

void TermScan::raise(int least) {
  if (least <= goal_.least) return;
  goal_.least = least;
  least_shared_ = least_shared(least);
}

/// The most promising first, among equals the newest.
std::vector<TermScan::Span> TermScan::spans() const {
  std::vector<Span> out;
  for (auto at = lists_.sealed().rbegin(); at != lists_.sealed().rend(); ++at) {
    if (at->base() >= end_ || at->base() + lists_.span() <= first_) continue;
    std::uint64_t squares = 0;
    int evidence = 0;
    for (std::size_t i = 0; i < query_.size(); ++i) {
      if (!lists_.may_have(*at, spans_of_[i])) continue;
      squares += std::uint64_t{query_[i].weight} * query_[i].weight;
      evidence += query_[i].evidence;
    }
    if (squares == 0) continue;
    out.push_back({&*at, likeness_of(score_of_length(squares), evidence, goal_.half_evidence)});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Span& a, const Span& b) { return a.most > b.most; });
  return out;
}

/// Calls use(place in the query) for each key that the span may have.
template <class Use>
void TermScan::each_key(const SealedPostings& span, Use&& use) const {
  for (std::uint32_t i = 0; i < keys_.size(); ++i) {
    if (lists_.may_have(span, spans_of_[i])) use(i);
  }
}

/// In the order in which they are to be read: what can add most for its postings first.
void TermScan::find_sources(const SealedPostings& span, std::vector<Source>& out) const {
  out.clear();
  each_key(span, [&](std::uint32_t i) {
    const SealedPostings::List list = span.find(keys_[i]);
    if (list.size == 0) return;
    const std::uint64_t weight = query_[i].weight;
    out.push_back({list, i, weight * weight});
  });
  std::sort(out.begin(), out.end(), [](const Source& a, const Source& b) {
    const std::uint64_t cost = a.list.size * b.square;
    const std::uint64_t other = b.list.size * a.square;
    return cost != other ? cost < other : a.of < b.of;
  });
}

void TermScan::run(ScanGoal goal, const Scanned& scanned) {
  goal_ = goal;
  effort_.searches = 1;
  choose_slope();
  set_shares();
  least_shared_ = least_shared(goal_.least);
  scan_open(scanned);
  // While a span's lists are read those of the next are fetched, of the one behind it what says
  // where they lie, and of the third what says where that stands: each waits for the one before.
  const std::vector<Span> spans = this->spans();
  const auto fetch_places = [&](std::size_t i) {
    if (i >= spans.size()) return;
    each_key(*spans[i].lists, [&](std::uint32_t k) { spans[i].lists->prefetch_place(keys_[k]); });
  };
  const auto fetch_blocks = [&](std::size_t i) {
    if (i >= spans.size()) return;
    each_key(*spans[i].lists, [&](std::uint32_t k) { spans[i].lists->prefetch_block(keys_[k]); });
  };
  std::vector<Source> sources;
  std::vector<Source> next;
  for (std::size_t i = 0; i < 3; ++i) fetch_places(i);
  for (std::size_t i = 0; i < 2; ++i) fetch_blocks(i);
  if (!spans.empty()) find_sources(*spans[0].lists, next);
  for (const Source& source : next) prefetch(source.list);
  for (std::size_t i = 0; i < spans.size() && spans[i].most >= goal_.least; ++i) {
    sources.swap(next);
    fetch_places(i + 3);
    fetch_blocks(i + 2);
    next.clear();
    if (i + 1 < spans.size()) find_sources(*spans[i + 1].lists, next);
    scan_sealed(spans[i].lists->base(), sources, next, scanned);
  }
}

void TermScan::scan_open(const Scanned& scanned) {
  const Serial base = lists_.open_from();
  std::vector<std::uint16_t> offsets;
  for (std::size_t i = 0; i < query_.size(); ++i) {
    lists_.open().each(query_[i].term, [&](const Posting& posting) {
      if (posting.serial < first_) return false;
      const auto offset = static_cast<std::uint16_t>(posting.serial - base);
      std::uint16_t& shared = shared_[offset];
      if (shared == 0) offsets.push_back(offset);
      shared = static_cast<std::uint16_t>(shared + shares_[i][posting.code]);
      ++effort_.read;
      return true;
    });
  }
  leave_out(base);
  for (const std::uint16_t offset : offsets) {
    const std::uint16_t shared = std::exchange(shared_[offset], 0);
    if (shared >= least_shared_) met_.push_back({offset, shared});
  }
  take_met(base, scanned);
}

/// A list of `next` is fetched for each that is read.
void TermScan::scan_sealed(Serial base, std::span<const Source> sources,
                           std::span<const Source> next, const Scanned& scanned) {
  ++effort_.spans;
  effort_.lists += sources.size();
  // What the sources from each on can add to any article.
  rest_.assign(sources.size() + 1, 0);
  std::uint64_t squares = 0;
  int evidence = 0;
  for (std::size_t i = sources.size(); i-- > 0;) {
    effort_.postings += sources[i].list.size;
    squares += sources[i].square;
    evidence += evidence_[sources[i].of];
    rest_[i] = score_of_length(squares) + evidence;
  }
  std::size_t read_first = 0;
  std::size_t postings = 0;  // no fewer than are met
  while (read_first < sources.size() && rest_[read_first] >= least_shared_) {
    postings += sources[read_first++].list.size;
  }
  if (read_first == 0) {
    for (const Source& source : next) prefetch(source.list);
    return;
  }
  std::size_t put_off = 0;
  for (std::size_t i = read_first; i < sources.size(); ++i) put_off += sources[i].list.size;
  if (postings * kReadPerLookUp * (sources.size() - read_first) > put_off) {
    read_first = sources.size();
  }
  for (std::size_t i = 0; i < std::max(read_first, next.size()); ++i) {
    if (i < next.size()) prefetch(next[i].list);
    if (i < read_first) read(sources[i]);
  }
  leave_out(base);
  collect(rest_[read_first]);
  for (std::size_t i = read_first; i < sources.size(); ++i) look_up(sources[i], rest_[i + 1]);
  take_met(base, scanned);
}

void TermScan::read(const Source& source) {
  std::uint16_t* const shared = shared_.data();
  const Shares& shares = shares_[source.of];
  const SealedPostings::List list = source.list;
  for (std::uint32_t i = 0; i < list.size; ++i) {
    std::uint16_t& place = shared[list.offsets[i]];
    place = static_cast<std::uint16_t>(place + shares[list.codes[i]]);
  }
  effort_.read += list.size;
}

/// Those without which the search is made have read nothing in common.
void TermScan::leave_out(Serial base) {
  auto at = std::lower_bound(without_.begin(), without_.end(), base);
  for (; at != without_.end() && *at - base < lists_.span(); ++at) shared_[*at - base] = 0;
}

/// Takes those that may reach the threshold out of shared_, which is left all zero.
void TermScan::collect(int rest) {
  using Eight = std::uint16_t __attribute__((vector_size(16)));
  constexpr std::size_t kEight = sizeof(Eight) / sizeof(shared_[0]);
  static_assert(kLine == 4 * kEight);
  const auto least = static_cast<std::uint16_t>(std::clamp(least_shared_ - rest, 1, UINT16_MAX));
  const auto below = static_cast<std::uint16_t>(least - 1);
  std::uint16_t* const end = shared_.data() + shared_.size();
  for (std::uint16_t* at = shared_.data(); at != end; at += kLine) {
    Eight a;
    Eight b;
    Eight c;
    Eight d;
    std::memcpy(&a, at, sizeof(a));
    std::memcpy(&b, at + kEight, sizeof(b));
    std::memcpy(&c, at + 2 * kEight, sizeof(c));
    std::memcpy(&d, at + 3 * kEight, sizeof(d));
    const auto reached = (a > below) | (b > below) | (c > below) | (d > below);
    std::array<std::uint64_t, 2> halves;
    std::memcpy(halves.data(), &reached, sizeof(halves));
    if ((halves[0] | halves[1]) != 0) {
      for (std::size_t i = 0; i < kLine; ++i) {
        const auto offset = static_cast<std::uint16_t>(at - shared_.data() + i);
        if (at[i] >= least) met_.push_back({offset, at[i]});
      }
    }
    std::memset(at, 0, kLine * sizeof(at[0]));
  }
}

/// Adds what a list says of those that were met, and keeps those that may still reach the threshold
/// with what is left.
void TermScan::look_up(const Source& source, int rest) {
  const std::uint16_t* at = source.list.offsets;
  const std::uint16_t* const end = at + source.list.size;
  for (MetHere& each : met_) {
    at = std::lower_bound(at, end, each.offset);
    if (at == end) break;
    if (*at != each.offset) continue;
    const std::uint16_t more = shares_[source.of][source.list.codes[at - source.list.offsets]];
    each.shared = static_cast<std::uint16_t>(each.shared + more);
  }
  effort_.looked_up += met_.size();
  std::erase_if(met_, [&](const MetHere& each) { return each.shared + rest < least_shared_; });
}

/// In the order of their serials, so that what is asked of them lies side by side.
void TermScan::take_met(Serial base, const Scanned& scanned) {
  for (std::size_t i = 0; i < met_.size(); ++i) {
    if (i + kAhead < met_.size()) {
      const Serial ahead = base + met_[i + kAhead].offset;
      if (ahead >= first_ && ahead < end_) scanned.prefetch(ahead);
    }
    const auto [offset, shared] = met_[i];
    const Serial serial = base + offset;
    if (serial < first_ || serial >= end_ || shared < least_shared_) continue;
    raise(scanned.take(serial, most_likeness(shared)));
    ++effort_.taken;
  }
  met_.clear();
}

}  // namespace depesche::story
