#include "desk/edition.h"

#include <algorithm>
#include <map>
#include <utility>

namespace depesche {
namespace {

// Three times what a front page shows: the second ranking only moves neighbours.
constexpr std::size_t kHopeful = 180;
constexpr int kHeadlinesRead = 24;

RankedArticle ranked(const LiveArticle& article) {
  RankedArticle out;
  out.title = "–";  // there is one; which one matters only later
  out.article = article.id;
  out.outlet = article.outlet;
  out.first_seen_at = article.first_seen_at;
  out.title = article.title;
  out.language = article.language;
  out.kind = article.kind;
  out.is_reprint = article.is_reprint;
  out.has_body = article.origin == Origin::Page && article.text_bytes > 0;
  out.has_picture = article.has_picture;
  return out;
}

RankedArticle ranked(const ArticleCard& card) {
  RankedArticle out;
  out.article = card.id;
  out.outlet = card.outlet;
  out.first_seen_at = card.first_seen_at;
  out.title = card.title;
  out.language = card.language;
  out.kind = card.kind;
  out.is_reprint = static_cast<bool>(card.reprint_of);
  out.has_body = card.origin == Origin::Page && card.text_bytes > 0;
  out.has_picture = !card.picture_hash.empty();
  return out;
}

}  // namespace

Edition make_edition(const Reader& reader, std::chrono::sys_seconds now) {
  const std::vector<LiveArticle> live =
      reader.live_articles(now - kEditionWindow, now + std::chrono::seconds(1));
  std::map<StoryId, RankedStory> stories;
  for (const LiveArticle& article : live) {
    if (!article.story) continue;
    RankedStory& story = stories[article.story];
    story.story = article.story;
    story.articles.push_back(ranked(article));
  }
  std::vector<RankedStory> all;
  all.reserve(stories.size());
  for (auto& [id, story] : stories) all.push_back(std::move(story));

  // Headlines are read only for stories that have a chance of being shown.
  std::vector<StoryId> hopeful;
  for (const FrontPlace& place : rank_front_page(all, {.now = now, .limit = kHopeful})) {
    hopeful.push_back(place.story);
  }
  const std::vector<FrontStory> told = reader.front_stories(hopeful, kHeadlinesRead);
  std::map<ArticleId, std::string_view> titles;  // views into `told`
  for (const FrontStory& story : told) {
    for (const ArticleCard& card : story.members) titles[card.id] = card.title;
  }
  for (RankedStory& story : all) {
    for (RankedArticle& article : story.articles) article.title = titles[article.article];
  }
  return {now, rank_front_page(all, {.now = now})};
}

std::optional<std::size_t> choose_lead(const FrontStory& story, std::string_view reader_language) {
  RankedStory candidates{story.id, {}};
  for (auto card = story.members.rbegin(); card != story.members.rend(); ++card) {
    candidates.articles.push_back(ranked(*card));
  }
  const std::optional<ArticleId> lead = choose_headline(candidates, reader_language);
  if (!lead) return std::nullopt;
  const auto found = std::find_if(story.members.begin(), story.members.end(),
                                  [&](const ArticleCard& card) { return card.id == *lead; });
  return static_cast<std::size_t>(found - story.members.begin());
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
