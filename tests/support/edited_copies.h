// Real full texts, and what other desks would have made of them: the material on which finding
// reprints is measured.
//
// Five edits: cut (from the end, or sentences here and there), re-led (another opening), re-headed
// (another headline), reworded (every fifth word), merged with another text. Whatever is chosen
// comes from the generator handed in, so a seed repeats everything.
//
// The texts stay where they are; nothing of them is kept.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace depesche::test {

struct FullText {
  std::string id;
  std::string language;
  std::string outlet;
  std::string event;  // as its set labels it; empty: told once
  std::string title;
  std::string text;
};

inline constexpr std::size_t kFewestWords = 100;  // what is shorter is a notice or a teaser

/// The texts of at least `kFewestWords` words under `data`, in a fixed order; a set that is not
/// there is left out, and so is a text that another set had before.
std::vector<FullText> read_full_texts(const std::filesystem::path& data);

enum class Edit { Cut, ReLed, Reheaded, Reworded, Merged };
inline constexpr std::array kEdits{Edit::Cut, Edit::ReLed, Edit::Reheaded, Edit::Reworded,
                                   Edit::Merged};
std::string_view name(Edit edit);

/// Makes edited copies. Holds a view of the texts: they lend words, openings, headlines and
/// partners in their own language.
class Copyist {
 public:
  Copyist(std::span<const FullText> texts, std::mt19937& random);

  /// The copy keeps the original's id, event and outlet; half of all copies get another headline
  /// as well.
  FullText copy(const FullText& original, Edit edit);

 private:
  const FullText& another(const FullText& text);
  std::size_t below(std::size_t bound) { return random_() % bound; }
  bool by_chance(unsigned percent) { return random_() % 100 < percent; }
  std::string cut(std::string_view text, std::size_t least_percent, std::size_t most_percent);
  std::string re_led(const FullText& original);
  std::string reworded(const FullText& original);
  std::string merged(const FullText& original);

  std::span<const FullText> texts_;
  std::map<std::string, std::vector<const FullText*>, std::less<>> by_language_;
  std::mt19937& random_;
};

/// The runs of eight words of a text.
struct WordRuns {
  std::vector<std::uint64_t> in_order;
  std::vector<std::uint64_t> sorted;
  std::size_t words = 0;
};
WordRuns word_runs(std::string_view text);

/// How much of the shorter text stands word for word in the longer one, in runs of eight words and
/// more; per mille. Exact, blind to quotation marks and order, and no part of the engine: what
/// reaches a half is a reprint whatever its label says.
int copied_share(const WordRuns& a, const WordRuns& b);
inline constexpr int kCopiedAnyway = 500;

}  // namespace depesche::test
