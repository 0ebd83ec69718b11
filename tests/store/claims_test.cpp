#include "store/claims.h"

#include <utility>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/store/fixture.h"

namespace depesche {
namespace {

TEST(Claims, OneHasANameUntilHeLetsGo) {
  const TemporaryFolder folder;
  Claims here(folder.path()), there(folder.path());  // as strange to each other as two processes
  std::optional<Claim> claim = here.take("feed 1");
  ASSERT_TRUE(claim);
  EXPECT_FALSE(there.take("feed 1"));
  EXPECT_FALSE(here.take("feed 1")) << "nor twice in one process";
  EXPECT_TRUE(there.take("feed 2"));
  Claim moved = *std::move(claim);
  claim.reset();
  EXPECT_FALSE(there.take("feed 1")) << "it was handed on";
  { const Claim last = std::move(moved); }
  EXPECT_TRUE(there.take("feed 1"));
  EXPECT_TRUE(here.take("feed 1")) << "that was let go at once";
}

TEST(Claims, WhoDiesHoldsNothing) {
  const TemporaryFolder folder;
  const pid_t child = fork();
  if (child == 0) {
    Claims dying(folder.path());
    const auto claim = dying.take("feed 1");
    _exit(claim ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  Claims here(folder.path());
  EXPECT_TRUE(here.take("feed 1"));
}

TEST(Claims, HoldWithinAProcessWhereThereIsNoFile) {
  const TemporaryFolder folder;
  Claims here(folder.path() / "none");
  const auto claim = here.take("feed 1");
  EXPECT_TRUE(claim);
  EXPECT_FALSE(here.take("feed 1"));
}

}  // namespace
}  // namespace depesche
