// What repeats on a host: counting, knowing, forgetting, and the versions of it.
#include <algorithm>

#include <gtest/gtest.h>

#include "store/rows/block_tally.h"
#include "store/sqlite/database.h"
#include "tests/store/fixture.h"

namespace depesche {
namespace {

constexpr std::uint64_t kBox = 1'000'000'007;
constexpr std::uint64_t kNote = ~std::uint64_t{0};  // as a column it is negative

class HostBlocksTest : public testing::Test {
 protected:
  /// Counts one more page, with some blocks of its own and these.
  void page(const std::vector<SeenBlock>& shared, const std::string& host = "bote.example") {
    ++pages_;
    CountedPage page{host, "https://" + host + "/" + std::to_string(pages_),
                     "Headline " + std::to_string(pages_), shared};
    for (std::uint64_t i = 0; i < 5; ++i) {
      page.blocks.push_back({static_cast<std::uint64_t>(pages_) * 10 + i, true, "own"});
    }
    blocks().count(page, at(pages_));
  }
  void pages(int count, const std::vector<SeenBlock>& shared) {
    for (int i = 0; i < count; ++i) page(shared);
  }
  HostBlocks& blocks() { return archive_->host_blocks(); }
  KnownBlocks known() { return blocks().known("bote.example"); }
  int one(const std::string& sql) {
    Connection db((folder_.path() / "depesche.db").string());
    return *db.one<int>(sql);
  }

  /// Of the only host.
  BlockTally tally() {
    Connection db((folder_.path() / "depesche.db").string());
    BlockTally tally;
    for (const char* part : {"host_tally", "host_newest"}) {
      auto rows = db.query("SELECT blocks FROM " + std::string(part));
      if (rows.step()) tally.add(BlockTally(rows.blob(0)));
    }
    return tally;
  }

  static SeenBlock box() { return {kBox, true, "Every morning at six"}; }
  static SeenBlock note() { return {kNote, true, "All rights"}; }

  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_ = open_or_throw(folder_.path());
  int pages_ = 0;
};

TEST_F(HostBlocksTest, ABlockIsKnownFromItsFifthPageOn) {
  pages(4, {box()});
  EXPECT_FALSE(known().version);
  EXPECT_TRUE(known().blocks.empty());
  page({box()});
  EXPECT_TRUE(known().version);
  EXPECT_TRUE(known().blocks.contains(kBox));
  EXPECT_EQ(known().blocks.size(), 1u) << "nothing that only one page has";
  EXPECT_TRUE(blocks().known("blatt.example").blocks.empty()) << "each host by itself";
}

TEST_F(HostBlocksTest, KnowingOutlivesTheProcess) {
  pages(5, {box(), note()});
  const KnownBlocks before = known();
  archive_.reset();
  archive_ = open_or_throw(folder_.path());
  EXPECT_EQ(known().version, before.version);
  EXPECT_TRUE(known().blocks.contains(kBox));
  EXPECT_TRUE(known().blocks.contains(kNote));
  EXPECT_EQ(check(*archive_), std::vector<std::string>{});
}

TEST_F(HostBlocksTest, APageCountsOnceUnderWhateverAddressAndHeadline) {
  CountedPage live{"bote.example", "https://bote.example/live", "Live", {box()}};
  for (int i = 0; i < 20; ++i) {
    live.title = "Live, as of " + std::to_string(i);  // a live blog, read again and again
    blocks().count(live, at(i));
  }
  CountedPage twice{"bote.example", "", "The same report", {box()}};
  for (int i = 0; i < 20; ++i) {
    twice.canonical_url = "https://bote.example/print?" + std::to_string(i);
    blocks().count(twice, at(i));
  }
  EXPECT_TRUE(known().blocks.empty());
  EXPECT_EQ(one("SELECT pages FROM host"), 2);
  EXPECT_EQ(tally().pages_of(kBox), 2);
}

TEST_F(HostBlocksTest, AFifthOfThePagesIsNeeded) {
  for (int i = 0; i < 8; ++i) {
    pages(5, {});
    page({note()});  // the background to one event, in every sixth report
  }
  EXPECT_TRUE(known().blocks.empty());
}

TEST_F(HostBlocksTest, WhatIsNeverTakenForTextIsNotKnown) {
  SeenBlock footer = box();
  footer.in_text = false;
  pages(30, {footer});
  EXPECT_FALSE(known().version);
  pages(3, {box()});  // now and then it is
  EXPECT_TRUE(known().blocks.contains(kBox));
}

TEST_F(HostBlocksTest, EachChangeIsAVersionAndOldOnesCanBeReadBack) {
  pages(5, {box()});
  const RepeatedVersion first = known().version;
  pages(2, {box()});
  EXPECT_EQ(known().version, first) << "nothing new, no version";
  pages(10, {box(), note()});
  const RepeatedVersion second = known().version;
  EXPECT_NE(second, first);
  pages(300, {note()});  // the box was taken down
  const RepeatedVersion third = known().version;
  EXPECT_NE(third, second);
  EXPECT_FALSE(known().blocks.contains(kBox));
  EXPECT_TRUE(known().blocks.contains(kNote));

  for (int i = 0; i < 5; ++i) page({box()}, "blatt.example");  // numbers are shared by all hosts
  EXPECT_TRUE(blocks().known(first).blocks.contains(kBox));
  EXPECT_FALSE(blocks().known(first).blocks.contains(kNote));
  EXPECT_EQ(blocks().known(second).blocks.size(), 2u);
  EXPECT_EQ(blocks().known(third).blocks.size(), 1u);
  EXPECT_EQ(blocks().known(first).version, first);
  EXPECT_TRUE(blocks().known(RepeatedVersion{}).blocks.empty());
  EXPECT_TRUE(blocks().known(RepeatedVersion{999}).blocks.empty());
  EXPECT_EQ(blocks().texts(first), std::vector<std::string>{"Every morning at six"});
}

TEST_F(HostBlocksTest, ABoxThatComesLateIsKnownSoon) {
  pages(1000, {});
  int needed = 0;
  for (; needed < 100 && known().blocks.empty(); ++needed) page({box()});
  EXPECT_LE(needed, 30) << "old pages weigh less";
}

TEST_F(HostBlocksTest, WhatStaysOnHalfOfThePagesStaysKnown) {
  pages(5, {box()});
  const RepeatedVersion first = known().version;
  for (int i = 0; i < 400; ++i) page(i % 2 == 0 ? std::vector{box()} : std::vector<SeenBlock>{});
  EXPECT_EQ(known().version, first);
}

TEST_F(HostBlocksTest, OneHostsCountsAreBounded) {
  for (int i = 0; i < 60; ++i) {
    CountedPage page{"bote.example", "a" + std::to_string(i), "t" + std::to_string(i), {box()}};
    for (std::uint64_t j = 0; j < 199; ++j) {
      page.blocks.push_back({static_cast<std::uint64_t>(i) * 1000 + j, true, "own"});
    }
    blocks().count(page, at(i));
    ASSERT_LE(tally().blocks().size(), 3'000u);
  }
  EXPECT_TRUE(known().blocks.contains(kBox)) << "what is rare goes first";
}

TEST_F(HostBlocksTest, APageIsAddedToALittle) {
  std::vector<SeenBlock> shared;
  for (std::uint64_t i = 0; i < 40; ++i) shared.push_back({i + 100'000, i % 2 == 0, "shared"});
  int written = 0;
  int before = 0;
  for (int i = 1; i < 100; ++i) {
    page(shared);
    EXPECT_LE(one("SELECT length(blocks) FROM host_newest"), 4'000) << "fits a leaf";
    const int size = one("SELECT ifnull(sum(length(blocks)), 0) FROM host_tally");
    written += size != before ? 1 : 0;
    before = size;
    ASSERT_EQ(tally().blocks().size(), shared.size() + static_cast<std::size_t>(i) * 5);
    ASSERT_EQ(tally().pages_of(100'000), i);
  }
  EXPECT_GE(written, 1);
  EXPECT_LE(written, 5) << "all that was counted is written once in a while";
}

TEST_F(HostBlocksTest, AHostWithMoreBoxesThanAnybodyHasIsBounded) {
  for (int round = 0; round < 20; ++round) {
    std::vector<SeenBlock> many;
    for (std::uint64_t i = 0; i < 150; ++i) {
      many.push_back({static_cast<std::uint64_t>(round) * 1'000'000 + i + 100'000, true, "box"});
    }
    pages(60, many);
    ASSERT_LE(known().blocks.size(), 200u);
  }
  EXPECT_LE(one("SELECT count(*) FROM repeated_block WHERE until IS NOT NULL"), 1'000);
  EXPECT_LE(one("SELECT count(*) FROM host_page"), 2'300);
  EXPECT_EQ(check(*archive_), std::vector<std::string>{});
}

TEST_F(HostBlocksTest, HostsAreBoundedAndWhatIsKnownStays) {
  pages(5, {box()});
  const RepeatedVersion version = known().version;
  AcceptTransaction fast = archive_->begin_accept();  // one commit for all of them
  for (int i = 0; i < 2'100; ++i) page({}, "trap" + std::to_string(i) + ".example");
  fast.commit();
  EXPECT_LE(one("SELECT count(*) FROM host WHERE pages > 0"), 2'000);
  EXPECT_LE(one("SELECT count(*) FROM host"), 2'001);
  EXPECT_TRUE(blocks().known(version).blocks.contains(kBox));
  EXPECT_TRUE(known().blocks.contains(kBox));
}

TEST_F(HostBlocksTest, AnArticleKeepsTheVersionItsPageWasReadWith) {
  Article article = make_article("A", "one", "one", "text");
  const std::string address = article.canonical_url;
  EXPECT_FALSE(blocks().read_with(address));
  pages(5, {box()});
  Submission submission;
  submission.article = article;
  submission.repeated = known().version;
  const CountedPage counted{"one.example", address, "one", {box()}};
  ASSERT_TRUE(archive_->take_in(submission, counted, at(100)));
  EXPECT_EQ(blocks().read_with(address), known().version) << "while it waits";
  EXPECT_EQ(one("SELECT pages FROM host WHERE name = 'one.example'"), 1);

  const auto waiting = archive_->intake().take(10);
  ASSERT_EQ(waiting.entries.size(), 1u);
  AcceptTransaction accept = archive_->begin_accept();
  accept.put_article(waiting.entries[0].submission, terms_of(article), at(101),
                     {waiting.entries[0].id});
  accept.commit();
  EXPECT_EQ(archive_->intake().size(), 0);
  EXPECT_EQ(blocks().read_with(address), known().version) << "and when it is accepted";
}

TEST_F(HostBlocksTest, TheFeedsWordsWereReadWithNothing) {
  Article words = make_article("A", "one", "one", "text");
  words.origin = Origin::Feed;
  ASSERT_TRUE(archive_->intake().append({words, {}, {}, {}}, at(1)));
  EXPECT_FALSE(blocks().read_with(words.canonical_url));
  accept_one(*archive_, words, at(2));
  EXPECT_FALSE(blocks().read_with(words.canonical_url)) << "its page may be read with anything";
  Article page = make_article("A", "two", "two", "text");
  accept_one(*archive_, page, at(3));
  EXPECT_EQ(blocks().read_with(page.canonical_url), RepeatedVersion{}) << "a page by itself";
}

TEST_F(HostBlocksTest, APageThatIsNotTakenInIsNotCounted) {
  Submission submission;
  submission.article = make_article("A", "one", "one", "text");
  const std::string address = submission.article.canonical_url;
  take_down(*archive_, address, "asked to", at(0));
  ASSERT_TRUE(archive_->take_in(submission, {"one.example", address, "one", {box()}}, at(1)));
  submission.article.canonical_url.clear();
  EXPECT_FALSE(archive_->take_in(submission, {"one.example", "", "one", {box()}}, at(1)));
  EXPECT_EQ(one("SELECT count(*) FROM host"), 0);
}

}  // namespace
}  // namespace depesche
