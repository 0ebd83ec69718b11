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

constexpr std::size_t kLine = 16;  // places that are looked at together
// How many postings are read in the time in which one is looked up.
constexpr std::size_t kReadPerLookUp = 12;
constexpr std::size_t kAhead = 8;  // articles fetched while one is taken

/// All of a list that is not very long.
void prefetch(const SealedPostings::List& list) {
  constexpr std::size_t kCacheLine = 64;
  constexpr std::size_t kMostLines = 64;
  const auto fetch = [](const void* from, std::size_t bytes) {
    const char* const at = static_cast<const char*>(from);
    for (std::size_t i = 0; i < std::min(bytes, kMostLines * kCacheLine); i += kCacheLine) {
      __builtin_prefetch(at + i);
    }
  };
  fetch(list.offsets, list.size * sizeof(list.offsets[0]));
  fetch(list.codes, list.size);
}

}  // namespace

TermScan::TermScan(const Postings& lists, std::span<const QueryTerm> query, Serial first,
                   Serial end, std::vector<std::uint32_t>& shared)
    : lists_(lists), query_(query), first_(first), end_(end), shared_(shared) {
  shared_.resize((lists.span() + kLine - 1) / kLine * kLine);
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
    const std::uint64_t weight = query_[each.of].weight;
    out.push_back({each.list, &shares_[each.of], evidence_[each.of], weight * weight});
  }
  for (const Source& each : out) prefetch(each.list);
  std::stable_sort(out.begin(), out.end(), [](const Source& a, const Source& b) {
    return a.list.size * b.square < b.list.size * a.square;
  });
  return out;
}

void TermScan::run(ScanGoal goal, const Scanned& scanned) {
  goal_ = goal;
  effort_.searches = 1;
  scan_open(scanned);
  // The next span's lists are fetched while one is read.
  const std::vector<Span> spans = this->spans();
  std::vector<Source> sources;
  std::vector<Source> next;
  for (std::size_t i = 0; i < spans.size() && spans[i].most >= goal_.least; ++i) {
    sources.swap(next);
    if (i == 0) sources = this->sources(*spans[i].lists);
    if (i + 1 < spans.size()) next = this->sources(*spans[i + 1].lists);
    scan_sealed(spans[i].lists->base(), sources, scanned);
  }
}

void TermScan::scan_open(const Scanned& scanned) {
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
  take_met(base, scanned);
}

void TermScan::scan_sealed(Serial base, std::span<const Source> sources, const Scanned& scanned) {
  ++effort_.spans;
  effort_.lists += sources.size();
  // What the sources from each on can add to any article.
  std::vector<Most> rest(sources.size() + 1);
  std::uint64_t squares = 0;
  for (std::size_t i = sources.size(); i-- > 0;) {
    effort_.postings += sources[i].list.size;
    squares += sources[i].square;
    rest[i] = {score_of_length(squares), rest[i + 1].evidence + sources[i].evidence};
  }
  std::size_t read_first = 0;
  std::size_t postings = 0;  // no fewer than are met
  while (read_first < sources.size() && may_reach(0, rest[read_first])) {
    postings += sources[read_first++].list.size;
  }
  if (read_first == 0) return;
  std::size_t put_off = 0;
  for (std::size_t i = read_first; i < sources.size(); ++i) put_off += sources[i].list.size;
  if (postings * kReadPerLookUp * (sources.size() - read_first) > put_off) {
    read_first = sources.size();
  }
  for (const Source& source : sources.first(read_first)) read(source);
  collect(rest[read_first]);
  for (std::size_t i = read_first; i < sources.size(); ++i) look_up(sources[i], rest[i + 1]);
  take_met(base, scanned);
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
  effort_.read += list.size;
}

/// Takes those that may reach the threshold out of shared_, which is left all zero.
void TermScan::collect(Most rest) {
  using Four = std::int32_t __attribute__((vector_size(16)));
  constexpr std::size_t kFour = sizeof(Four) / sizeof(shared_[0]);
  const std::uint32_t least = least_score(rest) << 16;
  // The upper bit is set where a damaged index says so alone.
  const auto wanted = static_cast<std::int32_t>(least - 1);
  for (std::size_t at = 0; at < shared_.size(); at += kLine) {
    std::array<std::uint32_t, kLine> line{};
    std::memcpy(line.data(), &shared_[at], sizeof(line));
    std::memset(&shared_[at], 0, sizeof(line));
    Four reached{};
    for (std::size_t i = 0; i < kLine; i += kFour) {
      Four next;
      std::memcpy(&next, &line[i], sizeof(next));
      reached |= next > wanted;
    }
    std::array<std::uint64_t, 2> halves;
    std::memcpy(halves.data(), &reached, sizeof(halves));
    if ((halves[0] | halves[1]) == 0) continue;
    for (std::size_t i = 0; i < kLine; ++i) {
      if (line[i] < least || !may_reach(line[i], rest)) continue;
      met_.push_back({static_cast<std::uint16_t>(at + i), line[i]});
    }
  }
}

/// Adds what a list says of those that were met, and keeps those that may still reach the threshold
/// with what is left.
void TermScan::look_up(const Source& source, Most rest) {
  const std::uint16_t* at = source.list.offsets;
  const std::uint16_t* const end = at + source.list.size;
  for (MetHere& each : met_) {
    at = std::lower_bound(at, end, each.offset);
    if (at == end) break;
    if (*at != each.offset) continue;
    each.shared += (*source.shares)[source.list.codes[at - source.list.offsets]];
  }
  effort_.looked_up += met_.size();
  std::erase_if(met_, [&](const MetHere& each) { return !may_reach(each.shared, rest); });
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
    if (serial < first_ || serial >= end_ || !may_reach(shared, {})) continue;
    goal_.least = std::max(goal_.least, scanned.take(serial, likeness(shared, {})));
    ++effort_.taken;
  }
  met_.clear();
}

}  // namespace depesche::story
