#include "text/word_memo.h"

#include <limits>
#include <utility>

#include "text/term_hash.h"

namespace depesche {
namespace {

constexpr std::size_t kFewestSlots = 1024;
// Of all words together; no table comes near.
constexpr std::size_t kMostBytes = std::numeric_limits<std::uint32_t>::max() / 2;

std::uint32_t hash_of(std::string_view word) {
  return static_cast<std::uint32_t>(term_hash(word) >> 32);
}

std::size_t length_at(const std::string& bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

}  // namespace

std::optional<std::string_view> WordMemo::find(std::string_view word) const {
  if (slots_.empty() || word.size() > kLongest) return std::nullopt;
  const std::size_t mask = slots_.size() - 1;
  const std::uint32_t hash = hash_of(word);
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    const Slot& slot = slots_[i];
    if (slot.at == 0) return std::nullopt;
    if (slot.hash != hash || length_at(bytes_, slot.at) != word.size()) continue;
    const std::string_view here = std::string_view(bytes_).substr(slot.at + 2);
    if (here.substr(0, word.size()) != word) continue;
    return here.substr(word.size(), length_at(bytes_, slot.at + 1));
  }
}

std::size_t WordMemo::free_slot(std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = hash & mask;
  while (slots_[i].at != 0) i = (i + 1) & mask;
  return i;
}

void WordMemo::put(std::string_view word, std::string_view meaning) {
  if (word.size() > kLongest || meaning.size() > kLongest || bytes_.size() > kMostBytes) return;
  if (4 * (size_ + 1) > 3 * slots_.size()) grow();
  if (bytes_.empty()) bytes_.push_back('\0');  // place 0 is nobody's
  const std::uint32_t hash = hash_of(word);
  slots_[free_slot(hash)] = {hash, static_cast<std::uint32_t>(bytes_.size())};
  bytes_.push_back(static_cast<char>(word.size()));
  bytes_.push_back(static_cast<char>(meaning.size()));
  bytes_ += word;
  bytes_ += meaning;
  ++size_;
}

void WordMemo::grow() {
  const std::vector<Slot> before =
      std::exchange(slots_, std::vector<Slot>(slots_.empty() ? kFewestSlots : 2 * slots_.size()));
  for (const Slot& slot : before) {
    if (slot.at != 0) slots_[free_slot(slot.hash)] = slot;
  }
}

void WordMemo::clear() { *this = WordMemo(); }

}  // namespace depesche
