// Articles and stories as people name them: by number, by the outlet's address, or by the address
// of a page of ours.
//
// A page of ours is known by the end of its path (…/s/12, …/a/34), wherever it is served from; an
// outlet's own address comes first.
#pragma once

#include <string_view>

#include "base/result.h"
#include "news/ids.h"
#include "store/reading/reader.h"

namespace depesche {

/// A number is taken as it stands, whether or not there is such an article.
Result<ArticleId> find_article(const Reader& reader, std::string_view named);

/// By the story's own number or page, or by an article in it. One that was merged away leads to the
/// living one.
Result<StoryId> find_story(const Reader& reader, std::string_view named);

}  // namespace depesche
