// Subscriptions and how they are doing: what the fetcher reads before a poll and writes after it.
//
// Part of the writing side: Archive::feeds(). Each call is one transaction.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "news/feed.h"
#include "news/feed_options.h"
#include "news/ids.h"
#include "news/polling.h"

namespace depesche {

class Writer;

struct NewFeed {
  std::string url;
  std::string title;
  std::string home;
  std::string folder;
  std::string language;
  std::optional<PageRule> rule = {};                     // of a page that is no feed
  std::optional<std::chrono::seconds> asked_every = {};  // no more often; the owner's wish
  bool is_muted = false;                                 // not asked until it is revived
  FeedOptions options = {};                              // of a new one
  std::string description = {};
};

inline constexpr std::size_t kLongestDescription = 1000;  // bytes; some feeds send their imprint

/// What its owner wants of a subscription; what is absent stays as it is.
struct OwnersWishes {
  std::optional<std::string> title;   // empty: as the feed calls itself
  std::optional<std::string> folder;  // this one and no other; empty: none
  std::optional<bool> is_muted;
  std::optional<std::chrono::seconds> asked_every;  // no more often; 0: by its rhythm

  bool is_empty() const { return !title && !folder && !is_muted && !asked_every; }
};

struct FeedRow {
  FeedId id;
  std::string url;
  std::string title;  // its owner's, else its own
  std::string home;
  std::string folder;
  std::string language;
  std::string format;
  std::string outlet;  // its name; empty until known
  std::string etag;
  std::string last_modified;
  std::chrono::sys_seconds added_at{};
  std::chrono::sys_seconds next_poll_at{};
  std::chrono::seconds interval{};
  int failures = 0;
  std::optional<std::chrono::sys_seconds> last_attempt_at;
  std::optional<std::chrono::sys_seconds> last_success_at;
  std::string error_code;
  std::string error_message;
  bool gone = false;
  std::string redirect_url;
  int redirect_count = 0;
  std::string merged_into;  // the subscription that took its place, when it ended for that
  bool is_muted = false;    // by its owner: not asked
  std::optional<std::chrono::seconds> asked_every;  // no more often; the owner's wish
  OutletWishes wishes;
  WaitReason wait_reason = WaitReason::Unknown;
  FeedRhythm rhythm;
  std::optional<PageRule> rule;  // of a page that is no feed
  FeedOptions options;           // with their secrets: to be sent, never shown
  std::string description;       // plain text, cut at kLongestDescription
};

/// What one attempt cost and brought, for the log.
struct FetchCost {
  int status = 0;  // HTTP; 0 when there was no answer
  std::int64_t bytes = 0;
  std::chrono::milliseconds elapsed{};
};

/// What a sitemap that an index names answered last.
struct SitemapMark {
  std::string url;
  std::string etag;
  std::string last_modified;
};

/// A poll that went well; `parsed` is null when nothing had changed (304).
struct FeedSuccess {
  std::chrono::sys_seconds at{};
  FetchCost cost;
  const ParsedFeed* parsed = nullptr;
  int new_entries = 0;
  std::string outlet;  // the outlet's name; empty leaves what is known
  std::string etag;    // as answered, both; kept at a 304 without them
  std::string last_modified;
  std::string redirect_url;  // where a permanent redirect led; empty without one
  std::chrono::sys_seconds next_poll_at{};
  std::chrono::seconds interval{};
  WaitReason wait_reason = WaitReason::Unknown;
  OutletWishes wishes;
  FeedRhythm rhythm;
  int lost_entries = 0;               // neither words nor a page that could be read …
  std::optional<Error> lost_to = {};  // … and why not, the last of them
  std::optional<std::chrono::seconds> crawl_delay = {};  // of its pages' host; empty: not known now
  std::span<const SitemapMark> sitemaps = {};  // of an index; takes the place of what was kept
  std::optional<FeedOptions> asked_with = {};
  std::optional<Error> ended = {};  // by its outlet's word in it: not asked any more, as after 410
};

struct FeedFailure {
  std::chrono::sys_seconds at{};
  FetchCost cost;
  Error error;  // ErrorCode::Gone stops the feed for good
  std::chrono::sys_seconds next_poll_at{};
  WaitReason wait_reason = WaitReason::BackOff;
  std::optional<FeedOptions> asked_with = {};
};

class Feeds {
 public:
  explicit Feeds(Writer& writer) : writer_(writer) {}

  struct Added {
    FeedId id;
    bool is_new = false;  // false: it was subscribed already
    bool has_new_rule = false;
    bool is_revived = false;  // it had ended, or was muted
  };
  /// Due at once. Its address is taken as it is; the caller has checked it, and the rule. A rule
  /// takes the place of the one that was, and the page is read anew; without one, that stays.
  Added add(const NewFeed& feed, std::chrono::sys_seconds now);
  /// Also in that folder, without leaving the one it is in.
  void put_in_folder(FeedId feed, std::string_view folder);
  /// Folders of feeds besides FeedRow::folder.
  std::multimap<FeedId, std::string> further_folders() const;
  /// Asks a feed again that had ended or was muted, now and as if for the first time. False for one
  /// that is asked anyway.
  bool revive(FeedId feed, std::chrono::sys_seconds now);
  /// In the place of those it had; the feed is asked anew and at once, as others may see another
  /// feed there, and so are its pages that were refused and are to be tried again, accepted or
  /// still in the intake. Its hub is let go if it must not know. False when there is no such feed.
  bool set_options(FeedId feed, const FeedOptions& options, std::chrono::sys_seconds now);
  /// A feed that is muted lets its hub go; one that is not any more is asked as if for the first
  /// time. Another span between polls holds from the next one on, which is not put before what the
  /// outlet asks for; a failing one is then tried once as if it had failed just once. False when
  /// there is no such feed.
  bool set_wishes(FeedId feed, const OwnersWishes& wishes, std::chrono::sys_seconds now);
  /// What is needed to ask for something on a feed's behalf; all empty when it was removed.
  struct Asked {
    std::string url;
    FeedOptions options;
  };
  Asked asked(FeedId feed) const;
  /// Its articles stay. False when there was none.
  bool remove(FeedId feed);
  std::vector<FeedRow> list() const;
  std::optional<FeedRow> find(FeedId feed) const;
  std::optional<FeedRow> find(std::string_view url) const;
  /// Of one that is there and was asked.
  std::optional<std::chrono::sys_seconds> last_attempt_at(FeedId feed) const;
  struct Due {
    FeedId id;
    std::string url;
    bool was_asked = false;
  };
  /// Feeds to ask now: first those never asked, then the longest overdue.
  std::vector<Due> due(std::chrono::sys_seconds now, int limit) const;
  /// Its host cannot be asked before. Nothing was tried, so nothing else changes.
  void put_off(FeedId feed, std::chrono::sys_seconds until);
  /// Makes every feed due (a reader's wish, a `fetch`).
  void poll_now(std::chrono::sys_seconds now);

  /// Of all feeds that are asked: what the usual week is made of.
  std::vector<FeedRhythm> rhythms() const;
  /// What their intervals amount to.
  double polls_per_hour() const;

  /// A hub brought news: what that says of the rhythm; and when to look whether it brings all,
  /// where that was not decided before.
  struct PushedNews {
    FeedRhythm rhythm;
    std::optional<std::chrono::sys_seconds> next_poll_at;
    std::chrono::seconds interval{};
  };
  void note_push(FeedId feed, const PushedNews& news);
  /// Its hub cannot be relied on any more: where it was, the feed is due now, but not sooner than
  /// `gap` after the last poll, nor than its owner wants.
  void end_pushed(FeedId feed, std::chrono::sys_seconds now, std::chrono::seconds gap = {});

  /// Where `asked_with` are not the feed's options any more, the owner has changed them meanwhile:
  /// what came is news of the feed all the same, but is not compared with what comes next, and the
  /// feed is due at once.
  void note_success(FeedId feed, const FeedSuccess& success);
  /// Likewise; of such a failure only the log knows, as the feed is to be asked otherwise now.
  void note_failure(FeedId feed, const FeedFailure& failure);
  std::vector<SitemapMark> sitemap_marks(FeedId feed) const;
  /// After enough permanent redirects. Where the new address is subscribed already, that
  /// subscription takes over what this one knows (entries, folders, lists, what a hub brought), is
  /// asked again if it was not, and this one ends. Options move along, cookie and login only to
  /// where they may (may_take_secrets_along).
  enum class Moved { There, IntoAnother };
  Moved change_address(FeedId feed, std::string_view url, std::chrono::sys_seconds now);

  /// Entries are noted under what they are known by; the desk says what that is.
  bool has_entry(FeedId feed, std::string_view key) const;
  /// To be called when the entry's article is in the intake or accepted, not before. Several keys,
  /// of one entry or of many, are one transaction.
  void note_entries(FeedId feed, std::span<const std::string> keys, std::chrono::sys_seconds now);
  /// Entries that were noted before are still in the feed, so they are not forgotten. Keys that
  /// were not noted stay so.
  void note_listed(FeedId feed, std::span<const std::string> keys, std::chrono::sys_seconds now);
  /// What was noted under one key is from now on noted under another.
  void rename_entry(FeedId feed, std::string_view from, std::string_view to,
                    std::chrono::sys_seconds now);
  /// Canonical addresses of the newest articles of the feed's outlet, those in the intake first.
  std::vector<std::string> newest_addresses(FeedId feed, int limit) const;
  /// The canonical address of the one among the newest `limit` articles of the feed's outlet that
  /// was read at `url`.
  std::optional<std::string> newest_read_at(FeedId feed, std::string_view url, int limit) const;

 private:
  Writer& writer_;
};

}  // namespace depesche
