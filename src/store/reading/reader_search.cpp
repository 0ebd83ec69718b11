// Full-text search with a bounded price.
#include <cmath>
#include <utility>

#include "store/reading/reading.h"
#include "store/rows/article_rows.h"
#include "store/sqlite/full_text.h"

namespace depesche {
namespace {

// How many matches are ranked, newest first. A reader of news who finds nothing in a thousand hits
// wants another word, not the thousand-and-first.
constexpr int kRankedMatches = 1000;

struct Match {
  std::int64_t id = 0;
  double score = 0;
};

/// The reader's words and the filters, all as one FTS5 expression.
std::string expression(const SearchRequest& request) {
  std::string all;
  if (!request.match.empty()) all = "({title body} : (" + request.match + "))";
  const auto add = [&all](const std::string& facet) {
    if (!all.empty()) all += " AND ";
    // Quoted as FTS5 wants it: a quotation mark inside is doubled.
    all += "(facets : \"";
    for (const char c : facet) all += c == '"' ? std::string("\"\"") : std::string(1, c);
    all += "\")";
  };
  if (request.outlet) add(outlet_facet(request.outlet));
  if (!request.language.empty()) add(language_facet(request.language));
  return all;
}

/// At most one more than is ranked, newest first.
std::vector<Match> find_matches(Connection& db, const std::string& match, std::int64_t newest,
                                std::int64_t oldest, bool rank, int limit) {
  const std::string_view sql =
      rank ? "SELECT rowid, closeness(search_index) FROM search_index WHERE search_index MATCH ?1"
             " AND rowid <= ?2 AND rowid >= ?3 ORDER BY rowid DESC LIMIT ?4"
           : "SELECT rowid, 0.0 FROM search_index WHERE search_index MATCH ?1"
             " AND rowid <= ?2 AND rowid >= ?3 ORDER BY rowid DESC LIMIT ?4";
  auto rows = db.query(sql, match, newest, oldest, limit);
  std::vector<Match> matches;
  while (rows.step()) matches.push_back({rows.integer(0), rows.real(1)});
  return matches;
}

/// `next` of a ranked search: the newest article it knew, and how many hits were shown. So that
/// paging goes through one order, whatever arrives meanwhile.
struct RankedCursor {
  std::int64_t newest = kNoId;
  std::int64_t shown = 0;
};

RankedCursor read_ranked_cursor(std::string_view cursor) {
  const std::size_t dot = cursor.find('.');
  if (dot == std::string_view::npos) return {};
  return {cursor_number(cursor.substr(0, dot), kNoId),
          std::clamp<std::int64_t>(cursor_number(cursor.substr(dot + 1), 0), 0, kRankedMatches)};
}

SearchPage search_best(Connection& db, const SearchRequest& request, const std::string& match) {
  RankedCursor cursor = read_ranked_cursor(request.page.after);
  if (cursor.newest == kNoId) {
    cursor.newest = db.one<std::int64_t>("SELECT max(article_id) FROM article").value_or(0);
  }
  std::vector<Match> matches = find_matches(
      db, match, cursor.newest, first_id_since(db, request.since), true, kRankedMatches + 1);
  SearchPage page;
  page.is_more = matches.size() > kRankedMatches;
  if (page.is_more) matches.pop_back();
  page.found = static_cast<int>(matches.size());
  std::sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    return a.score != b.score ? a.score > b.score : a.id > b.id;
  });
  const auto begin = std::min(static_cast<std::size_t>(cursor.shown), matches.size());
  const auto end =
      std::min(begin + static_cast<std::size_t>(page_limit(request.page)), matches.size());
  for (std::size_t i = begin; i < end; ++i) {
    auto card = find_card(db, ArticleId{matches[i].id});
    if (card) page.hits.push_back({*std::move(card), matches[i].score});
  }
  if (end < matches.size()) {
    page.next = std::to_string(cursor.newest) + "." + std::to_string(end);
  }
  return page;
}

SearchPage search_newest(Connection& db, const SearchRequest& request, const std::string& match) {
  const int limit = page_limit(request.page);
  const std::int64_t below = cursor_number(request.page.after, kNoId);
  std::vector<Match> matches =
      find_matches(db, match, below - 1, first_id_since(db, request.since), false, limit + 1);
  SearchPage page;
  page.is_more = static_cast<int>(matches.size()) > limit;
  if (page.is_more) {
    matches.pop_back();
    page.next = std::to_string(matches.back().id);
  }
  for (const Match& found : matches) {
    auto card = find_card(db, ArticleId{found.id});
    if (card) page.hits.push_back({*std::move(card), 0});
  }
  page.found = static_cast<int>(page.hits.size());
  return page;
}

/// No words and no filter: everything, newest first.
SearchPage search_all(Connection& db, const SearchRequest& request) {
  const int limit = page_limit(request.page);
  ArticleList list = read_list(db.query(select_card("WHERE a.article_id < ?1 AND a.article_id >= ?2"
                                                    " ORDER BY a.article_id DESC LIMIT ?3"),
                                        cursor_number(request.page.after, kNoId),
                                        first_id_since(db, request.since), limit + 1),
                               limit);
  SearchPage page;
  page.found = static_cast<int>(list.articles.size());
  page.is_more = list.next.has_value();
  page.next = std::move(list.next);
  for (ArticleCard& card : list.articles) page.hits.push_back({std::move(card), 0});
  return page;
}

}  // namespace

Result<SearchPage> Reader::search(const SearchRequest& request) const {
  Connection& db = *connection_;
  Transaction moment(db, Transaction::Kind::Read);
  const std::string match = expression(request);
  if (match.empty()) return search_all(db, request);
  try {
    // Filters alone give no order but time.
    if (request.order == SearchRequest::Order::Newest || request.match.empty()) {
      return search_newest(db, request, match);
    }
    return search_best(db, request, match);
  } catch (const StoreError& error) {
    if (error.code() != ErrorCode::InvalidInput) throw;
    return Error{ErrorCode::InvalidInput, "the search cannot be understood"};
  }
}

}  // namespace depesche
