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

bool may_repeat(const RawBlock& block, RawKind kind) {
  switch (kind) {
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
std::vector<bool> repeated_ones(const BlockList& text, const RepeatedBlocks& repeated) {
  std::vector<bool> goes(text.size());
  for (std::size_t i = text.size(); i-- > 0;) {
    if (!may_repeat(*text[i], text[i]->kind_in_body()) ||
        !repeated.contains(repeated_hash(*text[i])))
      continue;
    // "Background" over paragraphs that are this article's own stays, however often it is written.
    goes[i] = text[i]->kind != RawKind::Heading || (i + 1 < text.size() && goes[i + 1]);
  }
  return goes;
}

}  // namespace

std::uint64_t repeated_hash(const RawBlock& block) { return term_hash(block.letters); }

std::vector<SeenBlock> blocks_seen(const std::vector<RawBlock>& blocks, const BlockList& text) {
  std::vector<SeenBlock> seen;
  std::unordered_set<std::uint64_t> hashes;
  const auto add_all = [&](std::size_t count, bool in_text, auto block_at) {
    for (std::size_t i = 0; i < count && seen.size() < kMostSeen; ++i) {
      if (i == kMostSeen / 2 && count > kMostSeen) i = count - kMostSeen / 2;
      const RawBlock& block = block_at(i);
      // A menu's links and other articles' teasers repeat, but not in a text.
      if (!may_repeat(block, in_text ? block.kind_in_body() : block.kind) ||
          (!in_text && block.links_mostly()))
        continue;
      const std::uint64_t hash = repeated_hash(block);
      if (!hashes.insert(hash).second) continue;
      seen.push_back({hash, in_text, std::string(truncate_utf8(block.text, kShownBytes))});
    }
  };
  const auto of_text = [&](std::size_t i) -> const RawBlock& { return *text[i]; };
  const auto of_page = [&](std::size_t i) -> const RawBlock& { return blocks[i]; };
  add_all(text.size(), true, of_text);
  add_all(blocks.size(), false, of_page);
  return seen;
}

void drop_repeated(BlockList& text, std::uint32_t standfirst, const RepeatedBlocks& repeated) {
  if (repeated.empty()) return;
  const std::vector<bool> goes = repeated_ones(text, repeated);
  std::uint64_t whole = standfirst;
  std::uint64_t going = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i]->kind_in_body() == RawKind::Caption) continue;
    whole += text[i]->weight;
    if (goes[i]) going += text[i]->weight;
  }
  if (going == 0 || going * 2 > whole) return;
  std::size_t i = 0;
  std::erase_if(text, [&](const RawBlock*) { return goes[i++]; });
  drop_empty_headings(text);  // those that headed only what is gone
}

}  // namespace depesche::extract
