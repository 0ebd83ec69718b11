// Invented outlets and events as the pages get them: for tests and for looking at pages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/rows/views.h"
#include "web/pages/pages.h"

namespace depesche::test {

/// 18 November 2026, 14:30 UTC.
std::chrono::sys_seconds noon();
web::Viewer viewer(web::Language language);

/// `minutes_ago` before noon().
ArticleCard card(std::int64_t id, const std::string& outlet, const std::string& title,
                 int minutes_ago, const std::string& language = "de");
StoryCounts counts(int articles, int outlets, int independent);

web::FrontView front_view();
web::StoryView story_view();
ArticlePage article_view();
OutletPage outlet_view();
web::SearchView search_view();
web::FeedsView feeds_view();
web::CorrectionsView corrections_view();

}  // namespace depesche::test
