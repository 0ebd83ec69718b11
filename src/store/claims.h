// What one process has in hand, so that no other does the same meanwhile: locks, by name, on
// `claims.lock` in the data folder.
//
// A claim ends with its object, and when its process dies (base/lock_file.h). Within a process a
// name is claimed once at a time, too. Where the file cannot be had, claims hold within the process
// alone.
//
// Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/lock_file.h"

namespace depesche {

class Claims;

/// Not copied; its Claims outlive it.
class Claim {
 public:
  Claim(Claim&& other) noexcept : claims_(std::exchange(other.claims_, nullptr)), at_(other.at_) {}
  Claim& operator=(Claim&& other) noexcept {
    std::swap(claims_, other.claims_);
    std::swap(at_, other.at_);
    return *this;
  }
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;
  ~Claim();

 private:
  friend class Claims;
  Claim(Claims& claims, std::int64_t at) : claims_(&claims), at_(at) {}

  Claims* claims_;
  std::int64_t at_;
};

class Claims {
 public:
  explicit Claims(const std::filesystem::path& data_dir);

  /// Nothing while somebody has it.
  std::optional<Claim> take(std::string_view name);

 private:
  friend class Claim;
  void give_back(std::int64_t at);

  LockFile file_;
  std::mutex mutex_;  // guards the next
  std::unordered_set<std::int64_t> held_;
};

}  // namespace depesche
