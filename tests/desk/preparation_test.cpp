#include "desk/preparation.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "store/archive.h"

namespace depesche {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_seconds kPreparedAt{1'790'000'000s};

class PreparationTest : public testing::Test {
 protected:
  static std::unique_ptr<Archive> open() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const auto path = std::filesystem::path(testing::TempDir()) /
                      (std::string("preparation_") + test->name() + std::to_string(getpid()));
    std::filesystem::remove_all(path);
    auto archive = Archive::open(path);
    EXPECT_TRUE(archive) << archive.error().message;
    return std::move(*archive);
  }
  void append(int from, int to) {
    std::vector<Submission> submissions;
    for (int i = from; i < to; ++i) {
      Article article;
      article.url = "https://blatt.example/" + std::to_string(i);
      article.canonical_url = article.url;
      article.outlet = "Blatt";
      article.language = i % 2 == 0 ? "de" : "en";
      article.title = "Die Häuser am Rhein " + std::to_string(i);
      article.text = "The houses along the river were flooded again.";
      submissions.push_back({std::move(article), {}, {}, {}});
    }
    ASSERT_TRUE(archive->intake().append(submissions, kPreparedAt));
  }
  /// As the desk does: out of the intake, in one transaction.
  void accept(const std::vector<PreparedArticle>& batch) {
    AcceptTransaction accept = archive->begin_accept();
    for (const PreparedArticle& one : batch) {
      accept.put_article(one.entry.submission, one.terms, kPreparedAt, {one.entry.id, false});
    }
    accept.commit();
  }
  static std::vector<std::string> addresses(const std::vector<PreparedArticle>& batch) {
    std::vector<std::string> out;
    out.reserve(batch.size());
    for (const PreparedArticle& one : batch) out.push_back(one.entry.submission.article.url);
    return out;
  }

  std::unique_ptr<Archive> archive = open();
  Preparation preparation{*archive, nullptr};
};

TEST_F(PreparationTest, TakesMoreAtOnceWhereManyWait) {
  append(0, 64 + 128 + 256 + 256 + 10);
  std::vector<std::size_t> sizes;
  for (auto batch = preparation.next(); !batch.empty(); batch = preparation.next()) {
    sizes.push_back(batch.size());
    accept(batch);
    preparation.done();
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{64, 128, 256, 256, 10}));
  append(1000, 1100);
  EXPECT_EQ(preparation.next().size(), 64U) << "and few again";
}

TEST_F(PreparationTest, GivesAllInOrderAndEachOnce) {
  append(0, 150);
  std::vector<std::string> all;
  std::vector<std::string> wanted;
  wanted.reserve(200);
  for (int i = 0; i < 200; ++i) wanted.push_back("https://blatt.example/" + std::to_string(i));
  for (auto batch = preparation.next(); !batch.empty(); batch = preparation.next()) {
    const auto some = addresses(batch);
    if (all.empty()) append(150, 200);  // while others are being prepared
    all.insert(all.end(), some.begin(), some.end());
    accept(batch);
    preparation.done();
  }
  EXPECT_EQ(all, wanted);
  EXPECT_TRUE(preparation.next().empty());
  append(200, 201);
  EXPECT_EQ(addresses(preparation.next()), std::vector<std::string>{"https://blatt.example/200"});
}

TEST_F(PreparationTest, WhatWasNotDoneComesAgainBeforeAllOthers) {
  append(0, 150);
  const auto first = addresses(preparation.next());
  EXPECT_EQ(addresses(preparation.next()), first) << "nobody said it was done";
  const auto batch = preparation.next();
  EXPECT_EQ(addresses(batch), first);
  accept(batch);
  preparation.done();
  const auto second = addresses(preparation.next());
  EXPECT_EQ(second.front(), "https://blatt.example/" + std::to_string(first.size()));
}

TEST_F(PreparationTest, WorksOutWhatTheArticleAloneTells) {
  append(0, 2);
  const auto batch = preparation.next();
  ASSERT_EQ(batch.size(), 2u);
  EXPECT_EQ(batch[0].terms.title, "haus rhein 0");
  EXPECT_EQ(batch[1].terms.body, index_terms(batch[1].entry.submission.article.text, "en"));
  Analyser analyser;
  for (const PreparedArticle& one : batch) {
    const Article& article = one.entry.submission.article;
    EXPECT_EQ(one.term_vector, encode(analyser.analyse(article, article.language)));
  }
}

class LearningPreparation : public PreparationTest {
 protected:
  /// German articles whose words only the stream can teach.
  void append_german(int from, int to) {
    std::vector<Submission> submissions;
    for (int i = from; i < to; ++i) {
      Article article;
      article.url = "https://blatt.example/" + std::to_string(i);
      article.canonical_url = article.url;
      article.outlet = "Blatt";
      article.language = "de";
      article.title = "Die Zorkelabwehr";
      article.text = "Hier fliegen Zorkel.";
      submissions.push_back({std::move(article), {}, {}, {}});
    }
    ASSERT_TRUE(archive->intake().append(submissions, kPreparedAt));
  }
  /// Titles' terms of all that waits, in `by` batches at most between two closings of the desk.
  std::vector<std::string> all_titles(Preparation& prepared) {
    std::vector<std::string> titles;
    for (auto batch = prepared.next(); !batch.empty(); batch = prepared.next()) {
      for (const PreparedArticle& one : batch) titles.push_back(one.terms.title);
      AcceptTransaction accept = archive->begin_accept();
      for (const PreparedArticle& one : batch) {
        accept.put_article(one.entry.submission, one.terms, kPreparedAt, {one.entry.id, false});
      }
      if (auto words = prepared.new_part_words()) accept.put_part_words(std::move(words));
      accept.commit();
      prepared.done();
    }
    return titles;
  }
};

TEST_F(LearningPreparation, PartsByWhatEarlierArticlesTaught) {
  append_german(0, 100);
  const auto titles = all_titles(preparation);
  ASSERT_EQ(titles.size(), 100U);
  EXPECT_EQ(titles[63], "zorkelabwehr") << "not yet in use";
  EXPECT_EQ(titles[64], "zorkelabwehr +zorkel +abwehr");
  EXPECT_EQ(archive->part_words()->texts(), 64U);
  EXPECT_EQ(preparation.learned().texts(), 100U);
}

TEST_F(LearningPreparation, GoesOnWhereItWasAfterARestart) {
  append_german(0, 40);
  EXPECT_EQ(all_titles(preparation).back(), "zorkelabwehr");
  archive->save_learned_words(preparation.learned(), archive->reader().last_stream_no());
  Preparation next(*archive, nullptr);
  append_german(40, 80);
  const auto titles = all_titles(next);
  EXPECT_EQ(titles[23], "zorkelabwehr");
  EXPECT_EQ(titles[24], "zorkelabwehr +zorkel +abwehr") << "the 65th";
  Preparation last(*archive, nullptr);
  append_german(80, 81);
  EXPECT_EQ(all_titles(last), std::vector<std::string>{"zorkelabwehr +zorkel +abwehr"});
}

TEST_F(LearningPreparation, LearnsOnceWhatComesAgain) {
  append_german(0, 80);
  preparation.next();
  preparation.next();  // nobody said it was done
  const auto titles = all_titles(preparation);
  EXPECT_EQ(preparation.learned().texts(), 80U);
  EXPECT_EQ(titles[63], "zorkelabwehr");
  EXPECT_EQ(titles[64], "zorkelabwehr +zorkel +abwehr");
}

}  // namespace
}  // namespace depesche
