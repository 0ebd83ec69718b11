// What outlets changed, as JSON (stable).
//
//   changes  [{at, kinds[], title_before, headline[{is, text}], passages[[{is, text}]]}]
//   log      [{at, article, outlet, title, title_before?, kinds[]}]
//
// `is` says same, removed or added; kinds are the names of news/revision.h.
#pragma once

#include <vector>

#include "json/writer.h"
#include "store/rows/views.h"

namespace depesche {

enum class ChangedText { Whole, HeadlineOnly };

void write_json(json::Writer& out, const std::vector<ArticleChange>& changes, ChangedText text);
void write_json(json::Writer& out, const std::vector<StoryChangeView>& log);

}  // namespace depesche
