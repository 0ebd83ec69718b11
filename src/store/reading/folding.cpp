#include "store/reading/folding.h"

#include <optional>
#include <utility>

#include "store/rows/article_rows.h"

namespace depesche {
namespace {

constexpr std::size_t kMaxFamily = 200;  // an agency's text in every paper of a country
constexpr int kMostRounds = 4;           // a page's worth of rows each

/// A copy of an earlier article only, so that folding can never run in a circle.
std::optional<ArticleId> copied_by(Connection& db, ArticleId article) {
  return db.one<ArticleId>("SELECT of_id FROM reprint WHERE article_id = ?1 AND of_id < ?1",
                           article);
}

ArticleId eldest_of(Connection& db, ArticleId article) {
  while (const auto of = copied_by(db, article)) article = *of;
  return article;
}

}  // namespace

std::vector<ArticleId> family_of(Connection& db, ArticleId article) {
  std::vector<ArticleId> family{eldest_of(db, article)};
  for (std::size_t i = 0; i < family.size(); ++i) {
    auto rows = db.query(
        "SELECT article_id FROM reprint WHERE of_id = ?1 AND article_id > ?1"
        " ORDER BY article_id LIMIT ?2",
        family[i], kMaxFamily - std::min(kMaxFamily, family.size()));
    while (rows.step()) family.push_back(rows.get<ArticleId>(0));
  }
  std::sort(family.begin(), family.end());
  return family;
}

bool is_folded(Connection& db, const ArticleCard& card, const IsListed& is_listed) {
  if (!card.reprint_of) return false;
  for (const ArticleId one : family_of(db, card.id)) {
    if (one >= card.id) return false;
    if (is_listed(one)) return true;
  }
  return false;
}

void note_folded(Connection& db, ArticleCard& card) {
  for (const ArticleId one : family_of(db, card.id)) {
    if (one <= card.id) continue;
    auto rows = db.query(
        "SELECT name, may_find AND ifnull(available_until > unixepoch(), 1)"
        " FROM article JOIN outlet USING (outlet_id) WHERE article_id = ?1",
        one);
    if (rows.step()) card.folded.push_back({one, rows.get<std::string>(0), rows.get<bool>(1)});
  }
}

ArticleList read_folded(Connection& db, const PageRequest& page, const FetchCards& fetch,
                        const MaySee& may_see, const IsListed& is_listed) {
  const auto limit = static_cast<std::size_t>(page_limit(page));
  std::int64_t below = cursor_number(page.after, kNoId);
  ArticleList list;
  for (int round = 0; round < kMostRounds; ++round) {
    std::vector<ArticleCard> cards = fetch(below, static_cast<int>(limit) + 1);
    for (ArticleCard& card : cards) {
      const bool is_shown = may_see(card) && !is_folded(db, card, is_listed);
      if (is_shown && list.articles.size() == limit) {
        list.next = std::to_string(below);
        return list;
      }
      below = card.id.value;
      if (!is_shown) continue;
      note_folded(db, card);
      list.articles.push_back(std::move(card));
    }
    if (cards.size() <= limit) return list;  // there are no more
  }
  list.next = std::to_string(below);
  return list;
}

}  // namespace depesche
