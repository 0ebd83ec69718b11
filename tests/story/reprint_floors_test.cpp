// Copies of real texts are told from other reports as well as once measured. A sample of what
// bench/reprints measures; skipped where the texts are not at hand.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "dedupe/reprint.h"
#include "story/sketch_index.h"
#include "tests/support/copy_pairs.h"
#include "tests/support/engine_verdict.h"

namespace depesche {
namespace {

using test::CopyPair;
using test::CopyPairs;
using test::FullText;

std::filesystem::path data_folder() {
  const char* folder = std::getenv("DEPESCHE_EVAL_DATA");
  return std::filesystem::path(folder != nullptr ? folder : DEPESCHE_SOURCE_DIR "/../shared") /
         "data";
}

/// All that tell one event, and some of the others.
std::vector<FullText> sample_of(std::vector<FullText> texts) {
  std::size_t singles = 0;
  std::erase_if(texts, [&](const FullText& text) {
    return text.event.empty() && (singles++ % 6 != 0 || text.text.size() > 8000);
  });
  return texts;
}

Fingerprint print_of(const FullText& text) {
  Fingerprint print = fingerprint({.title = text.title, .text = text.text, .byline = {}});
  restore_shingles(shorten(print), print);
  return print;
}

class Prints {
 public:
  explicit Prints(const CopyPairs& all) : all_(all), prints_(all.versions.size()) {}

  /// As the engine would: met through the sketch, then judged.
  bool is_reprint(const CopyPair& pair) {
    const test::Printed earlier{all_.versions[pair.earlier], of(pair.earlier)};
    const test::Printed later{all_.versions[pair.later], of(pair.later)};
    story::SketchIndex index;
    index.add(1, earlier.print);
    const bool is_same_outlet = !pair.edit && earlier.text.outlet == later.text.outlet;
    return !index.candidates(later.print, 1, 2).empty() &&
           test::engine_verdict(later, earlier,
                                {.apart = pair.apart, .is_same_outlet = is_same_outlet}, analyser_);
  }

  const Fingerprint& of(std::size_t version) {
    std::optional<Fingerprint>& print = prints_[version];
    if (!print) print = print_of(all_.versions[version]);
    return *print;
  }

 private:
  const CopyPairs& all_;
  std::vector<std::optional<Fingerprint>> prints_;
  Analyser analyser_;
};

TEST(ReprintFloors, AreMeasuredWithTheEnginesOwnVeto) {
  const auto bulletin = [](const std::string& town, int sentences) {
    FullText text{town, "de", "Blatt", "", "Inzidenz in " + town + " steigt", ""};
    text.text = "In " + town + " ist die Inzidenz gestiegen, wie das Landratsamt am Morgen sagte.";
    for (int i = 0; i < sentences; ++i) {
      text.text += " Satz " + std::to_string(i) + " steht in jeder dieser Meldungen Wort für Wort.";
    }
    return text;
  };
  Analyser analyser;
  for (const int sentences : {8, 20}) {
    const FullText one = bulletin("Dresden", sentences);
    const FullText other = bulletin("Leipzig", sentences);
    const Fingerprint first = print_of(one);
    const Fingerprint second = print_of(other);
    ASSERT_TRUE(reprint_share(second, first, {})) << sentences;
    EXPECT_TRUE(test::engine_verdict({one, first}, {one, first}, {}, analyser));
    const auto verdict = test::engine_verdict({other, second}, {one, first}, {}, analyser);
    EXPECT_EQ(verdict.has_value(), sentences == 20) << "full texts are not parted";
  }
}

TEST(ReprintFloors, CopiesOfRealTextsAreFoundAndOtherReportsAreNot) {
  const std::vector<FullText> texts = sample_of(test::read_full_texts(data_folder()));
  if (texts.size() < 100) GTEST_SKIP() << "no evaluation data: set DEPESCHE_EVAL_DATA";
  const CopyPairs all = test::make_copy_pairs(
      texts, {.copies = 1000, .one_event = 1000, .unrelated = 1000}, 20240504);
  Prints prints(all);
  std::map<test::Edit, std::pair<int, int>> copies;  // found, all
  int found = 0;
  int wrong = 0;
  for (const CopyPair& pair : all.pairs) {
    const bool is_reprint = prints.is_reprint(pair);
    EXPECT_LE(prints.of(pair.later).sketch.size() * sizeof(std::uint32_t), 128U);
    if (!pair.edit) {
      wrong += is_reprint ? 1 : 0;
      continue;
    }
    found += is_reprint ? 1 : 0;
    copies[*pair.edit].first += is_reprint ? 1 : 0;
    copies[*pair.edit].second += 1;
  }
  for (const auto& [edit, share] : copies) {
    EXPECT_GE(share.first * 1000, share.second * 970)
        << name(edit) << ": " << share.first << " of " << share.second;
  }
  EXPECT_GE(found, 985) << "of 1000";
  EXPECT_LE(wrong * 1000, (found + wrong) * 8) << wrong << " wrong, " << found << " right";
}

}  // namespace
}  // namespace depesche
