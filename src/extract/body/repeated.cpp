#include "extract/body/repeated.h"

#include <algorithm>
#include <unordered_set>

#include "extract/body/candidates.h"
#include "text/term_hash.h"
#include "text/utf8.h"

namespace depesche::extract {
namespace {

// "Read more", "Share this": shorter ones repeat by chance, and are no loss where they stay.
constexpr std::uint32_t kShortest = 25;
// A page's text has some thirty blocks, a live blog a few thousand. Of so many the first and the
// last are seen: boxes stand at the ends more often than in the middle.
constexpr std::size_t kMostSeen = 200;
// Enough for a person to know the box again.
constexpr std::size_t kShownBytes = 200;

bool may_repeat(const RawBlock& block) {
  switch (block.kind) {
    case RawKind::Heading:
      return !block.letters.empty();
    case RawKind::Paragraph:
    case RawKind::Item:
    case RawKind::Quote:
      return block.weight >= kShortest;
    default:
      return false;
  }
}

/// One mark for each block of `text` that goes.
std::vector<bool> repeated_ones(const std::vector<RawBlock>& text, const RepeatedBlocks& repeated) {
  std::vector<bool> goes(text.size());
  for (std::size_t i = text.size(); i-- > 0;) {
    if (!may_repeat(text[i]) || !repeated.contains(repeated_hash(text[i]))) continue;
    // "Background" over paragraphs that are this article's own stays, however often it is written.
    goes[i] = text[i].kind != RawKind::Heading || (i + 1 < text.size() && goes[i + 1]);
  }
  return goes;
}

/// Headings that headed only what is gone.
void drop_left_headings(std::vector<RawBlock>& text) {
  BlockList left;
  for (const RawBlock& block : text) left.push_back(&block);
  drop_empty_headings(left);
  if (left.size() == text.size()) return;
  std::vector<RawBlock> kept;
  for (const RawBlock* block : left) kept.push_back(*block);
  text = std::move(kept);
}

}  // namespace

std::uint64_t repeated_hash(const RawBlock& block) { return term_hash(block.letters); }

std::vector<SeenBlock> blocks_seen(const std::vector<RawBlock>& blocks,
                                   const std::vector<RawBlock>& text) {
  std::vector<SeenBlock> seen;
  std::unordered_set<std::uint64_t> hashes;
  const auto add_all = [&](const std::vector<RawBlock>& from, bool in_text) {
    for (std::size_t i = 0; i < from.size() && seen.size() < kMostSeen; ++i) {
      if (i == kMostSeen / 2 && from.size() > kMostSeen) i = from.size() - kMostSeen / 2;
      const RawBlock& block = from[i];
      // A menu's links and other articles' teasers repeat, but not in a text.
      if (!may_repeat(block) || (!in_text && block.links_mostly())) continue;
      const std::uint64_t hash = repeated_hash(block);
      if (!hashes.insert(hash).second) continue;
      seen.push_back({hash, in_text, std::string(truncate_utf8(block.text, kShownBytes))});
    }
  };
  add_all(text, true);
  add_all(blocks, false);
  return seen;
}

void drop_repeated(std::vector<RawBlock>& text, std::uint32_t standfirst,
                   const RepeatedBlocks& repeated) {
  if (repeated.empty()) return;
  const std::vector<bool> goes = repeated_ones(text, repeated);
  std::uint64_t whole = standfirst;
  std::uint64_t going = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i].kind == RawKind::Caption) continue;
    whole += text[i].weight;
    if (goes[i]) going += text[i].weight;
  }
  if (going == 0 || going * 2 > whole) return;
  std::vector<RawBlock> kept;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!goes[i]) kept.push_back(std::move(text[i]));
  }
  text = std::move(kept);
  drop_left_headings(text);
}

}  // namespace depesche::extract
