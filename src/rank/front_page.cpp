#include "rank/front_page.h"

#include <algorithm>
#include <map>

#include "base/ascii.h"
#include "base/fixed_point.h"
#include "rank/headline.h"

namespace depesche {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::chrono::hours kFreshnessHalfLife{8};  // readers return about three times a day
constexpr std::chrono::hours kGrowing{3};            // what came within is news to most readers
constexpr int kHalvings = 24;                        // eight days; nothing of weight is left then
constexpr int kReprintWeight = 200;                  // a copy adds reach, no witness
constexpr int kGrowthWeight = 600;
constexpr std::size_t kMostHeadlines = 24;  // compared with each other; bounds a story of hundreds
constexpr std::size_t kVarietyReach = 5;    // places looked ahead for another outlet
constexpr int kVarietyFloor = 800;          // per mille of the score that may be passed over for it

bool counts(const RankedArticle& article) { return article.kind != ArticleKind::Advertorial; }

/// Diminishing returns: 1000 for one, 2000 for three, 3000 for seven.
int diminishing(std::size_t outlets) { return log2_256(outlets + 1) * 1000 / 256; }

/// 1000 at no age, halving; straight lines between the halvings.
int freshness_at(seconds age) {
  if (age <= seconds(0)) return 1000;
  const std::int64_t half = seconds(kFreshnessHalfLife).count();
  const std::int64_t halvings = age.count() / half;
  if (halvings >= kHalvings) return 0;
  const std::int64_t upper = std::int64_t{1'000'000} >> halvings;
  return static_cast<int>((upper - upper / 2 * (age.count() % half) / half) / 1000);
}

struct Coverage {
  std::map<OutletId, sys_seconds> own;  // first own report of each outlet
  std::map<OutletId, sys_seconds> copied;
  std::size_t own_articles = 0;
  sys_seconds latest{};
};

Coverage coverage_of(const RankedStory& story) {
  Coverage out;
  for (const RankedArticle& article : story.articles) {
    if (!counts(article)) continue;
    auto& outlets = article.is_reprint ? out.copied : out.own;
    outlets.try_emplace(article.outlet, article.first_seen_at);
    if (article.is_reprint) continue;
    ++out.own_articles;
    out.latest = std::max(out.latest, article.first_seen_at);
  }
  // A story of reprints only (its origin is gone) still has one witness somewhere.
  if (out.own.empty() && !out.copied.empty()) {
    out.own.insert(*out.copied.begin());
    out.latest = out.copied.begin()->second;
    out.own_articles = 1;
  }
  for (const auto& [outlet, at] : out.own) out.copied.erase(outlet);
  return out;
}

std::string_view primary(std::string_view language) {
  return language.substr(0, language.find_first_of("-_"));
}

int kind_penalty(ArticleKind kind) {
  switch (kind) {
    case ArticleKind::News:
      return 0;
    case ArticleKind::Live:
      return 250;
    case ArticleKind::Opinion:
    case ArticleKind::Review:
    case ArticleKind::Video:
      return 400;
    case ArticleKind::Advertorial:
      return 1000;
  }
  return 0;
}

std::vector<const RankedArticle*> headline_candidates(const RankedStory& story,
                                                      std::string_view reader_language) {
  std::vector<const RankedArticle*> all;
  std::vector<const RankedArticle*> readable;
  for (const RankedArticle& article : story.articles) {
    if (!counts(article) || trim(article.title).empty()) continue;
    all.push_back(&article);
    if (equals_ignoring_case(primary(article.language), primary(reader_language))) {
      readable.push_back(&article);
    }
  }
  std::vector<const RankedArticle*>& chosen = readable.empty() ? all : readable;
  if (chosen.size() > kMostHeadlines) chosen.resize(kMostHeadlines);
  return std::move(chosen);
}

int headline_score(const RankedArticle& article, const std::vector<const RankedArticle*>& all) {
  std::vector<std::string_view> others;
  for (const RankedArticle* other : all) {
    if (other != &article && primary(other->language) == primary(article.language)) {
      others.push_back(other->title);
    }
  }
  int score = rank::centrality(article.title, others) - rank::teasing(article.title) -
              kind_penalty(article.kind);
  if (article.is_reprint) score -= 100;
  if (!article.has_body) score -= 100;
  if (article.has_picture) score += 50;
  return score;
}

/// Lets another outlet lead next where that costs little: a page led by one outlet is one paper.
void vary_leads(std::vector<FrontPlace>& places, const std::map<ArticleId, OutletId>& outlet_of) {
  for (std::size_t i = 1; i < places.size(); ++i) {
    const OutletId last = outlet_of.at(places[i - 1].lead);
    const std::int64_t floor = places[i].score.total * kVarietyFloor / 1000;
    for (std::size_t j = i; j < std::min(places.size(), i + kVarietyReach); ++j) {
      if (places[j].score.total < floor) break;
      if (outlet_of.at(places[j].lead) == last) continue;
      std::rotate(places.begin() + static_cast<std::ptrdiff_t>(i),
                  places.begin() + static_cast<std::ptrdiff_t>(j),
                  places.begin() + static_cast<std::ptrdiff_t>(j) + 1);
      break;
    }
  }
}

}  // namespace

StoryScore score_story(const RankedStory& story, sys_seconds now) {
  const Coverage coverage = coverage_of(story);
  StoryScore out;
  if (coverage.own.empty()) return out;
  const auto grown = static_cast<std::size_t>(
      std::count_if(coverage.own.begin(), coverage.own.end(),
                    [&](const auto& outlet) { return outlet.second + kGrowing >= now; }));
  out.coverage = diminishing(coverage.own.size());
  out.reprints = diminishing(coverage.copied.size()) * kReprintWeight / 1000;
  out.growth = diminishing(grown) * kGrowthWeight / 1000;
  out.freshness = freshness_at(now - coverage.latest);
  out.variety = static_cast<int>(500 + 500 * coverage.own.size() / coverage.own_articles);
  out.total = std::int64_t{out.coverage + out.reprints + out.growth} * out.freshness / 1000 *
              out.variety / 1000;
  return out;
}

std::optional<ArticleId> choose_headline(const RankedStory& story,
                                         std::string_view reader_language) {
  const auto candidates = headline_candidates(story, reader_language);
  const RankedArticle* best = nullptr;
  int best_score = 0;
  for (const RankedArticle* candidate : candidates) {
    const int score = headline_score(*candidate, candidates);
    if (best == nullptr || score > best_score) {
      best = candidate;
      best_score = score;
    }
  }
  if (best == nullptr) return std::nullopt;
  return best->article;
}

std::vector<FrontPlace> rank_front_page(const std::vector<RankedStory>& stories,
                                        const FrontPageOptions& options) {
  std::vector<FrontPlace> places;
  std::map<ArticleId, OutletId> outlet_of;
  for (const RankedStory& story : stories) {
    const auto lead = choose_headline(story, options.reader_language);
    if (!lead) continue;
    const Coverage coverage = coverage_of(story);
    places.push_back({story.story, *lead, coverage.own.size() + coverage.copied.size(),
                      coverage.own.size(), score_story(story, options.now)});
    for (const RankedArticle& article : story.articles) {
      if (article.article == *lead) outlet_of[*lead] = article.outlet;
    }
  }
  std::sort(places.begin(), places.end(), [](const FrontPlace& a, const FrontPlace& b) {
    return a.score.total != b.score.total ? a.score.total > b.score.total : a.story < b.story;
  });
  vary_leads(places, outlet_of);
  if (places.size() > options.limit) places.resize(options.limit);
  return places;
}

}  // namespace depesche
