#include "rank/headline.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "rank/headline_words.h"
#include "rank/measures.h"

namespace depesche {
namespace {

std::string_view primary_language(std::string_view language) {
  return language.substr(0, language.find_first_of("-_"));
}

bool is_in(const RankedArticle& article, std::string_view language) {
  return equals_ignoring_case(primary_language(article.language), primary_language(language));
}

int kind_penalty(ArticleKind kind) {
  switch (kind) {
    case ArticleKind::News:
      return 0;
    case ArticleKind::Live:
      return 250;
    case ArticleKind::Opinion:
    case ArticleKind::Review:
    case ArticleKind::Video:
      return 400;
    case ArticleKind::Advertorial:
      return 1000;
  }
  return 0;
}

HeadlineStanding standing_of(const RankedArticle& article) {
  HeadlineStanding standing;
  standing.kind = -kind_penalty(article.kind);
  if (article.is_reprint) standing.copied = rank::kReprintHeadline;
  if (!article.has_body) standing.teaser = rank::kTeaserHeadline;
  if (article.has_picture) standing.pictured = rank::kPicturedHeadline;
  return standing;
}

/// Those that may be shown to the reader, in the order of the stream; own reports and the newest
/// where there are too many to compare.
std::vector<const RankedArticle*> candidates_of(const RankedStory& story,
                                                std::string_view reader_language) {
  std::vector<const RankedArticle*> all;
  for (const RankedArticle& article : story.articles) {
    if (article.kind == ArticleKind::Advertorial || trim(article.title).empty()) continue;
    all.push_back(&article);
  }
  const auto is_readable = [&](const RankedArticle* one) { return is_in(*one, reader_language); };
  if (std::any_of(all.begin(), all.end(), is_readable)) {
    std::erase_if(all, [&](const RankedArticle* one) { return !is_readable(one); });
  }
  if (all.size() > rank::kMostHeadlines) {
    std::sort(all.begin(), all.end(), [](const RankedArticle* a, const RankedArticle* b) {
      return a->is_reprint != b->is_reprint ? b->is_reprint : b->article < a->article;
    });
    all.resize(rank::kMostHeadlines);
  }
  std::sort(all.begin(), all.end(),
            [](const RankedArticle* a, const RankedArticle* b) { return a->article < b->article; });
  return all;
}

}  // namespace

std::optional<ChosenHeadline> choose_headline(const RankedStory& story,
                                              std::string_view reader_language) {
  const std::vector<const RankedArticle*> candidates = candidates_of(story, reader_language);
  std::optional<ChosenHeadline> best;
  for (const RankedArticle* first : candidates) {
    // Headlines are compared within a language: take each language once, at its first headline.
    const auto same = [&](const RankedArticle* one) { return is_in(*one, first->language); };
    if (first != *std::find_if(candidates.begin(), candidates.end(), same)) continue;
    std::vector<const RankedArticle*> alike;
    std::vector<std::string_view> titles;
    for (const RankedArticle* one : candidates) {
      if (!same(one)) continue;
      alike.push_back(one);
      titles.push_back(one->title);
    }
    const std::vector<int> central = rank::centrality(titles);
    for (std::size_t i = 0; i < alike.size(); ++i) {
      HeadlineScore score;
      score.central = central[i];
      score.informative = rank::informative(titles[i]);
      score.informed = score.informative * rank::kInformativeWeight / 1000;
      score.teasing = rank::teasing(titles[i]);
      score.standing = standing_of(*alike[i]);
      score.compared = static_cast<int>(alike.size()) - 1;
      score.in_language = reader_language.empty() || is_in(*alike[i], reader_language);
      score.total = score.central + score.informed - score.teasing + score.standing.sum();
      const bool is_better =
          !best || score.total > best->score.total ||
          (score.total == best->score.total && alike[i]->article < best->article);
      if (is_better) best = ChosenHeadline{alike[i]->article, score};
    }
  }
  return best;
}

namespace rank {
namespace {

struct Use {
  std::string word;
  int headlines = 0;
};

/// Every word of the headlines, sorted, with how many of them use it.
std::vector<Use> uses_of(const std::vector<std::vector<std::string>>& headlines) {
  std::vector<std::string> all;
  for (const auto& words : headlines) all.insert(all.end(), words.begin(), words.end());
  std::sort(all.begin(), all.end());
  std::vector<Use> uses;
  for (std::string& word : all) {
    if (uses.empty() || uses.back().word != word) uses.push_back({std::move(word), 0});
    ++uses.back().headlines;
  }
  return uses;
}

/// How often the headlines use words that meet one of `words`. Words that meet share their
/// beginning, so only neighbours in the sorted list are looked at.
int uses_met(const std::vector<Use>& uses, const std::vector<std::string>& words) {
  constexpr std::size_t kBeginning = 4;
  int met = 0;
  std::vector<bool> is_counted(uses.size());
  for (const std::string& word : words) {
    const std::string_view beginning = std::string_view(word).substr(0, kBeginning);
    const auto from =
        std::lower_bound(uses.begin(), uses.end(), beginning,
                         [](const Use& use, std::string_view text) { return use.word < text; });
    for (auto use = from; use != uses.end() && use->word.starts_with(beginning); ++use) {
      const auto index = static_cast<std::size_t>(use - uses.begin());
      if (is_counted[index] || !meet(use->word, word)) continue;
      met += use->headlines;
      is_counted[index] = true;
    }
  }
  return met;
}

struct Phrase {
  std::string_view words;  // as lowered
  enum class Place { Anywhere, Beginning } place;
  int loss;
};

// Worn phrases of teasers: they promise instead of telling. Each stands between word boundaries.
constexpr auto kAnywhere = Phrase::Place::Anywhere;
constexpr auto kBeginning = Phrase::Place::Beginning;
constexpr Phrase kWornPhrases[] = {
    // German
    {"das müssen sie wissen", kAnywhere, 500},
    {"das musst du wissen", kAnywhere, 500},
    {"das sollten sie wissen", kAnywhere, 500},
    {"was sie wissen müssen", kAnywhere, 400},
    {"was sie jetzt wissen müssen", kAnywhere, 400},
    {"was man wissen muss", kAnywhere, 400},
    {"alles was sie wissen müssen", kAnywhere, 400},
    {"sie werden nicht glauben", kAnywhere, 600},
    {"sie werden es nicht glauben", kAnywhere, 600},
    {"du wirst nicht glauben", kAnywhere, 600},
    {"kaum zu glauben", kAnywhere, 400},
    {"was dann geschah", kAnywhere, 600},
    {"was dann passiert", kAnywhere, 600},
    {"was dann passierte", kAnywhere, 600},
    {"das steckt dahinter", kAnywhere, 400},
    {"was dahinter steckt", kAnywhere, 400},
    {"was dahintersteckt", kAnywhere, 400},
    {"das ist der grund", kAnywhere, 400},
    {"aus diesem einfachen grund", kAnywhere, 400},
    {"mit diesem trick", kAnywhere, 500},
    {"mit diesem einfachen trick", kAnywhere, 500},
    {"jetzt kommt es raus", kAnywhere, 400},
    {"jetzt kommt's raus", kAnywhere, 400},
    {"damit hat niemand gerechnet", kAnywhere, 500},
    {"damit hatte niemand gerechnet", kAnywhere, 500},
    {"unglaublich", kAnywhere, 250},
    {"unglaubliche", kAnywhere, 250},
    {"unfassbar", kAnywhere, 250},
    {"schockierend", kAnywhere, 250},
    {"schockierende", kAnywhere, 250},
    {"der ganz große hammer", kAnywhere, 300},
    {"darum", kBeginning, 200},
    {"deshalb", kBeginning, 200},
    {"warum", kBeginning, 150},
    {"wieso", kBeginning, 150},
    {"dieser", kBeginning, 120},
    {"diese", kBeginning, 120},
    {"dieses", kBeginning, 120},
    {"so", kBeginning, 120},
    {"liveblog", kBeginning, 150},
    {"newsticker", kBeginning, 150},
    {"eilmeldung", kBeginning, 150},
    {"exklusiv", kBeginning, 100},
    // English
    {"you won't believe", kAnywhere, 600},
    {"you will not believe", kAnywhere, 600},
    {"you'll never guess", kAnywhere, 600},
    {"what you need to know", kAnywhere, 400},
    {"everything you need to know", kAnywhere, 400},
    {"everything we know", kAnywhere, 300},
    {"what we know so far", kAnywhere, 250},
    {"what happened next", kAnywhere, 600},
    {"what happens next", kAnywhere, 400},
    {"will shock you", kAnywhere, 600},
    {"will surprise you", kAnywhere, 600},
    {"will blow your mind", kAnywhere, 600},
    {"mind-blowing", kAnywhere, 300},
    {"jaw-dropping", kAnywhere, 300},
    {"shocking", kAnywhere, 250},
    {"unbelievable", kAnywhere, 250},
    {"one weird trick", kAnywhere, 600},
    {"this simple trick", kAnywhere, 500},
    {"the real reason", kAnywhere, 400},
    {"the truth about", kAnywhere, 300},
    {"here's why", kAnywhere, 350},
    {"here is why", kAnywhere, 350},
    {"here's what", kAnywhere, 350},
    {"here is what", kAnywhere, 350},
    {"this is why", kAnywhere, 350},
    {"this is what", kAnywhere, 350},
    {"nobody saw coming", kAnywhere, 500},
    {"broke the internet", kAnywhere, 400},
    {"why", kBeginning, 150},
    {"this", kBeginning, 120},
    {"these", kBeginning, 120},
    {"live updates", kAnywhere, 150},
    {"breaking", kBeginning, 150},
    {"exclusive", kBeginning, 100},
    {"watch", kBeginning, 200},
};

// "7 Gründe, warum …", "12 things …"
constexpr std::string_view kCountables[] = {
    "dinge",  "gründe",  "tipps", "tricks", "fakten",   "fehler", "bilder", "momente",
    "things", "reasons", "tips",  "facts",  "mistakes", "ways",   "photos", "moments"};

/// `low` as plain words with one space around each: punctuation is a boundary, too.
std::string spaced(std::string_view low) {
  std::string out = " ";
  for (const char c : low) {
    const bool is_letter = is_alnum(c) || static_cast<signed char>(c) < 0 || c == '\'' || c == '-';
    if (is_letter) {
      out.push_back(c);
    } else if (out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (out.back() != ' ') out.push_back(' ');
  return out;
}

/// The worst phrase, not their sum: one promise often says itself twice.
int worn_loss(const std::string& words) {
  int loss = 0;
  for (const Phrase& phrase : kWornPhrases) {
    if (phrase.loss <= loss) continue;
    const auto at = words.find(" " + std::string(phrase.words) + " ");
    if (at == std::string::npos || (phrase.place == kBeginning && at != 0)) continue;
    loss = phrase.loss;
  }
  const auto pieces = pieces_of(words);
  const bool is_list =
      pieces.size() > 1 && has_digit(pieces[0]) &&
      std::find(std::begin(kCountables), std::end(kCountables), pieces[1]) != std::end(kCountables);
  return is_list ? std::max(loss, 300) : loss;
}

bool shouts(std::string_view headline) {
  const auto capitals =
      std::count_if(headline.begin(), headline.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  const auto letters = std::count_if(headline.begin(), headline.end(), is_alpha);
  return letters > 8 && capitals * 2 > letters;
}

/// Capitals where a sentence would have none: names, and in German all nouns.
int count_names(const std::vector<std::string_view>& pieces) {
  int names = 0;
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const char before = pieces[i - 1].back();
    const bool begins_anew = before == ':' || before == '.' || before == '?' || before == '!';
    names += !begins_anew && begins_with_capital(pieces[i]);
  }
  return names;
}

int punctuation_loss(std::string_view headline) {
  const char last = headline.back();
  int loss = 0;
  if (last == '?') {
    const auto pieces = pieces_of(headline);
    const bool is_about_something =
        count_names(pieces) > 0 || std::any_of(pieces.begin(), pieces.end(), has_digit);
    loss += is_about_something ? 250 : 400;
  } else if (last == '!') {
    loss += 250;
  } else if (headline.find_first_of("?!") != std::string_view::npos) {
    loss += 100;
  }
  if (headline.ends_with("…") || headline.ends_with("...")) loss += 350;
  if (headline.find("+++") != std::string_view::npos) loss += 150;
  for (std::string_view quote : {"\"", "'", "„", "“", "»", "«", "‚", "‘"}) {
    if (headline.starts_with(quote)) loss += 150;
  }
  return loss;
}

}  // namespace

std::vector<int> centrality(const std::vector<std::string_view>& headlines) {
  std::vector<std::vector<std::string>> words;
  words.reserve(headlines.size());
  for (const std::string_view headline : headlines) words.push_back(words_of(headline));
  const std::vector<Use> uses = uses_of(words);
  int all = 0;
  for (const Use& use : uses) all += use.headlines;
  std::vector<int> central;
  central.reserve(headlines.size());
  for (const std::vector<std::string>& own : words) {
    // Its own words are in the list, too, and meet themselves.
    const int count = static_cast<int>(own.size());
    const int others = all - count;
    central.push_back(others == 0 ? 0 : (uses_met(uses, own) - count) * 1000 / others);
  }
  return central;
}

int informative(std::string_view headline) {
  const std::vector<std::string_view> pieces = pieces_of(trim(headline));
  const std::size_t length = pieces.size();
  int score = length >= 5 && length <= 14   ? 500
              : length >= 4 && length <= 18 ? 300
              : length >= 3 && length <= 24 ? 100
                                            : 0;
  if (std::any_of(pieces.begin(), pieces.end(), has_digit)) score += 200;
  // Where every word has a capital, as in some English papers, a name cannot be told.
  const int names = count_names(pieces);
  const bool all_capitals = length > 3 && static_cast<std::size_t>(names) + 2 >= length;
  return score + (all_capitals ? 150 : 150 * std::min(names, 2));
}

int informative_weight() { return kInformativeWeight; }

int teasing(std::string_view headline) {
  headline = trim(headline);
  if (headline.empty()) return 1000;
  int lost = punctuation_loss(headline) + worn_loss(spaced(lowered(headline)));
  if (shouts(headline)) lost += 300;
  const std::size_t words = pieces_of(headline).size();
  if (words < 3) lost += 400;
  if (words == 3) lost += 100;
  if (headline.size() > 140) lost += 200;
  return std::min(lost, 1000);
}

}  // namespace rank
}  // namespace depesche
