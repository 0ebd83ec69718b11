// What repeats on the pages of a host: counted page by page, known in versions.
//
// A block is known to repeat once it stands on five pages of the host and a fifth of those counted,
// and was taken for a part of the article on three. It is forgotten when it stands on less than a
// tenth. Every change of what is known makes a version; an article keeps the number of the one its
// page was read with, and is read again with the same, so that learning never looks like a
// correction (docs/decisions/0013).
//
// Counts are of the last fifty to a hundred pages, and bounded for each host and in all. A page
// counts once, under whatever address, however often it is read.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "news/repeated_blocks.h"

namespace depesche {

class Writer;

struct KnownBlocks {
  RepeatedVersion version;
  RepeatedBlocks blocks;
};

/// A page to count. The host is that of the address it was read at.
struct CountedPage {
  std::string host;
  std::string canonical_url;
  std::string title;
  std::vector<SeenBlock> blocks;
};

class HostBlocks {
 public:
  explicit HostBlocks(Writer& writer) : writer_(writer) {}

  /// What is known now; version 0 of a host nothing is known of.
  KnownBlocks known(std::string_view host) const;
  /// What was known then. Of what is long forgotten only the latest is kept.
  KnownBlocks known(RepeatedVersion version) const;
  /// With which version the page of this article was read, accepted or waiting in the intake.
  /// Nothing where its words are not a page's.
  std::optional<RepeatedVersion> read_with(std::string_view canonical_url) const;

  void count(const CountedPage& page, std::chrono::sys_seconds now);

  /// Beginnings of the blocks known in that version, in no particular order.
  std::vector<std::string> texts(RepeatedVersion version) const;

 private:
  Writer& writer_;
};

}  // namespace depesche
