#include "redline/redline.h"

#include <random>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "redline/comparable.h"
#include "redline/word_differences.h"

namespace depesche {
namespace {

Article article(const std::string& title, const std::vector<std::string>& paragraphs,
                const std::string& language = "de") {
  Article out;
  out.title = title;
  out.language = language;
  for (const std::string& text : paragraphs) {
    out.blocks.push_back({BlockKind::Paragraph, text, "", 0, {}, {}});
    out.text += (out.text.empty() ? "" : "\n") + text;
  }
  return out;
}

/// "[-before-]{+after+}" around what stayed.
std::string spelled(const std::vector<Piece>& pieces) {
  std::string out;
  for (const Piece& piece : pieces) {
    if (!out.empty()) out += ' ';
    if (piece.kind == PieceKind::Removed) out += "[-" + piece.text + "-]";
    if (piece.kind == PieceKind::Added) out += "{+" + piece.text + "+}";
    if (piece.kind == PieceKind::Same) out += piece.text;
  }
  return out;
}

struct Case {
  std::string before;
  std::string after;
  std::string kinds;
  std::string language = "de";
};

const std::string kLong =
    "Die Staatsanwaltschaft ermittelt nun wegen des Verdachts der fahrlässigen Tötung gegen zwei "
    "Mitarbeiter der Firma.";

TEST(Redline, TellsOfWhatKindADifferenceIs) {
  const Case cases[] = {
      // Cosmetic: no revision.
      {"Er sagte: \"Wir kommen.\"", "Er sagte: „Wir kommen.“", ""},
      {"Das  Amt\twarnt", "Das Amt warnt", ""},
      {"Ein Plan - so hieß es - fehlt", "Ein Plan – so hieß es – fehlt", ""},
      {"Der Bundestag tagt", "Der Bundes\u00adtag tagt", ""},
      {"Es kostet 1.000.000 Euro", "Es kostet 1 000 000 Euro", ""},
      {"Es kostet 1.000 Euro", "Es kostet 1000 Euro", ""},
      {"Café", "Cafe\u0301", ""},
      {"EILMELDUNG vom Amt", "Eilmeldung vom Amt", ""},
      // Numbers.
      {"Es starben drei Menschen.", "Es starben vier Menschen.", "number"},
      {"Es starben 3 Menschen.", "Es starben 12 Menschen.", "number"},
      {"Es starben drei Menschen.", "Es starben 12 Menschen.", "number"},
      {"Das Minus betrug 2,5 Prozent", "Das Minus betrug 3,5 Prozent", "number"},
      {"Die Partie endete 3:1", "Die Partie endete 31", "number"},
      {"Bei -5 Grad", "Bei 5 Grad", "number"},
      {"It costs 5%", "It costs 6%", "number", "en"},
      {"Three people died", "Four people died", "number", "en"},
      // Three is 3: other words, the same number.
      {"Es starben drei Menschen.", "Es starben 3 Menschen.", "wording"},
      // Names.
      {"Das sagte Anna Müller.", "Das sagte Anna Maier.", "name"},
      {"Es war Bundeskanzler Scholz.", "Es war Bundeskanzler Merz.", "name"},
      {"Zeuge war ein Herr Meyer aus Ulm", "Zeuge war ein Herr Meier aus Ulm", "name"},
      {"said Mr Brown on Monday", "said Mr Green on Monday", "name", "en"},
      {"in Paris on Monday", "in London on Monday", "name", "en"},
      {"Es betraf das Haus selbst", "Es betraf des Hauses Wert", "wording"},
      {"Er kaufte ein Auto dort", "Er kaufte ein Fahrrad dort", "wording"},
      {"Es kostet Millionen Euro", "Es kostet Millionen Dollar", "wording"},
      // Wording and passages.
      {"Das Amt warnt.", "Das Amt rät ab.", "wording"},
      {"Anfang. " + kLong + " Ende.", "Anfang. Ende.", "passage-removed"},
      {"Anfang. Ende.", "Anfang. " + kLong + " Ende.", "passage-added"},
      {"Es starben drei Menschen. " + kLong, "Es starben vier Menschen.", "number passage-removed"},
  };
  for (const Case& one : cases) {
    const Redline line = compare_versions(article("Kopf", {one.before}, one.language),
                                          article("Kopf", {one.after}, one.language));
    EXPECT_EQ(names(line.kinds), one.kinds) << one.before << "\n→ " << one.after;
    EXPECT_EQ(line.passages.empty(), one.kinds.empty()) << one.after;
  }
}

TEST(Redline, TellsWhatChangedInTheHeadline) {
  const auto kinds = [](const std::string& before, const std::string& after) {
    return names(revision_kinds(article(before, {"Text"}), article(after, {"Text"})));
  };
  EXPECT_EQ(kinds("Drei Tote bei Brand", "Vier Tote bei Brand"), "headline number");
  EXPECT_EQ(kinds("Amt warnt", "Amt rät ab"), "headline");
  EXPECT_EQ(kinds("Amt „warnt“", "Amt \"warnt\""), "");
  const Redline line = compare_versions(article("Drei Tote bei Brand", {"T"}),
                                        article("Vier Tote bei Brand", {"T"}));
  EXPECT_EQ(spelled(line.headline), "[-Drei-] {+Vier+} Tote bei Brand");
}

TEST(Redline, AMovedPassageIsNeitherRemovedNorAdded) {
  const std::string other =
      "Am Abend teilte die Feuerwehr mit, dass der Brand in der Halle unter Kontrolle sei.";
  EXPECT_EQ(names(revision_kinds(article("K", {"Anfang.", kLong, other, "Ende."}),
                                 article("K", {"Anfang.", other, kLong, "Ende."}))),
            "wording");
}

TEST(Redline, ParagraphsCutElsewhereAreTheSameText) {
  EXPECT_TRUE(revision_kinds(article("K", {"Eins zwei. Drei vier.", "Fünf."}),
                             article("K", {"Eins zwei.", "Drei vier. Fünf."}))
                  .empty());
}

TEST(Redline, TeasersAndStampsOfThePageAreNotTheReports) {
  Article before = article("K", {"Das Amt warnt vor Eis auf den Straßen.", kLong});
  Article after = before;
  before.blocks.push_back(
      {BlockKind::Paragraph, "Glatteis in Ulm", "<a href=\"/1\">Glatteis in Ulm</a>", 0, {}, {}});
  after.blocks.push_back({BlockKind::Paragraph, "Lesen Sie auch: Schnee in Kiel", "", 0, {}, {}});
  after.blocks.push_back({BlockKind::Paragraph, "Stand: 14.32 Uhr", "", 0, {}, {}});
  after.blocks.push_back({BlockKind::Caption, "Eine Straße", "", 0, {}, {}});
  EXPECT_TRUE(revision_kinds(before, after).empty());
  // A sentence that merely contains a link is the report's.
  after.blocks.push_back({BlockKind::Paragraph,
                          "Die Karte zeigt Eis",
                          "Die <a href=\"/k\">Karte</a> zeigt Eis",
                          0,
                          {},
                          {}});
  EXPECT_EQ(names(revision_kinds(before, after)), "wording");
}

TEST(Redline, ShowsADifferenceWithWordsAroundIt) {
  const std::string lead =
      "Eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf "
      "dreizehn vierzehn Bei dem Brand starben ";
  const std::string rest =
      " Menschen in der Halle am Hafen der Stadt wie die Feuerwehr am Abend "
      "mitteilte und noch mehr.";
  const Redline line =
      compare_versions(article("K", {"Davor steht etwas.", lead + "drei" + rest, "Danach."}),
                       article("K", {"Davor steht etwas.", lead + "vier" + rest, "Danach."}));
  ASSERT_EQ(line.passages.size(), 1u);
  EXPECT_EQ(spelled(line.passages[0].pieces),
            "sieben acht neun zehn elf zwölf dreizehn vierzehn Bei dem Brand starben [-drei-] "
            "{+vier+} Menschen in der Halle am Hafen der Stadt wie die Feuerwehr am");
  EXPECT_TRUE(line.passages[0].begins_inside);
  EXPECT_TRUE(line.passages[0].ends_inside);
  EXPECT_EQ(line.removed, 1u);
  EXPECT_EQ(line.added, 1u);
}

TEST(Redline, AWholeParagraphStandsAlone) {
  const Redline line = compare_versions(article("K", {"Anfang.", "Ende."}),
                                        article("K", {"Anfang.", kLong, "Ende."}));
  ASSERT_EQ(line.passages.size(), 1u);
  EXPECT_EQ(spelled(line.passages[0].pieces), "{+" + kLong + "+}");
  EXPECT_FALSE(line.passages[0].begins_inside);
  EXPECT_FALSE(line.passages[0].ends_inside);
}

TEST(Redline, SaysHowMuchTwoTextsShare) {
  const Article a = article("K", {"eins zwei drei vier"});
  EXPECT_EQ(common_permille(a, a), 1000);
  EXPECT_EQ(common_permille(a, article("K", {"eins zwei fünf sechs sieben acht"})), 500);
  EXPECT_EQ(common_permille(a, article("K", {"ganz anderes"})), 0);
  EXPECT_EQ(common_permille(a, Article{}), 0);
}

// What an obvious algorithm says about the length of the shortest way.
std::size_t shortest(const std::vector<redline::Word>& a, const std::vector<redline::Word>& b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
      } else if (a[i - 1].key == b[j - 1].key) {
        cost[i][j] = cost[i - 1][j - 1];
      } else {
        cost[i][j] = 1 + std::min(cost[i - 1][j], cost[i][j - 1]);
      }
    }
  }
  return cost[a.size()][b.size()];
}

TEST(WordDifferences, AreAWayFromOneToTheOtherAndTheShortestOne) {
  std::mt19937 random(20261128);
  for (int round = 0; round < 400; ++round) {
    const auto text = [&] {
      std::string out;
      for (auto n = random() % 14; n > 0; --n) {
        out += std::string(1, static_cast<char>('a' + random() % 4)) + " ";
      }
      return out;
    };
    const std::string first = text();
    const std::string second = text();
    const auto a = redline::words_of(first);
    const auto b = redline::words_of(second);
    const auto hunks = redline::word_differences(a, b);
    std::size_t changed = 0;
    std::size_t at = 0;
    std::string rebuilt;
    for (const redline::Hunk& hunk : hunks) {
      for (; at < hunk.a_begin; ++at) rebuilt += a[at].key;
      for (std::size_t j = hunk.b_begin; j < hunk.b_end; ++j) rebuilt += b[j].key;
      at = hunk.a_end;
      changed += hunk.a_end - hunk.a_begin + hunk.b_end - hunk.b_begin;
    }
    for (; at < a.size(); ++at) rebuilt += a[at].key;
    std::string wanted;
    for (const auto& word : b) wanted += word.key;
    ASSERT_EQ(rebuilt, wanted) << "round " << round << ": " << first << "→ " << second;
    // Islands of a word or two are given up on purpose, so it may be a little longer.
    ASSERT_GE(changed, shortest(a, b));
    if (hunks.size() < 2 || changed <= 8) {
      ASSERT_LE(changed, shortest(a, b) + 4) << first << "→ " << second;
    }
  }
}

TEST(WordDifferences, TextsThatShareNothingAreComparedInBoundedTime) {
  std::string first;
  std::string second;
  for (int i = 0; i < 60'000; ++i) {
    first += "a" + std::to_string(i) + "x ";
    second += "b" + std::to_string(i) + "x ";
  }
  const auto hunks = redline::word_differences(redline::words_of(first), redline::words_of(second));
  ASSERT_EQ(hunks.size(), 1u);
  EXPECT_EQ(hunks[0].a_end, 60'000u);
}

TEST(WordDifferences, BeyondTheSearchBlocksThatStayedAreStillTheSame) {
  const auto blocks = [](const std::string& mark) {
    Article out;
    for (int i = 0; i < 300; ++i) {
      std::string text;
      for (int j = 0; j < 10; ++j) text += (i % 2 ? "w" : mark) + std::to_string(i * 10 + j) + "x ";
      out.blocks.push_back({BlockKind::Paragraph, text, "", 0, {}, {}});
    }
    return out;
  };
  const Article a = blocks("p");
  const Article b = blocks("q");
  const auto hunks = redline::word_differences(redline::body_words(a), redline::body_words(b));
  EXPECT_EQ(hunks.size(), 150u);
}

TEST(RevisionKinds, HaveNamesThatComeBack) {
  for (int i = 0; i < kRevisionKinds; ++i) {
    const auto kind = static_cast<RevisionKind>(i);
    EXPECT_EQ(revision_kind(name(kind)), kind);
  }
  EXPECT_FALSE(revision_kind("other"));
  EXPECT_EQ(names({RevisionKind::Gone, RevisionKind::Headline}), "headline gone");
  EXPECT_EQ(revision_kinds("headline unheard-of gone"),
            (std::vector{RevisionKind::Headline, RevisionKind::Gone}));
}

}  // namespace
}  // namespace depesche
