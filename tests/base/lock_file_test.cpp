#include "base/lock_file.h"

#include <filesystem>
#include <optional>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace depesche {
namespace {

class LockFileTest : public testing::Test {
 protected:
  LockFileTest() { std::filesystem::remove(path_); }
  ~LockFileTest() override { std::filesystem::remove(path_); }

  const std::filesystem::path path_ =
      std::filesystem::path(testing::TempDir()) / ("locks_" + std::to_string(getpid()));
};

TEST_F(LockFileTest, APartIsOnesUntilHeLetsGoOrIsGone) {
  const LockFile here(path_);
  std::optional<LockFile> there(path_);
  ASSERT_TRUE(here.is_open());
  EXPECT_TRUE(there->try_lock({10, 5}));
  EXPECT_FALSE(here.try_lock({14}));
  EXPECT_FALSE(here.try_lock({0, 11}));
  EXPECT_TRUE(here.try_lock({15, 100}));
  EXPECT_TRUE(there->try_lock({12})) << "his own";
  there->unlock({10, 5});
  EXPECT_TRUE(here.try_lock({14}));
  EXPECT_TRUE(there->try_lock({std::int64_t{1} << 62U})) << "far behind the end";
  EXPECT_FALSE(here.try_lock({std::int64_t{1} << 62U}));
  there.reset();
  EXPECT_TRUE(here.try_lock({std::int64_t{1} << 62U}));
}

TEST_F(LockFileTest, LockWaitsUntilNobodyHasIt) {
  const LockFile here(path_), there(path_);
  ASSERT_TRUE(there.try_lock({0}));
  bool was_let_go = false;  // guarded by the lock itself
  std::jthread waits([&] {
    here.lock({0});
    EXPECT_TRUE(was_let_go);
    here.unlock({0});
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  was_let_go = true;
  there.unlock({0});
}

TEST_F(LockFileTest, IsItsOwnersAloneAndNoHindranceWhereItCannotBeHad) {
  const LockFile mine(path_);
  struct stat status = {};
  ASSERT_EQ(fstat(mine.descriptor(), &status), 0);
  EXPECT_EQ(status.st_mode & 0077U, 0u);
  const LockFile none(path_ / "none" / "locks");
  EXPECT_FALSE(none.is_open());
  EXPECT_TRUE(none.try_lock({0}));
  none.lock({0});
  none.unlock({0});
}

}  // namespace
}  // namespace depesche
