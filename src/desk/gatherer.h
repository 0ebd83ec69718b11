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
// soon after the stop token says so; a poll that was stopped is done again. A poll is one worker's
// at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "desk/entry_identity.h"
#include "desk/hubs.h"
#include "desk/older_pages.h"
#include "desk/page_rights.h"
#include "desk/reading_turns.h"
#include "desk/usual_week.h"
#include "extract/extract.h"
#include "fetch/fetcher.h"
#include "fetch/schedule.h"
#include "news/feed.h"
#include "store/archive.h"
#include "store/writing/feed_gaps.h"

namespace depesche {

struct GatherOptions {
  /// Pages read at the first poll of a feed, newest first; the other entries stay the feed's words.
  std::size_t backfill = 50;
  fetch::ScheduleLimits schedule;
  /// Where hubs reach this program (HubOptions); empty: none is asked.
  std::string public_address;
  /// The time; tests turn it by hand.
  std::function<std::chrono::sys_seconds()> now;
  /// Of all pages that are read in this process.
  std::shared_ptr<ReadingTurns> reading = std::make_shared<ReadingTurns>();
  /// Called after articles were handed over, from any worker.
  std::function<void()> on_appended = [] {};
};

struct PollReport {
  bool is_modified = false;      // false at a 304
  std::size_t new_entries = 0;   // not seen before, or changed
  std::size_t pages = 0;         // read as articles
  std::size_t feed_only = 0;     // the page could not be read; the feed's words stand in
  std::size_t lost = 0;          // neither: no page to read, and the feed gives no words
  std::size_t left = 0;          // the same, but the page may come back: asked again next time
  std::optional<Error> lost_to;  // why the last of the lost could not be read
  std::optional<Error> error;    // the feed itself could not be read
  bool is_elsewhere = false;     // another process has just asked it or is at it: nothing was done
  // Entries never seen in this feed, whichever feed brought the article: its rhythm.
  std::vector<std::chrono::sys_seconds> arrived_at;  // as they claim
  int arrived_undated = 0;
};

/// An entry that is not noted in these words at this place.
struct FreshEntry {
  const Entry* entry;  // of the feed being read
  EntryMarks marks;
  // Another feed of the outlet may bring the article meanwhile; then there is nothing to do.
  bool may_come_elsewhere = false;
  bool is_reworded = false;  // its place is noted, in other words
};

/// A feed's answer whose new entries are taken one by one. Whoever takes them can do other things
/// in between, until the host of the next one's page may be asked.
class OpenPoll {
 public:
  bool is_over() const { return next_ >= fresh_.size(); }
  /// It was an older page that was read, not the feed itself.
  bool is_of_older_page() const { return gap_.has_value(); }
  /// Of the next entry's page.
  const std::string& next_address() const { return fresh_[next_].marks.url; }
  const FeedRow& feed() const { return feed_; }
  const PollReport& report() const { return report_; }

 private:
  friend class Gatherer;
  explicit OpenPoll(FeedRow feed) : feed_(std::move(feed)) {}

  FeedRow feed_;
  std::optional<Claim> claim_;  // of the feed, against other processes
  fetch::Reply reply_;          // without its body
  ParsedFeed parsed_;
  std::string outlet_;
  std::optional<std::int64_t> push_;   // by which it came; else it was asked for
  std::optional<FeedGap> gap_;         // whose next page it is
  std::vector<FreshEntry> fresh_;      // point into parsed_
  std::vector<SitemapMark> sitemaps_;  // of an index …
  bool is_whole_ = true;               // … some of which had not changed
  std::size_t next_ = 0;
  PollReport report_;
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

  /// Asks a feed. The poll is over when it could not be read or there is nothing new; one that is
  /// dropped before it is over is done again. Nothing is asked that another process is asking, or
  /// has asked since the caller looked at `feed`.
  OpenPoll open(const FeedRow& feed, const std::stop_token& stop);
  /// What a hub brought: its entries are taken as a poll would take them.
  OpenPoll open(const Pushes::Waiting& waiting, const std::stop_token& stop);
  /// Asks for an older page of a feed; its entries are taken as a poll would take them.
  OpenPoll open(const FeedGap& gap, const std::stop_token& stop);
  /// Whose turn that is.
  std::vector<FeedGap> due_gaps(int limit) const;
  /// Takes the next entry, with its page.
  void go_on(OpenPoll& poll, const std::stop_token& stop);
  /// When a host may be asked (fetch::Fetcher::host_ready_at).
  std::optional<std::chrono::steady_clock::time_point> host_ready_at(
      const std::string& host, std::chrono::steady_clock::time_point now) const {
    return fetcher_.host_ready_at(host, now);
  }
  int at_once(const std::string& host) const { return fetcher_.at_once(host); }
  /// All of it at once, waiting for the hosts.
  PollReport poll(const FeedRow& feed, const std::stop_token& stop);

  Hubs& hubs() { return hubs_; }
  const Hubs& hubs() const { return hubs_; }

  /// Tries again a page whose article stands there in the feed's words.
  void retry_page(const Archive::PageRetry& retry, const std::stop_token& stop);

  /// Looks at a page again, if its host's day has room: what its outlet has changed becomes a new
  /// version of the article, a page that is gone is noted.
  void look_again(const WatchedPage& page, const std::stop_token& stop);
  /// Whose turn that is.
  std::vector<WatchedPage> due_looks(int limit) const;
  /// "extraction 1": a page that was read by another name is not looked at again.
  static std::string reads_as();

  /// Fetches a lead picture and keeps it by its hash.
  void fetch_picture(const Pictures::Wanted& wanted, const std::stop_token& stop);

 private:
  /// False where another process was or is at it.
  bool claim(OpenPoll& poll);
  void read_feed(OpenPoll& poll, const std::stop_token& stop);
  void begin_entries(OpenPoll& poll, ParsedFeed parsed, const std::stop_token& stop);
  static std::string outlet_of(const FeedRow& feed, const ParsedFeed& parsed);
  void note_gap(const OpenPoll& poll, bool is_any_known);
  void begin_older_entries(OpenPoll& poll, ParsedFeed parsed, const std::stop_token& stop);
  void note_older_failure(OpenPoll& poll, const Error& error);
  void note_older_page(OpenPoll& poll);
  void close(OpenPoll& poll, const std::stop_token& stop);
  enum class Meeting {
    Known,      // in these words
    Reworded,   // known here, in other words
    Elsewhere,  // new here, but another feed of the outlet brought it already
    New,
  };
  Meeting meet(const FeedRow& feed, const EntryMarks& marks);
  std::vector<bool> known_versions(const FeedRow& feed, std::span<const EntryMarks> marks) const;
  /// What an entry is noted under, once it is an article.
  static std::vector<std::string> keys_of(const EntryMarks& marks,
                                          const std::string& article_address = {});
  /// The address of the article that an entry's guid named until now, where it is the same report
  /// at a new address; empty where it is another, or nothing is known.
  std::string moved_from(const FeedRow& feed, const EntryMarks& marks, const std::stop_token& stop);
  /// The spelling of an address under which something is known; as it is where nothing is.
  std::string known_spelling(const std::string& address) const;
  /// The address of the article that an entry's report is known to be; empty where nothing is.
  std::string article_told_at(const FeedRow& feed, const EntryMarks& marks) const;
  void take_entry(OpenPoll& poll, const FreshEntry& fresh, const std::stop_token& stop);
  rights::Surroundings around_words(const std::string& address, ErrorCode why,
                                    const fetch::Behalf& behalf, const std::stop_token& stop);
  /// At the end of a feed's first poll: what its hosts say, which is known by now, holds for the
  /// words whose pages were not read, too.
  void note_rights_of_words(const OpenPoll& poll);
  std::optional<Article> words_of(const FreshEntry& fresh, const std::string& outlet,
                                  std::string_view feed_language) const;
  void hand_over_feed_words(const FeedRow& feed, const std::vector<FreshEntry>& entries,
                            const std::string& outlet);
  /// An article page as it was read, and what it tells of its host.
  struct ReadPage {
    Article article;
    RepeatedVersion repeated;  // what the text was read without
    CountedPage counted;
    PageMark mark;
    std::string claimed;   // the canonical address as the page has it
    std::string words_at;  // where the feed's words stand that it takes the place of
  };
  /// A page and what is known of it. Which article it is, its own address says, but for these.
  struct PageWish {
    std::string url;
    const Entry* entry;  // that led there; null without one
    std::string outlet;
    std::string feed_language;
    fetch::Behalf behalf;
    std::string known_as{};  // the article's canonical address, where it is not the page's to say
    std::string words_at{};  // where the feed's words stand until the page is read …
    std::string headline{};  // … and theirs
    std::string read_as{};   // what was read at this address before; another report may be now
  };
  /// Says which article it is.
  void name(ReadPage& page, const PageWish& wish) const;
  bool stands_as_other(const std::string& address, const Article& article) const;
  Result<ReadPage> read_page(const PageWish& wish, const std::stop_token& stop);
  Result<ReadPage> read_reply(const fetch::Reply& reply, const PageWish& wish,
                              const std::stop_token& stop);
  Result<ReadPage> extract(const fetch::Reply& reply, const Entry* entry, const KnownBlocks& known);
  static void set_language(Article& article, std::string_view feed_language);
  void hand_over(Submission submission, ReadPage page,
                 std::span<const std::string> entry_keys = {});
  void take_answer(const WatchedPage& page, const fetch::Reply& reply, const std::stop_token& stop);
  /// Whether there is a new version of that article; nothing where the page is another's now.
  bool take_new_version(const WatchedPage& page, const fetch::Reply& reply,
                        const std::stop_token& stop);
  void note_rights_again(const WatchedPage& page, const fetch::Reply& reply,
                         const std::stop_token& stop);
  /// Of a feed that led to a page; nobody's where it has been removed.
  fetch::Behalf behalf_of(FeedId feed) const;
  /// Whether that feed is to be asked otherwise by now.
  bool is_outdated(FeedId feed, const fetch::Behalf& asked_on) const;
  void note_missing(const WatchedPage& page, int status);
  /// How long the host of this address still wants to be left alone.
  std::chrono::seconds rest_of(const std::string& url) const;
  void put_off(const FeedRow& feed);
  void note_pushed(const FeedRow& feed, const PollReport& report);
  Error note_failure(const FeedRow& feed, const Error& error, const FetchCost& cost,
                     std::optional<std::chrono::seconds> retry_after = std::nullopt);
  /// `parsed` is null when nothing had changed (304).
  std::optional<std::chrono::seconds> crawl_delay_of(const FeedRow& feed,
                                                     const ParsedFeed* parsed) const;
  void note_success(const OpenPoll& poll, const ParsedFeed* parsed, const std::stop_token& stop);
  /// The address to ask from now on, where a feed that names another has done so often enough and
  /// a feed is there that does not send us on in its turn.
  std::string checked_move(const FeedRow& feed, const std::string& named,
                           const std::stop_token& stop);

  Archive& archive_;
  fetch::Fetcher& fetcher_;
  const GatherOptions options_;
  UsualWeek usual_week_;
  Hubs hubs_;
  PageRights page_rights_;
};

}  // namespace depesche
