// Which article's headline a story shows.
//
// The one that says best what happened: central among the story's headlines, informative (names,
// numbers, neither clipped nor a paragraph), telling rather than teasing, over a report rather than
// a comment or a copy; in the reader's language where the story has one. Every term is returned, so
// that a page can say why.
//
// Reads spelling only: no word is stemmed or looked up, but for a list of worn phrases of teasers
// in German and English. Pure; a headline costs about as much as it has words.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "rank/story_score.h"

namespace depesche {

/// What the article adds to its headline or takes off, whatever the words, in thousandths.
struct HeadlineStanding {
  int kind = 0;      // a comment, a live blog: taken off
  int copied = 0;    // a reprint: taken off
  int teaser = 0;    // the feed's words alone: taken off
  int pictured = 0;  // added
  int sum() const { return kind + copied + teaser + pictured; }
  friend bool operator==(const HeadlineStanding&, const HeadlineStanding&) = default;
};

/// In thousandths; the total is what headlines of one story are compared by, and exactly
/// central + informed - teasing + standing.sum().
struct HeadlineScore {
  int central = 0;      // how much of what the others say it says, too: 0 to 1000
  int informative = 0;  // 0 to 1000 …
  int informed = 0;     // … and what of it counts: rank::informative_weight()
  int teasing = 0;      // taken off: 0 to 1000
  HeadlineStanding standing;
  int total = 0;
  int compared = 0;         // other headlines in the same language
  bool in_language = true;  // that was asked for
  friend bool operator==(const HeadlineScore&, const HeadlineScore&) = default;
};

struct ChosenHeadline {
  ArticleId article;
  HeadlineScore score;
};

/// Nothing when the story holds advertorials only. Ties go to the earlier article.
std::optional<ChosenHeadline> choose_headline(const RankedStory& story,
                                              std::string_view reader_language);

namespace rank {

/// For each of the headlines how much of what the others say it says, too: 0 to 1000.
std::vector<int> centrality(const std::vector<std::string_view>& headlines);

/// Whether it names and counts: 0 to 1000.
int informative(std::string_view headline);

/// What of it counts beside centrality, in thousandths.
int informative_weight();

/// What a headline loses for teasing instead of telling: 0 to 1000. Questions, exclamations, open
/// ends, quotation first, shouting, worn phrases ("you won't believe", "das müssen Sie wissen"),
/// two words or a paragraph.
int teasing(std::string_view headline);

}  // namespace rank
}  // namespace depesche
