// What a single block is worth as text of a report, and texts compared by their letters alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>

#include "extract/body/blocks.h"

namespace depesche::extract {

/// Shorter lines are running text only with a full stop.
inline constexpr std::uint32_t kSentence = 40;
/// Longer ones are even without.
inline constexpr std::uint32_t kParagraph = 90;

enum class Worth { Running, Neutral, Chaff };

/// `block` as text of the report, judged by itself.
Worth worth_of(const RawBlock& block);

/// A text of which one can ask, at a cost that does not grow with it, whether it holds a block: by
/// the hashes of all its windows of 32 bytes.
class KnownText {
 public:
  explicit KnownText(std::string_view text) {
    const std::string known = squashed(text);
    if (known.size() < kWindow) return;
    std::uint64_t hash = hash_of(known);
    windows_.insert(hash);
    for (std::size_t end = kWindow; end < known.size(); ++end) {
      hash = (hash - byte(known[end - kWindow]) * kTopPower) * kBase + byte(known[end]);
      windows_.insert(hash);
    }
  }

  /// `letters`: of the block, squashed.
  bool holds(std::string_view letters) const {
    return !windows_.empty() && letters.size() >= kWindow && windows_.contains(hash_of(letters)) &&
           windows_.contains(hash_of(letters.substr(letters.size() - kWindow)));
  }

 private:
  static constexpr std::size_t kWindow = 32;
  static constexpr std::uint64_t kBase = 1099511628211ULL;  // arithmetic modulo 2^64
  static constexpr std::uint64_t kTopPower = [] {
    std::uint64_t power = 1;
    for (std::size_t i = 1; i < kWindow; ++i) power *= kBase;
    return power;
  }();

  static std::uint64_t byte(char c) { return static_cast<unsigned char>(c) + 1ULL; }
  static std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0;
    for (const char c : text.substr(0, kWindow)) hash = hash * kBase + byte(c);
    return hash;
  }

  std::unordered_set<std::uint64_t> windows_;
};

}  // namespace depesche::extract
