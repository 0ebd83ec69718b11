// Disk full, power cut, damage, a newer program, no permission: what the store does on bad days.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/rows/article_codec.h"
#include "store/sqlite/database.h"
#include "store/sqlite/schema.h"
#include "tests/store/fixture.h"
#include "tests/support/faulty_disk.h"

namespace depesche {
namespace {

namespace fs = std::filesystem;
using test::FaultyDisk;

constexpr int kArticles = 24;
constexpr int kBatch = 5;

Article numbered(int number) {
  const std::string slug = "n" + std::to_string(number);
  return make_article("Blatt " + std::to_string(number % 4), slug, "kopf " + slug,
                      "text " + slug + std::string(static_cast<std::size_t>(number) * 40, 'x'));
}

/// What desk does: everything in the intake is accepted in batches, in order.
void accept_all(Archive& archive) {
  for (;;) {
    const Intake::Batch batch = archive.intake().take(kBatch);
    if (batch.entries.empty()) return;
    AcceptTransaction accept = archive.begin_accept();
    for (const IntakeEntry& entry : batch.entries) {
      const Article& article = entry.submission.article;
      const Accepted key =
          accept.put_article(entry.submission, terms_of(article), at(1000), {entry.id, false});
      if (key.outcome != Outcome::New && key.outcome != Outcome::Updated) continue;
      accept.put_term_vector(key.stream_no, "v");
      StoredDecision decision;
      decision.article = key.id;
      decision.story = StoryId{1 + key.id.value % 3};
      decision.reason = "joined";
      if (key.id.value > 4) decision.similar = {{ArticleId{key.id.value - 3}, 500, {"x"}}};
      accept.put_decision(decision);
    }
    accept.commit();
  }
}

/// One round from the first article to the last; what is known already changes nothing.
void work(Archive& archive) {
  for (int i = 0; i < kArticles; ++i) {
    if (archive.knows_address(numbered(i).canonical_url)) continue;
    static_cast<void>(archive.intake().append({numbered(i), {}, {}, {}}, at(i)));
    if (i % 7 == 6) accept_all(archive);
  }
  accept_all(archive);
}

/// (address, content) of everything that is in the archive.
std::set<std::pair<std::string, std::string>> content(const Archive& archive) {
  std::set<std::pair<std::string, std::string>> all;
  archive.reader().export_articles({}, [&all](ArticleId, const Article& article) {
    all.emplace(article.canonical_url, to_hex(content_hash(article)));
    return true;
  });
  return all;
}

std::set<std::pair<std::string, std::string>> expected_content() {
  TemporaryFolder folder;
  const auto archive = open_or_throw(folder.path());
  work(*archive);
  return content(*archive);
}

TEST(FullDisk, LeavesNothingHalfWrittenAndTheStoreUsable) {
  FaultyDisk& disk = FaultyDisk::instance();
  const auto expected = expected_content();
  std::mt19937 random(20261123);
  int full = 0;
  for (int round = 0; round < 40; ++round) {
    TemporaryFolder folder;
    ArchiveOptions options;
    options.vfs = disk.name();
    const auto archive = open_or_throw(folder.path(), options);
    disk.fill_after(static_cast<std::int64_t>(random() % 500), round % 2 == 1);
    try {
      work(*archive);
    } catch (const StoreError& error) {
      ++full;
      EXPECT_EQ(error.code(), ErrorCode::DiskFull) << error.what();
    }
    disk.mend();
    EXPECT_EQ(check(*archive), std::vector<std::string>{}) << "round " << round;
    work(*archive);  // the same connection works on
    EXPECT_EQ(content(*archive), expected) << "round " << round;
    EXPECT_EQ(check(*archive), std::vector<std::string>{});
  }
  EXPECT_GT(full, 20) << "the disk has to have been full, or nothing was tested";
}

TEST(FullDisk, WhileTheStoreIsMadeIsASentence) {
  FaultyDisk& disk = FaultyDisk::instance();
  TemporaryFolder folder;
  ArchiveOptions options;
  options.vfs = disk.name();
  for (int writes = 0; writes < 12; ++writes) {
    disk.fill_after(writes);
    const auto refused = Archive::open(folder.path(), options);
    disk.mend();
    if (refused) continue;
    EXPECT_EQ(refused.error().code, ErrorCode::DiskFull);
    EXPECT_NE(refused.error().message.find("disk is full"), std::string::npos);
  }
  EXPECT_TRUE(Archive::open(folder.path(), options));
}

/// Runs `work` in a process of its own that dies after so many writes, without any farewell.
void work_and_die(const fs::path& folder, std::int64_t writes) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    FaultyDisk& disk = FaultyDisk::instance();
    ArchiveOptions options;
    options.vfs = disk.name();
    auto archive = Archive::open(folder, options);
    if (!archive) _exit(3);
    disk.fill_after(writes, true);
    try {
      work(**archive);
    } catch (const StoreError&) {
      _exit(9);  // nothing is closed, flushed or rolled back
    }
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) != 3);
}

TEST(Death, AtAnyPointLosesNothingAndDoublesNothing) {
  const auto expected = expected_content();
  std::mt19937 random(815);
  for (int seed = 0; seed < 25; ++seed) {
    TemporaryFolder folder;
    for (int deaths = 0; deaths < 3; ++deaths) {
      work_and_die(folder.path(), static_cast<std::int64_t>(random() % 300));
      const auto archive = open_or_throw(folder.path());
      EXPECT_EQ(check(*archive), std::vector<std::string>{}) << "seed " << seed;
    }
    const auto archive = open_or_throw(folder.path());
    work(*archive);
    EXPECT_EQ(content(*archive), expected) << "seed " << seed;
    EXPECT_EQ(check(*archive), std::vector<std::string>{});
    EXPECT_EQ(archive->intake().size(), 0);
    EXPECT_EQ(archive->reader().last_stream_no(), kArticles) << "no number was given twice";
  }
}

TEST(PowerCut, TakesNothingOfAStoreThatIsNew) {
  FaultyDisk& disk = FaultyDisk::instance();
  std::mt19937 random(1);
  for (int articles = 15; articles <= 90; articles += 15) {
    TemporaryFolder folder;
    ArchiveOptions options;
    options.vfs = disk.name();
    options.log_pages = 40;  // begun anew after a few articles
    {
      const auto archive = open_or_throw(folder.path(), options);
      for (int i = 0; i < articles; ++i) {
        EXPECT_TRUE(archive->intake().append({numbered(i), {}, {}, {}}, at(i)));
      }
      disk.cut_power_after(0);
    }
    disk.mend();
    disk.restore(folder.path().string(), FaultyDisk::Survivors::None, random);
    const auto archive = Archive::open(folder.path(), options);
    ASSERT_TRUE(archive) << archive.error().message;
    EXPECT_EQ((*archive)->intake().size(), articles);
    disk.forget(folder.path().string());
  }
}

/// The first minute of a store: it is made, settled and has its first subscription. What it comes
/// to before the disk fails.
enum class Begun { Nothing, Made, Set, Subscribed };

Begun begin_store(const fs::path& folder) {
  Begun begun = Begun::Nothing;
  ArchiveOptions options;
  options.vfs = FaultyDisk::instance().name();
  options.log_pages = 40;  // emptied within the minute
  try {
    const auto archive = open_or_throw(folder, options);
    begun = Begun::Made;
    archive->set_setting("contact", "desk@example.org");
    begun = Begun::Set;
    archive->feeds().add({"https://bote.example/feed", "Bote", "", "", "de"}, at(0));
    begun = Begun::Subscribed;
  } catch (const StoreError&) {
    // What was reached is what was promised.
  }
  return begun;
}

/// So many points at which the power goes; more on demand.
int crash_points(int unless_asked) {
  const char* asked = std::getenv("DEPESCHE_CRASH_POINTS");
  return asked != nullptr ? std::atoi(asked) : unless_asked;
}

TEST(PowerCut, AnywhereWhileAStoreIsMadeLeavesAStore) {
  FaultyDisk& disk = FaultyDisk::instance();
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  std::int64_t operations = disk.operations();
  {
    TemporaryFolder folder;
    ASSERT_EQ(begin_store(folder.path()), Begun::Subscribed);
    disk.forget(folder.path().string());
  }
  operations = disk.operations() - operations;
  using Survivors = FaultyDisk::Survivors;
  int struck = 0;
  const int all = crash_points(6);
  for (int point = 0; point < all; ++point) {
    const std::string where = "seed " + std::to_string(seed) + ", point " + std::to_string(point);
    TemporaryFolder folder;
    Begun promised = Begun::Nothing;
    // Every other one a second time, on what the first left.
    for (int cut = 0; cut <= point % 2; ++cut) {
      disk.cut_power_after(
          static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(operations)));
      promised = std::max(promised, begin_store(folder.path()));
      struck += disk.mend() ? 1 : 0;
      const Survivors kinds[] = {Survivors::None, Survivors::Some, Survivors::Some, Survivors::All};
      disk.restore(folder.path().string(), kinds[random() % 4], random);
    }
    ArchiveOptions options;
    options.vfs = disk.name();
    {
      const auto archive = Archive::open(folder.path(), options);
      ASSERT_TRUE(archive) << archive.error().message << ": " << where;
      EXPECT_EQ(check(**archive), std::vector<std::string>{}) << where;
      const bool is_set = (*archive)->setting("contact").has_value();
      EXPECT_TRUE(is_set || promised < Begun::Set) << where;
      EXPECT_TRUE((*archive)->feeds().list().size() == 1 || promised < Begun::Subscribed) << where;
    }
    ASSERT_EQ(begin_store(folder.path()), Begun::Subscribed) << where;
    {
      const auto archive = open_or_throw(folder.path(), options);
      EXPECT_EQ(archive->feeds().list().size(), 1u) << where;
      EXPECT_EQ(check(*archive), std::vector<std::string>{}) << where;
    }
    disk.forget(folder.path().string());
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(struck, all / 2) << "the power has to have gone, or nothing was tested";
}

TEST(Death, ReleasesTheEngineLock) {
  TemporaryFolder folder;
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    auto archive = Archive::open(folder.path());
    const bool is_taken = archive && (*archive)->take_engine_lock();
    [[maybe_unused]] const ssize_t written = write(ready[1], is_taken ? "y" : "n", 1);
    for (;;) pause();
  }
  char answer = 0;
  ASSERT_EQ(read(ready[0], &answer, 1), 1);
  EXPECT_EQ(answer, 'y');
  const auto archive = open_or_throw(folder.path());
  const Result<void> refused = archive->take_engine_lock();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find(std::to_string(child)), std::string::npos);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(archive->take_engine_lock());
  close(ready[0]);
  close(ready[1]);
}

TEST(TwoProcesses, HandOverAndAcceptAtTheSameTime) {
  TemporaryFolder folder;
  open_or_throw(folder.path()).reset();
  const pid_t child = fork();
  if (child == 0) {
    auto archive = Archive::open(folder.path());
    if (!archive) _exit(3);
    try {
      for (int i = 0; i < 40; ++i) {
        static_cast<void>((*archive)->intake().append({numbered(i), {}, {}, {}}, at(i)));
      }
    } catch (const StoreError&) {
      _exit(4);
    }
    _exit(0);
  }
  const auto archive = open_or_throw(folder.path());
  ASSERT_TRUE(archive->take_engine_lock());
  int status = -1;
  while (waitpid(child, &status, WNOHANG) == 0) accept_all(*archive);
  accept_all(*archive);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_EQ(archive->reader().last_stream_no(), 40);
  EXPECT_EQ(check(*archive), std::vector<std::string>{});
}

class Damage : public testing::Test {
 protected:
  void SetUp() override {
    const auto archive = open_or_throw(folder_.path());
    work(*archive);
    ASSERT_EQ(check(*archive), std::vector<std::string>{});
  }
  std::string read_file() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void write_file(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
  }
  /// Opening, reading and checking, whatever the file holds. Empty when all seems well.
  std::vector<std::string> look() const {
    auto archive = Archive::open(folder_.path());
    if (!archive) return {std::string(name(archive.error().code)) + archive.error().message};
    try {
      content(**archive);
    } catch (const StoreError& error) {
      return {error.error().message};
    }
    return check(**archive);
  }

  TemporaryFolder folder_;
  fs::path path_ = folder_.path() / "depesche.db";
};

TEST_F(Damage, OfTheWholeFileIsASentence) {
  const std::string whole = read_file();
  const std::pair<std::string, ErrorCode> kCases[] = {
      {"this is no database, but it is long enough to be looked at: " + std::string(4096, 'x'),
       ErrorCode::Damaged},
      {std::string(100, '\0') + whole.substr(100), ErrorCode::Damaged},
      {whole.substr(0, whole.size() / 2), ErrorCode::Damaged},
  };
  for (const auto& [bytes, code] : kCases) {
    write_file(bytes);
    const std::vector<std::string> findings = look();
    ASSERT_FALSE(findings.empty());
  }
  write_file(whole);
  EXPECT_EQ(look(), std::vector<std::string>{});
}

TEST_F(Damage, AnywhereEndsInWordsAndNeverInACrash) {
  const std::string whole = read_file();
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    std::string broken = whole;
    const std::size_t begin = random() % (broken.size() - 64);
    for (std::size_t i = begin; i < begin + 64; ++i) broken[i] ^= static_cast<char>(random());
    write_file(broken);
    look();  // much of a small store is free space, where nobody misses anything
  }
}

TEST_F(Damage, OfAWholePageIsNoticed) {
  constexpr std::size_t kPage = 4096;
  const std::string whole = read_file();
  std::mt19937 random(4);
  for (std::size_t page = 0; page < whole.size() / kPage; page += 3) {
    std::string broken = whole;
    for (std::size_t i = 0; i < kPage; ++i) broken[page * kPage + i] = static_cast<char>(random());
    write_file(broken);
    EXPECT_FALSE(look().empty()) << "page " << page + 1;
  }
}

TEST_F(Damage, OfABodyIsFoundByTheCheck) {
  {
    Connection db(path_.string());
    prepare_connection(db, OpenMode::ReadWrite);
    db.run("UPDATE block SET packed = zeroblob(20) WHERE article_id = 3");
    db.run("UPDATE search_text SET title = 'other words' WHERE article_id = 4");
    db.run("DELETE FROM arrival WHERE stream_no = 5");
    db.run("UPDATE story SET articles = articles + 1 WHERE story_id = 2");
  }
  const auto archive = open_or_throw(folder_.path());
  std::string all;
  for (const std::string& finding : check(*archive)) all += finding + "\n";
  EXPECT_NE(all.find("the body of article 3 cannot be read back"), std::string::npos) << all;
  EXPECT_NE(all.find("full-text index is damaged"), std::string::npos) << all;
  EXPECT_NE(all.find("unexplained gap before 6"), std::string::npos) << all;
  EXPECT_NE(all.find("a story's counts are wrong: 2"), std::string::npos) << all;
}

TEST(Opening, ANewerSchemaIsRefusedAndLeftAlone) {
  TemporaryFolder folder;
  open_or_throw(folder.path()).reset();
  {
    Connection db((folder.path() / "depesche.db").string());
    db.script("PRAGMA user_version = 1000");
  }
  for (int i = 0; i < 2; ++i) {
    const auto refused = Archive::open(folder.path());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::NewerSchema);
  }
}

TEST(Opening, WhereNothingMayBeWrittenIsASentence) {
  TemporaryFolder folder;
  // Root may write anywhere, so somebody else has to try.
  const pid_t child = fork();
  if (child == 0) {
    chmod(folder.path().c_str(), 0555);
    if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(7);
    const auto in_it = Archive::open(folder.path());
    const auto below = Archive::open(folder.path() / "new");
    const bool is_good = !in_it && in_it.error().code == ErrorCode::NotWritable && !below &&
                         below.error().code == ErrorCode::NotWritable;
    _exit(is_good ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  chmod(folder.path().c_str(), 0755);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  std::ofstream(folder.path() / "file") << "x";
  const auto refused = Archive::open(folder.path() / "file");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::NotWritable);
}

}  // namespace
}  // namespace depesche
