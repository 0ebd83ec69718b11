#include "extract/body/known_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>

#include "extract/body/letters.h"
#include "extract/body/worth.h"

namespace depesche::extract {
namespace {

constexpr std::size_t kWindow = 32;
constexpr std::uint64_t kBase = 1099511628211ULL;  // arithmetic modulo 2^64
constexpr std::uint64_t kTopPower = [] {
  std::uint64_t power = 1;
  for (std::size_t i = 1; i < kWindow; ++i) power *= kBase;
  return power;
}();

std::uint64_t byte(char c) { return static_cast<unsigned char>(c) + 1ULL; }

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0;
  for (const char c : text.substr(0, kWindow)) hash = hash * kBase + byte(c);
  return hash;
}

/// The hash of the last letters of a text that comes letter by letter.
class RollingHash {
 public:
  /// False before there are enough letters.
  bool add(char letter) {
    char& oldest = last_[count_++ % kWindow];
    if (count_ > kWindow) hash_ -= byte(oldest) * kTopPower;
    oldest = letter;
    hash_ = hash_ * kBase + byte(letter);
    return count_ >= kWindow;
  }
  std::uint64_t hash() const { return hash_; }

 private:
  std::array<char, kWindow> last_{};
  std::size_t count_ = 0;
  std::uint64_t hash_ = 0;
};

/// Hashes that are looked for, and which of them have been seen. Open addressing; few of the
/// hashes asked for are in it.
class Wanted {
 public:
  explicit Wanted(std::size_t most)
      : slots_(std::bit_ceil(std::max<std::size_t>(most, 8) * 4)),
        shift_(64 - std::countr_zero(slots_.size())) {}

  void add(std::uint64_t hash) {
    std::size_t at = place_of(hash);
    while (slots_[at].used && slots_[at].hash != hash) at = next(at);
    slots_[at] = {hash, true, false};
  }
  void see(std::uint64_t hash) {
    for (std::size_t at = place_of(hash); slots_[at].used; at = next(at)) {
      if (slots_[at].hash == hash) slots_[at].seen = true;
    }
  }
  bool is_seen(std::uint64_t hash) const {
    std::size_t at = place_of(hash);
    while (slots_[at].used && slots_[at].hash != hash) at = next(at);
    return slots_[at].seen;
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    bool used = false, seen = false;
  };

  std::size_t place_of(std::uint64_t hash) const {
    return (hash * 0x9E3779B97F4A7C15ULL) >> shift_;
  }
  std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }

  std::vector<Slot> slots_;
  int shift_;
};

}  // namespace

std::vector<bool> blocks_within(std::string_view text, const std::vector<RawBlock>& blocks) {
  std::vector<bool> within(blocks.size());
  if (text.empty()) return within;
  const auto could_be = [](const RawBlock& block) {
    return block.weight >= kSentence && block.letters.size() >= kWindow;
  };
  const auto last_of = [](std::string_view letters) {
    return hash_of(letters.substr(letters.size() - kWindow));
  };
  const auto count = std::count_if(blocks.begin(), blocks.end(), could_be);
  Wanted wanted(static_cast<std::size_t>(count) * 2);
  for (const RawBlock& block : blocks) {
    if (!could_be(block)) continue;
    wanted.add(hash_of(block.letters));
    wanted.add(last_of(block.letters));
  }
  RollingHash rolling;
  squash_by_pieces(text, [&](std::string_view letters) {
    for (const char letter : letters) {
      if (rolling.add(letter)) wanted.see(rolling.hash());
    }
    return true;
  });
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    within[i] = could_be(blocks[i]) && wanted.is_seen(hash_of(blocks[i].letters)) &&
                wanted.is_seen(last_of(blocks[i].letters));
  }
  return within;
}

}  // namespace depesche::extract
