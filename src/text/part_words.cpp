#include "text/part_words.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "text/fold.h"
#include "text/stopwords.h"
#include "text/term_hash.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace depesche {
namespace {

constexpr std::uint32_t kListed = 48;  // what a word of the list counts as seen
constexpr std::size_t kFewestWordSlots = 1024;
constexpr std::size_t kLongestRead = 48;  // bytes
constexpr std::size_t kShortestRead = 4;  // bytes
constexpr std::size_t kReadBytes = 2000;  // of a text; its beginning has its words
constexpr std::uint32_t kLeast = 3;
constexpr std::uint64_t kWordsPerLeast = 400'000;

constexpr std::string_view kNouns =
#include "text/part_words_nouns.inc"
    ;
constexpr std::string_view kOthers =
#include "text/part_words_others.inc"
    ;
constexpr std::string_view kNoParts =
#include "text/part_words_none.inc"
    ;

std::uint32_t word_hash(std::string_view folded) {
  const auto hash = static_cast<std::uint32_t>(term_hash(folded) >> 32);
  return hash != 0 ? hash : 1;
}

enum class Listed : std::uint8_t { No, Noun, Other, NoPart };

/// The three lists in one table; what is no part goes before what is a word.
class Lists {
 public:
  Lists() {
    add(kNoParts, Listed::NoPart);
    add(kNouns, Listed::Noun);
    add(kOthers, Listed::Other);
  }
  Listed find(std::uint32_t hash) const { return slots_[place(hash)].listed; }

 private:
  static constexpr std::size_t kSlots = 8192;  // several times the words
  struct Slot {
    std::uint32_t hash = 0;
    Listed listed = Listed::No;
  };
  std::size_t place(std::uint32_t hash) const {
    std::size_t i = hash % kSlots;
    while (slots_[i].hash != 0 && slots_[i].hash != hash) i = (i + 1) % kSlots;
    return i;
  }
  void add(std::string_view words, Listed listed) {
    while (!words.empty()) {
      const std::size_t end = std::min(words.find(' '), words.size());
      const std::uint32_t hash = word_hash(fold(words.substr(0, end)));
      Slot& slot = slots_[place(hash)];
      if (end > 0 && slot.hash == 0) slot = {hash, listed};
      words.remove_prefix(std::min(end + 1, words.size()));
    }
  }
  std::array<Slot, kSlots> slots_{};
};

Listed listed(std::uint32_t hash) {
  static const Lists lists;
  return lists.find(hash);
}

/// Whether a capital there says anything: a word stands before it in its sentence.
bool is_inside_sentence(std::string_view text, std::size_t at) {
  while (at > 0 && text[at - 1] == ' ') --at;
  if (at == 0) return false;
  const char before = text[at - 1];
  const bool is_letter_or_digit = (before >= 'a' && before <= 'z') ||
                                  (before >= 'A' && before <= 'Z') ||
                                  (before >= '0' && before <= '9');
  // ä, ö, ü and ß end in these bytes; closing quotation marks and dashes do not.
  const auto byte = static_cast<unsigned char>(before);
  const bool is_umlaut = at > 1 && static_cast<unsigned char>(text[at - 2]) == 0xC3 && byte >= 0x80;
  return is_letter_or_digit || is_umlaut || before == ',' || before == '-';
}

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

std::optional<std::uint64_t> take_varint(std::string_view& in) {
  std::uint64_t value = 0;
  for (unsigned bits = 0; bits < 63 && !in.empty(); bits += 7) {
    const auto byte = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7FU} << bits;
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

void count_up(std::uint16_t& counter) {
  if (counter < std::numeric_limits<std::uint16_t>::max()) ++counter;
}

}  // namespace

PartWords::Slot& PartWords::place(std::uint32_t hash) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = hash & mask;
  while (slots_[i].hash != 0 && slots_[i].hash != hash) i = (i + 1) & mask;
  return slots_[i];
}

void PartWords::rebuild(std::size_t slots) {
  const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(slots));
  size_ = 0;
  for (const Slot& slot : before) {
    if (slot.hash == 0 || slot.as_noun + slot.otherwise == 0) continue;
    place(slot.hash) = slot;
    ++size_;
  }
}

void PartWords::fade() {
  for (Slot& slot : slots_) {
    slot.as_noun /= 2;
    slot.otherwise /= 2;
  }
  words_ /= 2;
  rebuild(slots_.size());
}

void PartWords::count(std::uint32_t hash, bool as_noun) {
  if (2 * (size_ + 1) > slots_.size()) {
    rebuild(slots_.empty() ? kFewestWordSlots : 2 * slots_.size());
  }
  Slot& slot = place(hash);
  if (slot.hash == 0) {
    slot.hash = hash;
    ++size_;
  }
  count_up(as_noun ? slot.as_noun : slot.otherwise);
  ++words_;
  if (size_ >= kMostWords) fade();
}

void PartWords::read(std::string_view text) {
  text = truncate_utf8(text, kReadBytes);
  for (const Token& token : tokenise(text)) {
    if (token.kind != TokenKind::Word || token.length < kShortestRead ||
        token.length > kLongestRead) {
      continue;
    }
    if (token.capital && !is_inside_sentence(text, token.begin)) continue;
    const std::string folded = fold(token.of(text));
    if (is_stop_word(folded, "de")) continue;
    count(word_hash(folded), token.capital);
  }
  ++texts_;
}

PartWords::Use PartWords::find(std::string_view folded) const {
  const std::uint32_t hash = word_hash(folded);
  Use use;
  if (!slots_.empty()) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = hash & mask; slots_[i].hash != 0; i = (i + 1) & mask) {
      if (slots_[i].hash != hash) continue;
      use = {slots_[i].as_noun, slots_[i].otherwise};
      break;
    }
  }
  switch (listed(hash)) {
    case Listed::Noun:
      // The list knows better than a few lower-case words.
      use.as_noun = std::max(use.as_noun + kListed, use.otherwise);
      use.is_whole = true;
      break;
    case Listed::Other:
      use.otherwise += kListed;
      use.is_whole = true;
      break;
    case Listed::NoPart:
      return {};
    case Listed::No:
      break;
  }
  return use;
}

bool PartWords::is_whole(std::string_view folded) const {
  const Listed found = listed(word_hash(folded));
  return found == Listed::Noun || found == Listed::Other;
}

std::uint32_t PartWords::least() const {
  return kLeast + static_cast<std::uint32_t>(words_ / kWordsPerLeast);
}

std::string PartWords::bytes() const {
  std::vector<Slot> sorted;
  sorted.reserve(size_);
  for (const Slot& slot : slots_) {
    if (slot.hash != 0) sorted.push_back(slot);
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const Slot& a, const Slot& b) { return a.hash < b.hash; });
  std::string out;
  put_varint(out, texts_);
  put_varint(out, words_);
  put_varint(out, sorted.size());
  std::uint32_t before = 0;
  for (const Slot& slot : sorted) {
    put_varint(out, slot.hash - before);
    put_varint(out, slot.as_noun);
    put_varint(out, slot.otherwise);
    before = slot.hash;
  }
  return out;
}

std::optional<PartWords> PartWords::from(std::string_view bytes) {
  PartWords out;
  const auto texts = take_varint(bytes);
  const auto words = take_varint(bytes);
  const auto size = take_varint(bytes);
  if (!texts || !words || !size || *size > kMostWords) return std::nullopt;
  std::size_t slots = kFewestWordSlots;
  while (slots < 2 * (*size + 1)) slots *= 2;
  out.slots_.resize(slots);
  std::uint64_t hash = 0;
  for (std::uint64_t i = 0; i < *size; ++i) {
    const auto step = take_varint(bytes);
    const auto as_noun = take_varint(bytes);
    const auto otherwise = take_varint(bytes);
    constexpr std::uint64_t kMostCount = std::numeric_limits<std::uint16_t>::max();
    if (!step || !as_noun || !otherwise || *step == 0 || *as_noun > kMostCount ||
        *otherwise > kMostCount || *as_noun + *otherwise == 0) {
      return std::nullopt;
    }
    if (*step > std::numeric_limits<std::uint32_t>::max() - hash) return std::nullopt;
    hash += *step;
    out.place(static_cast<std::uint32_t>(hash)) = {static_cast<std::uint32_t>(hash),
                                                   static_cast<std::uint16_t>(*as_noun),
                                                   static_cast<std::uint16_t>(*otherwise)};
    ++out.size_;
  }
  if (!bytes.empty()) return std::nullopt;
  out.texts_ = *texts;
  out.words_ = *words;
  return out;
}

}  // namespace depesche
