// What ranking reads: stories from afar, the articles of those that matter, and who was first.
#include <algorithm>

#include "store/reading/reading.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

constexpr int kMaxReports = 4000;  // of one story
// Outlets are asked up to about this long after they published, so we see articles late and not in
// their order; who claims to have been first by more than that is not believed.
constexpr std::chrono::hours kBelievedDelay{3};
constexpr std::chrono::hours kWitnessed{24};  // of a story's life; who comes later is not first

/// When the article appeared, as its outlet says; not after we saw it. Of a day alone it is the
/// end.
sys_seconds appeared_at(std::optional<sys_seconds> published, bool is_day, sys_seconds first_seen) {
  if (!published) return first_seen;
  const sys_seconds claimed = is_day ? *published + std::chrono::seconds(86399) : *published;
  return std::min(claimed, first_seen);
}

}  // namespace

std::vector<StoryGlance> Reader::story_glances(sys_seconds from, sys_seconds until,
                                               sys_seconds founded_before) const {
  auto rows = connection_->query(
      "SELECT story_id, last_at, outlets, independent FROM story WHERE merged_into IS NULL"
      " AND last_at >= ?1 AND last_at < ?2 AND founded_at < ?3 ORDER BY last_at DESC",
      from, until, founded_before);
  std::vector<StoryGlance> stories;
  while (rows.step()) {
    stories.push_back(
        {rows.get<StoryId>(0), rows.get<sys_seconds>(1), rows.get<int>(2), rows.get<int>(3)});
  }
  return stories;
}

std::vector<LiveArticle> Reader::story_reports(StoryId story, sys_seconds from,
                                               sys_seconds until) const {
  auto rows = connection_->query(R"sql(
    SELECT a.article_id, a.outlet_id, a.published_at, a.published_day_only, a.first_seen_at, a.kind,
           a.origin, a.title, a.language, a.section, a.text_bytes, r.article_id IS NOT NULL,
           p.hash IS NOT NULL
    FROM story_article sa
    JOIN article a ON a.article_id = sa.article_id
    LEFT JOIN reprint r ON r.article_id = a.article_id
    LEFT JOIN picture p ON p.url = a.picture_url AND a.picture_url <> ''
    WHERE sa.story_id = ?1 AND a.first_seen_at >= ?2 AND a.first_seen_at < ?3
    ORDER BY sa.article_id DESC LIMIT ?4)sql",
                                 story, from, until, kMaxReports);
  std::vector<LiveArticle> articles;
  while (rows.step()) {
    LiveArticle& article = articles.emplace_back();
    article.id = rows.get<ArticleId>(0);
    article.outlet = rows.get<OutletId>(1);
    article.appeared_at = appeared_at(rows.get<std::optional<sys_seconds>>(2), rows.get<bool>(3),
                                      rows.get<sys_seconds>(4));
    article.kind = article_kind(rows.text(5)).value_or(ArticleKind::News);
    article.origin = origin(rows.text(6)).value_or(Origin::Page);
    article.title = rows.text(7);
    article.language = rows.text(8);
    article.section = rows.text(9);
    article.text_bytes = rows.integer(10);
    article.is_reprint = rows.get<bool>(11);
    article.has_picture = rows.get<bool>(12);
  }
  std::reverse(articles.begin(), articles.end());
  return articles;
}

std::vector<StoryWitness> Reader::story_witnesses(sys_seconds from, sys_seconds until) const {
  // A story founded in that time has its first article in it: that index leads there. Nothing else
  // is sorted by when stories began.
  auto rows = connection_->query(R"sql(
    SELECT s.story_id, b.outlet_id, b.published_at, b.published_day_only, b.first_seen_at, b.kind,
           ifnull(o.outlet_id, 0)
    FROM (SELECT DISTINCT sa.story_id FROM article a
          JOIN story_article sa ON sa.article_id = a.article_id
          WHERE a.first_seen_at >= ?1 AND a.first_seen_at < ?2) seen
    JOIN story s ON s.story_id = seen.story_id
    JOIN story_article sb ON sb.story_id = s.story_id
    JOIN article b ON b.article_id = sb.article_id
    LEFT JOIN reprint r ON r.article_id = b.article_id
    LEFT JOIN article o ON o.article_id = r.of_id
    WHERE s.outlets > 1 AND s.founded_at >= ?1 AND s.founded_at < ?2
      AND b.first_seen_at < s.founded_at + ?3
    ORDER BY s.story_id, b.article_id)sql",
                                 from, until, std::chrono::seconds(kWitnessed).count());
  std::vector<StoryWitness> witnesses;
  while (rows.step()) {
    StoryWitness& witness = witnesses.emplace_back();
    witness.story = rows.get<StoryId>(0);
    witness.outlet = rows.get<OutletId>(1);
    const auto seen = rows.get<sys_seconds>(4);
    witness.appeared_at =
        std::max(appeared_at(rows.get<std::optional<sys_seconds>>(2), rows.get<bool>(3), seen),
                 seen - kBelievedDelay);
    witness.kind = article_kind(rows.text(5)).value_or(ArticleKind::News);
    witness.copied_from = rows.get<OutletId>(6);
  }
  return witnesses;
}

int Reader::outlet_count() const {
  return connection_->one<int>("SELECT count(*) FROM outlet").value_or(0);
}

}  // namespace depesche
