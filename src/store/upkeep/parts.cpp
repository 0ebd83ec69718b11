// Search terms of articles that came before parts of compounds were indexed.
#include <mutex>
#include <string>
#include <vector>

#include "store/rows/article_codec.h"
#include "store/rows/article_rows.h"
#include "store/sqlite/writer.h"
#include "store/upkeep/maintenance.h"
#include "text/index_terms.h"

namespace depesche {
namespace {

// So that readers and the fetcher get their turn between the pieces.
constexpr int kIndexedAtOnce = 100;

struct Unparted {
  ArticleId article;
  OutletId outlet;
  std::string packed;
};

std::vector<Unparted> unparted_behind(Connection& db, ArticleId behind) {
  const std::string match =
      "facets : \"" + language_facet("de") + "\" NOT facets : \"" + std::string(kPartsFacet) + "\"";
  auto rows = db.query(
      "SELECT a.article_id, a.outlet_id, b.packed FROM search_index"
      " JOIN article a ON a.article_id = search_index.rowid"
      " JOIN block b ON b.article_id = a.article_id"
      " WHERE search_index MATCH ?1 AND search_index.rowid > ?2 ORDER BY search_index.rowid"
      " LIMIT ?3",
      match, behind, kIndexedAtOnce);
  std::vector<Unparted> found;
  while (rows.step()) {
    found.push_back({rows.get<ArticleId>(0), rows.get<OutletId>(1), std::string(rows.blob(2))});
  }
  return found;
}

}  // namespace

std::int64_t index_parts(Archive& archive) {
  TermIndexer indexer;
  indexer.part_by(archive.part_words());
  Writer& writer = archive.writer();
  std::int64_t done = 0;
  for (ArticleId behind{};;) {
    const std::scoped_lock turn(writer.turn);
    Transaction transaction(writer.db);
    const std::vector<Unparted> some = unparted_behind(writer.db, behind);
    if (some.empty()) return done;
    behind = some.back().article;
    for (const Unparted& one : some) {
      const Result<Article> article = unpack_article(one.packed);
      if (!article) continue;  // `check` says so
      const SearchTerms terms{indexer.terms(article->title, article->language),
                              indexer.terms(article->text, article->language), true};
      replace_search_terms(writer.db, one.article, one.outlet, article->language, terms);
      ++done;
    }
    transaction.commit();
  }
}

}  // namespace depesche
