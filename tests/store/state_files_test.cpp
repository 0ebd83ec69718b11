#include "store/writing/state_files.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "store/sqlite/writer.h"
#include "store/upkeep/maintenance.h"
#include "store/writing/engine_states.h"
#include "tests/store/fixture.h"

namespace depesche {
namespace {

namespace fs = std::filesystem;

class StateFilesTest : public testing::Test {
 protected:
  void add(Archive& archive, const std::string& slug, std::int64_t seen = 0) {
    accept_one(archive, make_article("A", slug, slug, "text"), at(seen));
  }
  fs::path file_of(std::int64_t stream_no) const {
    return data_ / ("depesche.db-state-" + std::to_string(stream_no));
  }
  static std::string content_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void put(const fs::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
  }

  TemporaryFolder folder_;
  fs::path data_ = folder_.path() / "data";
};

TEST_F(StateFilesTest, WhatIsDamagedCostsALongerReplayAndNothingElse) {
  const auto archive = open_or_throw(data_);
  for (const char* slug : {"one", "two"}) add(*archive, slug);
  archive->save_snapshot(1, "the older");
  archive->save_snapshot(2, "the newer");
  const std::string whole = content_of(file_of(2));
  EXPECT_EQ(archive->load_snapshot()->bytes, "the newer");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    put(file_of(2), whole.substr(0, size));
    EXPECT_EQ(archive->load_snapshot()->bytes, "the older") << size;
  }
  EXPECT_EQ(check_states(*archive).size(), 1u) << "it is said";
  EXPECT_EQ(check(*archive), std::vector<std::string>{}) << "and nothing is lost";
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string bytes = whole;
    bytes[i] = static_cast<char>(bytes[i] ^ 4);
    put(file_of(2), bytes);
    EXPECT_EQ(archive->load_snapshot()->bytes, "the older") << i;
  }
  put(file_of(2), whole);
  EXPECT_EQ(archive->load_snapshot()->bytes, "the newer");
  EXPECT_EQ(check_states(*archive), std::vector<std::string>{});
}

TEST_F(StateFilesTest, WhatIsNotFinishedIsNotFound) {
  const auto archive = open_or_throw(data_);
  add(*archive, "one");
  {
    const auto file = archive->begin_snapshot(1);
    file->append("state");
    EXPECT_FALSE(archive->load_snapshot());
  }
  // As a process leaves it that was killed.
  put(data_ / "depesche.db-state.partial", "half a state");
  EXPECT_FALSE(archive->load_snapshot());
  archive->save_snapshot(1, "state");
  EXPECT_EQ(archive->load_snapshot()->bytes, "state");
  EXPECT_FALSE(fs::exists(data_ / "depesche.db-state.partial"));
}

TEST_F(StateFilesTest, AStateIsWrittenInPiecesAndMended) {
  const auto archive = open_or_throw(data_);
  add(*archive, "one");
  const std::string piece(700'000, 'x');
  const auto file = archive->begin_snapshot(1);
  for (int i = 0; i < 4; ++i) file->append(piece);
  file->patch(1'048'570, "over the edge");
  archive->keep_snapshot(*file);
  std::string expected;
  for (int i = 0; i < 4; ++i) expected += piece;
  expected.replace(1'048'570, 13, "over the edge");
  EXPECT_TRUE(archive->load_snapshot()->bytes == expected);
}

// A store of last week in the place of today's: the state beside it is of what it never saw.
TEST_F(StateFilesTest, AStateOfAnotherStreamIsNotTaken) {
  {
    const auto archive = open_or_throw(data_);
    add(*archive, "one");
    archive->save_snapshot(1, "after one");
  }
  fs::copy(data_, folder_.path() / "last week", fs::copy_options::recursive);
  {
    const auto archive = open_or_throw(data_);
    add(*archive, "two", 10);
    archive->save_snapshot(2, "after two");
  }
  const std::string state = content_of(file_of(2));
  data_ = folder_.path() / "last week";
  put(file_of(2), state);
  const auto archive = open_or_throw(data_);
  EXPECT_EQ(archive->load_snapshot()->bytes, "after one");
  add(*archive, "other", 20);
  EXPECT_EQ(archive->load_snapshot()->bytes, "after one") << "nor where it goes on otherwise";
  add(*archive, "third", 30);
  put(file_of(9), state);
  archive->save_snapshot(3, "after three");
  EXPECT_EQ(archive->load_snapshot()->bytes, "after three");
  EXPECT_FALSE(fs::exists(file_of(9))) << "it would push out ours";
}

TEST_F(StateFilesTest, ABackupHasItAndRestoringBringsItBack) {
  const fs::path backup = folder_.path() / "backup.db";
  {
    const auto archive = open_or_throw(data_);
    add(*archive, "one");
    archive->save_snapshot(1, "after one");
    ASSERT_TRUE(back_up(*archive, backup));
    add(*archive, "two", 10);
    archive->save_snapshot(2, "after two");
  }
  ASSERT_TRUE(restore(data_, backup));
  EXPECT_FALSE(fs::exists(file_of(2))) << "what the old store had";
  const auto archive = open_or_throw(data_);
  EXPECT_EQ(archive->load_snapshot()->bytes, "after one");
  add(*archive, "three", 20);
  archive->save_snapshot(2, "after three");
  EXPECT_EQ(archive->load_snapshot()->bytes, "after three");
  EXPECT_EQ(archive->writer().db.one<int>("SELECT count(*) FROM engine_snapshot"), 0)
      << "it lies beside the store from now on";
}

TEST_F(StateFilesTest, WhatIsForgottenIsInNoState) {
  const auto archive = open_or_throw(data_);
  for (const char* slug : {"one", "two"}) add(*archive, slug);
  archive->save_snapshot(1, "knows the secret");
  archive->save_snapshot(2, "knows the secret too");
  // Somebody else still has it open, as a disk would have its blocks.
  std::ifstream still_open(file_of(1), std::ios::binary);
  std::ifstream replaced(file_of(2), std::ios::binary);
  archive->note_forgotten({ArticleId{1}}, 2, "knows nothing");
  EXPECT_EQ(archive->load_snapshot()->bytes, "knows nothing");
  EXPECT_FALSE(fs::exists(file_of(1)));
  for (std::ifstream* one : {&still_open, &replaced}) {
    const std::string left{std::istreambuf_iterator<char>(*one), {}};
    EXPECT_EQ(left.find_first_not_of('\0'), std::string::npos);
  }
}

}  // namespace
}  // namespace depesche
