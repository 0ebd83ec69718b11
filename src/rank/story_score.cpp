#include "rank/story_score.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <set>
#include <string>

#include "base/ascii.h"
#include "rank/decay.h"
#include "rank/measures.h"

namespace depesche {
namespace {

using rank::decayed;
using rank::diminishing;
using std::chrono::seconds;
using std::chrono::sys_seconds;

struct Voice {
  sys_seconds first{};
  sys_seconds last{};
};

struct Coverage {
  std::map<OutletId, Voice> own;
  std::map<OutletId, Voice> copied;  // by outlets without words of their own
  std::set<std::string> languages;   // of own reports
  int own_articles = 0;
  bool is_borrowed = false;  // there are only copies; one of them stands for the text's author
};

/// "de" of "de-AT".
std::string primary(std::string_view language) {
  return to_lower(language.substr(0, language.find_first_of("-_")));
}

void hear(std::map<OutletId, Voice>& voices, const RankedArticle& article) {
  const sys_seconds at = article.appeared_at;
  const auto [voice, is_new] = voices.try_emplace(article.outlet, Voice{at, at});
  if (is_new) return;
  voice->second.first = std::min(voice->second.first, at);
  voice->second.last = std::max(voice->second.last, at);
}

Coverage coverage_of(const RankedStory& story) {
  Coverage out;
  for (const RankedArticle& article : story.articles) {
    if (article.kind == ArticleKind::Advertorial || trim(article.title).empty()) continue;
    hear(article.is_reprint ? out.copied : out.own, article);
    if (article.is_reprint) continue;
    ++out.own_articles;
    if (!article.language.empty()) out.languages.insert(primary(article.language));
  }
  // A story of reprints only (its origin is gone) still has one witness somewhere.
  if (out.own.empty() && !out.copied.empty()) {
    const auto earliest = std::min_element(
        out.copied.begin(), out.copied.end(),
        [](const auto& a, const auto& b) { return a.second.first < b.second.first; });
    out.own.insert(*earliest);
    out.own_articles = 1;
    out.is_borrowed = true;
  }
  for (const auto& [outlet, voice] : out.own) out.copied.erase(outlet);
  return out;
}

/// `recent` of `all` outlets came lately; both in thousandths of an outlet.
int growth_of(std::int64_t recent, std::int64_t all) {
  const std::int64_t against_the_past = 500 + 500 * recent / all;
  return static_cast<int>(diminishing(recent) * rank::kGrowthWeight / 1000 * against_the_past /
                          1000);
}

int recency(seconds age) {
  return age >= rank::kGrowthReach ? 0 : decayed(age, rank::kGrowthHalfLife);
}

int variety_of(int outlets, int articles, int languages) {
  const int free = outlets * rank::kFreeReports;
  const int spread = articles <= free
                         ? 1000
                         : rank::kVarietyFloor + (1000 - rank::kVarietyFloor) * free / articles;
  const int further = std::min(languages, static_cast<int>(rank::kMostLanguages)) - 1;
  return std::min(spread + std::max(further, 0) * rank::kLanguageBonus, rank::kVarietyCeiling);
}

std::int64_t total_of(const StoryScore& score) {
  const std::int64_t sum = score.coverage + score.weight + score.reprints + score.growth;
  return sum * score.freshness * score.variety / 1'000'000;
}

int reprint_voices(std::int64_t outlets) {
  return static_cast<int>(
      std::min<std::int64_t>(outlets * rank::kReprintVoice, rank::kMostReprintVoice));
}

/// The facts that come of going through the outlets, and the sums behind the terms.
struct Sums {
  std::int64_t weights = 0;
  std::int64_t recent = 0;
};

Sums sum_up(const Coverage& coverage, const OutletWeights& weights, sys_seconds now,
            StoryFacts& facts) {
  Sums sums;
  std::vector<sys_seconds> last_reports;
  for (const auto& [outlet, voice] : coverage.own) {
    sums.weights += coverage.is_borrowed ? rank::kLightest : weights.of(outlet);
    sums.recent += recency(now - voice.first);
    if (voice.first + rank::kHotWindow >= now) ++facts.lately;
    if (voice.first + std::chrono::hours(1) >= now) ++facts.this_hour;
    last_reports.push_back(voice.last);
  }
  std::sort(last_reports.rbegin(), last_reports.rend());
  facts.last_report = last_reports[0];
  if (last_reports.size() > 1) facts.second_report = last_reports[1];
  facts.independent = static_cast<int>(last_reports.size());
  facts.copying = static_cast<int>(coverage.copied.size());
  facts.own_articles = coverage.own_articles;
  facts.languages = static_cast<int>(coverage.languages.size());
  facts.mean_weight = static_cast<int>(sums.weights / facts.independent);
  return sums;
}

}  // namespace

std::optional<ScoredStory> score_story(const RankedStory& story, const OutletWeights& weights,
                                       sys_seconds now) {
  const Coverage coverage = coverage_of(story);
  if (coverage.own.empty()) return std::nullopt;
  ScoredStory out;
  StoryFacts& facts = out.facts;
  const Sums sums = sum_up(coverage, weights, now, facts);
  StoryScore& score = out.score;
  const std::int64_t voices = std::int64_t{1000} * facts.independent;
  score.coverage = diminishing(voices);
  score.weight = diminishing(sums.weights) - score.coverage;
  score.reprints =
      diminishing(sums.weights + reprint_voices(facts.copying)) - diminishing(sums.weights);
  score.growth = growth_of(sums.recent, voices);
  score.freshness = decayed(now - facts.last_report, rank::kFreshnessHalfLife);
  if (facts.second_report) {
    score.freshness =
        (score.freshness + decayed(now - *facts.second_report, rank::kFreshnessHalfLife)) / 2;
  }
  score.variety = variety_of(facts.independent, facts.own_articles, facts.languages);
  score.total = total_of(score);
  return out;
}

bool is_hot(const ScoredStory& story) {
  return story.facts.lately >= static_cast<int>(rank::kHotOutlets);
}

std::int64_t most_in_total(const StoryOutline& outline, sys_seconds now) {
  const std::int64_t own = std::max(outline.independent, 1);
  StoryScore most;
  most.coverage = diminishing(own * rank::kHeaviest + reprint_voices(outline.outlets));
  most.growth = most_in_growth(outline, now);
  most.freshness = decayed(now - outline.last_at, rank::kFreshnessHalfLife);
  most.variety = rank::kVarietyCeiling;
  return total_of(most);
}

int most_in_growth(const StoryOutline& outline, sys_seconds now) {
  const std::int64_t own = std::max(outline.independent, 1);
  const std::int64_t recent = own * recency(now - outline.last_at);
  // If all came at once there is no past to hold against them.
  return recent == 0 ? 0 : growth_of(recent, recent);
}

}  // namespace depesche
