// The smaller fields of an article: kind, section, keywords, picture, paywall, rights.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/headline/headline.h"
#include "extract/page/signs.h"
#include "news/article.h"

namespace depesche::extract {

/// `section` as find_section gave it.
ArticleKind find_kind(const Signs& signs, const json::Value* article, const Headline& headline,
                      std::string_view section, std::string_view url);
/// As named to machines, else the category that links the article (rel="category tag").
std::string find_section(const html::Tree& tree, const Survey& survey, const Signs& signs,
                         const json::Value* article);
/// Likewise; else the links with rel=tag that stand together.
std::vector<std::string> find_keywords(const html::Tree& tree, const Survey& survey,
                                       const Signs& signs, const json::Value* article);
/// As named to machines, else the first large one behind `headline`; the figure that shows it lends
/// caption and credit.
std::optional<Picture> find_picture(const html::Tree& tree, const Survey& survey,
                                    const Signs& signs, const json::Value* article,
                                    html::NodeIndex headline, std::string_view base);
/// Absent when the page does not say.
std::optional<bool> find_paywall(const html::Tree& tree, const Survey& survey, const Signs& signs,
                                 const json::Value* article);
Rights find_rights(const Signs& signs, const json::Value* article, std::chrono::sys_seconds now);

}  // namespace depesche::extract
