// Pages and lists: each route fetches what its page shows and hands it over.
#include <algorithm>

#include "dates/dates.h"
#include "desk/article_json.h"
#include "desk/changes_json.h"
#include "desk/copies_json.h"
#include "desk/edition.h"
#include "desk/reason.h"
#include "rights/ledger.h"
#include "store/sqlite/store_error.h"
#include "web/http/deliver.h"
#include "web/pages/card.h"
#include "web/pages/listing.h"
#include "web/pages/pages.h"
#include "web/site/room.h"
#include "web/site/story_answer.h"

namespace depesche::web {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kFrontStories = 45;  // about 90 KB of page
constexpr int kFrontMembers = 8;
constexpr std::size_t kTopStories = 6;    // what is seen first needs no second mention
constexpr std::size_t kStripStories = 2;  // a strip of one line, not a second front page
constexpr int kNewest = 16;
constexpr int kNewestAlone = 60;  // while there are no stories yet
constexpr int kListLength = 40;

PageRequest page_of(const Request& request) {
  return {std::string(value(request.query, "after")), kListLength};
}

/// The story under the headline that leads it, which may be older than the members at hand.
std::optional<FrontCard> front_card(const Reader& reader, const Edition& edition, FrontStory story,
                                    std::string_view language) {
  const auto lead = lead_now(reader, edition, story.id, language);
  if (!lead) return std::nullopt;
  auto& members = story.members;
  auto at = std::find_if(members.begin(), members.end(),
                         [&](const ArticleCard& card) { return card.id == lead->article; });
  if (at == members.end()) {
    auto card = reader.article_card(lead->article);
    if (!card) return std::nullopt;  // taken down this moment
    at = members.insert(members.end(), std::move(*card));
  }
  const auto index = static_cast<std::size_t>(at - members.begin());
  return FrontCard{std::move(story), index, lead->score};
}

std::vector<FrontCard> cards_of(const Reader& reader, const Edition& edition,
                                const std::vector<FrontPlace>& places, std::string_view language) {
  std::vector<StoryId> stories;
  for (const FrontPlace& place : places) {
    if (stories.size() == kFrontStories) break;
    stories.push_back(place.story);
  }
  std::vector<FrontCard> cards;
  for (FrontStory& story : reader.front_stories(stories, kFrontMembers)) {
    auto card = front_card(reader, edition, std::move(story), language);
    if (card) cards.push_back(std::move(*card));
  }
  return cards;
}

std::vector<FrontCard> front_cards(const Reader& reader, const Edition& edition,
                                   std::string_view language) {
  return cards_of(reader, edition, edition.places, language);
}

/// The growing stories for the strip: none that the top of the page tells anyway.
std::vector<FrontCard> strip_cards(const Reader& reader, const Edition& edition,
                                   const std::vector<FrontCard>& shown, std::string_view language) {
  const auto top = shown.begin() + static_cast<std::ptrdiff_t>(std::min(shown.size(), kTopStories));
  std::vector<FrontPlace> places;
  for (const FrontPlace& place : edition.hot) {
    if (places.size() == kStripStories) break;
    const bool is_told = std::any_of(
        shown.begin(), top, [&](const FrontCard& card) { return card.story.id == place.story; });
    if (!is_told) places.push_back(place);
  }
  return cards_of(reader, edition, places, language);
}

/// Whether a headline on the page leads to this text.
bool is_shown(const std::vector<ArticleId>& leads, const ArticleCard& card) {
  const auto leads_to = [&](ArticleId article) {
    return std::binary_search(leads.begin(), leads.end(), article);
  };
  return leads_to(card.id) ||
         std::any_of(card.folded.begin(), card.folded.end(),
                     [&](const FoldedReprint& copy) { return leads_to(copy.id); });
}

/// Articles whose text no story on the page shows yet, newest first.
std::vector<ArticleCard> newest_cards(const Reader& reader, const std::vector<FrontCard>& shown) {
  std::vector<ArticleId> leads;
  leads.reserve(shown.size());
  for (const FrontCard& card : shown) leads.push_back(card.story.members[card.lead].id);
  std::sort(leads.begin(), leads.end());
  std::vector<ArticleCard> newest;
  const int limit = shown.empty() ? kNewestAlone : kNewest;
  for (ArticleCard& card : reader.newest_articles({{}, limit * 2}).articles) {
    if (static_cast<int>(newest.size()) == limit) break;
    if (card.kind == ArticleKind::Advertorial) continue;
    if (!is_shown(leads, card)) newest.push_back(std::move(card));
  }
  return newest;
}

Response story_list(const Viewer& viewer, Listing listing, const std::vector<FrontCard>& cards,
                    Format format) {
  for (const FrontCard& card : cards) {
    listing.entries.push_back({card.story.members[card.lead], card.story.counts});
  }
  return format == Format::Atom ? atom(to_atom(viewer, listing))
                                : json_feed(to_json_feed(viewer, listing));
}

/// GET / and /front.atom, /front.json
Response show_front(Room& room, const Request& request, Format format) {
  Viewer viewer = room.viewer(request);
  const auto reader = room.readers.lend();
  FrontView view;
  const auto edition = room.desk.edition();
  view.stories = front_cards(*reader, *edition, code(viewer.language()));
  if (format != Format::Html) {
    const std::string title = say(viewer.language(), "front_title") + " – depesche";
    return story_list(viewer, {title, "/front", {}, "/", {}}, view.stories, format);
  }
  view.hot = strip_cards(*reader, *edition, view.stories, code(viewer.language()));
  view.has_hot = !edition->hot.empty();
  view.newest = newest_cards(*reader, view.stories);
  view.progress = reader->progress();
  viewer.sections = room.sections();
  Response response = html(front_page(viewer, view));
  // Only while there is nothing to read yet: nobody's reading is interrupted.
  if (view.stories.empty() && view.newest.empty() && view.progress.feeds > 0) {
    response.headers.push_back({"Refresh", "3"});
  }
  return response;
}

/// GET /hot (.atom, .json)
Response show_hot(Room& room, const Request& request, const Match& match) {
  Viewer viewer = room.viewer(request);
  const auto reader = room.readers.lend();
  const auto edition = room.desk.edition();
  std::vector<FrontCard> cards = cards_of(*reader, *edition, edition->hot, code(viewer.language()));
  if (match.format != Format::Html) {
    const std::string title = say(viewer.language(), "hot_heading") + " – depesche";
    return story_list(viewer, {title, "/hot", {}, "/hot", {}}, cards, match.format);
  }
  std::vector<HotRow> rows;
  for (FrontCard& card : cards) {
    const auto place =
        std::find_if(edition->hot.begin(), edition->hot.end(),
                     [&](const FrontPlace& one) { return one.story == card.story.id; });
    if (place != edition->hot.end()) rows.push_back({std::move(card), place->facts});
  }
  viewer.sections = room.sections();
  return html(hot_page(viewer, rows));
}

/// GET /why
Response show_why(Room& room, const Request& request, const Match&) {
  Viewer viewer = room.viewer(request);
  const auto reader = room.readers.lend();
  const auto edition = room.desk.edition();
  std::vector<WhyRow> rows;
  for (const FrontCard& card : front_cards(*reader, *edition, code(viewer.language()))) {
    const FrontPlace* place = find_place(*edition, card.story.id);
    if (place != nullptr) rows.push_back({*place, card.story.members[card.lead], card.score});
  }
  viewer.sections = room.sections();
  return html(why_page(viewer, rows));
}

Response as_list(const Viewer& viewer, const Listing& listing, Format format) {
  return format == Format::Atom ? atom(to_atom(viewer, listing))
                                : json_feed(to_json_feed(viewer, listing));
}

StoryView story_view(const Reader& reader, const Edition& edition, StoryPage story,
                     std::string_view language) {
  StoryView view;
  view.story = std::move(story);
  const auto lead = lead_now(reader, edition, view.story.id, language);
  if (const auto card = lead ? reader.article_card(lead->article) : std::nullopt) {
    view.headline = card->title;
    view.headline_language = card->language;
  }
  return view;
}

std::vector<ArticleCard> nearest_of(const Reader& reader, const StoryPage& story) {
  std::vector<ArticleId> ids;
  for (const StoryMember& member : story.members) {
    const ArticleId nearest = parse_reason(member.reason).nearest;
    if (nearest && std::find(ids.begin(), ids.end(), nearest) == ids.end()) ids.push_back(nearest);
  }
  return reader.article_cards(ids);
}

Response moved_to(std::string location) {
  Response response{308, "text/plain; charset=utf-8", {}, {}};
  response.headers.push_back({"Location", std::move(location)});
  return response;
}

/// GET /s/ID (.atom, .json), after=CURSOR, said=ID of a correction just said
Response show_story(Room& room, const Request& request, const Match& match) {
  const Viewer viewer = room.viewer(request);
  const auto id = positive_number(match.words[0]);
  const auto said = positive_number(value(request.query, "said"));
  const auto reader = room.readers.lend();
  const auto living = id ? reader->living_story(StoryId{*id}) : std::nullopt;
  if (!living) return error_response(viewer, 404);
  if (living->value != *id) {
    const std::string_view ending = match.format == Format::Html   ? ""
                                    : match.format == Format::Atom ? ".atom"
                                                                   : ".json";
    // Of an editor's story that has just ended in another, the outcome is told there.
    const std::string query = said && ending.empty() ? "?said=" + std::to_string(*said) : "";
    return moved_to(story_path(viewer, living->value).append(ending).append(query));
  }
  if (match.format == Format::Html) {
    StoryAnswer answer;
    answer.after = value(request.query, "after");
    if (said && viewer.may_edit) answer.said = reader->correction(*said);
    return story_response(room, request, *living, std::move(answer));
  }
  auto story = reader->story_page(*living, page_of(request));
  if (!story) return error_response(viewer, 404);
  StoryView view =
      story_view(*reader, *room.desk.edition(), std::move(*story), code(viewer.language()));
  std::vector<ArticleCard> cards;
  for (const StoryMember& member : view.story.members) {
    ArticleCard& card = cards.emplace_back(member.card);
    for (const StoryReprint& reprint : member.reprints) {
      const ArticleCard& copy = reprint.card;
      card.folded.push_back({copy.id, copy.outlet_name, copy.may_find});
    }
  }
  std::reverse(cards.begin(), cards.end());  // feeds are read newest first
  Listing listing =
      listing_of(view.headline, "/s/" + std::to_string(living->value), std::move(cards));
  listing.facts = [&view](json::Writer& out) {
    out.key("changes");
    write_json(out, view.story.changes);
  };
  return as_list(viewer, listing, match.format);
}

/// What is public of an article: its headline, the beginning of its words, where it stands.
Article public_part(const Viewer& viewer, const ArticlePage& page) {
  Article part = page.article;
  part.standfirst = excerpt_for(viewer, page.card, rights::kPublicExcerptBytes);
  part.text.clear();
  part.blocks.clear();
  part.image.reset();
  part.enclosures.clear();
  return part;
}

std::string article_json(const Viewer& viewer, const ArticlePage& page) {
  const Article article = viewer.reads_whole ? page.article : public_part(viewer, page);
  json::Writer out;
  write_json(out, std::to_string(page.id.value), article, [&](json::Writer& more) {
    if (page.story) more.key("story").value(page.story.value);
    write_copies(more, page);
    if (page.gone_at) more.key("gone_at").value(format_rfc3339(*page.gone_at));
    if (page.changes.empty()) return;
    more.key("changes");
    write_json(more, page.changes,
               viewer.reads_whole ? ChangedText::Whole : ChangedText::HeadlineOnly);
  });
  return out.take();
}

/// GET /a/ID (.json)
Response show_article(Room& room, const Request& request, const Match& match) {
  Viewer viewer = room.viewer(request);
  const auto id = positive_number(match.words[0]);
  const auto reader = room.readers.lend();
  const auto page = id ? reader->article_page(ArticleId{*id}) : std::nullopt;
  if (!page && id && reader->taken_down_at(ArticleId{*id})) return error_response(viewer, 410);
  if (const auto now = !page && id ? reader->given_way_to(ArticleId{*id}) : std::nullopt) {
    const std::string_view ending = match.format == Format::Json ? ".json" : "";
    return moved_to(article_path(viewer, now->value).append(ending));
  }
  if (!page || match.format == Format::Atom) return error_response(viewer, 404);
  if (match.format == Format::Json) {
    return {200, "application/json; charset=utf-8", article_json(viewer, *page), {}};
  }
  viewer.sections = room.sections();
  return html(article_page(viewer, *page));
}

/// GET /o/OUTLET (.atom, .json), after=CURSOR done=
Response show_outlet(Room& room, const Request& request, const Match& match) {
  Viewer viewer = room.viewer(request);
  const auto reader = room.readers.lend();
  auto page = reader->outlet_page(match.words[0], page_of(request));
  if (!page) return error_response(viewer, 404);
  if (match.format != Format::Html) {
    const std::string path = outlet_path(viewer, page->outlet.slug).substr(viewer.base.size());
    return as_list(viewer, listing_of(page->outlet.name, path, page->list.articles), match.format);
  }
  page->rights = reader->outlet_rights(page->outlet.id, viewer.clock.now);
  viewer.sections = room.sections();
  LimitAnswer answer;
  if (value(request.query, "done") == "limit") answer.done = say(viewer.language(), "done_limit");
  return html(outlet_page(viewer, *page, answer));
}

/// GET /t/SECTION (.atom, .json), after=CURSOR
Response show_section(Room& room, const Request& request, const Match& match) {
  Viewer viewer = room.viewer(request);
  const std::string& section = match.words[0];
  const ArticleList found = room.readers.lend()->section_articles(section, page_of(request));
  if (found.articles.empty() && !has(request.query, "after")) return error_response(viewer, 404);
  if (match.format != Format::Html) {
    const std::string path = section_path(viewer, section).substr(viewer.base.size());
    return as_list(viewer, listing_of(section, path, found.articles), match.format);
  }
  viewer.sections = room.sections();
  return html(section_page(viewer, section, found));
}

SearchView read_search(const Room& room, const Request& request) {
  SearchView view;
  view.typed = value(request.query, "q");
  view.language = value(request.query, "language");
  view.outlet = value(request.query, "outlet");
  view.since = value(request.query, "since");
  view.order = value(request.query, "order");
  view.part_words = room.archive.part_words();
  view.query = read_query(view.typed, {"de", "en", "fr", "es", "it", "nl"}, view.part_words.get());
  return view;
}

std::optional<std::chrono::sys_seconds> since(const SearchView& view,
                                              std::chrono::sys_seconds now) {
  if (view.since == "day") return now - 24h;
  if (view.since == "week") return now - 7 * 24h;
  if (view.since == "month") return now - 30 * 24h;
  return std::nullopt;
}

SearchRequest search_request(const SearchView& view, const Viewer& viewer, const Request& request) {
  SearchRequest search;
  search.match = fts5_match(view.query);
  search.language = view.language;
  const auto outlet = std::find_if(view.outlets.begin(), view.outlets.end(),
                                   [&](const OutletView& o) { return o.slug == view.outlet; });
  if (outlet != view.outlets.end()) search.outlet = outlet->id;
  search.since = since(view, viewer.clock.now);
  search.order = view.order == "newest" ? SearchRequest::Order::Newest : SearchRequest::Order::Best;
  search.only_findable = !viewer.reads_whole;
  search.page = page_of(request);
  return search;
}

/// GET /search (.atom, .json), q= language= outlet= since= order= after=
Response show_search(Room& room, const Request& request, const Match& match) {
  Viewer viewer = room.viewer(request);
  SearchView view = read_search(room, request);
  const auto reader = room.readers.lend();
  view.outlets = reader->outlets();
  if (!view.typed.empty()) {
    try {
      const SearchRequest search = search_request(view, viewer, request);
      // Punctuation or exclusions alone ask for nothing; without words the archive gives
      // everything.
      auto result =
          search.match.empty() ? Result<SearchPage>(SearchPage{}) : reader->search(search);
      if (result) {
        view.result = std::move(*result);
      } else {
        view.failure = result.error().code;
      }
    } catch (const StoreError& error) {
      if (error.code() != ErrorCode::TimedOut) throw;
      view.failure = ErrorCode::TimedOut;
    }
  }
  if (match.format != Format::Html) {
    Listing listing = listing_of(view.typed, "/search", {});
    listing.query = search_query(view);
    if (view.result) {
      for (SearchHit& hit : view.result->hits) listing.entries.push_back({hit.card, {}});
    }
    return as_list(viewer, listing, match.format);
  }
  viewer.sections = room.sections();
  return html(search_page(viewer, view), view.failure ? 400 : 200);
}

/// GET /i/HASH
Response show_picture(Room& room, const Request& request, const Match& match) {
  const Viewer viewer = room.viewer(request);
  if (!viewer.reads_whole) return error_response(viewer, 404);
  auto picture = room.readers.lend()->picture(match.words[0]);
  // Only what a browser shows and does not run: an SVG of an outlet could carry script.
  const bool is_picture = picture && picture->type.starts_with("image/") &&
                          picture->type.find("svg") == std::string::npos;
  if (!is_picture) return error_response(viewer, 404);
  Response response{200, picture->type, std::move(picture->bytes), {}};
  response.headers.push_back({"Cache-Control", "private, max-age=31536000, immutable"});
  return response;
}

/// GET /assets/NAME
Response show_asset(Room& room, const Request& request, const Match& match) {
  for (const Asset* asset : {&stylesheet(), &icon()}) {
    if (asset->name != match.words[0]) continue;
    Response response{200, std::string(asset->type), std::string(asset->bytes), {}};
    response.headers.push_back({"Cache-Control", "public, max-age=31536000, immutable"});
    return response;
  }
  return error_response(room.viewer(request), 404);
}

}  // namespace

Response story_response(Room& room, const Request& request, StoryId living, StoryAnswer answer,
                        int status) {
  Viewer viewer = room.viewer(request);
  const auto reader = room.readers.lend();
  auto story = reader->story_page(living, {answer.after, kListLength});
  if (!story) return error_response(viewer, 404);
  StoryView view =
      story_view(*reader, *room.desk.edition(), std::move(*story), code(viewer.language()));
  view.nearest = nearest_of(*reader, view.story);
  view.after = std::move(answer.after);
  view.said = std::move(answer.said);
  view.failure = std::move(answer.failure);
  view.form = std::move(answer.form);
  viewer.sections = room.sections();
  return html(story_page(viewer, view), status);
}

void add_reading_routes(Router& router, Room& room) {
  const auto bind = [&room](auto show) {
    return [&room, show](const Request& request, const Match& match) {
      return show(room, request, match);
    };
  };
  router.get("/", Formats::Html, [&room](const Request& request, const Match&) {
    return show_front(room, request, Format::Html);
  });
  router.get("/front", Formats::Lists, [&room](const Request& request, const Match& match) {
    if (match.format == Format::Html) return moved_to(room.options.base + "/");
    return show_front(room, request, match.format);
  });
  router.get("/hot", Formats::Lists, bind(show_hot));
  router.get("/why", Formats::Html, bind(show_why));
  router.get("/s/:story", Formats::Lists, bind(show_story));
  router.get("/a/:article", Formats::Lists, bind(show_article));
  router.get("/o/:outlet", Formats::Lists, bind(show_outlet));
  router.get("/t/:section", Formats::Lists, bind(show_section));
  router.get("/search", Formats::Lists, bind(show_search));
  router.get("/i/:hash", Formats::Html, bind(show_picture));
  router.get("/assets/:name", Formats::Html, bind(show_asset));
}

}  // namespace depesche::web
