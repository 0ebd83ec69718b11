#include "extract/refusal.h"

namespace depesche::extract {

std::optional<Error> refusal(const PageView& page) {
  if (page.blocks.empty()) return Error{ErrorCode::Empty, "the page has no text"};
  if (page.headline.title.empty())
    return Error{ErrorCode::NotAnArticle, "the page has no headline"};
  if (page.body.blocks.empty() && page.body.standfirst.empty()) {
    return Error{ErrorCode::NotAnArticle, "the page has no running text"};
  }
  return std::nullopt;
}

}  // namespace depesche::extract
