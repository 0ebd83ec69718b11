#include <gtest/gtest.h>

#include "news/article.h"

namespace depesche {
namespace {

TEST(Names, EveryKindIsReadBackFromItsName) {
  for (int i = 0; i < 6; ++i) {
    const auto kind = static_cast<ArticleKind>(i);
    EXPECT_EQ(article_kind(name(kind)), kind);
  }
  for (int i = 0; i < 7; ++i) {
    const auto kind = static_cast<BlockKind>(i);
    EXPECT_EQ(block_kind(name(kind)), kind);
  }
  EXPECT_EQ(origin("feed"), Origin::Feed);
  EXPECT_FALSE(origin("elsewhere"));
}

}  // namespace
}  // namespace depesche
