// The pages, one pure function each: structs in, HTML out. A route fetches what a page shows; the
// page only writes; a test renders without a server.
//
// Anonymous readers (Viewer::reads_whole false) get headline, excerpt and link, nowhere the body.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rank/front_page.h"
#include "store/rows/views.h"
#include "store/writing/lists.h"
#include "text/index_terms.h"
#include "web/pages/frame.h"

namespace depesche::web {

struct FrontCard {
  FrontStory story;
  std::size_t lead = 0;  // into story.members: whose headline is shown …
  HeadlineScore score;   // … and why
};

struct FrontView {
  std::vector<FrontCard> stories;  // best first
  std::vector<FrontCard> hot;      // what the strip names: none of the first stories
  bool has_hot = false;            // whether the page of hot stories has any
  std::vector<ArticleCard> newest;
  Progress progress;
};
std::string front_page(const Viewer& viewer, const FrontView& view);

/// A story that grows, and the numbers that say so.
struct HotRow {
  FrontCard card;
  StoryFacts facts;
};
/// Those that grow most, each with one sentence why.
std::string hot_page(const Viewer& viewer, const std::vector<HotRow>& rows);

/// A story of the front page, and what gave it its place.
struct WhyRow {
  FrontPlace place;
  ArticleCard lead;
  HeadlineScore headline;
};
/// Every term of the order, best story first.
std::string why_page(const Viewer& viewer, const std::vector<WhyRow>& rows);

/// The forms that correct a story, as they were sent when that failed.
struct CorrectionForm {
  std::vector<ArticleId> ticked;
  std::string other;
  std::string who;
  std::string note;
};

struct StoryView {
  StoryPage story;
  std::string headline;  // the lead's, with its language; the first member's where empty
  std::string headline_language;
  std::vector<ArticleCard> nearest;    // those that brought members here, in any order
  std::string after;                   // the cursor this page of members was asked with
  std::optional<CorrectionView> said;  // the correction this page answers
  std::string failure;                 // why there was none, in words
  CorrectionForm form;                 // … and what had been typed
};
std::string story_page(const Viewer& viewer, const StoryView& view);

std::string article_page(const Viewer& viewer, const ArticlePage& page);

/// What the form for an outlet's limit came to.
struct LimitAnswer {
  std::string done;     // in words …
  std::string failure;  // … or why not
  std::string typed;    // what was entered then
};
std::string outlet_page(const Viewer& viewer, const OutletPage& page,
                        const LimitAnswer& answer = {});
std::string section_page(const Viewer& viewer, std::string_view section, const ArticleList& list);

struct SearchView {
  std::string typed;
  std::string language;  // filters, as in the address; empty for any
  std::string outlet;
  std::string since;  // "day", "week", "month"
  std::string order;  // "newest", else best
  std::vector<OutletView> outlets;
  Query query;
  std::shared_ptr<const PartWords> part_words;  // marks compounds that hold what was asked for
  std::optional<SearchPage> result;             // absent when nothing was asked or it failed
  std::optional<ErrorCode> failure;
};
std::string search_page(const Viewer& viewer, const SearchView& view);
/// "?q=…" with the filters that are set; `after` continues a list.
std::string search_query(const SearchView& view, std::string_view after = {});

/// The form that changes a subscription, as it was sent.
struct TypedEdit {
  std::string title;
  std::string folder;
  std::string every;
  bool is_muted = false;
};

struct FeedsView {
  std::vector<FeedHealth> feeds;
  std::string done;     // what just happened, in words
  std::string failure;  // what did not, in words
  std::string typed;    // what was entered when it failed
  PageRule typed_rule;
  std::string typed_list;
  std::optional<FeedId> options_of;               // whose form is open …
  std::optional<FeedOptionsShown> typed_options;  // … and what was entered when it failed
  std::optional<FeedId> edit_of;                  // likewise, of the form for the subscription
  std::optional<TypedEdit> typed_edit;
  std::vector<FollowedList> lists;  // with which feeds come and go
  bool asks_hubs = false;           // there is a public address under which hubs can tell of news
};
std::string feeds_page(const Viewer& viewer, const FeedsView& view);

struct CorrectionsView {
  std::vector<CorrectionView> corrections;  // newest first
  std::optional<std::string> next;
  std::optional<CorrectionView> said;  // the correction this page answers
  std::string failure;                 // why there was none, in words
};
std::string corrections_page(const Viewer& viewer, const CorrectionsView& view);
std::string corrections_atom(const Viewer& viewer, const std::vector<CorrectionView>& all);
std::string corrections_json(const Viewer& viewer, const std::vector<CorrectionView>& all);

struct SettingsView {
  std::string language;  // as set: "", "de", "en"
  std::string zone;      // as set; empty for the server's
  std::string server_zone;
  bool saved = false;
};
std::string settings_page(const Viewer& viewer, const SettingsView& view);

/// 400, 403, 404, 405, 413, 421, 431, 500, 503; others are told as 500 or 400.
std::string error_page(const Viewer& viewer, int status);
/// A form whose token does not fit.
std::string stale_form_page(const Viewer& viewer);

}  // namespace depesche::web
