// An article as lists show it, and how many outlets tell a story: the pieces all pages share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/rows/views.h"
#include "text/highlight.h"
#include "web/pages/frame.h"
#include "web/pages/template.h"

namespace depesche::web {

/// "5 Häuser, 3 eigene Berichte".
std::string coverage_in_words(Language language, const StoryCounts& counts);

/// What every card has: href, title, lang, dir, outlet, outlet_href, kicker, time, marks, picture,
/// excerpt, and whose later articles are folded under it.
Data card_data(const Viewer& viewer, const ArticleCard& card);

/// The same for template article_row, where title and excerpt are HTML because they may carry
/// marks.
struct RowWords {
  std::vector<Range> title_marks;
  std::string excerpt;  // instead of the card's own, where not empty
  std::vector<Range> excerpt_marks;
  std::string reason;
};
Data row_data(const Viewer& viewer, const ArticleCard& card, const RowWords& words = {});
DataList row_list(const Viewer& viewer, const std::vector<ArticleCard>& cards);

/// Coverage, its dots, and the story's address into `data`; false when one outlet alone reports.
void set_coverage(Data& data, const Viewer& viewer, StoryId story, const StoryCounts& counts);

/// datetime, exact, words.
Data time_data(const Clock& clock, std::chrono::sys_seconds at);
Data time_data(const Clock& clock, const Moment& moment);
/// When the outlet says it appeared; when we first saw it, where it does not say or is ahead.
Data card_time(const Clock& clock, const ArticleCard& card);

/// The text with <mark> around the ranges, all else escaped.
std::string with_marks(std::string_view text, const std::vector<Range>& marks);

/// At most `max_bytes`, cut at a word, with "…" where something was cut.
std::string shorten(std::string_view text, std::size_t max_bytes);

/// Standfirst, else the beginning of the body.
std::string excerpt_of(const ArticleCard& card, std::size_t max_bytes);
/// As much of it as this reader may be shown: for anonymous ones what the outlet, and the owner for
/// it, let be quoted.
std::string excerpt_for(const Viewer& viewer, const ArticleCard& card, std::size_t max_bytes);
/// Whether this reader may be shown a passage from within its text, beside the excerpt: for
/// anonymous ones that is more than an outlet allows that sets a length or has a paywall around
/// it.
bool may_show_passage(const Viewer& viewer, const ArticleCard& card);

}  // namespace depesche::web
