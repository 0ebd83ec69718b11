#include "store/writing/removal.h"

#include <optional>
#include <vector>

#include "store/rows/article_rows.h"
#include "store/writing/placing.h"

namespace depesche {

void remove_article(Connection& db, ArticleId article, TermVectors vectors) {
  const std::optional<Placing> placing = take_out(db, article);
  // What counted as its reprint stands for itself from now on.
  std::vector<ArticleId> orphans;
  {
    auto rows = db.query("SELECT article_id FROM reprint WHERE of_id = ?1", article);
    while (rows.step()) orphans.push_back(rows.get<ArticleId>(0));
  }
  for (const ArticleId orphan : orphans) {
    const std::optional<Placing> its_placing = take_out(db, orphan);
    db.run("DELETE FROM reprint WHERE article_id = ?1", orphan);
    if (its_placing) put_in(db, orphan, *its_placing);
  }
  forget_search_terms(db, article);
  if (vectors == TermVectors::Remove) {
    db.run(
        "DELETE FROM term_vector WHERE stream_no IN"
        " (SELECT stream_no FROM revision WHERE article_id = ?1"
        "  UNION SELECT article_id FROM article WHERE article_id = ?1"
        "  UNION SELECT latest_stream_no FROM article WHERE article_id = ?1)",
        article);
  }
  db.run(
      "DELETE FROM watched_page WHERE canonical_url ="
      " (SELECT canonical_url FROM article WHERE article_id = ?1)",
      article);
  db.run("DELETE FROM article WHERE article_id = ?1", article);
  if (placing) drop_if_empty(db, placing->story);
}

}  // namespace depesche
