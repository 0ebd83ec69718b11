// Whether a page is an article at all.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "extract/body.h"
#include "extract/headline.h"
#include "extract/signs.h"

namespace depesche::extract {

struct PageView {
  const html::Tree& tree;
  const Survey& survey;
  const Signs& signs;
  const json::Value* article;  // JSON-LD; may be null
  const Headline& headline;
  const Body& body;
  const std::vector<RawBlock>& blocks;
  std::string_view url;
  bool has_date;
  bool has_author;
};

/// The reason to refuse the page, or nothing for an article.
std::optional<Error> refusal(const PageView& page);

}  // namespace depesche::extract
