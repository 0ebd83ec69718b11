#include "story/frequencies.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/fixed_point.h"
#include "base/prefetch.h"
#include "story/start_frequencies.h"

namespace depesche::story {
namespace {

// In one article of a thousand a term is as telling as one can count on: how much rarer it is says
// ever more of chance, the longer a stream is, and thresholds should mean the same all the time.
constexpr int kTelling = 10 * 256;
constexpr int kDamped = 4;  // what bits beyond are divided by

constexpr std::uint64_t kFading = 400'000;  // articles after which counts are halved
constexpr std::uint32_t kMostSeen = (1U << 19) - 1;
constexpr std::size_t kLeastSlots = 8;
constexpr std::size_t kUsualWalk = 8;  // from a term's home, mostly less
static_assert(kFading <= kMostSeen);

constexpr int kSeenBits = 8;  // of a slot
constexpr std::uint32_t kSeenInSlot = (1U << kSeenBits) - 1;
constexpr std::uint32_t kUnmixed = 0x0E8B'2F51U;  // undoes CountTable::mixed
static_assert(kUnmixed * 0x9E3779B1U == 1);

}  // namespace

LanguageCode language_code(std::string_view language) {
  LanguageCode code = 0;
  for (char c : language.substr(0, 4)) code = code << 8 | static_cast<unsigned char>(c);
  return code;
}

std::size_t CountTable::Page::place(std::uint32_t mixed) const {
  std::size_t i = home(mixed);
  for (; i < slots.size(); ++i) {
    const std::uint32_t slot = slots[i];
    if ((slot & kSeenInSlot) == 0 || slot >> kSeenBits == (mixed & kRest)) break;
  }
  return i;
}

void CountTable::Page::rebuild(std::size_t to) {
  const std::vector<std::uint32_t> old = std::exchange(slots, {});
  capacity = to;
  slots.resize(capacity + 1);
  for (const std::uint32_t slot : old) {
    if (slot == 0) continue;
    const std::size_t i = place(slot >> kSeenBits);
    if (i + 1 >= slots.size()) slots.resize(i + 2);
    slots[i] = slot;
  }
}

std::uint32_t& CountTable::Page::at(std::uint32_t mixed) {
  std::size_t i = slots.empty() ? 0 : place(mixed);
  if (i < slots.size() && slots[i] != 0) return slots[i];
  if ((used + 1) * 5 > capacity * 4) {
    rebuild(capacity * 5 / 4 + kLeastSlots);
    i = place(mixed);
  }
  if (i + 1 >= slots.size()) slots.resize(i + 2);
  ++used;
  return slots[i];
}

std::uint32_t CountTable::count_of(std::uint32_t mixed, std::uint32_t slot) const {
  const std::uint32_t seen = slot & kSeenInSlot;
  return seen == kElsewhere ? elsewhere_.at(mixed) : seen;
}

void CountTable::reserve(std::size_t terms) {
  const std::size_t each = terms / pages_.size();
  const std::size_t most = each + each / 16 + kLeastSlots;  // they are spread evenly
  for (Page& page : pages_) {
    if (most * 5 > page.capacity * 4) page.rebuild(most * 5 / 4);
  }
}

std::size_t CountTable::bytes() const {
  std::size_t bytes = sizeof(*this) + elsewhere_.bucket_count() * (sizeof(*elsewhere_.begin()) + 1);
  for (const Page& page : pages_) bytes += page.slots.capacity() * sizeof(page.slots[0]);
  return bytes;
}

std::uint32_t CountTable::find(std::uint32_t term) const {
  const std::uint32_t key = mixed(term);
  const Page& page = pages_[key >> kRestBits];
  if (page.slots.empty()) return 0;
  const std::size_t i = page.place(key);
  return i < page.slots.size() ? count_of(key, page.slots[i]) : 0;
}

void CountTable::set(std::uint32_t term, std::uint32_t seen) {
  assert(seen > 0);
  const std::uint32_t key = mixed(term);
  std::uint32_t& slot = pages_[key >> kRestBits].at(key);
  const bool is_small = seen < kElsewhere;
  if (!is_small) {
    elsewhere_[key] = seen;
  } else if ((slot & kSeenInSlot) == kElsewhere) {
    elsewhere_.erase(key);
  }
  slot = key << kSeenBits | (is_small ? seen : kElsewhere);
}

void CountTable::count(std::uint32_t term) {
  const std::uint32_t key = mixed(term);
  std::uint32_t& slot = pages_[key >> kRestBits].at(key);
  const std::uint32_t seen = slot & kSeenInSlot;
  if (seen + 1 < kElsewhere) {
    slot = key << kSeenBits | (seen + 1);
  } else if (seen < kElsewhere) {
    set(term, seen + 1);
  } else {
    std::uint32_t& known = elsewhere_.at(key);
    if (known < kMostSeen) ++known;
  }
}

void CountTable::prefetch(std::uint32_t term) const {
  const std::uint32_t key = mixed(term);
  const Page& page = pages_[key >> kRestBits];
  if (page.slots.empty()) return;
  const std::uint32_t* const home = &page.slots[page.home(key)];
  prefetch_line(home);
  prefetch_line(home + kUsualWalk);  // where the next line begins within it
}

/// Calls use(mixed hash, count) for each of a page.
template <class Use>
void CountTable::each_of(std::uint32_t page, Use&& use) const {
  for (const std::uint32_t slot : pages_[page].slots) {
    if (slot == 0) continue;
    const std::uint32_t key = page << kRestBits | slot >> kSeenBits;
    use(key, count_of(key, slot));
  }
}

void CountTable::fade() {
  CountTable left;
  for (std::uint32_t page = 0; page < kPages; ++page) {
    each_of(page, [&](std::uint32_t key, std::uint32_t seen) {
      if (seen > 1) left.set(key * kUnmixed, seen / 2);
    });
  }
  *this = std::move(left);
}

std::size_t CountTable::terms() const {
  std::size_t terms = 0;
  for (const Page& page : pages_) terms += page.used;
  return terms;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> CountTable::seen_of(std::uint32_t page) const {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
  out.reserve(pages_[page].used);
  each_of(page, [&](std::uint32_t key, std::uint32_t seen) { out.emplace_back(key, seen); });
  std::sort(out.begin(), out.end());
  for (auto& [key, seen] : out) key *= kUnmixed;
  return out;
}

/// A language met for the first time begins as if the start table's texts had been read.
Frequencies::Language& Frequencies::language(LanguageCode code) {
  const auto [at, is_new] = languages_.try_emplace(code);
  if (is_new) {
    at->second.articles = start_texts(code);
    for (const StartCount& row : start_counts(code)) at->second.counts.set(row.term, row.count);
  }
  return at->second;
}

/// What is asked of one language.
class Frequencies::Asked {
 public:
  Asked(const Frequencies& of, LanguageCode code) : code_(code) {
    const auto known = of.languages_.find(code);
    if (known != of.languages_.end()) known_ = &known->second;
    const std::uint64_t articles = known_ != nullptr ? known_->articles : start_texts(code);
    all_ = log2_256(2 * articles + 2);
  }

  void prefetch(std::uint32_t term) const {
    if (known_ != nullptr) known_->counts.prefetch(term);
  }
  int rarity(std::uint32_t term) const {
    const int rarity = std::max(0, all_ - log2_256(2 * articles_with(term) + 1));
    return rarity <= kTelling ? rarity : kTelling + (rarity - kTelling) / kDamped;
  }

 private:
  std::uint64_t articles_with(std::uint32_t term) const {
    return known_ != nullptr ? known_->counts.find(term) : start_count(code_, term);
  }

  LanguageCode code_;
  const Language* known_ = nullptr;
  int all_ = 0;
};

int Frequencies::rarity(LanguageCode language, std::uint32_t term) const {
  return Asked(*this, language).rarity(term);
}

std::vector<int> Frequencies::rarities(LanguageCode language,
                                       const std::vector<std::uint32_t>& terms) const {
  const Asked asked(*this, language);
  for (const std::uint32_t term : terms) asked.prefetch(term);
  std::vector<int> out;
  out.reserve(terms.size());
  for (const std::uint32_t term : terms) out.push_back(asked.rarity(term));
  return out;
}

void Frequencies::count(LanguageCode code, const std::vector<Term>& terms) {
  Language& known = language(code);
  ++known.articles;
  each_counted(terms, [&known](std::uint32_t term) { known.counts.prefetch(term); });
  each_counted(terms, [&known](std::uint32_t term) { known.counts.count(term); });
  if (known.articles < kFading) return;
  known.articles /= 2;
  known.counts.fade();
}

void Frequencies::write(ByteWriter& out) const {
  out.varint(languages_.size());
  for (const auto& [code, language] : languages_) {
    out.u32(code);
    out.varint(language.articles);
    out.varint(language.counts.terms());
    language.counts.each([&](std::uint32_t term, std::uint32_t count) {
      out.u32(term);
      out.varint(count);
      out.hand_on();
    });
  }
}

bool Frequencies::read(ByteReader& in) {
  const std::size_t languages = in.count(6);
  for (std::size_t i = 0; i < languages && in.ok(); ++i) {
    Language& language = languages_[in.u32()];
    language.articles = in.varint();
    if (language.articles >= kFading) in.fail();
    const std::size_t terms = in.count(5);
    language.counts.reserve(terms);
    for (std::size_t j = 0; j < terms && in.ok(); ++j) {
      const std::uint32_t term = in.u32();
      const std::uint64_t count = in.varint();
      if (count == 0 || count > kFading) in.fail();
      if (!in.ok()) break;
      language.counts.set(term, static_cast<std::uint32_t>(count));
    }
  }
  return in.ok();
}

}  // namespace depesche::story
