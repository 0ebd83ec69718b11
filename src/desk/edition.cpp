#include "desk/edition.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <unordered_set>
#include <utility>
#include <vector>

namespace depesche {
namespace {

using std::chrono::sys_seconds;

constexpr std::chrono::hours kSlice{
    8};  // looked at in one go; freshness halves from one to the next
// The newest slice has no end: of an edition of the past, stories have moved on since.
constexpr sys_seconds kForEver{std::chrono::seconds{std::int64_t{1} << 40}};

RankedArticle ranked(const LiveArticle& article) {
  RankedArticle out;
  out.article = article.id;
  out.outlet = article.outlet;
  out.appeared_at = article.appeared_at;
  out.title = article.title;
  out.language = article.language;
  out.section = article.section;
  out.kind = article.kind;
  out.is_reprint = article.is_reprint;
  out.has_body = article.origin == Origin::Page && article.text_bytes > 0;
  out.has_picture = article.has_picture;
  return out;
}

RankedStory ranked_story(StoryId id, const std::vector<LiveArticle>& articles) {
  RankedStory story{id, {}};
  for (const LiveArticle& article : articles) story.articles.push_back(ranked(article));
  return story;
}

/// The least of the best values so far: what a story must reach to have a place.
class Bar {
 public:
  explicit Bar(std::size_t places) : places_(places) {}
  bool is_above(std::int64_t most) const { return best_.size() == places_ && most < best_.top(); }
  void add(std::int64_t value) {
    best_.push(value);
    if (best_.size() > places_) best_.pop();
  }

 private:
  std::size_t places_;
  std::priority_queue<std::int64_t, std::vector<std::int64_t>, std::greater<>> best_;
};

/// The stories whose articles were read because they may have a place, and are kept while they may:
/// a page has few places, and who reads all stories of three days for it holds all their headlines.
class Draft {
 public:
  Draft(const Reader& reader, const OutletWeights& weights, sys_seconds now)
      : reader_(reader), weights_(weights), now_(now) {}

  /// Reads those of the stories that may be among the best.
  void consider(const std::vector<StoryGlance>& glances) {
    std::vector<Hopeful> total;
    std::vector<Hopeful> growth;
    for (const StoryGlance& glance : glances) {
      const StoryOutline outline{glance.id, glance.last_at, glance.outlets, glance.independent};
      total.push_back({glance.id, most_in_total(outline, now_)});
      const int most = most_in_growth(outline, now_);
      if (most > 0 && glance.independent > 1) growth.push_back({glance.id, most});
    }
    read_best(std::move(total), totals_);
    read_best(std::move(growth), growths_);
  }

  /// Whether no story that scores `most` at best is wanted any more.
  bool is_settled(std::int64_t most) const { return totals_.is_above(most); }

  Edition edition() const {
    std::vector<RankedStory> stories;
    for (const auto& [id, story] : read_) stories.push_back(ranked_story(id, story.articles));
    FrontPageOptions options{.now = now_, .weights = &weights_, .limit = kEditionPlaces};
    options.languages.assign(kEditionLanguages.begin(), kEditionLanguages.end());
    Edition edition{now_, rank_front_page(stories, options), {}, weights_};
    options.limit = kHotPlaces;
    edition.hot = rank_hot(stories, options);
    return edition;
  }

 private:
  struct Hopeful {
    StoryId story;
    std::int64_t most = 0;
  };

  void read_best(std::vector<Hopeful> stories, const Bar& bar) {
    std::sort(stories.begin(), stories.end(), [](const Hopeful& a, const Hopeful& b) {
      return a.most != b.most ? a.most > b.most : a.story < b.story;
    });
    for (const Hopeful& hopeful : stories) {
      if (bar.is_above(hopeful.most)) return;
      read(hopeful.story);
    }
  }

  struct Read {
    std::vector<LiveArticle> articles;
    std::int64_t total = 0;
    std::optional<std::int64_t> growth;  // of what is hot
  };

  void read(StoryId id) {
    if (!looked_at_.insert(id).second) return;
    Read story;
    // An article of this very second counts.
    story.articles =
        reader_.story_reports(id, now_ - kEditionWindow, now_ + std::chrono::seconds(1));
    const auto scored = score_story(ranked_story(id, story.articles), weights_, now_);
    if (!scored) return;
    story.total = scored->score.total;
    if (is_hot(*scored)) story.growth = scored->score.growth;
    totals_.add(story.total);
    if (story.growth) growths_.add(*story.growth);
    if (!may_have_a_place(story)) return;
    read_.emplace(id, std::move(story));
    constexpr std::size_t kMostKept = 2 * (kEditionPlaces + kHotPlaces);
    if (read_.size() > kMostKept) {
      std::erase_if(read_, [this](const auto& kept) { return !may_have_a_place(kept.second); });
    }
  }

  bool may_have_a_place(const Read& story) const {
    return !totals_.is_above(story.total) || (story.growth && !growths_.is_above(*story.growth));
  }

  const Reader& reader_;
  const OutletWeights& weights_;
  const sys_seconds now_;
  std::unordered_set<StoryId> looked_at_;
  std::map<StoryId, Read> read_;
  Bar totals_{kEditionPlaces};
  Bar growths_{kHotPlaces};
};

}  // namespace

Edition make_edition(const Reader& reader, const OutletWeights& weights, sys_seconds now) {
  Draft draft(reader, weights, now);
  const int outlets = reader.outlet_count();
  sys_seconds until = kForEver;
  for (sys_seconds from = now - kSlice; from >= now - kEditionWindow; from -= kSlice) {
    draft.consider(reader.story_glances(from, until, now + std::chrono::seconds(1)));
    // If every outlet told the freshest of the older ones, would it have a place?
    if (draft.is_settled(most_in_total({{}, from, outlets, outlets}, now))) break;
    until = from;
  }
  return draft.edition();
}

const Lead& lead_of(const FrontPlace& place, std::string_view language) {
  const auto found = std::find_if(place.leads.begin(), place.leads.end(),
                                  [&](const Lead& lead) { return lead.language == language; });
  return found == place.leads.end() ? place.leads.front() : *found;
}

const FrontPlace* find_place(const Edition& edition, StoryId story) {
  for (const auto* list : {&edition.places, &edition.hot}) {
    const auto found = std::find_if(list->begin(), list->end(),
                                    [&](const FrontPlace& place) { return place.story == story; });
    if (found != list->end()) return &*found;
  }
  return nullptr;
}

std::optional<Lead> lead_now(const Reader& reader, const Edition& edition, StoryId story,
                             std::string_view language) {
  if (const FrontPlace* place = find_place(edition, story)) {
    const Lead& lead = lead_of(*place, language);
    const auto card = reader.article_card(lead.article);
    if (card && card->story == story) return lead;
  }
  const std::vector<LiveArticle> articles = reader.story_reports(story, {}, kForEver);
  const auto chosen = choose_headline(ranked_story(story, articles), language);
  if (!chosen) return std::nullopt;
  return Lead{std::string(language), chosen->article, chosen->score};
}

std::shared_ptr<const Edition> NewsStand::current() const {
  const std::scoped_lock lock(mutex_);
  return current_;
}

void NewsStand::publish(Edition next) {
  auto fresh = std::make_shared<const Edition>(std::move(next));
  const std::scoped_lock lock(mutex_);
  current_.swap(fresh);  // the old edition is freed after the lock
}

}  // namespace depesche
