// Similar news where several languages are live.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/story/generated_stream.h"

namespace depesche {
namespace {

constexpr const char* kLanguages[] = {"de", "en", "fr"};

/// Its words in another language, where they are spelled otherwise; names are the same.
std::string told_in(std::size_t language, const std::string& text) {
  static const std::string kBegins[] = {"", "qu", "ex"};
  std::string out;
  bool is_begin = true;
  for (const char letter : text) {
    if (is_begin && letter >= 'a' && letter <= 'z') out += kBegins[language];
    is_begin = letter == ' ' || letter == '\n';
    out += letter;
  }
  return out;
}

/// What every German word of `texts` is called in English.
Translations list_of(const std::vector<GeneratedArticle>& stream) {
  std::string list;
  for (const GeneratedArticle& one : stream) {
    std::string word;
    for (const char letter : one.article.title + " ") {
      if (letter != ' ') {
        word += letter;
        continue;
      }
      if (!word.empty()) list.append(word).append(" :: ").append(told_in(1, word)).append("\n");
      word.clear();
    }
  }
  return Translations::from_ding(list);
}

Translations known;
const Translations* known_words() { return &known; }

/// Each article in one of three languages, about something that has a number.
std::vector<GeneratedArticle> several_languages(std::mt19937& random, int articles,
                                                TranslationsSource translations) {
  std::vector<GeneratedArticle> stream = generate_stream(static_cast<unsigned>(random()), articles);
  known = list_of(stream);
  Analyser analyser(translations);
  for (GeneratedArticle& one : stream) {
    const std::size_t language = random() % std::size(kLanguages);
    for (std::string* text : {&one.article.title, &one.article.standfirst, &one.article.text}) {
      *text = told_in(language, *text);
    }
    // Full texts have more telling words than names.
    if (random() % 2 == 0) one.article.text.clear();
    one.article.standfirst += " " + std::to_string(100 + one.event % 40);
    one.arrival.analysis = analyser.analyse(one.article, kLanguages[language]);
  }
  return stream;
}

class SimilarAbroad : public testing::TestWithParam<TranslationsSource> {};

TEST_P(SimilarAbroad, AreWhatComparingWithAllFinds) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  StoryParameters parameters = shipped_parameters();
  parameters.sealed_span = 32;
  parameters.live_days = 3;  // so that some leave
  parameters.most_judged = 3;
  parameters.most_foreign = 1;  // so that nearly all is left to the search
  Engine engine(parameters);
  const auto stream = several_languages(random, 160, GetParam());
  std::size_t abroad = 0;
  for (std::size_t i = 0; i < stream.size(); ++i) {
    engine.add(stream[i].arrival);
    if (random() % 8 == 0) {  // another's words, and its language, under an old article's name
      Arrival revised = stream[random() % stream.size()].arrival;
      revised.article = stream[random() % (i + 1)].arrival.article;
      revised.first_seen_at = stream[i].arrival.first_seen_at;
      engine.add(revised);
    }
    if (random() % 40 == 0) engine.forget(stream[random() % (i + 1)].arrival.article);
    if (random() % 40 == 0) {
      Result<Engine> restored = Engine::restore(engine.snapshot(), parameters);
      ASSERT_TRUE(restored);
      engine = std::move(*restored);
    }
    const std::size_t recent = i - std::min<std::size_t>(i, random() % 60);
    for (const std::size_t limit : {1U, 6U, 40U}) {
      const ArticleId asked = stream[recent].arrival.article;
      const auto exact = engine.similar_by_brute_force(asked, limit);
      EXPECT_EQ(engine.similar_to(asked, limit), exact) << "at " << i;
      for (const Similar& similar : exact) {
        const auto other = static_cast<std::size_t>(similar.article.value) - 1;
        abroad +=
            stream[other].arrival.analysis.language != stream[recent].arrival.analysis.language;
      }
    }
  }
  EXPECT_LT(engine.live_articles(), stream.size());
  EXPECT_GT(abroad, 50U);
}

INSTANTIATE_TEST_SUITE_P(WithAndWithoutMeanings, SimilarAbroad,
                         testing::Values(TranslationsSource{nullptr}, &known_words));

/// About something of its own each; its text is longer the larger `number` is.
Article about(int number, const std::string& begins) {
  const std::string own = std::to_string(number);
  Article article;
  article.title = begins + " quarv" + own + "a";
  for (int i = 0; i < number % 23; ++i) {
    article.text += "exten" + own + "b" + std::to_string(i) + " ";
  }
  return article;
}

/// A name that few write of in one language and many in the other: those are as alike as the index
/// says, so the nearest are soon known.
TEST(SimilarNewsAbroad, AreSearchedForWithoutComparingAllThatShareAName) {
  constexpr int kArticles = 300;
  Engine engine;
  Analyser analyser;
  const auto add = [&](int number, const Article& article, const char* language) {
    Arrival arrival;
    arrival.article = ArticleId{number};
    arrival.first_seen_at = std::chrono::sys_days{std::chrono::year{2026} / 1 / 2};
    arrival.outlet = OutletId{number};
    arrival.analysis = analyser.analyse(article, language);
    engine.add(arrival);
  };
  for (int i = 1; i < kArticles; ++i) add(i, about(i, "visit to Belmira"), "en");
  Article asked;
  asked.title = "Reise nach Belmira zu den neuen Hallen";
  add(kArticles, asked, "de");
  const std::size_t before = engine.search_effort().taken;
  const std::vector<Similar> similar = engine.similar_to(ArticleId{kArticles});
  EXPECT_EQ(similar, engine.similar_by_brute_force(ArticleId{kArticles}, similar.size()));
  EXPECT_GT(similar.size(), 2U);
  EXPECT_LT(engine.search_effort().taken - before, std::size_t{kArticles / 3});
}

}  // namespace
}  // namespace depesche
