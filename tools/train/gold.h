// Pages of the evaluation sets with what is known of their text, and which block of a page is part
// of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "extract/body/blocks.h"

namespace depesche::train {

struct GoldPage {
  std::string set, id, outlet, language;
  std::string html;
  std::string body;                           // empty where only segments are known
  std::vector<std::string> wanted, unwanted;  // segments that must and must not occur
};

/// `data` is the folder of sets; those that are absent are left out.
std::vector<GoldPage> read_gold(const std::filesystem::path& data,
                                const std::vector<std::string>& sets);

/// Hashes of a text's words, as the scoring script counts words.
std::vector<std::uint64_t> words_of(std::string_view text);

/// What a block should be: 0 … 1, and how much that matters, in words; nothing known: 0 words.
struct Label {
  float target = 0;
  float words = 0;
};

/// One a block.
std::vector<Label> labels_of(const GoldPage& page, const std::vector<extract::RawBlock>& blocks);

/// Shingles of four words, counted, as the scoring script does.
using Shingles = std::unordered_map<std::uint64_t, int>;
Shingles shingles_of(const std::vector<std::uint64_t>& words);

}  // namespace depesche::train
