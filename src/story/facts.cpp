#include "story/facts.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <string>

#include "story/term_hash_of.h"

namespace depesche::story {
namespace {

constexpr Fact kValues = (1U << kFactBits) - 1;
// What an article may have of each kind; more would say no longer what it is on.
constexpr std::array<std::size_t, kFactKinds> kMostOfKind{8, 4, 1, 4};
static_assert(kFactKinds <= 1U << (16 - kFactBits));

// The last bits of a day's term: 1 to 7, or beyond them 31 for each month.
constexpr std::uint32_t kDayBits = 9;
constexpr std::uint32_t kDayMask = (1U << kDayBits) - 1;
constexpr int kWeekdays = 7;
constexpr int kDays = 31;
constexpr int kMonths = 12;
static_assert(kWeekdays + kDays * kMonths <= static_cast<int>(kDayMask));

// Further from when it was seen a date is that of another event, or of a deadline.
constexpr std::chrono::days kBefore{4};
constexpr std::chrono::days kAfter{6};

constexpr std::int64_t kHalfWeek = 84;  // hours

std::uint32_t day_term(std::uint32_t number) {
  return (hash_of(std::to_string(number), TermKind::Day) & ~kDayMask) | number;
}

/// From Monday on, or 0 for what is no day near by.
unsigned weekday_bit(std::uint32_t term, std::chrono::sys_seconds seen) {
  using namespace std::chrono;
  const int number = static_cast<int>(term & kDayMask);
  if (number == 0 || number > kWeekdays + kDays * kMonths) return 0;
  if (number <= kWeekdays) return 1U << (number - 1);
  const auto of_month = static_cast<unsigned>((number - kWeekdays - 1) % kDays + 1);
  const auto of_year = static_cast<unsigned>((number - kWeekdays - 1) / kDays + 1);
  const sys_days today = floor<days>(seen);
  for (sys_days each = today - kBefore; each <= today + kAfter; each += days(1)) {
    const year_month_day date(each);
    if (date.day() == day(of_month) && date.month() == month(of_year))
      return 1U << (weekday(each).iso_encoding() - 1);
  }
  return 0;
}

}  // namespace

std::uint32_t weekday_term(int weekday) {
  assert(weekday >= 1 && weekday <= kWeekdays);
  return day_term(static_cast<std::uint32_t>(weekday));
}

std::uint32_t date_term(int day, int month) {
  assert(day >= 1 && day <= kDays && month >= 1 && month <= kMonths);
  return day_term(static_cast<std::uint32_t>(kWeekdays + (month - 1) * kDays + day));
}

std::uint32_t value_of(std::uint32_t term, TermKind kind) {
  return term & (kind == TermKind::Day ? kDayMask : kValues);
}

bool Facts::are_facts(std::span<const Fact> facts) {
  if (facts.size() > kMost) return false;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (kind_of(facts[i]) >= FactKind::Count || (i > 0 && facts[i] <= facts[i - 1])) return false;
  }
  return true;
}

Facts::Facts(std::span<const Fact> facts) : count_(static_cast<std::uint8_t>(facts.size())) {
  assert(are_facts(facts));
  std::copy(facts.begin(), facts.end(), facts_.begin());
  for (const Fact fact : facts)
    kinds_ = static_cast<std::uint8_t>(kinds_ | 1U << static_cast<unsigned>(kind_of(fact)));
}

void Facts::add(FactKind kind, std::uint32_t value) {
  const auto number = static_cast<unsigned>(kind);
  const auto fact = static_cast<Fact>(number << kFactBits | (value & kValues));
  Fact* const end = facts_.data() + count_;
  Fact* const at = std::lower_bound(facts_.data(), end, fact);
  if (at != end && *at == fact) return;
  const auto known =
      std::count_if(facts_.data(), end, [kind](Fact f) { return kind_of(f) == kind; });
  if (count_ == kMost || static_cast<std::size_t>(known) >= kMostOfKind[number]) return;
  std::copy_backward(at, end, end + 1);
  *at = fact;
  ++count_;
  kinds_ = static_cast<std::uint8_t>(kinds_ | 1U << number);
}

Facts facts_of(const Analysis& analysis, std::chrono::sys_seconds seen) {
  Facts out;
  unsigned days = 0;
  // What stands in the headline first, for there is not room for all.
  for (const bool in_headline : {true, false}) {
    for (const Term& term : analysis.terms) {
      if ((term.headline > 0) != in_headline) continue;
      switch (term.kind) {
        case TermKind::Region:
          out.add(FactKind::Region, term.hash);
          break;
        case TermKind::Town:
          out.add(FactKind::Town, term.hash);
          break;
        case TermKind::Score:
          out.add(FactKind::Score, term.hash);
          break;
        case TermKind::Day:
          days |= weekday_bit(term.hash, seen);
          break;
        case TermKind::Word:
        case TermKind::Piece:
        case TermKind::Name:
        case TermKind::Number:
        case TermKind::Country:
        case TermKind::Meaning:
          break;
      }
    }
  }
  if (days != 0) out.add(FactKind::Day, days);
  return out;
}

FactsCompared compare(const Facts& a, const Facts& b, std::int64_t hours) {
  unsigned in_a = 0;
  unsigned in_b = 0;
  unsigned shared = 0;
  unsigned days_a = 0;
  unsigned days_b = 0;
  const auto note = [](Fact fact, unsigned& kinds, unsigned& days) {
    kinds |= 1U << static_cast<unsigned>(kind_of(fact));
    if (kind_of(fact) == FactKind::Day) days = fact & kValues;
  };
  const std::span<const Fact> x = a.all();
  const std::span<const Fact> y = b.all();
  for (const Fact fact : x) note(fact, in_a, days_a);
  for (const Fact fact : y) note(fact, in_b, days_b);
  for (std::size_t i = 0, j = 0; i < x.size() && j < y.size();) {
    if (x[i] == y[j]) shared |= 1U << static_cast<unsigned>(kind_of(x[i]));
    const bool is_less = x[i] < y[j];
    if (x[i] <= y[j]) ++i;
    if (!is_less) ++j;
  }
  constexpr unsigned kDay = 1U << static_cast<unsigned>(FactKind::Day);
  shared = (days_a & days_b) != 0 ? shared | kDay : shared & ~kDay;
  FactsCompared out;
  out.other = static_cast<std::uint8_t>(in_a & in_b & ~shared);
  out.same = static_cast<std::uint8_t>(std::abs(hours) > kHalfWeek ? shared & ~kDay : shared);
  return out;
}

std::vector<SharedTerm> shared_facts(const Facts& a, const Facts& b, std::int64_t hours) {
  const FactsCompared compared = compare(a, b, hours);
  std::vector<SharedTerm> out;
  if (compared.same == 0) return out;
  unsigned days = kValues;
  for (const Facts* facts : {&a, &b}) {
    for (const Fact fact : facts->all()) {
      if (kind_of(fact) == FactKind::Day) days &= fact;
    }
  }
  const std::span<const Fact> others = b.all();
  for (const Fact fact : a.all()) {
    const auto value = static_cast<std::uint32_t>(fact & kValues);
    const bool is_shared = std::binary_search(others.begin(), others.end(), fact);
    if (kind_of(fact) == FactKind::Town && is_shared) out.push_back({value, TermKind::Town, 0});
    if (kind_of(fact) == FactKind::Score && is_shared) out.push_back({value, TermKind::Score, 0});
    if (kind_of(fact) != FactKind::Day || !compared.is_same(FactKind::Day)) continue;
    for (std::uint32_t day = 1; day <= kWeekdays; ++day) {
      if ((days >> (day - 1) & 1U) != 0) out.push_back({day, TermKind::Day, 0});
    }
  }
  return out;
}

std::vector<TermKind> other_facts(const FactsCompared& compared) {
  std::vector<TermKind> out;
  if (compared.is_other(FactKind::Town) || compared.is_other(FactKind::Region))
    out.push_back(TermKind::Town);
  if (compared.is_other(FactKind::Day)) out.push_back(TermKind::Day);
  if (compared.is_other(FactKind::Score)) out.push_back(TermKind::Score);
  return out;
}

}  // namespace depesche::story
