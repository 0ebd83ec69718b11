#include "story/term_scan.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/fixed_point.h"
#include "story/weight_code.h"

namespace depesche::story {
namespace {

// No vector is longer than this, rounding of its weights included (kMostSquares).
constexpr std::uint64_t kLongest = kOne * 51 / 50;

/// What a whole vector can score at most with terms of these squared weights.
int score_of_length(std::uint64_t squares) {
  return static_cast<int>((integer_root(squares) + 1) * kLongest * kScoreOne / (kOne * kOne) + 1);
}

// How many postings are read in the time in which one is looked up.
constexpr std::size_t kReadPerLookUp = 12;
// Counting whom to look up is no cheaper than reading some thousand postings.
constexpr std::size_t kWorthCounting = 64;
constexpr std::size_t kBlock = 64;  // places that are looked at together
// From one in so many places read on, looking at every place is faster than at those read again.
constexpr std::size_t kDense = 32;

}  // namespace

TermScan::TermScan(const Postings& lists, std::span<const QueryTerm> query, Serial first,
                   Serial end, std::vector<std::uint32_t>& shared)
    : lists_(lists), query_(query), first_(first), end_(end), shared_(shared) {
  shared_.resize(lists.span());
  int all = 0;
  for (const QueryTerm& term : query_) {
    keys_.push_back(term.term);
    all += term.evidence;
  }
  while (all / evidence_unit_ + static_cast<int>(query_.size()) > UINT16_MAX) evidence_unit_ *= 2;
  shares_.reserve(query_.size());
  for (const QueryTerm& term : query_) {
    const int units = (term.evidence + evidence_unit_ - 1) / evidence_unit_;
    evidence_.push_back(static_cast<std::uint32_t>(units));
    Shares& shares = shares_.emplace_back();
    for (std::size_t code = 0; code < shares.size(); ++code) {
      const int score = score_of(term.weight, weight_of(static_cast<std::uint8_t>(code)));
      shares[code] = static_cast<std::uint32_t>(score) << 16 | evidence_.back();
    }
  }
  lists_.spans_of(keys_, spans_of_);
}

bool TermScan::may_reach(std::uint32_t shared, Most rest) const {
  const auto score = static_cast<std::int64_t>(shared >> 16) + rest.score;
  const auto evidence =
      static_cast<std::int64_t>((shared & 0xFFFF) + rest.evidence) * evidence_unit_;
  // likeness() without its division.
  return score / (kScoreOne / kOne) * evidence >= goal_.least * (evidence + goal_.half_evidence);
}

int TermScan::likeness(std::uint32_t shared, Most rest) const {
  const auto score = static_cast<int>(shared >> 16) + rest.score;
  const auto evidence = static_cast<int>((shared & 0xFFFF) + rest.evidence) * evidence_unit_;
  return likeness_of(score, evidence, goal_.half_evidence);
}

/// The most promising first, among equals the newest.
std::vector<TermScan::Span> TermScan::spans() const {
  std::vector<Span> out;
  for (auto at = lists_.sealed().rbegin(); at != lists_.sealed().rend(); ++at) {
    if (at->base() >= end_ || at->base() + lists_.span() <= first_) continue;
    std::uint64_t squares = 0;
    Most most;
    for (std::size_t i = 0; i < query_.size(); ++i) {
      if (!lists_.may_have(*at, spans_of_[i])) continue;
      squares += std::uint64_t{query_[i].weight} * query_[i].weight;
      most.evidence += evidence_[i];
    }
    if (squares == 0) continue;
    most.score = score_of_length(squares);
    out.push_back({&*at, likeness(0, most)});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Span& a, const Span& b) { return a.most > b.most; });
  return out;
}

/// In the order in which they are to be read: what can add most for its postings first.
std::vector<TermScan::Source> TermScan::sources(const SealedPostings& span) {
  std::vector<Postings::Found> found;
  for (std::uint32_t i = 0; i < query_.size(); ++i) {
    if (lists_.may_have(span, spans_of_[i])) found.push_back({&span, i, {}});
  }
  lists_.find(keys_, found);
  std::vector<Source> out;
  for (const Postings::Found& each : found) {
    if (each.list.size == 0) continue;
    const Shares& shares = shares_[each.of];
    const auto bound = static_cast<int>(shares[SealedPostings::most(each.list)] >> 16);
    const std::uint64_t weight = query_[each.of].weight;
    out.push_back({each.list, &shares, evidence_[each.of], bound, weight * weight});
    effort_.postings += each.list.size;
  }
  effort_.lists += out.size();
  ++effort_.spans;
  std::stable_sort(out.begin(), out.end(), [](const Source& a, const Source& b) {
    return a.list.size * b.square < b.list.size * a.square;
  });
  return out;
}

void TermScan::run(ScanGoal goal, const TakeScanned& take) {
  goal_ = goal;
  effort_.searches = 1;
  scan_open(take);
  for (const Span& span : spans()) {
    if (span.most < goal_.least) break;
    scan_sealed(*span.lists, take);
  }
}

void TermScan::scan_open(const TakeScanned& take) {
  const Serial base = lists_.open_from();
  std::vector<std::uint16_t> offsets;
  for (std::size_t i = 0; i < query_.size(); ++i) {
    lists_.open().each(query_[i].term, [&](const Posting& posting) {
      if (posting.serial < first_) return false;
      const auto offset = static_cast<std::uint16_t>(posting.serial - base);
      std::uint32_t& shared = shared_[offset];
      if (shared == 0) offsets.push_back(offset);
      shared += shares_[i][posting.code];
      ++effort_.read;
      return true;
    });
  }
  for (const std::uint16_t offset : offsets) {
    const std::uint32_t shared = std::exchange(shared_[offset], 0);
    if (may_reach(shared, {})) met_.push_back({offset, shared});
  }
  take_met(base, take);
}

void TermScan::scan_sealed(const SealedPostings& span, const TakeScanned& take) {
  const std::vector<Source> sources = this->sources(span);
  // What the sources from each on can add to any article.
  std::vector<Most> rest(sources.size() + 1);
  std::uint64_t squares = 0;
  int sum = 0;
  for (std::size_t i = sources.size(); i-- > 0;) {
    squares += sources[i].square;
    sum += sources[i].bound;
    rest[i] = {std::min(sum, score_of_length(squares)), rest[i + 1].evidence + sources[i].evidence};
  }
  std::size_t next = 0;
  while (next < sources.size() && may_reach(0, rest[next])) read(sources[next++]);
  if (next == 0) return;
  const std::span<const Source> put_off = std::span(sources).subspan(next);
  if (!put_off.empty() && is_worth_looking_up(put_off, rest[next])) {
    collect(std::span(sources).first(next), rest[next]);
    for (; next < sources.size(); ++next) look_up(sources[next], rest[next + 1]);
  } else {
    for (; next < sources.size(); ++next) read(sources[next]);
    collect(sources, {});
  }
  take_met(span.base(), take);
}

/// Whether looking those up that may still reach the threshold costs less than reading on.
bool TermScan::is_worth_looking_up(std::span<const Source> put_off, Most rest) const {
  std::size_t postings = 0;
  for (const Source& source : put_off) postings += source.list.size;
  const std::size_t most = postings / (kReadPerLookUp * put_off.size());
  if (most < kWorthCounting) return false;
  const std::uint32_t least = least_score(rest) << 16;
  std::size_t met = 0;
  for (std::size_t at = 0; at < shared_.size(); at += kBlock) {
    if (!block_reaches(at, least)) continue;
    const std::size_t end = std::min(at + kBlock, shared_.size());
    for (std::size_t i = at; i < end; ++i) met += shared_[i] >= least ? 1 : 0;
    if (met >= most) return false;
  }
  return true;
}

std::uint32_t TermScan::least_score(Most rest) const {
  const int least = goal_.least * (kScoreOne / kOne) - rest.score;
  return static_cast<std::uint32_t>(std::clamp(least, 1, INT16_MAX));
}

void TermScan::read(const Source& source) {
  std::uint32_t* const shared = shared_.data();
  const Shares& shares = *source.shares;
  const SealedPostings::List list = source.list;
  for (std::uint32_t i = 0; i < list.size; ++i) shared[list.offsets[i]] += shares[list.codes[i]];
  effort_.read += source.list.size;
}

/// Whether one of the places from `block` on is so much; now and then wrongly yes.
bool TermScan::block_reaches(std::size_t block, std::uint32_t least) const {
  using Four = std::int32_t __attribute__((vector_size(16)));
  if (shared_.size() - block < kBlock) return true;
  // The upper bit is set where a damaged index says so alone.
  const auto wanted = static_cast<std::int32_t>(least - 1);
  Four reached{};
  for (std::size_t at = block; at < block + kBlock; at += sizeof(Four) / sizeof(shared_[0])) {
    Four next;
    std::memcpy(&next, &shared_[at], sizeof(next));
    reached |= next > wanted;
  }
  std::array<std::uint64_t, 2> halves;
  std::memcpy(halves.data(), &reached, sizeof(halves));
  return (halves[0] | halves[1]) != 0;
}

/// Takes those that were read and may reach the threshold out of shared_, which is left all zero.
void TermScan::collect(std::span<const Source> read, Most rest) {
  const std::uint32_t least = least_score(rest) << 16;
  std::size_t postings = 0;
  for (const Source& source : read) postings += source.list.size;
  if (postings > shared_.size() / kDense) return collect_all(least, rest);
  for (const Source& source : read) {
    for (std::uint32_t i = 0; i < source.list.size; ++i) {
      const std::uint16_t offset = source.list.offsets[i];
      const std::uint32_t shared = std::exchange(shared_[offset], 0);
      if (shared >= least && may_reach(shared, rest)) met_.push_back({offset, shared});
    }
  }
}

/// The same by looking at every place.
void TermScan::collect_all(std::uint32_t least, Most rest) {
  for (std::size_t block = 0; block < shared_.size(); block += kBlock) {
    const std::size_t end = std::min(block + kBlock, shared_.size());
    if (block_reaches(block, least)) {
      for (std::size_t at = block; at < end; ++at) {
        if (shared_[at] < least || !may_reach(shared_[at], rest)) continue;
        met_.push_back({static_cast<std::uint16_t>(at), shared_[at]});
      }
    }
    std::memset(shared_.data() + block, 0, (end - block) * sizeof(shared_[0]));
  }
}

/// Adds what a list says of those that were met, and keeps those that may still reach the threshold
/// with what is left.
void TermScan::look_up(const Source& source, Most rest) {
  const std::uint16_t* const begin = source.list.offsets;
  const std::uint16_t* const end = begin + source.list.size;
  for (MetHere& each : met_) {
    const std::uint16_t* const at = std::lower_bound(begin, end, each.offset);
    if (at == end || *at != each.offset) continue;
    each.shared += (*source.shares)[source.list.codes[at - begin]];
  }
  effort_.looked_up += met_.size();
  std::erase_if(met_, [&](const MetHere& each) { return !may_reach(each.shared, rest); });
}

/// In the order of their serials, so that what is asked of them lies side by side.
void TermScan::take_met(Serial base, const TakeScanned& take) {
  for (const MetHere& each : met_) {
    const Serial serial = base + each.offset;
    if (serial < first_ || serial >= end_ || !may_reach(each.shared, {})) continue;
    goal_.least = std::max(goal_.least, take(serial, likeness(each.shared, {})));
    ++effort_.taken;
  }
  met_.clear();
}

}  // namespace depesche::story
