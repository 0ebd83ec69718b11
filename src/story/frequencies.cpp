#include "story/frequencies.h"

#include <algorithm>

#include "base/fixed_point.h"
#include "story/start_frequencies.h"

namespace depesche::story {
namespace {

constexpr std::uint64_t kFading = 400'000;  // articles after which counts are halved
constexpr std::uint32_t kMostSeen = (1U << 19) - 1;
constexpr std::uint32_t kMostPrior = (1U << 13) - 1;
constexpr std::size_t kLeastSlots = 64;
static_assert(kFading <= kMostSeen);

}  // namespace

LanguageCode language_code(std::string_view language) {
  LanguageCode code = 0;
  for (char c : language.substr(0, 4)) code = code << 8 | static_cast<unsigned char>(c);
  return code;
}

std::uint64_t Frequencies::prior(std::uint64_t start_count) const {
  return start_count * static_cast<std::uint64_t>(prior_articles_) / kStartArticles;
}

void CountTable::rebuild(std::size_t capacity) {
  std::vector<Slot> old = std::exchange(slots_, {});
  capacity_ = capacity;
  used_ = 0;
  slots_.resize(capacity_ + 1);
  for (const Slot& slot : old) {
    if (!slot.is_empty()) at(slot.term) = slot.count;
  }
}

void CountTable::reserve(std::size_t terms) {
  if (terms * 5 > capacity_ * 4) rebuild(terms * 5 / 4 + kLeastSlots);
}

CountTable::Count CountTable::find(std::uint32_t term) const {
  if (capacity_ == 0) return {};
  for (std::size_t i = home(term); i < slots_.size(); ++i) {
    if (slots_[i].is_empty() || slots_[i].term == term) return slots_[i].count;
  }
  return {};
}

CountTable::Count& CountTable::at(std::uint32_t term) {
  if (used_ * 5 >= capacity_ * 4) rebuild(capacity_ * 5 / 4 + kLeastSlots);
  std::size_t i = home(term);
  for (; i < slots_.size() && !slots_[i].is_empty(); ++i) {
    if (slots_[i].term == term) return slots_[i].count;
  }
  if (i + 1 >= slots_.size()) slots_.resize(i + 2);
  ++used_;
  slots_[i].term = term;
  return slots_[i].count;
}

void CountTable::prefetch(std::uint32_t term) const {
  if (capacity_ > 0) __builtin_prefetch(&slots_[home(term)]);
}

void CountTable::fade() {
  std::size_t left = 0;
  for (Slot& slot : slots_) {
    slot.count.seen = slot.count.seen / 2 & kMostSeen;
    left += slot.is_empty() ? 0 : 1;
  }
  rebuild(left * 5 / 4 + kLeastSlots);
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> CountTable::seen() const {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
  out.reserve(used_);
  for (const Slot& slot : slots_) {
    if (slot.count.seen > 0) out.emplace_back(slot.term, slot.count.seen);
  }
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return mixed(a.first) < mixed(b.first); });
  return out;
}

/// A language met for the first time begins with the table's words.
Frequencies::Language& Frequencies::language(LanguageCode code) {
  const auto [at, is_new] = languages_.try_emplace(code);
  if (is_new) {
    for (const StartCount& row : start_counts(code)) {
      const std::uint64_t count = std::min<std::uint64_t>(prior(row.count), kMostPrior);
      if (count > 0) at->second.counts.at(row.term).prior = count & kMostPrior;
    }
  }
  return at->second;
}

int Frequencies::rarity(LanguageCode language, std::uint32_t term) const {
  return rarities(language, {term}).front();
}

std::vector<int> Frequencies::rarities(LanguageCode language,
                                       const std::vector<std::uint32_t>& terms) const {
  std::vector<int> out;
  out.reserve(terms.size());
  const auto known = languages_.find(language);
  auto articles = static_cast<std::uint64_t>(prior_articles_);
  if (known != languages_.end()) {
    articles += known->second.articles;
    for (const std::uint32_t term : terms) known->second.counts.prefetch(term);
  }
  const int all = log2_256(2 * articles + 2);
  for (const std::uint32_t term : terms) {
    std::uint64_t count = 0;
    if (known == languages_.end()) {
      count = prior(start_count(language, term));
    } else {
      const CountTable::Count found = known->second.counts.find(term);
      count = std::uint64_t{found.seen} + found.prior;
    }
    out.push_back(std::max(0, all - log2_256(2 * count + 1)));
  }
  return out;
}

void Frequencies::count(LanguageCode code, const std::vector<Term>& terms) {
  Language& known = language(code);
  ++known.articles;
  for (const Term& term : terms) {
    CountTable::Count& count = known.counts.at(term.hash);
    if (count.seen < kMostSeen) count.seen = (count.seen + 1U) & kMostSeen;
  }
  if (known.articles < kFading) return;
  known.articles /= 2;
  known.counts.fade();
}

void Frequencies::write(ByteWriter& out) const {
  out.varint(languages_.size());
  for (const auto& [code, language] : languages_) {
    out.u32(code);
    out.varint(language.articles);
    const auto counts = language.counts.seen();
    out.varint(counts.size());
    for (const auto& [term, count] : counts) {
      out.u32(term);
      out.varint(count);
    }
  }
}

bool Frequencies::read(ByteReader& in) {
  const std::size_t languages = in.count(6);
  for (std::size_t i = 0; i < languages && in.ok(); ++i) {
    Language& language = this->language(in.u32());
    language.articles = in.varint();
    if (language.articles >= kFading) in.fail();
    const std::size_t terms = in.count(5);
    language.counts.reserve(terms + kLeastSlots);
    for (std::size_t j = 0; j < terms && in.ok(); ++j) {
      const std::uint32_t term = in.u32();
      const std::uint64_t count = in.varint();
      if (count == 0 || count > kFading) in.fail();
      if (in.ok()) language.counts.at(term).seen = count & kMostSeen;
    }
  }
  return in.ok();
}

}  // namespace depesche::story
