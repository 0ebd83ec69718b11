// The dates a page shows to its readers, with what speaks for each being the article's own.
//
// A page shows many: the article's, its teasers', its comments', today's. What tells them apart is
// where one stands (near the headline), what stands before it ("Published", "Stand:"), whether it
// stands alone, and what its element is named. Only dates that name their year count: "12 March" in
// running text is as likely another day.
//
// Pure; one pass over the page, of which a bounded number of short texts is read for dates.
#pragma once

#include <optional>
#include <string_view>

#include "base/moment.h"
#include "extract/page/signs.h"
#include "html/tree.h"

namespace depesche::extract {

enum class DateLabel { None, Published, Updated };

struct ShownDate {
  Moment moment;
  DateLabel label = DateLabel::None;
  int score = 0;          // above kBelievable it is believed where nothing else is known
  bool near = false;      // stands by the headline
  bool in_words = false;  // the month has a name, so that only one day can be meant
};

inline constexpr int kBelievable = 20;

struct ShownDates {
  std::optional<ShownDate> published;  // the best that is not labelled as an update
  std::optional<ShownDate> updated;    // the best that is
  std::optional<ShownDate> lone;       // of the only day shown where an article's may stand
};

struct ShownDatesContext {
  std::string_view language;
  html::NodeIndex headline = html::kNoNode;
  std::optional<std::chrono::sys_seconds> latest;  // later dates are announcements
  bool whole_page = true;                          // else only around the headline
};

ShownDates find_shown_dates(const html::Tree& tree, const Survey& survey,
                            const ShownDatesContext& context);

/// What the words in front of a date call it: "Veröffentlicht am", "Last updated:".
DateLabel date_label(std::string_view words);

}  // namespace depesche::extract
