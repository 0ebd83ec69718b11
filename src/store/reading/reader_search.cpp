// Full-text search with a bounded price.
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "store/reading/folding.h"
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
  ArticleId copies;  // 0 for none
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
      rank ? "SELECT rowid, closeness(search_index, ?5),"
             " (SELECT of_id FROM reprint WHERE article_id = search_index.rowid AND of_id < "
             "article_id)"
             " FROM search_index WHERE search_index MATCH ?1"
             " AND rowid <= ?2 AND rowid >= ?3 ORDER BY rowid DESC LIMIT ?4"
           : "SELECT rowid, 0.0, 0 FROM search_index WHERE search_index MATCH ?1"
             " AND rowid <= ?2 AND rowid >= ?3 ORDER BY rowid DESC LIMIT ?4";
  auto rows = rank ? db.query(sql, match, newest, oldest, limit, phrase_kinds(match))
                   : db.query(sql, match, newest, oldest, limit);
  std::vector<Match> matches;
  while (rows.step()) matches.push_back({rows.integer(0), rows.real(1), rows.get<ArticleId>(2)});
  return matches;
}

/// Matches with one text, as one hit: the earliest first, with the best score among them.
struct Hit {
  std::vector<ArticleId> articles;
  double score = 0;
};

using Places = std::unordered_map<std::int64_t, std::size_t>;  // of articles, in a list of hits

/// Where an article of the same text is; most copy one that matches, too, and cost no look.
std::optional<std::size_t> place_of_text(Connection& db, const Match& match, const Places& places) {
  if (!match.copies) return std::nullopt;
  const auto copied = places.find(match.copies.value);
  if (copied != places.end()) return copied->second;
  for (const ArticleId one : family_of(db, ArticleId{match.id})) {
    const auto known = places.find(one.value);
    if (known != places.end()) return known->second;
  }
  return std::nullopt;
}

/// Best first.
std::vector<Hit> fold(Connection& db, std::vector<Match> matches) {
  std::sort(matches.begin(), matches.end(),
            [](const Match& a, const Match& b) { return a.id < b.id; });
  std::vector<Hit> hits;
  Places places;
  for (const Match& match : matches) {
    std::optional<std::size_t> place = place_of_text(db, match, places);
    if (!place) {
      place = hits.size();
      hits.emplace_back();
    }
    Hit& hit = hits[*place];
    hit.score = hit.articles.empty() ? match.score : std::max(hit.score, match.score);
    hit.articles.push_back(ArticleId{match.id});
    places.emplace(match.id, *place);
  }
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return a.score != b.score ? a.score > b.score : a.articles.front() > b.articles.front();
  });
  return hits;
}

/// The earliest article of the hit that this reader may find.
std::optional<ArticleCard> card_of(Connection& db, const Hit& hit, const SearchRequest& request) {
  for (const ArticleId one : hit.articles) {
    auto card = find_card(db, one);
    if (!card || (request.only_findable && !card->may_find)) continue;
    note_folded(db, *card);
    return card;
  }
  return std::nullopt;
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
  const std::vector<Hit> hits = fold(db, std::move(matches));
  page.found = static_cast<int>(hits.size());
  const auto begin = std::min(static_cast<std::size_t>(cursor.shown), hits.size());
  const auto end =
      std::min(begin + static_cast<std::size_t>(page_limit(request.page)), hits.size());
  for (std::size_t i = begin; i < end; ++i) {
    auto card = card_of(db, hits[i], request);
    if (card) page.hits.push_back({*std::move(card), hits[i].score});
  }
  if (end < hits.size()) page.next = std::to_string(cursor.newest) + "." + std::to_string(end);
  return page;
}

SearchPage as_search_page(ArticleList list) {
  SearchPage page;
  page.found = static_cast<int>(list.articles.size());
  page.is_more = list.next.has_value();
  page.next = std::move(list.next);
  for (ArticleCard& card : list.articles) page.hits.push_back({std::move(card), 0});
  return page;
}

/// Whether the article is a match, and one that this reader may find.
bool is_match(Connection& db, const SearchRequest& request, const std::string& match,
              ArticleId article) {
  if (request.only_findable) {
    const auto card = find_card(db, article);
    if (!card || !card->may_find) return false;
  }
  return match.empty() ||
         db.one<int>("SELECT 1 FROM search_index WHERE search_index MATCH ?1 AND rowid = ?2", match,
                     article)
             .has_value();
}

/// An empty `match` is everything.
std::vector<ArticleCard> cards_below(Connection& db, const std::string& match, std::int64_t below,
                                     std::int64_t oldest, int count) {
  if (match.empty()) {
    return read_cards(db.query(select_card("WHERE a.article_id < ?1 AND a.article_id >= ?2"
                                           " ORDER BY a.article_id DESC LIMIT ?3"),
                               below, oldest, count));
  }
  std::vector<ArticleCard> cards;
  for (const Match& found : find_matches(db, match, below - 1, oldest, false, count)) {
    if (auto card = find_card(db, ArticleId{found.id})) cards.push_back(*std::move(card));
  }
  return cards;
}

SearchPage search_newest(Connection& db, const SearchRequest& request, const std::string& match) {
  const std::int64_t oldest = first_id_since(db, request.since);
  return as_search_page(read_folded(
      db, request.page,
      [&](std::int64_t below, int count) { return cards_below(db, match, below, oldest, count); },
      [&](const ArticleCard& card) { return !request.only_findable || card.may_find; },
      [&](ArticleId article) {
        return article.value >= oldest && is_match(db, request, match, article);
      }));
}

}  // namespace

Result<SearchPage> Reader::search(const SearchRequest& request) const {
  Connection& db = *connection_;
  Transaction moment(db, Transaction::Kind::Read);
  const std::string match = expression(request);
  if (match.empty()) return search_newest(db, request, match);
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
