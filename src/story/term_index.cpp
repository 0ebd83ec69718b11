#include "story/term_index.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "story/weight_code.h"

namespace depesche::story {
namespace {

// What meet() reads: of the newest two spans, and of what was revised …
constexpr int kRecentPostings = 2048;
constexpr int kRecentOfTerm = 256;
// … and of all older spans together, and of each.
constexpr int kOlderPostings = 1024;
constexpr std::size_t kOlderTerms = 8;
constexpr std::uint32_t kOlderOfTerm = 16;

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

void TermIndex::FewScores::add(Serial serial, int score, std::vector<Met>& met) {
  const std::size_t last = slots_.size() - 1;
  std::size_t at = serial * 0x9E3779B1U >> (32 - kBits);
  while (slots_[at].place != 0 && slots_[at].serial != serial) at = (at + 1) & last;
  if (slots_[at].place == 0) {
    met.push_back({serial, 0});
    slots_[at] = {serial, static_cast<std::uint32_t>(met.size())};
    used_.push_back(static_cast<std::uint32_t>(at));
  }
  met[slots_[at].place - 1].score += score;
}

void TermIndex::FewScores::clear() {
  for (const std::uint32_t at : used_) slots_[at] = {};
  used_.clear();
}

void TermIndex::meet(std::span<const QueryTerm> rarest_first, Serial first, Serial end,
                     std::vector<Met>& met) const {
  met.clear();
  if (first >= end) return;
  // Most of what is met stands close together, so that its scores fit in the cache.
  const Serial recent =
      lists_.sealed().empty() ? lists_.open_from() : lists_.sealed().back().base();
  const std::size_t needed = end - std::min(end, recent);
  if (recent_scores_.size() < needed) recent_scores_.resize(needed + lists_.span());
  const auto add = [&](Serial serial, std::uint16_t weight, std::uint8_t code) {
    if (serial < first || serial >= end) return;
    const int more = std::max(1, score_of(weight, weight_of(code)));
    if (serial < recent) return older_scores_.add(serial, more, met);
    std::uint16_t& score = recent_scores_[serial - recent];
    if (score == 0) met.push_back({serial, 0});
    score = static_cast<std::uint16_t>(score + more);
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
  std::vector<std::uint32_t> keys;
  keys.reserve(rarest_first.size());
  for (const QueryTerm& term : rarest_first) keys.push_back(term.term);
  lists_.open().newest(keys, kRecentPostings, kRecentOfTerm,
                       [&](std::uint32_t of, const Posting& posting) {
                         add(posting.serial, rarest_first[of].weight, posting.code);
                       });
  const auto add_newest = [&](const SealedPostings& span, const SealedPostings::List& list,
                              std::uint16_t weight, std::uint32_t most) {
    const std::uint32_t until = list.size - std::min(list.size, most);
    for (std::uint32_t j = list.size; j-- > until; --left) {
      add(span.base() + list.offsets[j], weight, list.codes[j]);
    }
  };
  if (!lists_.sealed().empty()) {
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
  for (Met& each : met) {
    if (each.serial >= recent) each.score = std::exchange(recent_scores_[each.serial - recent], 0);
  }
  older_scores_.clear();
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
  std::size_t bytes = lists_.bytes() +
                      (scores_.capacity() + recent_scores_.capacity()) * sizeof(scores_[0]) +
                      shared_.capacity() * sizeof(shared_[0]) +
                      revised_.bucket_count() * (sizeof(*revised_.begin()) + 1);
  for (const auto& [term, postings] : revised_) bytes += postings.capacity() * sizeof(Posting);
  return bytes;
}

/// What it was revised to is all that counts of an article; TermScan meets it by its old words.
void TermIndex::scan_revised(std::span<const QueryTerm> query, Serial first, Serial end,
                             ScanGoal& goal, const Scanned& scanned) const {
  if (revised_.empty()) return;
  widen(first, end);
  std::vector<Serial> met;
  int evidence = 0;
  for (const QueryTerm& term : query) {
    evidence += term.evidence;
    const auto at = revised_.find(term.term);
    if (at == revised_.end()) continue;
    for (const Posting& posting : at->second) {
      if (posting.serial < first || posting.serial >= end) continue;
      std::uint16_t& score = scores_[posting.serial - origin_];
      if (score == 0) met.push_back(posting.serial);
      const int more = score_of(term.weight, weight_of(posting.code));
      score = static_cast<std::uint16_t>(score + std::max(1, more));
    }
  }
  for (const Serial serial : met) {
    const int score = std::exchange(scores_[serial - origin_], 0);
    const int most = likeness_of(score, evidence, goal.half_evidence);
    if (most >= goal.least) goal.least = std::max(goal.least, scanned.take(serial, most));
  }
}

void TermIndex::scan(std::span<const QueryTerm> query, Serial first, Serial end,
                     std::span<const Serial> without, ScanGoal goal, const Scanned& scanned) const {
  assert(goal.least > 0);
  if (first >= end) return;
  scan_revised(query, first, end, goal, scanned);
  TermScan scan(lists_, query, first, end, without, shared_);
  scan.run(goal, scanned);
  effort_ += scan.effort();
}

}  // namespace depesche::story
