// The desk before the intake: polls a feed, reads the pages behind its new entries, and hands the
// articles over.
//
// An entry is noted as seen only after its article is in the intake, and a feed's validators (ETag,
// Last-Modified) only after all its entries are. So whatever dies when, the next poll finds what is
// missing, and what is there already is recognised by its canonical address and content hash.
//
// What a host's pages have in common is counted with each page handed over, and left out of the
// next one's text once it is known. A page that is read again is read with what was known then.
//
// Thread-safe: every worker calls the same gatherer. Waiting (for a host's gap, for an answer) ends
// soon after the stop token says so; a poll that was stopped is done again.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "desk/entry_identity.h"
#include "desk/hubs.h"
#include "desk/page_rights.h"
#include "desk/usual_week.h"
#include "extract/extract.h"
#include "fetch/fetcher.h"
#include "fetch/schedule.h"
#include "news/feed.h"
#include "store/archive.h"

namespace depesche {

struct GatherOptions {
  /// Pages read at the first poll of a feed, newest first; the other entries stay the feed's words.
  std::size_t backfill = 50;
  fetch::ScheduleLimits schedule;
  /// Where hubs reach this program (HubOptions); empty: none is asked.
  std::string public_address;
  /// The time; tests turn it by hand.
  std::function<std::chrono::sys_seconds()> now;
  /// Called after articles were handed over, from any worker.
  std::function<void()> on_appended = [] {};
};

struct PollReport {
  bool is_modified = false;     // false at a 304
  std::size_t new_entries = 0;  // not seen before, or changed
  std::size_t pages = 0;        // read as articles
  std::size_t feed_only = 0;    // the page could not be read; the feed's words stand in
  std::size_t lost = 0;         // neither: no page to read, and the feed gives no title
  std::size_t left = 0;         // the same, but the page may come back: asked again next time
  std::optional<Error> error;   // the feed itself could not be read
  // Entries never seen in this feed, whichever feed brought the article: its rhythm.
  std::vector<std::chrono::sys_seconds> arrived_at;  // as they claim
  int arrived_undated = 0;
};

class Gatherer {
 public:
  Gatherer(Archive& archive, fetch::Fetcher& fetcher, GatherOptions options)
      : archive_(archive),
        fetcher_(fetcher),
        options_(std::move(options)),
        usual_week_(archive),
        hubs_(archive, fetcher,
              {options_.public_address, options_.schedule.shortest, options_.now}),
        page_rights_(archive, fetcher) {}

  PollReport poll(const FeedRow& feed, const std::stop_token& stop);

  /// What a hub brought: its entries are taken as a poll would take them.
  PollReport take_push(const Pushes::Waiting& waiting, const std::stop_token& stop);

  Hubs& hubs() { return hubs_; }
  const Hubs& hubs() const { return hubs_; }

  /// Tries again a page whose article stands there in the feed's words.
  void retry_page(const Archive::PageRetry& retry, const std::stop_token& stop);

  /// Looks at a page again, if its host's day has room: what its outlet has changed becomes a new
  /// version of the article, a page that is gone is noted.
  void look_again(const WatchedPage& page, const std::stop_token& stop);
  /// Whose turn that is.
  std::vector<WatchedPage> due_looks(int limit) const;

  /// Fetches a lead picture and keeps it by its hash.
  void fetch_picture(const Pictures::Wanted& wanted, const std::stop_token& stop);

 private:
  PollReport read_feed(const FeedRow& feed, const fetch::Reply& reply, const std::stop_token& stop);
  PollReport take_entries(const FeedRow& feed, const ParsedFeed& parsed, const std::string& outlet,
                          const std::stop_token& stop);
  /// An entry that is not noted in these words at this place.
  struct FreshEntry {
    const Entry* entry;  // of the feed being read
    EntryMarks marks;
  };
  enum class Meeting {
    Known,      // in these words
    Reworded,   // known here, in other words
    Elsewhere,  // new here, but another feed of the outlet brought it already
    New,
  };
  Meeting meet(const FeedRow& feed, const EntryMarks& marks);
  void note_taken(const FeedRow& feed, const EntryMarks& marks,
                  const std::string& article_address = {});
  /// The address of the article that an entry's guid named until now, where it is the same report
  /// at a new address; empty where it is another, or nothing is known.
  std::string moved_from(const FeedRow& feed, const EntryMarks& marks, const std::stop_token& stop);
  void take_entry(const FeedRow& feed, const FreshEntry& fresh, const std::string& outlet,
                  PollReport& report, const std::stop_token& stop);
  static std::optional<Article> words_of(const FreshEntry& fresh, const std::string& outlet,
                                         std::string_view feed_language);
  void hand_over_feed_words(const FeedRow& feed, const std::vector<FreshEntry>& entries,
                            const std::string& outlet);
  /// An article page as it was read, and what it tells of its host.
  struct ReadPage {
    Article article;
    RepeatedVersion repeated;  // what the text was read without
    CountedPage counted;
    PageMark mark;
    std::string claimed;  // the canonical address as the page has it
  };
  struct PageWish {
    std::string url;
    const Entry* entry;  // that led there; null without one
    std::string outlet;
    std::string feed_language;
    std::string known_as;  // the article's canonical address, where it is not the page's to say
  };
  Result<ReadPage> read_page(const PageWish& wish, const std::stop_token& stop);
  Result<ReadPage> read_reply(const fetch::Reply& reply, const PageWish& wish,
                              const std::stop_token& stop);
  Result<ReadPage> extract(const fetch::Reply& reply, const Entry* entry, const KnownBlocks& known);
  void hand_over(Submission submission, ReadPage page);
  void take_answer(const WatchedPage& page, const fetch::Reply& reply, const std::stop_token& stop);
  /// Whether there is a new version of that article; nothing where the page is another's now.
  bool take_new_version(const WatchedPage& page, const fetch::Reply& reply,
                        const std::stop_token& stop);
  void note_missing(const WatchedPage& page, int status);
  void put_off(const FeedRow& feed);
  void note_pushed(const FeedRow& feed, const PollReport& report);
  PollReport note_failure(const FeedRow& feed, const Error& error, const FetchCost& cost,
                          std::optional<std::chrono::seconds> retry_after = std::nullopt);
  void note_success(const FeedRow& feed, const fetch::Reply& reply, const ParsedFeed* parsed,
                    const std::string& outlet, const PollReport& report);

  Archive& archive_;
  fetch::Fetcher& fetcher_;
  const GatherOptions options_;
  UsualWeek usual_week_;
  Hubs hubs_;
  PageRights page_rights_;
};

}  // namespace depesche
