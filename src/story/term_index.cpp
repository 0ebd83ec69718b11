#include "story/term_index.h"

#include <cassert>
#include <cstring>
#include <utility>

#include "base/fixed_point.h"

namespace depesche::story {
namespace {

// What meet() reads: of the newest two spans, and of what was revised …
constexpr int kRecentPostings = 2048;
constexpr int kRecentOfTerm = 256;
// … and of all older spans together, and of each.
constexpr int kOlderPostings = 1024;
constexpr std::size_t kOlderTerms = 8;
constexpr std::uint32_t kOlderOfTerm = 16;

// How many postings are read in the time in which an article is looked up.
constexpr std::size_t kPostingsPerLook = 200;
constexpr std::size_t kWorthStopping = 4096;  // postings left

// No vector is longer than this, rounding of its weights included (kMostSquares).
constexpr std::uint64_t kLongest = kOne * 51 / 50;

}  // namespace

void TermIndex::add(Serial serial, std::span<const QueryTerm> terms) {
  for (const QueryTerm& each : terms) lists_.add(each.term, serial, weight_code(each.weight));
}

void TermIndex::revise(Serial serial, std::span<const QueryTerm> gone,
                       std::span<const QueryTerm> terms) {
  for (const QueryTerm& each : gone) {
    const auto at = revised_.find(each.term);
    assert(at != revised_.end());
    std::erase_if(at->second, [serial](const Posting& p) { return p.serial == serial; });
    if (at->second.empty()) revised_.erase(at);
  }
  for (const QueryTerm& each : terms) {
    std::vector<Posting>& list = revised_[each.term];
    const auto at = std::lower_bound(list.begin(), list.end(), serial,
                                     [](const Posting& p, Serial s) { return p.serial < s; });
    list.insert(at, {serial, weight_code(each.weight)});
  }
}

void TermIndex::widen(Serial first, Serial end) const {
  origin_ = first - first % lists_.span();
  // Whole spans, and room to look at eight at a time.
  const std::size_t needed = std::size_t{end - origin_} + lists_.span() + 8;
  if (scores_.size() < needed) scores_.resize(needed);
  if (scores_.size() > 4 * needed) {
    scores_.resize(needed);
    scores_.shrink_to_fit();
  }
}

void TermIndex::meet(std::span<const QueryTerm> rarest_first, Serial first, Serial end,
                     std::vector<Met>& met) const {
  met.clear();
  if (first >= end) return;
  widen(first, end);
  const auto add = [&](Serial serial, std::uint16_t weight, std::uint8_t code) {
    if (serial < first || serial >= end) return;
    std::uint16_t& score = scores_[serial - origin_];
    if (score == 0) met.push_back({serial, 0});
    score = static_cast<std::uint16_t>(score + std::max(1, score_of(weight, weight_of(code))));
  };
  int left = revised_.empty() ? 0 : kRecentPostings;
  for (const QueryTerm& term : rarest_first) {
    if (left <= 0) break;
    const auto at = revised_.find(term.term);
    if (at == revised_.end()) continue;
    for (std::size_t i = at->second.size(); i-- > 0 && left > 0; --left) {
      add(at->second[i].serial, term.weight, at->second[i].code);
    }
  }
  const std::uint64_t open = end - std::min(end, lists_.open_from());
  const int spent = static_cast<int>(kRecentPostings * open / lists_.span());
  left = kRecentPostings;
  for (const QueryTerm& term : rarest_first) {
    if (left <= 0) break;
    int most = std::min(left, kRecentOfTerm);
    left -= most;
    lists_.open().each(term.term, [&](const Posting& posting) {
      add(posting.serial, term.weight, posting.code);
      return --most > 0;
    });
    left += most;
  }
  const auto add_newest = [&](const SealedPostings& span, const SealedPostings::List& list,
                              std::uint16_t weight, std::uint32_t most) {
    const std::uint32_t until = list.size - std::min(list.size, most);
    for (std::uint32_t j = list.size; j-- > until; --left) {
      add(span.base() + list.offsets[j], weight, list.codes[j]);
    }
  };
  if (!lists_.sealed().empty()) {
    std::vector<std::uint32_t> keys;
    for (const QueryTerm& term : rarest_first) keys.push_back(term.term);
    const SealedPostings& newest = lists_.sealed().back();
    std::vector<SealedPostings::List> lists;
    newest.find(keys, lists);
    // What the open span has not spent yet, so that both together cost as much at any time.
    left = kRecentPostings - std::min(kRecentPostings, spent);
    for (std::size_t i = 0; i < keys.size() && left > 0; ++i) {
      add_newest(newest, lists[i], rarest_first[i].weight,
                 static_cast<std::uint32_t>(std::min(left, kRecentOfTerm)));
    }
    // The rarest of all spans first: they tell most, and few have them.
    left = kOlderPostings;
    for (const Postings::Found& each : older(keys)) {
      if (left <= 0) break;
      add_newest(*each.span, each.list, rarest_first[each.of].weight,
                 std::min(kOlderOfTerm, static_cast<std::uint32_t>(left)));
    }
  }
  for (Met& each : met) each.score = std::exchange(scores_[each.serial - origin_], 0);
}

/// The lists of the first few keys in all spans but the newest, by key, then from the newest on.
std::vector<Postings::Found> TermIndex::older(std::span<const std::uint32_t> keys) const {
  const std::span<const std::uint32_t> few = keys.first(std::min(keys.size(), kOlderTerms));
  std::vector<std::uint32_t> spans;
  lists_.spans_of(few, spans);
  std::vector<Postings::Found> found;
  for (std::uint32_t i = 0; i < few.size(); ++i) {
    for (std::size_t at = lists_.sealed().size() - 1; at-- > 0;) {
      const SealedPostings& one = lists_.sealed()[at];
      if (lists_.may_have(one, spans[i])) found.push_back({&one, i, {}});
    }
  }
  lists_.find(few, found);
  return found;
}

std::size_t TermIndex::bytes() const {
  std::size_t bytes = lists_.bytes() + scores_.capacity() * sizeof(scores_[0]) +
                      revised_.bucket_count() * (sizeof(*revised_.begin()) + 1);
  for (const auto& [term, postings] : revised_) bytes += postings.capacity() * sizeof(Posting);
  return bytes;
}

TermIndex::Scan TermIndex::begin_scan(std::span<const QueryTerm> query, Serial first, Serial end,
                                      int least) const {
  assert(least > 0);
  Scan scan;
  scan.query = query;
  scan.first = first;
  scan.end = end;
  scan.least = least;
  if (first >= end) return scan;
  scan.left = lists_.sealed().size() + 1;
  widen(first, end);
  for (const QueryTerm& term : query) {
    scan.keys.push_back(term.term);
    const auto at = revised_.find(term.term);
    if (at == revised_.end()) continue;
    for (const Posting& posting : at->second) {
      if (posting.serial < first || posting.serial >= end) continue;
      scan.revised.push_back(posting.serial);
      std::uint16_t& score = scores_[posting.serial - origin_];
      score = static_cast<std::uint16_t>(score + score_of(term.weight, weight_of(posting.code)));
    }
  }
  return scan;
}

bool TermIndex::next_span(Scan& scan) const {
  scan.found.clear();
  if (scan.left == 0) {
    // Those of spans that have no lists.
    for (const Serial serial : scan.revised) {
      const int score = std::exchange(scores_[serial - origin_], 0);
      if (score >= scan.least) scan.found.push_back(serial);
    }
    scan.revised.clear();
    return !scan.found.empty();
  }
  --scan.left;
  const std::size_t sealed = lists_.sealed().size();
  if (scan.left == sealed) {
    scan_open(scan);
  } else {
    scan_sealed(lists_.sealed()[scan.left], scan);
  }
  return true;
}

void TermIndex::scan_open(Scan& scan) const {
  const Serial from = std::max(lists_.open_from(), origin_);
  for (const QueryTerm& term : scan.query) {
    lists_.open().each(term.term, [&](const Posting& posting) {
      if (posting.serial < scan.first) return false;
      if (posting.serial >= scan.end) return true;
      std::uint16_t& score = scores_[posting.serial - origin_];
      score = static_cast<std::uint16_t>(score + score_of(term.weight, weight_of(posting.code)));
      return true;
    });
  }
  gather(from, scan.end, scan.least, scan.found);
  clear(from, scan.end);
}

void TermIndex::read_list(const SealedPostings& sealed, const Source& source) const {
  std::array<std::uint16_t, 256> points;
  for (std::size_t code = 0; code < points.size(); ++code) {
    points[code] = static_cast<std::uint16_t>(
        score_of(source.weight, weight_of(static_cast<std::uint8_t>(code))));
  }
  std::uint16_t* const scores = scores_.data() + (sealed.base() - origin_);
  for (std::uint32_t i = 0; i < source.list.size; ++i) {
    std::uint16_t& score = scores[source.list.offsets[i]];
    score = static_cast<std::uint16_t>(score + points[source.list.codes[i]]);
  }
}

void TermIndex::scan_sealed(const SealedPostings& sealed, Scan& scan) const {
  const Serial from = sealed.base();
  const Serial to = from + lists_.span();
  if (to <= scan.first) return;
  std::vector<SealedPostings::List> lists;
  sealed.find(scan.keys, lists);
  std::vector<Source> sources;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (lists[i].size == 0) continue;
    const std::uint16_t weight = scan.query[i].weight;
    sources.push_back({lists[i], weight,
                       score_of(weight, weight_of(SealedPostings::most(lists[i]))),
                       std::uint64_t{weight} * weight});
  }
  std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) {
    return a.list.size != b.list.size ? a.list.size < b.list.size : a.list.offsets < b.list.offsets;
  });
  // What the sources from each on can add to any score.
  std::vector<int> rest(sources.size() + 1);
  std::uint64_t squares = 0;
  int sum = 0;
  std::size_t postings = 0;
  for (std::size_t i = sources.size(); i-- > 0;) {
    squares += sources[i].square;
    sum += sources[i].bound;
    const auto length =
        static_cast<int>((integer_root(squares) + 1) * kLongest * kScoreOne / (kOne * kOne) + 1);
    rest[i] = std::min(sum, length);
  }
  std::size_t next = 0;
  while (next < sources.size() && rest[next] >= scan.least) read_list(sealed, sources[next++]);
  for (std::size_t i = next; i < sources.size(); ++i) postings += sources[i].list.size;
  const bool is_nothing_open = next == 0 && scan.revised.empty();
  if (!is_nothing_open) {
    if (postings > kWorthStopping) {
      gather(from, to, scan.least - rest[next], scan.found);
      if (scan.found.size() * kPostingsPerLook > postings) {
        scan.found.clear();
        postings = 0;
      }
    } else {
      postings = 0;
    }
    if (postings == 0) {
      for (; next < sources.size(); ++next) read_list(sealed, sources[next]);
      gather(from, to, scan.least, scan.found);
    }
    clear(from, to);
  }
}

void TermIndex::gather(Serial from, Serial to, int least, std::vector<Serial>& found) const {
  if (from >= to) return;
  using Eight = std::uint16_t __attribute__((vector_size(16)));
  const auto wanted = static_cast<std::uint16_t>(std::clamp(least, 1, 65535));
  const std::uint16_t* const scores = scores_.data() + (from - origin_);
  const std::size_t count = to - from;
  for (std::size_t i = 0; i < count; i += 8) {
    Eight eight;
    std::memcpy(&eight, scores + i, sizeof(eight));
    const auto reached = eight >= wanted;
    std::uint64_t halves[2];
    std::memcpy(halves, &reached, sizeof(halves));
    if ((halves[0] | halves[1]) == 0) continue;
    for (std::size_t j = i; j < std::min(i + 8, count); ++j) {
      if (scores[j] >= wanted) found.push_back(from + static_cast<Serial>(j));
    }
  }
}

void TermIndex::clear(Serial from, Serial to) const {
  if (from < to) std::fill_n(scores_.begin() + (from - origin_), to - from, std::uint16_t{0});
}

}  // namespace depesche::story
