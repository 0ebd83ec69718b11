#include "text/quotations.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace depesche {
namespace {

std::vector<std::string> quoted_in(const std::string& text) {
  std::vector<std::string> out;
  for (const Quotation& found : quotations(text)) {
    out.push_back(text.substr(found.begin, found.end - found.begin));
  }
  return out;
}

using Passages = std::vector<std::string>;

TEST(Quotations, AreFoundInTheMarksOfManyLanguages) {
  struct Case {
    const char* text;
    Passages quoted;
  };
  const std::vector<Case> kCases{
      {"Sie sagte: „Wir prüfen das.“ Mehr nicht.", {"„Wir prüfen das.“"}},
      {"“We will look,” she said, “into it.”", {"“We will look,”", "“into it.”"}},
      {"He said \"it's over\" and left.", {"\"it's over\""}},
      {"« On verra », dit-il.", {"« On verra »"}},
      {"»Wir prüfen das«, sagte sie.", {"»Wir prüfen das«"}},
      {"彼は「見ます」と言った。", {"「見ます」"}},
      {"”Vi får se”, sade hon.", {"”Vi får se”"}},
      {"‘We don’t know,’ she said.", {"‘We don’t know,’"}},
      {"„Er nannte es ‚ein Wagnis‘ und ging“, sagte sie.",
       {"„Er nannte es ‚ein Wagnis‘ und ging“"}},
      {"Nobody speaks here.", {}},
      {"", {}},
  };
  for (const Case& c : kCases) EXPECT_EQ(quoted_in(c.text), c.quoted) << c.text;
}

TEST(Quotations, EndWithTheirLine) {
  EXPECT_EQ(quoted_in("“First paragraph.\n“Second one,” he said."),
            (Passages{"“First paragraph.", "“Second one,”"}))
      << "a longer speech opens every paragraph and closes the last";
  EXPECT_EQ(quoted_in("A 5\" pipe\nand a \"second\" one"), (Passages{"\"second\""}))
      << "a straight mark alone is none";
  EXPECT_EQ(quoted_in("The ‘90s were long."), Passages{}) << "nor is an apostrophe";
}

TEST(Quotations, ArePostsSetAmongTheParagraphs) {
  const std::string post =
      "Lange Nacht, gute Nachricht — Amt Musterstadt (@amt_musterstadt) 4. Mai";
  EXPECT_EQ(quoted_in("Das Amt meldete sich.\n" + post + "\nMehr folgt."), Passages{post});
  EXPECT_EQ(quoted_in("Das Amt (@amt_musterstadt) schwieg."), Passages{}) << "named, not quoted";
}

TEST(Quotations, AreInOrderAndWithinAnyText) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  const std::vector<std::string> kParts{"„",   "“",    "”",    "\"", "«", "»",   "‚",
                                        "‘",   "’",    "\n",   "a",  " ", "(@b", "—",
                                        "-- ", "\xE2", "\x80", "「", "」"};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (auto n = random() % 40; n > 0; --n) text += kParts[random() % kParts.size()];
    std::uint32_t last = 0;
    for (const Quotation& found : quotations(text)) {
      EXPECT_LE(last, found.begin) << "seed " << seed;
      EXPECT_LT(found.begin, found.end) << "seed " << seed;
      EXPECT_LE(found.end, text.size()) << "seed " << seed;
      last = found.end;
    }
  }
}

}  // namespace
}  // namespace depesche
