#include "dedupe/reprint.h"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace depesche {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

/// Invented reports: sentences of invented words, so that only copying makes texts alike.
class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  std::string word() {
    static const std::vector<std::string> kSyllables{
        "ba", "lo", "mir", "ten", "su", "gar", "ni", "pol", "ver", "ka", "dis", "hu", "ren", "ost"};
    std::string out;
    for (auto n = 1 + random_() % 3; n > 0; --n) out += kSyllables[random_() % kSyllables.size()];
    return out;
  }

  /// Words of the event come again and again, whoever writes about it.
  std::vector<std::string> event() {
    std::vector<std::string> out;
    for (int i = 0; i < 40; ++i) out.push_back(word());
    return out;
  }

  std::string sentence(const std::vector<std::string>& event) {
    std::string out = "Der";
    for (auto n = 8 + random_() % 12; n > 0; --n) {
      out += " " + (random_() % 3 == 0 ? event[random_() % event.size()] : word());
    }
    return out + ".";
  }

  std::vector<std::string> report(const std::vector<std::string>& event, int count) {
    std::vector<std::string> out;
    for (int i = 0; i < count; ++i) out.push_back(sentence(event));
    return out;
  }

  std::string reworded(const std::string& text, unsigned percent) {
    std::string out;
    std::string current;
    for (char c : text + " ") {
      if (c != ' ') {
        current += c;
        continue;
      }
      out += (random_() % 100 < percent ? word() + (current.ends_with('.') ? "." : "") : current) +
             " ";
      current.clear();
    }
    return out;
  }

  std::mt19937& random() { return random_; }

 private:
  std::mt19937 random_;
};

std::string joined(const std::vector<std::string>& sentences, std::size_t from, std::size_t to) {
  std::string out;
  for (std::size_t i = from; i < std::min(to, sentences.size()); ++i) out += sentences[i] + " ";
  return out;
}

Fingerprint print(const std::string& title, const std::string& text) {
  return fingerprint({.title = title, .text = text, .byline = {}});
}

bool sketches_meet(const Fingerprint& a, const Fingerprint& b) {
  for (std::uint32_t hash : a.sketch) {
    if (std::binary_search(b.sketch.begin(), b.sketch.end(), hash)) return true;
  }
  return false;
}

TEST(Reprint, IsFoundWholeCutReheadedAndReworded) {
  const unsigned seed = std::random_device{}();
  Writer writer(seed);
  int found = 0;
  int tried = 0;
  for (int round = 0; round < 100; ++round) {
    const auto event = writer.event();
    const auto text = writer.report(event, 12 + static_cast<int>(writer.random()() % 50));
    const Fingerprint original = print("Feuer im Hafen von " + event[0], joined(text, 0, 999));
    const std::vector<Fingerprint> copies{
        print("Feuer im Hafen von " + event[0], joined(text, 0, 999)),
        print("Hafenbrand: " + event[1] + " schweigt", joined(text, 0, 999)),
        print("Feuer", joined(text, 0, text.size() / 2)),
        print("Feuer", writer.sentence(event) + " " + joined(text, 1, 999)),
        print("Feuer", writer.reworded(joined(text, 0, 999), 20)),
        print("Feuer", joined(text, 0, 999) + joined(writer.report(event, 20), 0, 999)),
    };
    for (const Fingerprint& copy : copies) {
      ++tried;
      found += sketches_meet(original, copy) &&
               reprint_share(original, copy, {.apart = hours(40)}).has_value();
    }
  }
  EXPECT_GE(found * 1000, tried * 980) << "seed " << seed << ": " << found << " of " << tried;
}

TEST(Reprint, IsNotAnotherWritersReportOfTheSameEvent) {
  const unsigned seed = std::random_device{}();
  Writer writer(seed);
  for (int round = 0; round < 300; ++round) {
    const auto event = writer.event();
    // Both quote the same sentence, as reports of one press conference do.
    const std::string quote = writer.sentence(event) + " ";
    const Fingerprint a = print("Feuer im Hafen", joined(writer.report(event, 15), 0, 999) + quote);
    const Fingerprint b = print("Feuer im Hafen", quote + joined(writer.report(event, 15), 0, 999));
    EXPECT_FALSE(reprint_share(a, b, {.apart = hours(1)}).has_value()) << "seed " << seed;
  }
}

TEST(Reprint, IsNotTheSameStatementInTwoReports) {
  const unsigned seed = std::random_device{}();
  Writer writer(seed);
  for (int round = 0; round < 300; ++round) {
    const auto event = writer.event();
    // The statement is most of both reports, as when somebody answers in public and nobody else.
    std::string statement = joined(writer.report(event, 10), 0, 999);
    statement.pop_back();
    const std::string quoted = "„" + statement + "“ ";
    const std::string own = joined(writer.report(event, 8), 0, 999);
    const Fingerprint a = print("Feuer im Hafen", own + quoted);
    const Fingerprint b = print("Brand im Hafen", quoted + joined(writer.report(event, 8), 0, 999));
    const Fingerprint copy = print("Hafen: Feuer", own + quoted + writer.sentence(event));
    EXPECT_GE(containment(a, b), 360) << "seed " << seed << ": else this shows nothing";
    EXPECT_FALSE(reprint_share(a, b, {.apart = hours(1)}).has_value()) << "seed " << seed;
    EXPECT_TRUE(reprint_share(a, copy, {.apart = hours(1)}).has_value()) << "seed " << seed;
  }
}

TEST(Reprint, OfAnInterviewIsFoundThoughAllIsQuoted) {
  Writer writer(11);
  const auto event = writer.event();
  std::string interview;
  for (const std::string& answer : writer.report(event, 30)) interview += "„" + answer + "“\n";
  EXPECT_TRUE(reprint_share(print("Im Gespräch", interview), print("Interview", interview),
                            {.apart = hours(1)})
                  .has_value());
}

TEST(Reprint, OfAnOlderFingerprintIsStillFound) {
  Writer writer(13);
  const auto event = writer.event();
  std::string text = joined(writer.report(event, 20), 0, 999);
  text += "„" + joined(writer.report(event, 20), 0, 999) + "“";
  const Fingerprint fresh = print("Feuer im Hafen", text);
  Fingerprint older = fresh;
  forget_quotations(older);
  EXPECT_NE(older, fresh) << "something is quoted";
  EXPECT_TRUE(std::is_sorted(older.shingles.begin(), older.shingles.end()));
  EXPECT_EQ(containment(older, fresh), 1000);
  EXPECT_TRUE(reprint_share(older, fresh, {.apart = hours(1)}).has_value());
}

TEST(Reprint, ShareIsOfTheShorterText) {
  Writer writer(7);
  const auto text = writer.report(writer.event(), 40);
  const Fingerprint whole = print("Feuer", joined(text, 0, 999));
  const Fingerprint half = print("Feuer", joined(text, 0, 20));
  EXPECT_GE(*reprint_share(whole, half, {.apart = hours(1)}), 950);
  EXPECT_EQ(reprint_share(whole, half, {.apart = hours(1)}),
            reprint_share(half, whole, {.apart = hours(1)}));
  EXPECT_EQ(containment(whole, whole), 1000);
  EXPECT_LE(whole.sketch.size(), kMostSketchHashes);
  EXPECT_LE(whole.shingles.size(), kMostShingles);
}

/// A sample of few hashes, so that texts share many and some stand in one several times.
Fingerprint made_up_print(std::mt19937& random) {
  Fingerprint out;
  out.sampling = static_cast<std::uint8_t>(random() % 3);
  out.words = static_cast<std::uint32_t>(random() % 100 + 50);
  for (auto n = random() % kMostShingles; n > 0; --n) {
    const auto hash = static_cast<std::uint32_t>(random() % 120) << 13 << out.sampling;
    out.shingles.push_back(hash | (random() % 4 == 0 ? kQuoted : 0));
  }
  std::sort(out.shingles.begin(), out.shingles.end());
  return out;
}

Overlap overlap_by_counting(const Fingerprint& a, const Fingerprint& b) {
  const Fingerprint& shorter = a.words <= b.words ? a : b;
  const Fingerprint& longer = a.words <= b.words ? b : a;
  const std::uint32_t mask = (1U << std::max(a.sampling, b.sampling)) - 1;
  using Times = std::map<std::uint32_t, std::size_t>;
  const auto times_in = [mask](const Fingerprint& print) {
    std::array<Times, 2> out;  // said by the writer, quoted
    for (const std::uint32_t shingle : print.shingles) {
      const std::uint32_t hash = shingle & ~kQuoted;
      if ((hash & mask) == 0) ++out[shingle == hash ? 0 : 1][hash];
    }
    return out;
  };
  const auto common = [](const Times& x, const Times& y) {
    std::size_t out = 0;
    for (const auto& [hash, times] : x) {
      const auto at = y.find(hash);
      out += at == y.end() ? 0 : std::min(times, at->second);
    }
    return out;
  };
  const auto size = [](const Times& x) {
    std::size_t out = 0;
    for (const auto& [hash, times] : x) out += times;
    return out;
  };
  const auto x = times_in(shorter);
  const auto y = times_in(longer);
  Overlap out;
  out.own_common = common(x[0], y[0]);
  out.own_shorter = size(x[0]) - common(x[0], y[1]);
  out.common = out.own_common + common(x[0], y[1]) + common(x[1], y[0]) + common(x[1], y[1]);
  out.shorter = size(x[0]) + size(x[1]);
  return out;
}

TEST(Reprint, WhatTwoTextsHaveInCommonIsCountedRight) {
  std::mt19937 random(11);
  std::size_t common = 0;
  for (int round = 0; round < 500; ++round) {
    const Fingerprint a = made_up_print(random);
    const ReprintComparison comparison(a);
    for (int other = 0; other < 4; ++other) {
      const Fingerprint b = made_up_print(random);
      const Overlap found = comparison.overlap(b);
      const Overlap expected = overlap_by_counting(a, b);
      EXPECT_EQ(found.common, expected.common);
      EXPECT_EQ(found.shorter, expected.shorter);
      EXPECT_EQ(found.own_common, expected.own_common);
      EXPECT_EQ(found.own_shorter, expected.own_shorter);
      common += found.common;
    }
  }
  EXPECT_GT(common, 10'000U) << "else this shows nothing";
}

TEST(Reprint, OfHeadlineAndTeaserNeedsTheSameNumbers) {
  const std::string teaser =
      "Das Gesundheitsamt meldet am Morgen neue Zahlen für die ganze Stadt: ";
  const Fingerprint monday = print("Neue Zahlen aus dem Gesundheitsamt", teaser + "412 Fälle.");
  const Fingerprint copy = print("Amt : Neue Zahlen aus dem Gesundheitsamt", teaser + "412 Fälle.");
  const Fingerprint tuesday = print("Neue Zahlen aus dem Gesundheitsamt", teaser + "398 Fälle.");
  EXPECT_TRUE(reprint_share(monday, copy, {.apart = hours(2)}).has_value())
      << "a kicker changes nothing";
  EXPECT_FALSE(reprint_share(monday, tuesday, {.apart = hours(2)}).has_value());
  EXPECT_FALSE(reprint_share(monday, copy, {.apart = hours(24 * 7)}).has_value())
      << "next week's bulletin";
}

TEST(Reprint, IsNotWhatOneOutletPutsUnderEveryHeadline) {
  const std::string notice =
      "Um diesen Inhalt zu sehen, stimmen Sie bitte der Anzeige fremder Inhalte zu.";
  const Fingerprint a = print("Lagerhalle im Hafen von Nordburg ausgebrannt", notice);
  const Fingerprint b = print("Südheim gewinnt gegen Westau das Halbfinale", notice);
  EXPECT_FALSE(reprint_share(a, b, {.is_same_outlet = true}).has_value());
  EXPECT_TRUE(reprint_share(a, b, {.is_same_outlet = false}).has_value());
}

TEST(Reprint, OfAHeadlineAloneNeedsATellingOne) {
  const auto share = [](const char* a, const char* b) {
    return reprint_share(print(a, ""), print(b, ""), {.apart = hours(1)}).has_value();
  };
  EXPECT_TRUE(share("Zwölf Verletzte bei Brand im Hafenviertel",
                    "Zwölf Verletzte bei Brand im Hafenviertel"));
  EXPECT_FALSE(share("Wetter in Hessen", "Wetter in Hessen"));
  EXPECT_FALSE(share("Zwölf Verletzte bei Brand im Hafen", "Elf Verletzte bei Brand im Hafen"));
  EXPECT_FALSE(share("", ""));
}

TEST(Fingerprint, OfNothingIsEmpty) {
  const Fingerprint nothing = print("", "");
  EXPECT_EQ(nothing, Fingerprint{});
  EXPECT_EQ(containment(nothing, nothing), 0);
}

}  // namespace
}  // namespace depesche
