#pragma once

#include "base/id.h"

namespace depesche {

using ArticleId = Id<struct ArticleTag>;
using StoryId = Id<struct StoryTag>;
using OutletId = Id<struct OutletTag>;
using FeedId = Id<struct FeedTag>;

}  // namespace depesche
