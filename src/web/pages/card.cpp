#include "web/pages/card.h"

#include <algorithm>

#include "base/ascii.h"
#include "dates/dates.h"
#include "rights/ledger.h"
#include "text/utf8.h"
#include "web/pages/copies.h"

namespace depesche::web {
namespace {

constexpr int kMostDots = 12;
constexpr std::size_t kExcerptBytes = 320;  // three lines on a wide card

std::string kind_mark(Language language, ArticleKind kind) {
  return kind == ArticleKind::News ? std::string()
                                   : say(language, "kind_" + std::string(name(kind)));
}

std::string repeat(std::string_view piece, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += piece;
  return out;
}

/// "auf Englisch" for an article whose language is not the reader's.
std::string foreign_mark(Language language, std::string_view article_language) {
  if (article_language.empty() || article_language.substr(0, 2) == code(language)) return {};
  return say(language, "in_language", {language_in_words(language, article_language)});
}

}  // namespace

std::string coverage_in_words(Language language, const StoryCounts& counts) {
  return say_count(language, "outlets", counts.outlets) + ", " +
         say_count(language, "independent", counts.independent);
}

Data time_data(const Clock& clock, std::chrono::sys_seconds at) {
  Data data;
  set(data, "datetime", format_rfc3339(at));
  set(data, "exact", date_in_words(clock, at));
  set(data, "words", age_in_words(clock, at));
  return data;
}

Data time_data(const Clock& clock, const Moment& moment) {
  Data data;
  set(data, "datetime", format_rfc3339(moment));
  set(data, "exact", date_in_words(clock, moment));
  set(data, "words", age_in_words(clock, moment));
  return data;
}

Data card_time(const Clock& clock, const ArticleCard& card) {
  if (card.published && card.published->at <= clock.now) return time_data(clock, *card.published);
  return time_data(clock, card.first_seen_at);
}

Data card_data(const Viewer& viewer, const ArticleCard& card) {
  const Language language = viewer.language();
  Data data;
  set(data, "href", article_path(viewer, card.id.value));
  set(data, "title", card.title);
  set(data, "lang", card.language);
  set(data, "dir", direction(card.language));
  set(data, "outlet", card.outlet_name);
  set(data, "outlet_href", outlet_path(viewer, card.outlet_slug));
  set(data, "kicker", card.kicker);
  set(data, "time", card_time(viewer.clock, card));
  set(data, "mark",
      card.reprint_of ? reprint_mark(language, card) : kind_mark(language, card.kind));
  set(data, "agency", agency_mark(language, card));
  set(data, "feed_only", card.origin == Origin::Feed);
  set(data, "walled", card.paywalled.value_or(false));
  set(data, "foreign", foreign_mark(language, card.language));
  const bool shows_picture = viewer.reads_whole && !card.picture_hash.empty();
  set(data, "picture", shows_picture ? picture_path(viewer, card.picture_hash) : std::string());
  set(data, "picture_alt", card.picture_alt);
  set(data, "excerpt", excerpt_for(viewer, card, kExcerptBytes));
  set(data, "copied", copied_in_words(language, card));
  set(data, "folded", folded_data(viewer, card));
  set(data, "reason", false);
  return data;
}

Data row_data(const Viewer& viewer, const ArticleCard& card, const RowWords& words) {
  Data data = card_data(viewer, card);
  set(data, "title_html", with_marks(card.title, words.title_marks));
  set(data, "excerpt_html",
      words.excerpt.empty() ? escape_html(excerpt_for(viewer, card, kExcerptBytes))
                            : with_marks(words.excerpt, words.excerpt_marks));
  set(data, "reason", words.reason);
  return data;
}

DataList row_list(const Viewer& viewer, const std::vector<ArticleCard>& cards) {
  DataList rows;
  for (const ArticleCard& card : cards) rows.push_back(row_data(viewer, card));
  return rows;
}

void set_coverage(Data& data, const Viewer& viewer, StoryId story, const StoryCounts& counts) {
  const bool is_shared = counts.outlets > 1;
  const int solid = std::min(counts.independent, kMostDots);
  const int faint = std::clamp(counts.outlets - counts.independent, 0, kMostDots - solid);
  set(data, "coverage", is_shared ? coverage_in_words(viewer.language(), counts) : std::string());
  set(data, "dots", repeat("●", solid));
  set(data, "faint_dots", repeat("●", faint));
  set(data, "story_href", story_path(viewer, story.value));
}

std::string with_marks(std::string_view text, const std::vector<Range>& marks) {
  std::string out;
  std::size_t at = 0;
  for (const Range& mark : marks) {
    if (mark.begin < at || mark.begin + mark.length > text.size()) continue;
    out += escape_html(text.substr(at, mark.begin - at));
    out += "<mark>" + escape_html(text.substr(mark.begin, mark.length)) + "</mark>";
    at = mark.begin + mark.length;
  }
  return out + escape_html(text.substr(at));
}

std::string shorten(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  std::string_view cut = truncate_utf8(text, max_bytes);
  const auto space = cut.rfind(' ');
  if (space != std::string_view::npos && space > max_bytes / 2) cut = cut.substr(0, space);
  while (!cut.empty() && (is_space(cut.back()) || cut.back() == ',' || cut.back() == ';')) {
    cut.remove_suffix(1);
  }
  return std::string(cut) + " …";
}

std::string excerpt_of(const ArticleCard& card, std::size_t max_bytes) {
  return shorten(squeeze(card.standfirst.empty() ? card.excerpt : card.standfirst), max_bytes);
}

std::string excerpt_for(const Viewer& viewer, const ArticleCard& card, std::size_t max_bytes) {
  if (viewer.reads_whole) return excerpt_of(card, max_bytes);
  const std::string_view quoted =
      rights::quoted_from(card.standfirst, card.excerpt, card.may_quote_body);
  const std::string excerpt =
      shorten(squeeze(quoted), std::min(max_bytes, rights::kPublicExcerptBytes));
  return rights::quotable(excerpt, card.may_quote, card.most_quoted);
}

bool may_show_passage(const Viewer& viewer, const ArticleCard& card) {
  return viewer.reads_whole || (card.may_quote && card.may_quote_body && !card.most_quoted);
}

}  // namespace depesche::web
