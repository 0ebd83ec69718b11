// What the pages show, as plain structs: filled by store/reading/reader.h, written out by the web
// module.
//
// Times are seconds UTC; `published` and `updated` are as the outlet claims. Texts are plain.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/moment.h"
#include "base/result.h"
#include "news/article.h"
#include "news/correction.h"
#include "news/feed.h"
#include "news/feed_options.h"
#include "news/ids.h"
#include "news/polling.h"
#include "news/push.h"
#include "news/revision.h"
#include "redline/redline.h"

namespace depesche {

/// An article that a list leaves out because it repeats the text of one that is shown.
struct FoldedReprint {
  ArticleId id;
  std::string outlet_name;
  bool may_find = true;  // as of ArticleCard
};

/// An article as lists show it.
struct ArticleCard {
  ArticleId id;
  StoryId story;  // 0 while it is in none
  OutletId outlet;
  std::string outlet_name;
  std::string outlet_slug;  // for /o/OUTLET
  std::string kicker;
  std::string title;
  std::string standfirst;
  std::string excerpt;  // the beginning of the body
  std::string language;
  std::string section;
  std::string url;  // at the outlet
  ArticleKind kind = ArticleKind::News;
  Origin origin = Origin::Page;
  std::chrono::sys_seconds first_seen_at{};
  std::optional<Moment> published;
  std::optional<Moment> updated;
  std::int64_t text_bytes = 0;
  std::string picture_hash;  // for /i/HASH; empty while there is none
  std::string picture_alt;
  ArticleId reprint_of;     // 0 when it is none
  int copied_permille = 0;  // of the shorter of the two texts
  std::string copied_from;  // the outlet of that article
  bool is_longer = false;   // clearly, than that article, so the share is of its text
  std::string agency;       // whose copy its own marks say it is: "dpa"; empty for nobody's
  std::vector<FoldedReprint> folded;  // in lists that fold (store/reading/folding.h)
  std::vector<Enclosure> enclosures;
  std::optional<bool> paywalled;
  bool page_pending = false;  // from the feed alone, its page not yet read
  // What its outlet allows, and the owner for it (rights/ledger.h).
  bool may_quote = true;
  bool may_quote_body = true;       // else of its standfirst alone
  std::optional<int> most_quoted;   // characters …
  std::optional<int> owners_limit;  // … and what the owner says of that
  bool may_find = true;             // for anonymous searchers
};

/// An article with only what ranking needs.
struct LiveArticle {
  ArticleId id;
  OutletId outlet;
  // As its outlet says, never later than seen: what a new subscription brings is not all new.
  std::chrono::sys_seconds appeared_at{};
  ArticleKind kind = ArticleKind::News;
  Origin origin = Origin::Page;
  std::string title;
  std::string language;
  std::string section;
  std::int64_t text_bytes = 0;
  bool is_reprint = false;
  bool has_picture = false;
};

/// A living story from afar: what its row says.
struct StoryGlance {
  StoryId id;
  std::chrono::sys_seconds last_at{};  // of its newest article
  int outlets = 0;
  int independent = 0;  // outlets with at least one article that is no reprint
};

/// One article as a witness of who was first in its story, and whose text it is.
struct StoryWitness {
  StoryId story;
  OutletId outlet;
  std::chrono::sys_seconds appeared_at{};  // as its outlet says, within reason
  ArticleKind kind = ArticleKind::News;
  OutletId copied_from;  // 0 when it is no reprint
};

struct StoryCounts {
  int articles = 0;
  int outlets = 0;
  int independent = 0;  // outlets with at least one article that is no reprint
};

/// A story as the front page shows it. Which member leads is the ranking's choice.
struct FrontStory {
  StoryId id;
  std::chrono::sys_seconds founded_at{};
  std::chrono::sys_seconds last_at{};
  StoryCounts counts;
  std::vector<ArticleCard> members;  // at most as many as asked for: first those that are no
                                     // reprints, then those that are; both newest first
};

struct StoryReprint {
  ArticleCard card;
  std::string reason;
};

struct StoryMember {
  ArticleCard card;
  std::chrono::sys_seconds joined_at{};
  std::string reason;                  // why it is in this story
  std::vector<StoryReprint> reprints;  // folded under it, in order of appearance
};

struct StoryMoveView {
  ArticleId article;
  std::string title;  // empty when the article has been let go
  StoryId from;
  StoryId to;
  std::chrono::sys_seconds at{};
  std::string reason;
  std::int64_t correction = 0;  // by which, where an editor moved it
  std::string note;             // the editor's own reason
};

/// What one version changed in the one before it.
struct ArticleChange {
  std::chrono::sys_seconds at{};  // when it came
  std::string title_before;
  Redline line;
};

/// What the outlet of a member changed, for the story's log.
struct StoryChangeView {
  ArticleId article;
  std::string outlet_name;
  std::string title;         // as it is now
  std::string title_before;  // where that is another
  std::string language;
  std::chrono::sys_seconds at{};
  std::vector<RevisionKind> kinds;
};

struct StoryPage {
  StoryId id;
  std::chrono::sys_seconds founded_at{};
  std::chrono::sys_seconds last_at{};
  Moment since;        // the earliest report: when its outlet says, else when we saw it …
  Moment last_report;  // … and the latest
  StoryCounts counts;
  std::vector<StoryMember> members;      // in order of appearance
  std::vector<std::string> headlines;    // the different ones, first use first
  std::vector<StoryMoveView> moves;      // in and out of this story, oldest first
  std::vector<StoryChangeView> changes;  // to what its members say, latest first, bounded
  std::optional<std::string> next;       // cursor, when there are more members
};

struct SimilarArticle {
  ArticleCard card;
  int score_permille = 0;
  std::vector<std::string> reasons;  // shared terms and names
};

/// A version that was replaced.
struct RevisionView {
  std::int64_t stream_no = 0;
  std::chrono::sys_seconds seen_at{};
  std::string title;
  std::chrono::sys_seconds replaced_at{};  // when the next one came
  std::vector<RevisionKind> changes;       // what that changed; empty when it was not noted
};

struct ArticlePage {
  ArticleId id;
  ArticleCard card;
  Article article;  // whole, with blocks; stream_no and first_seen_at set
  StoryId story;
  std::string story_reason;
  StoryCounts story_counts;
  std::vector<ArticleCard> story_others;  // other members, earliest first, folded, bounded
  std::optional<ArticleCard> origin;      // what this is a reprint of
  std::vector<ArticleCard> reprints;      // of this or of one of them, in order of appearance
  std::vector<SimilarArticle> similar;    // best first; no two of one story, none of its own
  std::vector<RevisionView> revisions;    // replaced versions, oldest first
  std::vector<ArticleChange> changes;     // by the latest versions, newest first, bounded
  std::optional<std::chrono::sys_seconds> gone_at;  // the outlet has taken the page away
  std::optional<Error> page_error;                  // why only the feed's words are here
  std::optional<std::chrono::sys_seconds> page_retry_at;
};

struct OutletView {
  OutletId id;
  std::string name;
  std::string slug;
  std::string home;
  std::int64_t articles = 0;
  std::optional<int> most_quoted = {};  // the owner's word for anonymous readers; else as of all
};

/// One page of a list; `next` is passed back to get the following one.
struct ArticleList {
  std::vector<ArticleCard> articles;
  std::optional<std::string> next;
};

/// What an outlet says of its newest articles, by what follows from it (rights/ledger.h).
struct OutletRights {
  int of = 0;        // articles looked at
  int hidden = 0;    // neither found by anonymous readers nor quoted to them
  int unquoted = 0;  // found, but not quoted
  int limited = 0;   // quoted up to a length
  int walled = 0;    // behind a paywall
  int reserved = 0;  // not for mining
  std::optional<std::chrono::sys_seconds> seen_at;  // the last of what was said
};

struct OutletPage {
  OutletView outlet;
  ArticleList list;  // newest first
  OutletRights rights = {};
};

struct SearchHit {
  ArticleCard card;
  double score = 0;  // larger is better; comparable within one search only
};

struct SearchPage {
  std::vector<SearchHit> hits;
  std::optional<std::string> next;
  int found = 0;         // different texts among the matches looked at …
  bool is_more = false;  // … and older ones beyond them, which ranking did not look at
};

/// How many of a feed's newest articles stand in its words alone, as their pages could not be read.
struct FeedWordsShare {
  int of = 0;  // articles looked at
  int articles = 0;
  std::string error_code;  // name(ErrorCode), the most frequent; of those the newest
  std::string error_message;
  bool is_only_reason = true;

  /// Not one page in enough articles to tell, though the feed has addresses of pages.
  bool is_all() const {
    constexpr int kEnough = 5;
    return of >= kEnough && articles == of && error_code != name(ErrorCode::InvalidInput);
  }
};

/// Entries of a feed of which nothing could be made: neither headline nor text, and no page.
struct LostEntries {
  int count = 0;  // ever
  std::optional<std::chrono::sys_seconds> last_at;
  std::string error_code;  // name(ErrorCode), of the last one's page
  std::string error_message;
};

/// Older pages of a feed that are still to be read, or could not be.
struct GapShown {
  int pages = 0;  // read
  bool is_given_up = false;
  std::string error_code;  // name(ErrorCode), of the last failure
  std::string error_message;
};

struct FeedHealth {
  FeedId id;
  std::string url;
  std::string title;        // its owner's, else its own
  std::string owner_title;  // empty where it is called as it calls itself
  std::string home;
  std::string format;
  std::string folder;
  OutletId outlet;
  std::string outlet_name;
  std::string outlet_slug;
  std::chrono::sys_seconds added_at{};
  std::optional<std::chrono::sys_seconds> last_attempt_at;
  std::optional<std::chrono::sys_seconds> last_success_at;
  std::chrono::sys_seconds next_poll_at{};
  std::chrono::seconds interval{};
  int failures = 0;
  std::string error_code;  // name(ErrorCode); empty when the last attempt went well
  std::string error_message;
  bool gone = false;
  std::string redirect_url;  // where permanent redirects led, redirect_count times in a row
  int redirect_count = 0;
  std::string moved_from;  // its address before, or that of one that moved here
  std::optional<std::chrono::sys_seconds> moved_at;
  std::string merged_into;                          // the subscription that took its place
  bool is_muted = false;                            // by its owner: not asked
  std::optional<std::chrono::seconds> asked_every;  // no more often; the owner's wish
  std::vector<Oddity> oddities;
  OutletWishes wishes;
  WaitReason wait_reason = WaitReason::Unknown;
  FeedRhythm rhythm;
  std::optional<PushSubscription> push;  // where the outlet names a hub
  std::optional<PageRule> rule;          // of a page that is no feed
  FeedOptionsShown options;
  std::int64_t articles = 0;
  std::optional<std::chrono::sys_seconds> newest_article_at;  // when it came
  double articles_per_day = 0;  // over the last seven days, or since it was added
  FeedWordsShare words_alone;
  LostEntries lost;
  std::optional<GapShown> gap;
  std::chrono::seconds crawl_delay{};  // asked for by its pages' host, as far as is known

  /// It cannot be read, or none of its pages can. A muted one is not asked: nobody waits for it.
  bool is_failing() const {
    return !is_muted && (gone || !error_code.empty() || words_alone.is_all());
  }
};

/// An article by its name alone.
struct TitledArticle {
  ArticleId id;
  std::string title;
  std::string language;
  std::string outlet_name;
};

/// A correction as lists show it.
struct CorrectionView {
  std::int64_t id = 0;
  CorrectionKind kind = CorrectionKind::Merge;
  StoryId story;  // as CorrectionWish names them
  StoryId other;
  std::vector<ArticleId> articles;  // of a split, link or unlink
  /// The first few of them; of a merge that was obeyed, the two that spoke for their stories.
  std::vector<TitledArticle> named;
  std::int64_t undoes = 0;
  std::string who;
  std::string note;
  std::chrono::sys_seconds said_at{};
  bool is_waiting = false;
  std::string refusal;  // why it was not obeyed; empty for those lists show
  ErrorCode refusal_code = ErrorCode::InvalidInput;
  int moved = 0;               // articles
  StoryId put_in;              // the story they were moved to; 0 when none was
  int pairs = 0;               // it spoke of
  int pairs_ended = 0;         // … and of which it no longer holds
  std::int64_t undone_by = 0;  // the undo
  std::int64_t ended_by = 0;   // the latest correction that contradicts it
  std::vector<std::int64_t>
      overrides;  // earlier ones it contradicts; an undone one is not among them
};

/// What an editor said of two articles, for a trainer.
struct LabelledPair {
  struct Side {
    ArticleId id;
    std::string url;
    std::string title;
    std::string language;
  };
  Side a;
  Side b;
  bool same = true;
  std::int64_t correction = 0;
  std::chrono::sys_seconds said_at{};
};

/// How far the house is, for the page right after subscribing.
struct Progress {
  int feeds = 0;         // that are not muted, of which …
  int feeds_asked = 0;   // at least once
  int feeds_failed = 0;  // at the last attempt
  std::int64_t articles = 0;
  std::int64_t from_feed_alone = 0;
  std::int64_t waiting = 0;  // in the intake
  std::int64_t stories = 0;  // living
  std::int64_t last_stream_no = 0;
};

}  // namespace depesche
