// Whether a page is an article at all.
//
// Error pages, logins, questions for consent, imprints and small print say themselves what they
// are. Front and section pages, lists, shops and offers of services are told from articles by
// trained trees (refusal_model.h); what they are called to the reader is picked by the strongest
// evidence. A page that a feed led to must look much less like an article before it is refused.
#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "extract/body/body.h"
#include "extract/headline/headline.h"
#include "extract/page/signs.h"

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
  bool from_feed;  // an entry of a feed led here
};

/// The reason to refuse the page, or nothing for an article.
std::optional<Error> refusal(const PageView& page);

}  // namespace depesche::extract
