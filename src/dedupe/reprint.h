// Is one article a reprint of another?
//
// Two full texts are one when enough of the shorter stands in the longer, also when what either of
// them quotes is left out. Pure and symmetric but for who came first, which the caller knows. All
// shares are per mille.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "dedupe/fingerprint.h"

namespace depesche {

/// The share of the shorter text's shingles that the longer one has, in per mille. An estimate when
/// the shingles were sampled; 0 when either text is empty.
int containment(const Fingerprint& a, const Fingerprint& b);

/// What the texts themselves do not say.
struct Publication {
  std::chrono::seconds apart{0};  // between their first sightings
  bool is_same_outlet = false;  // what an outlet repeats is more often its furniture than its news
};

/// The share of the shorter text that is a reprint in the other, or nothing when they are two
/// texts.
std::optional<int> reprint_share(const Fingerprint& a, const Fingerprint& b,
                                 const Publication& publication);

/// What two texts have in common, in shingles at the sampling of both.
struct Overlap {
  std::size_t common = 0;
  std::size_t shorter = 0;  // of the shorter text
  // The same of the words of the two writers alone: neither text quotes them.
  std::size_t own_common = 0;
  std::size_t own_shorter = 0;
};

/// A text that is laid beside many: what is its own is found once.
class ReprintComparison {
 public:
  /// Keeps a view of the fingerprint.
  explicit ReprintComparison(const Fingerprint& print);

  /// As reprint_share().
  std::optional<int> share(const Fingerprint& other, const Publication& publication) const;
  Overlap overlap(const Fingerprint& other) const;

 private:
  struct Known {
    std::uint32_t hash = 0;
    std::uint16_t next = 0;                // with the same slot, in known_; 0: none
    std::array<std::uint8_t, 2> counts{};  // how often the text says it itself, and quotes it
  };
  struct Met {
    std::array<std::size_t, 2> common{};  // with what the text says itself, and with what it quotes
    std::size_t kept = 0;
  };
  static constexpr std::size_t kSlots = 2048;
  static std::size_t slot_of(std::uint32_t hash);
  void add(std::uint32_t hash, std::size_t voice);
  Met meet(std::span<const std::uint32_t> shingles, std::uint32_t mask) const;
  std::optional<int> share_of_short(const Fingerprint& other, const Publication& publication) const;

  const Fingerprint& print_;
  std::vector<Known> known_;                   // the first is nobody's
  std::array<std::uint16_t, kSlots> slots_{};  // places in known_
};

}  // namespace depesche
