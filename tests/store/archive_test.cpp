#include <thread>

#include <gtest/gtest.h>

#include "tests/store/fixture.h"

namespace depesche {
namespace {

class ArchiveTest : public testing::Test {
 protected:
  void TearDown() override {
    if (archive_) {
      EXPECT_EQ(check(*archive_), std::vector<std::string>{});
    }
  }

  TemporaryFolder folder_;
  std::unique_ptr<Archive> archive_ = open_or_throw(folder_.path());
};

TEST_F(ArchiveTest, AnArticleComesBackWhole) {
  Article article = make_article("Der Bote", "a", "bruecke bleibt", "der rat hat entschieden");
  article.published = Moment{at(-60), std::chrono::minutes{60}, false};
  article.updated = Moment{at(-86400), std::nullopt, true};
  article.image = Picture{"https://a.example/b.jpg", "Die Brücke", "Bote", "Brücke"};
  article.authors = {"Redaktion"};
  article.enclosures = {{"https://a.example/b.mp3", "audio/mpeg", 24'000'000, {}, "Zum Hören"}};
  article.paywalled = true;
  article.section = "Lokales";
  const Accepted key = accept_one(*archive_, article, at(0));
  EXPECT_EQ(key.outcome, Outcome::New);
  EXPECT_EQ(key.stream_no, 1);

  const Reader reader = archive_->reader();
  const auto page = reader.article_page(key.id);
  ASSERT_TRUE(page);
  article.stream_no = 1;
  article.first_seen_at = at(0);
  EXPECT_EQ(page->article, article);
  EXPECT_EQ(page->card.published, article.published);
  EXPECT_EQ(page->card.updated, article.updated);
  EXPECT_EQ(page->card.outlet_slug, "der-bote");
  EXPECT_EQ(page->card.paywalled, true);
  EXPECT_EQ(page->card.enclosures, article.enclosures);
  EXPECT_EQ(reader.newest_articles({}).articles.at(0).enclosures, article.enclosures);
  EXPECT_EQ(page->story.value, 1);
  EXPECT_EQ(page->story_reason, "founded");
  EXPECT_FALSE(reader.article_page(ArticleId{2}));
  EXPECT_EQ(reader.article_by_address("https://a.example/read"), key.id);
}

TEST_F(ArchiveTest, TheSameVersionAgainChangesNothing) {
  const Article article = make_article("Der Bote", "a", "eins", "zwei");
  const Accepted first = accept_one(*archive_, article, at(0));
  const Accepted again = accept_one(*archive_, article, at(50));
  EXPECT_EQ(again.outcome, Outcome::Unchanged);
  EXPECT_EQ(again.id, first.id);
  EXPECT_EQ(again.stream_no, first.stream_no);
  EXPECT_EQ(archive_->reader().last_stream_no(), 1);
}

TEST_F(ArchiveTest, APageReadAgainSaysWhetherItIsBehindAPaywall) {
  Submission page{make_article("Der Bote", "a", "eins", "zwei"), {}, {}, {}};
  const ArticleId id = accept_one(*archive_, page.article, at(0)).id;
  for (const auto& [said, expected] :
       std::vector<std::pair<std::optional<bool>, std::optional<bool>>>{
           {{}, {}}, {true, true}, {{}, true}, {false, false}}) {
    page.article.paywalled = said;
    ASSERT_TRUE(archive_->take_in(page, {}, at(10)));
    const auto now = archive_->reader().article_page(id);
    EXPECT_EQ(now->card.paywalled, expected);
    EXPECT_EQ(now->article.paywalled, expected);
    EXPECT_EQ(now->card.may_quote_body, !expected.value_or(false));
  }
}

TEST_F(ArchiveTest, ANewVersionKeepsTheNumberAndTheOldWords) {
  Article article = make_article("Der Bote", "a", "alter kopf", "alte worte");
  accept_one(*archive_, article, at(0));
  accept_one(*archive_, make_article("Der Bote", "b", "anderes", "etwas"), at(5));
  article.title = "neuer kopf";
  article.text = "neue worte";
  const Accepted updated = accept_one(*archive_, article, at(10), StoryId{1});
  EXPECT_EQ(updated.outcome, Outcome::Updated);
  EXPECT_EQ(updated.id.value, 1);
  EXPECT_EQ(updated.stream_no, 3);

  const Reader reader = archive_->reader();
  const auto page = reader.article_page(updated.id);
  EXPECT_EQ(page->article.title, "neuer kopf");
  EXPECT_EQ(page->card.first_seen_at, at(0));
  ASSERT_EQ(page->revisions.size(), 1u);
  EXPECT_EQ(page->revisions[0].title, "alter kopf");
  EXPECT_EQ(reader.revision(updated.id, 1)->text, "alte worte");
  SearchRequest old_words;
  old_words.match = "\"alte\"";
  EXPECT_TRUE(reader.search(old_words)->hits.empty());
  old_words.match = "\"neue\"";
  EXPECT_EQ(reader.search(old_words)->hits.size(), 1u);
}

TEST_F(ArchiveTest, AFeedsWordsAreReplacedByThePageButNeverThePageByTheFeed) {
  Article from_feed = make_article("Der Bote", "a", "kopf", "kurz");
  from_feed.origin = Origin::Feed;
  {
    AcceptTransaction accept = archive_->begin_accept();
    accept.put_article({from_feed, {}, Error{ErrorCode::Forbidden, "the page says 403"}, at(600)},
                       terms_of(from_feed), at(0));
    accept.commit();
  }
  EXPECT_EQ(archive_->reader().progress().from_feed_alone, 1);
  EXPECT_TRUE(archive_->reader().feed_only_articles({}).articles[0].page_pending);
  ASSERT_EQ(archive_->page_retries(at(600), 10).size(), 1u);
  EXPECT_TRUE(archive_->page_retries(at(599), 10).empty());
  archive_->note_page_failure(ArticleId{1}, {ErrorCode::TimedOut, "no answer"}, at(900));
  EXPECT_EQ(archive_->reader().article_page(ArticleId{1})->page_error->message, "no answer");

  const Article whole = make_article("Der Bote", "a", "kopf", "der ganze text");
  EXPECT_EQ(accept_one(*archive_, whole, at(1000)).outcome, Outcome::Updated);
  EXPECT_EQ(accept_one(*archive_, from_feed, at(1001)).outcome, Outcome::Unchanged);
  EXPECT_EQ(archive_->reader().progress().from_feed_alone, 0);
  EXPECT_TRUE(archive_->page_retries(at(9999), 10).empty());
  EXPECT_FALSE(archive_->reader().article_page(ArticleId{1})->page_error);
}

TEST_F(ArchiveTest, WhatWaitsForItsPageIsNoDamage) {
  Submission waiting{make_article("Der Bote", "a", "kopf", "kurz"), {}, {}, at(600)};
  ASSERT_TRUE(waiting.is_pending());
  ASSERT_TRUE(archive_->intake().append(waiting, at(0)));
  EXPECT_EQ(check(*archive_), std::vector<std::string>{}) << "in the intake";
  {
    AcceptTransaction accept = archive_->begin_accept();
    accept.put_article(waiting, terms_of(waiting.article), at(0),
                       {archive_->intake().take(1).entries.at(0).id, false});
    accept.commit();
  }
  EXPECT_EQ(check(*archive_), std::vector<std::string>{}) << "in the archive";
}

TEST_F(ArchiveTest, TimeNeverRunsBackwardInTheStream) {
  EXPECT_EQ(accept_one(*archive_, make_article("A", "a", "a", "a"), at(100)).first_seen_at,
            at(100));
  EXPECT_EQ(accept_one(*archive_, make_article("A", "b", "b", "b"), at(40)).first_seen_at, at(100));
  Article early = make_article("A", "c", "c", "c");
  early.first_seen_at = at(7);
  EXPECT_EQ(accept_one(*archive_, early, at(200)).first_seen_at, at(100));
  early.canonical_url += "2";
  early.first_seen_at = at(5000);
  EXPECT_EQ(accept_one(*archive_, early, at(200)).first_seen_at, at(200)) << "nor ahead of now";
}

TEST_F(ArchiveTest, AnImportKeepsItsPlacesWhereTheStreamHasNotPassedThem) {
  const auto import = [this](const char* slug, std::int64_t stream_no) {
    Article article = make_article("A", slug, slug, slug);
    article.stream_no = stream_no;
    article.first_seen_at = at(stream_no);
    AcceptTransaction accept = archive_->begin_accept();
    const Accepted key =
        accept.put_article({article, {}, {}, {}}, terms_of(article), at(10000), {{}, true});
    accept.commit();
    return key;
  };
  EXPECT_EQ(import("a", 10).id.value, 10);
  const Accepted next = import("b", 20);
  EXPECT_TRUE(next.kept_place);
  EXPECT_EQ(next.stream_no, 20);
  EXPECT_EQ(next.first_seen_at, at(20));
  const Accepted late = import("c", 15);
  EXPECT_FALSE(late.kept_place);
  EXPECT_EQ(late.stream_no, 21);
}

TEST_F(ArchiveTest, WhatIsNotCommittedNeverWas) {
  {
    AcceptTransaction accept = archive_->begin_accept();
    const Article article = make_article("A", "a", "a", "a");
    accept.put_article({article, {}, {}, {}}, terms_of(article), at(0));
  }
  EXPECT_EQ(archive_->reader().last_stream_no(), 0);
  EXPECT_FALSE(archive_->has_article("https://a.example/read"));
}

TEST_F(ArchiveTest, TheIntakeLetsGoInTheTransactionThatAccepts) {
  const Article article = make_article("A", "a", "a", "a");
  const Submission submission{article, {}, Error{ErrorCode::TimedOut, "slow"}, at(9)};
  EXPECT_EQ(*archive_->intake().append(submission, at(0)), Intake::Appended::New);
  EXPECT_EQ(*archive_->intake().append(submission, at(1)), Intake::Appended::Known);
  EXPECT_TRUE(archive_->knows_address(article.canonical_url));
  Intake::Batch batch = archive_->intake().take(10);
  ASSERT_EQ(batch.entries.size(), 1u);
  EXPECT_EQ(batch.entries[0].submission.page_error->message, "slow");
  EXPECT_EQ(batch.entries[0].submission.article.first_seen_at, at(0));
  for (const bool is_good : {false, true}) {
    {
      AcceptTransaction accept = archive_->begin_accept();
      const Accepted key = accept.put_article(batch.entries[0].submission, terms_of(article), at(2),
                                              {batch.entries[0].id, false});
      EXPECT_EQ(key.first_seen_at, at(0)) << "when we first saw it, not when we got round to it";
      if (is_good) accept.commit();
    }
    EXPECT_EQ(archive_->intake().size(), is_good ? 0 : 1);
    EXPECT_EQ(archive_->has_article(article.canonical_url), is_good);
  }
  EXPECT_EQ(*archive_->intake().append(submission, at(3)), Intake::Appended::Known);
  EXPECT_FALSE(archive_->intake().append(Submission{}, at(3))) << "no address";
}

TEST_F(ArchiveTest, AReaderSeesTheOldStateUntilTheCommit) {
  accept_one(*archive_, make_article("A", "a", "a", "a"), at(0));
  const Reader reader = archive_->reader();
  const std::int64_t mark = reader.change_mark();
  {
    AcceptTransaction accept = archive_->begin_accept();
    const Article article = make_article("A", "b", "b", "b");
    accept.put_article({article, {}, {}, {}}, terms_of(article), at(0));
    EXPECT_EQ(reader.last_stream_no(), 1);
    EXPECT_EQ(reader.change_mark(), mark);
    accept.commit();
  }
  EXPECT_EQ(reader.last_stream_no(), 2);
  EXPECT_NE(reader.change_mark(), mark);
}

TEST_F(ArchiveTest, ReadersNeverWaitForTheWriter) {
  std::jthread writing([this](const std::stop_token& stop) {
    for (int i = 0; i < 60 && !stop.stop_requested(); ++i) {
      const std::string slug = "n" + std::to_string(i);
      accept_one(*archive_, make_article("A", slug, slug, "wort"), at(i), StoryId{1});
    }
  });
  const Reader reader = archive_->reader();
  for (int last = 0; last < 60;) {
    const auto front = reader.front_stories(std::vector<StoryId>{StoryId{1}}, 100);
    const int now = front.empty() ? 0 : front[0].counts.articles;
    EXPECT_GE(now, last);
    if (!front.empty()) {
      EXPECT_EQ(front[0].members.size(), static_cast<std::size_t>(now)) << "one moment";
    }
    last = now;
  }
}

TEST_F(ArchiveTest, TheEngineLockIsHeldByOneAndNamesIt) {
  ASSERT_TRUE(archive_->take_engine_lock());
  ASSERT_TRUE(archive_->take_engine_lock()) << "mine already";
  auto other = open_or_throw(folder_.path());
  const Result<void> refused = other->take_engine_lock();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::Busy);
  EXPECT_NE(refused.error().message.find(std::to_string(getpid())), std::string::npos);
  EXPECT_EQ(*other->intake().append({make_article("A", "a", "a", "a"), {}, {}, {}}, at(0)),
            Intake::Appended::New)
      << "handing over needs no lock";
  archive_.reset();
  EXPECT_TRUE(other->take_engine_lock());
}

TEST_F(ArchiveTest, ReplayGivesEveryArrivalInOrderWithItsVector) {
  Article article = make_article("A", "a", "eins", "x");
  accept_one(*archive_, article, at(0));
  accept_one(*archive_, make_article("B", "b", "zwei", "x"), at(1));
  article.title = "drei";
  accept_one(*archive_, article, at(2));
  archive_->save_snapshot(1, "state one");
  archive_->save_snapshot(3, "state three");
  EXPECT_EQ(archive_->load_snapshot()->bytes, "state three");
  EXPECT_EQ(archive_->load_snapshot(2)->bytes, "state one");
  std::vector<std::string> seen;
  archive_->reader().replay(1, [&seen](const ReplayedArrival& arrival) {
    seen.push_back(std::to_string(arrival.stream_no) + (arrival.is_update ? "u " : " ") +
                   std::to_string(arrival.article.value) + " " + arrival.term_vector);
  });
  EXPECT_EQ(seen, (std::vector<std::string>{"2 2 vector zwei", "3u 1 vector drei"}));
}

TEST_F(ArchiveTest, AStateMayBeLargerThanAValueOfTheDatabase) {
  for (const char* path : {"a", "b", "c"}) {
    accept_one(*archive_, make_article("Das Blatt", path, path, "x"), at(0));
  }
  // Of several parts, each of which says where it stands.
  const auto state = [](char mark, std::size_t parts) {
    std::string bytes(kStatePart * (parts - 1) + 5, mark);
    for (std::size_t at = 0; at < bytes.size(); at += kStatePart) {
      bytes[at] = static_cast<char>('0' + at / kStatePart);
    }
    return bytes;
  };
  archive_->save_snapshot(1, state('a', 3));
  archive_->save_snapshot(2, state('b', 1));
  EXPECT_TRUE(archive_->load_snapshot(1)->bytes == state('a', 3));
  EXPECT_TRUE(archive_->load_snapshot()->bytes == state('b', 1));
  archive_->save_snapshot(2, state('c', 2));
  archive_->save_snapshot(2, state('d', 1));
  EXPECT_TRUE(archive_->load_snapshot()->bytes == state('d', 1)) << "what it replaces is gone";
  archive_->save_snapshot(3, state('e', 2));
  EXPECT_FALSE(archive_->load_snapshot(1)) << "only two are kept";
  EXPECT_TRUE(archive_->load_snapshot(2)->bytes == state('d', 1));
  EXPECT_TRUE(archive_->load_snapshot()->bytes == state('e', 2));
  archive_->drop_snapshots();
  EXPECT_FALSE(archive_->load_snapshot());
  archive_->save_snapshot(3, state('f', 1));
  EXPECT_TRUE(archive_->load_snapshot()->bytes == state('f', 1)) << "no part of others is left";
}

TEST_F(ArchiveTest, ExportGoesInTheOrderOfTheStream) {
  for (int i = 0; i < 5; ++i) {
    const std::string slug = "x" + std::to_string(i);
    accept_one(*archive_, make_article("A", slug, slug, "x"), at(i * 10));
  }
  std::vector<std::int64_t> numbers;
  archive_->reader().export_articles(at(15), [&numbers](ArticleId id, const Article& article) {
    EXPECT_EQ(id.value, article.stream_no);
    numbers.push_back(id.value);
    return numbers.size() < 2;
  });
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{3, 4}));
}

TEST_F(ArchiveTest, PicturesAreFetchedOncePerAddressAndKeptOncePerFile) {
  for (const char* slug : {"a", "b"}) {
    Article article = make_article("A", slug, slug, slug);
    article.image = Picture{std::string("https://img.example/") + slug, "", "", "alt"};
    accept_one(*archive_, article, at(slug[0] == 'a' ? 0 : 5));
  }
  const auto wanted = archive_->pictures().wanted(at(10), 10);
  ASSERT_EQ(wanted.size(), 2u);
  EXPECT_EQ(wanted[0].url, "https://img.example/b") << "newest first";
  archive_->pictures().note_failure(wanted[0].url, at(100));
  EXPECT_EQ(archive_->pictures().wanted(at(10), 10).size(), 1u);
  const std::string bytes("\x89PNG\0", 5);
  const std::string hash = archive_->pictures().put(wanted[0].url, "image/png", bytes);
  EXPECT_EQ(archive_->pictures().put(wanted[1].url, "image/png", bytes), hash);
  EXPECT_TRUE(archive_->pictures().wanted(at(1000), 10).empty());
  const Reader reader = archive_->reader();
  EXPECT_EQ(reader.article_card(ArticleId{1})->picture_hash, hash);
  EXPECT_EQ(reader.picture(hash)->bytes, bytes);
  EXPECT_FALSE(reader.picture("../../etc/passwd"));
  EXPECT_FALSE(reader.picture(std::string(32, '0')));
}

TEST_F(ArchiveTest, SettingsAreKept) {
  EXPECT_FALSE(archive_->setting("language"));
  archive_->set_setting("language", "de");
  archive_->set_setting("language", "en");
  EXPECT_EQ(archive_->reader().setting("language"), "en");
}

TEST_F(ArchiveTest, CountsWhatAnOutletSaysOfItsNewestArticles) {
  const auto put_said = [&](int number, const std::string& robots, const std::string& tdm,
                            std::optional<bool> paywalled = {}) {
    Article article = make_article("Der Bote", "bote" + std::to_string(number), "Meldung", "Text");
    article.rights.robots = robots;
    article.rights.tdm = tdm;
    if (!robots.empty()) article.rights.seen_at = at(number);
    article.paywalled = paywalled;
    AcceptTransaction accept = archive_->begin_accept();
    const Accepted accepted = accept.put_article({article, {}, {}, {}}, {}, at(number));
    accept.commit();
    return accepted.outlet;
  };
  put_said(1, "noindex, nosnippet", "");
  put_said(2, "nosnippet", "1");
  put_said(3, "max-snippet:20", "1", true);
  put_said(4, "unavailable_after:2027-01-15T08:00:50Z", "");
  const OutletId outlet = put_said(5, "", "", false);
  const Reader reader = archive_->reader();
  const OutletRights early = reader.outlet_rights(outlet, at(49));
  EXPECT_EQ(early.of, 5);
  EXPECT_EQ(early.hidden, 1);
  EXPECT_EQ(early.unquoted, 1);
  EXPECT_EQ(early.limited, 1);
  EXPECT_EQ(early.reserved, 2);
  EXPECT_EQ(early.walled, 1);
  EXPECT_EQ(early.seen_at, at(4));
  EXPECT_EQ(reader.outlet_rights(outlet, at(50)).hidden, 2);
  for (int i = 6; i < 120; ++i) put_said(i, "", "");
  EXPECT_EQ(reader.outlet_rights(outlet, at(50)).of, 100);
  EXPECT_EQ(reader.outlet_rights(outlet, at(50)).hidden, 0) << "what it says now counts";
  EXPECT_EQ(reader.outlet_rights(OutletId{99}, at(50)).of, 0);
}

TEST_F(ArchiveTest, WhatWasTakenDownIsGoneAndStaysAway) {
  const Article article = make_article("A", "a", "weg", "damit");
  accept_one(*archive_, article, at(0));
  EXPECT_EQ(take_down(*archive_, article.canonical_url, "asked for", at(1)).article.value, 1);
  EXPECT_EQ(accept_one(*archive_, article, at(2)).outcome, Outcome::TakenDown);
  EXPECT_EQ(*archive_->intake().append({article, {}, {}, {}}, at(2)), Intake::Appended::TakenDown);
  const Reader reader = archive_->reader();
  EXPECT_FALSE(reader.article_page(ArticleId{1}));
  SearchRequest request;
  request.match = "\"damit\"";
  EXPECT_TRUE(reader.search(request)->hits.empty());
  EXPECT_FALSE(reader.living_story(StoryId{1}));
}

}  // namespace
}  // namespace depesche
