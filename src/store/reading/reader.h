// Reading the archive for pages and commands.
//
// Each worker has a Reader of its own (Archive::reader()): a read-only connection whose statements
// are stopped after a time limit, which comes out as a StoreError TimedOut. Every function sees one
// moment of the archive, and costs a few indexed queries: what a page shows decides the cost, not
// how much the archive holds.
#pragma once

#include <chrono>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "news/correction.h"
#include "news/placement.h"
#include "store/rows/views.h"

namespace depesche {

class Connection;

/// Where a list goes on. `after` is a `next` of the same list, empty for the beginning.
struct PageRequest {
  std::string after;
  int limit = 30;
};

struct SearchRequest {
  /// In FTS5's language over index terms (text/index_terms.h: fts5_match). Empty: all articles.
  std::string match;
  std::string language;  // BCP 47; empty for any
  OutletId outlet;       // 0 for any
  std::optional<std::chrono::sys_seconds> since;
  enum class Order { Best, Newest } order = Order::Best;
  bool only_findable = false;  // for readers who may not be shown what outlets keep from searchers
  PageRequest page;
};

/// What the story engine needs to live through an arrival again.
struct ReplayedArrival {
  std::int64_t stream_no = 0;
  ArticleId article;
  OutletId outlet;
  std::chrono::sys_seconds first_seen_at{};
  bool is_update = false;
  std::string term_vector;     // empty when it was let go
  bool has_given_way = false;  // here the engine forgets the article
};

class Reader {
 public:
  static constexpr std::int64_t kNoBound = std::numeric_limits<std::int64_t>::max();

  explicit Reader(std::unique_ptr<Connection> connection);
  Reader(Reader&&) noexcept;
  ~Reader();

  // Front page.
  /// Living stories whose newest article was first seen in [from, until), and that were there
  /// before `founded_before`. Newest first.
  std::vector<StoryGlance> story_glances(std::chrono::sys_seconds from,
                                         std::chrono::sys_seconds until,
                                         std::chrono::sys_seconds founded_before) const;
  /// The story's articles first seen in [from, until), in the order of the stream; the newest
  /// thousands of a story that has more.
  std::vector<LiveArticle> story_reports(StoryId story, std::chrono::sys_seconds from,
                                         std::chrono::sys_seconds until) const;
  /// Who reported in the first day of the stories of several outlets founded in [from, until),
  /// story by story. Costs what was seen in that time.
  std::vector<StoryWitness> story_witnesses(std::chrono::sys_seconds from,
                                            std::chrono::sys_seconds until) const;
  int outlet_count() const;
  /// In the order asked for; merged and unknown ones are left out.
  std::vector<FrontStory> front_stories(std::span<const StoryId> stories, int members_each) const;
  /// Newest articles from the feed alone, whose pages are still to be read.
  ArticleList feed_only_articles(const PageRequest& page) const;
  /// Folded, as the lists of sections: each text once, under the earliest article that has it.
  ArticleList newest_articles(const PageRequest& page) const;
  ArticleList section_articles(std::string_view section, const PageRequest& page) const;

  // One thing.
  /// The story itself, the one it was merged into, or nothing. For redirects.
  std::optional<StoryId> living_story(StoryId story) const;
  std::optional<StoryPage> story_page(StoryId story, const PageRequest& page) const;
  std::optional<ArticlePage> article_page(ArticleId article) const;
  std::optional<ArticleCard> article_card(ArticleId article) const;
  /// In the order asked for; unknown ones are left out.
  std::vector<ArticleCard> article_cards(std::span<const ArticleId> articles) const;
  std::optional<Article> article(ArticleId article) const;
  std::optional<ArticleId> article_by_address(std::string_view canonical_url) const;
  /// When it was taken down; nothing for what was not, or never was here.
  std::optional<std::chrono::sys_seconds> taken_down_at(ArticleId article) const;
  /// The article whose page took the place of the feed's words that had this number.
  std::optional<ArticleId> given_way_to(ArticleId words) const;
  /// An old version, whole.
  std::optional<Article> revision(ArticleId article, std::int64_t stream_no) const;
  std::optional<OutletPage> outlet_page(std::string_view slug, const PageRequest& page) const;
  /// Of its newest hundred articles, on that day. Each is unpacked for it: some milliseconds.
  OutletRights outlet_rights(OutletId outlet, std::chrono::sys_seconds now) const;
  std::vector<OutletView> outlets() const;

  /// Ranks the newest few thousand matches at most, so that no word is slow for being common.
  /// Reprints are folded under the earliest match of the same text.
  /// A `match` FTS5 cannot read is an Error InvalidInput.
  Result<SearchPage> search(const SearchRequest& request) const;

  std::vector<FeedHealth> feeds_health(std::chrono::sys_seconds now) const;
  Progress progress() const;
  /// How many subscriptions FeedHealth::is_failing() is true of. One query, and one for each feed
  /// whose newest page could not be read.
  int failing_feeds() const;
  std::optional<std::string> setting(std::string_view key) const;

  struct PictureFile {
    std::string type;
    std::string bytes;
  };
  std::optional<PictureFile> picture(std::string_view hash_hex) const;

  // The stream.
  std::int64_t last_stream_no() const;
  /// Calls `use` for each arrival behind `stream_no`, in order.
  void replay(std::int64_t behind_stream_no,
              const std::function<void(const ReplayedArrival&)>& use) const;
  /// Calls `use` for each arrival behind `stream_no` that was gathered and is still here, in order,
  /// in the version that came then; but words that their page completed are not kept, and come as
  /// the page has them.
  void versions(std::int64_t behind_stream_no,
                const std::function<void(const Article&)>& use) const;
  /// Corrections behind `stream_no`, in order: each comes after the arrivals before its number.
  std::vector<Correction> replay_corrections(std::int64_t behind_stream_no) const;
  /// Calls `use` for those of the articles that are in a story, ascending. The fewer are left out
  /// of a stretch of numbers, the faster; costs what is asked for.
  void placements(std::vector<ArticleId> articles,
                  const std::function<void(const Placement&)>& use) const;
  /// The story in which the article of this arrival stood before it, by the log of moves; nothing
  /// where it was in none. What else was decided within its second counts as later.
  std::optional<StoryId> stood_in(const ReplayedArrival& arrival) const;
  /// Articles that have moved between stories since the time of arrival `stream_no`, ascending;
  /// reads all moves there are.
  std::vector<ArticleId> moved_since(std::int64_t stream_no) const;
  /// What obeyed corrections say of pairs of articles, in their order: whether or not it holds any
  /// more.
  struct SaidPair {
    CorrectedPair pair;
    bool holds = true;
  };
  std::vector<SaidPair> said_pairs() const;
  /// What editors said, newest first; those that were refused are left out.
  std::vector<CorrectionView> corrections(int limit, std::int64_t before = kNoBound) const;
  /// One of them, or one that was refused a few days ago at most.
  std::optional<CorrectionView> correction(std::int64_t id) const;
  /// Pairs of articles that hold, of articles that are still here, in the order of saying; false
  /// from `use` ends it.
  void labelled_pairs(const std::function<bool(const LabelledPair&)>& use) const;
  /// Articles first seen at or after `since`, in the order of the stream; false from `use` ends it.
  /// The articles are written as they are now, with the number and time of their first arrival.
  void export_articles(std::optional<std::chrono::sys_seconds> since,
                       const std::function<bool(ArticleId, const Article&)>& use) const;

  /// Grows whenever another connection, of this or another process, has changed the archive.
  std::int64_t change_mark() const;

 private:
  std::unique_ptr<Connection> connection_;
};

}  // namespace depesche
