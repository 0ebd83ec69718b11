// Lead pictures: each address fetched once, each file kept once, by its hash.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/ids.h"

namespace depesche {

class Writer;

class Pictures {
 public:
  explicit Pictures(Writer& writer) : writer_(writer) {}

  struct Wanted {
    std::string url;
    int failures = 0;
  };
  /// Addresses that articles show and nobody has fetched yet, newest article first.
  std::vector<Wanted> wanted(std::chrono::sys_seconds now, int limit) const;
  /// The feed of the newest article that shows it; none (0) where it has been let go.
  FeedId shown_by(std::string_view url) const;
  /// Returns the hash in hex, as in /i/HASH.
  std::string put(std::string_view url, std::string_view type, std::string_view bytes);
  /// No `retry_at` gives the address up.
  void note_failure(std::string_view url, std::optional<std::chrono::sys_seconds> retry_at);

 private:
  Writer& writer_;
};

}  // namespace depesche
