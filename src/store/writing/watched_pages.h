// Pages to look at again (fetch/second_look.h says when), and what each host was asked for today.
//
// A page is watched from the transaction that hands its article over. A look is counted before the
// host is asked and noted after what it brought is in the intake: whatever dies in between is done
// again, and what is there already is recognised.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/ids.h"

namespace depesche {

class Writer;

/// A page as it was read, for the next look to compare with.
struct PageMark {
  std::string url;   // where it was read
  std::string host;  // with its port
  std::string etag;
  std::string last_modified;
  std::string body_hash;      // in hex
  std::string entry_title{};  // what the feed said of it; empty without one
  std::string entry_summary{};
  std::string read_by{};  // in the reader's spelling: another one may read it otherwise
};

struct WatchedPage {
  std::string canonical_url;
  PageMark mark;
  std::chrono::sys_seconds first_read_at{};
  int failures = 0;
  std::optional<std::chrono::sys_seconds> missing_at;
  ArticleId article;  // 0 while it is in the intake
  FeedId feed;
  bool is_shared = false;  // its story is told by several outlets
  std::optional<std::chrono::sys_seconds> story_moved_at;
};

class WatchedPages {
 public:
  explicit WatchedPages(Writer& writer) : writer_(writer) {}

  /// The article's page was read, for the first time or again. `first_look_at` counts for the
  /// first.
  void note_read(std::string_view canonical_url, const PageMark& mark, std::chrono::sys_seconds now,
                 std::chrono::sys_seconds first_look_at);

  /// Whose look is due, of hosts whose day has room: those several outlets tell first, then those
  /// that have waited longest.
  std::vector<WatchedPage> due(std::chrono::sys_seconds now, int limit) const;

  /// Counts a look; false when the host's day has no room (any more).
  bool begin_look(const std::string& host, std::chrono::sys_seconds now);

  /// Whether nobody has looked meanwhile.
  bool is_due(std::string_view canonical_url, std::chrono::sys_seconds now) const;

  /// No look, but another time; without `until` never.
  void put_off(std::string_view canonical_url, std::optional<std::chrono::sys_seconds> until);
  /// The look was made, and the page is there; without `next_at` it was the last.
  void note_looked(std::string_view canonical_url, std::optional<std::chrono::sys_seconds> next_at);
  /// The same with what the page says now.
  void note_looked(std::string_view canonical_url, const PageMark& mark,
                   std::optional<std::chrono::sys_seconds> next_at);
  void note_failure(std::string_view canonical_url,
                    std::optional<std::chrono::sys_seconds> next_at);
  /// Missing for the first time.
  void note_missing(std::string_view canonical_url, std::chrono::sys_seconds now,
                    std::chrono::sys_seconds next_at);
  void note_gone(std::string_view canonical_url, std::chrono::sys_seconds now,
                 std::optional<std::chrono::sys_seconds> next_at);

 private:
  void set_next(std::string_view canonical_url, std::optional<std::chrono::sys_seconds> next_at);

  Writer& writer_;
};

}  // namespace depesche
