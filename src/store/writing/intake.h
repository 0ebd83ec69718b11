// The durable, ordered hand-over of articles: read and extracted, not yet accepted.
//
// Any process may append; the one that holds the engine lock takes from the front and removes what
// it took in the same transaction in which the archive accepts it (AcceptTransaction::put_article
// with the entry's id). So an article is in exactly one of the two places, whatever dies when.
//
// Idempotent: the same canonical address with the same content is in it once, and is not taken in
// again when the archive has that version already.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "news/article.h"
#include "news/feed_options.h"
#include "news/ids.h"
#include "news/repeated_blocks.h"

namespace depesche {

class Writer;

using IntakeId = Id<struct IntakeTag>;

/// An article on its way, and how it came.
struct Submission {
  Article article;
  FeedId feed;                      // 0 when it came by import or push
  std::optional<Error> page_error;  // why its page could not be read (origin feed)
  std::optional<std::chrono::sys_seconds> page_retry_at;  // sooner, if `asked_with` is outdated
  /// What its page was read with (store/writing/host_blocks.h); nothing when no page was read.
  std::optional<RepeatedVersion> repeated{};
  /// The options of its feed with which the page was asked for. When it is taken in and they are
  /// others by now, a page that was refused is to be tried again at once.
  std::optional<FeedOptions> asked_with{};

  /// The feed's words while the page is still to be read: shown at once, gathered when the page, or
  /// the reason why there is none, has come.
  bool is_pending() const { return page_retry_at.has_value() && !page_error.has_value(); }
};

/// What is said of the words that a feed gives of a page.
struct RightsOfWords {
  std::string canonical_url;
  Rights rights;
};

/// What makes a version: the article's content, and whether it is still pending. 16 bytes.
std::string version_hash(const Submission& submission);
/// Whether `version` is the article's, pending or not.
bool is_version_of(const Article& article, std::string_view version);

struct IntakeEntry {
  IntakeId id;
  Submission submission;
};

class Intake {
 public:
  explicit Intake(Writer& writer) : writer_(writer) {}

  enum class Appended { New, Known, TakenDown };
  /// Durable when it returns. An article without a canonical address is refused with InvalidInput.
  Result<Appended> append(const Submission& submission, std::chrono::sys_seconds now);
  /// One transaction for all of them; InvalidInput when any is refused, and then none is kept.
  Result<std::vector<Appended>> append(const std::vector<Submission>& submissions,
                                       std::chrono::sys_seconds now);

  /// What is written of a submission. Worked out before the turn to write, which others wait for.
  struct Packed {
    std::string version;  // version_hash()
    std::string article;
  };
  static Packed pack(const Submission& submission, std::chrono::sys_seconds now);
  /// As a part of a transaction; the submission has an address.
  Appended append_packed(const Submission& submission, const Packed& packed,
                         std::chrono::sys_seconds now);
  /// The same, for words that wait there. They get in line again, so that whoever has taken them as
  /// they were finds them withdrawn.
  void note_rights(const RightsOfWords& said);

  /// The oldest behind `after`, in order. What cannot be read back is dropped and counted in
  /// `unreadable`.
  struct Batch {
    std::vector<IntakeEntry> entries;
    int unreadable = 0;
  };
  Batch take(int limit, IntakeId after = {});
  std::int64_t size() const;

 private:
  Result<std::vector<Appended>> append_all(std::span<const Submission> submissions,
                                           std::chrono::sys_seconds now);

  Writer& writer_;
};

}  // namespace depesche
