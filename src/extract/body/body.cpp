#include "extract/body/body.h"

#include <algorithm>

#include "base/ascii.h"
#include "extract/body/block_features.h"
#include "extract/body/body_model.h"
#include "extract/body/candidates.h"
#include "extract/body/packed_trees.h"
#include "extract/body/verdicts.h"
#include "extract/body/worth.h"
#include "html/text_content.h"

namespace depesche::extract {

using html::Tree;

namespace {

// Thousandths. What the reading by names has kept needs less to stay than the rest to come in: the
// two err on different pages.
constexpr std::int16_t kPlausible = 300;
constexpr std::int16_t kLikely = 550;
constexpr std::int16_t kCertain = 950;
// A page of more blocks is a catalogue or a trap: the reading by names will do.
constexpr std::size_t kMostJudged = 5'000;

std::vector<std::string> summaries_of(const Signs& signs, const json::Value* article,
                                      const Entry* entry) {
  std::vector<std::string> summaries;
  const auto add = [&](std::string text) {
    if (text.size() >= 30) summaries.push_back(std::move(text));
  };
  if (article) {
    add(text_at(*article, "description"));
    add(text_at(*article, "abstract"));
    add(text_at(*article, "alternativeHeadline"));
  }
  for (const std::string_view name :
       {"og:description", "description", "twitter:description", "dc.description"}) {
    add(plain(signs.meta({name})));
  }
  if (entry) add(html::plain_line(entry->summary));
  return summaries;
}

std::vector<std::int16_t> chances(const BlockFeatures& features) {
  static const PackedTrees trees(block_trees());
  std::vector<std::int16_t> chances;
  for (const std::int32_t odds : features.odds(trees)) chances.push_back(chance_of(odds));
  return chances;
}

BlockList text_by_names(const Reading& reading) {
  BlockList text;
  if (reading.standfirst) text.push_back(reading.standfirst);
  for (const RawBlock* block : reading.kept) {
    if (block->kind != RawKind::Caption) text.push_back(block);
  }
  std::sort(text.begin(), text.end());
  return text;
}

/// The text, and where they stood the captions that belong to it.
Body assembled(const Readings& readings, const BlockList& text, std::vector<RawBlock>& blocks) {
  Body body;
  body.container = readings.by_names.container;
  body.running = readings.by_names.running;
  const RawBlock* standfirst = readings.by_names.standfirst;
  if (standfirst) body.standfirst = squeeze(standfirst->text);
  BlockList all(text);
  for (const RawBlock* block : readings.by_names.kept) {
    if (block->kind == RawKind::Caption) all.push_back(block);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  for (const RawBlock* block : all) {
    const bool is_text = std::binary_search(text.begin(), text.end(), block);
    if (block == standfirst) {
      body.standfirst_in_text = true;
    } else {
      body.blocks.push_back(block);
      // A text in a figure is no caption for standing there.
      blocks[static_cast<std::size_t>(block - blocks.data())].figure_text =
          is_text && block->kind == RawKind::Caption;
    }
    if (is_text && worth_of(*block) == Worth::Running) body.weight += block->weight;
  }
  return body;
}

}  // namespace

BodyHints body_hints(const Signs& signs, const json::Value* article, const Headline& headline,
                     std::vector<std::string> authors, const Entry* entry) {
  return {.headline = headline.title,
          .kicker = headline.kicker,
          .summaries = summaries_of(signs, article, entry),
          .linked_body = article ? text_at(*article, "articleBody") : std::string(),
          .authors = std::move(authors),
          .headline_node = headline.node};
}

BlockList blocks_to_keep(const std::vector<RawBlock>& blocks, const Verdicts& verdicts,
                         const Reading& by_names, std::span<const std::int16_t> chances) {
  std::vector<std::int16_t> least(blocks.size(), kLikely);
  const auto index_of = [&](const RawBlock* block) {
    return static_cast<std::size_t>(block - blocks.data());
  };
  for (const RawBlock* block : by_names.kept) {
    if (block->kind != RawKind::Caption) least[index_of(block)] = kPlausible;
  }
  if (by_names.standfirst) least[index_of(by_names.standfirst)] = kPlausible;
  // Tables of rates and results beside the text are as regular as tables in it.
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].kind == RawKind::Row && !by_names.holds(blocks[i].node)) least[i] = kCertain;
  }
  BlockList kept;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (chances[i] >= least[i] && !verdicts.is_no_text(blocks[i])) kept.push_back(&blocks[i]);
  }
  drop_repetitions(kept);
  drop_empty_headings(kept);
  return kept;
}

Body find_body(const Tree& tree, const Survey& survey, std::vector<RawBlock>& blocks,
               const BodyHints& hints) {
  const Verdicts verdicts(blocks, hints);
  const Readings readings = read_both_ways(tree, survey, blocks, hints, verdicts);
  if (blocks.size() > kMostJudged) {
    return assembled(readings, text_by_names(readings.by_names), blocks);
  }
  const BlockFeatures features(
      {tree, survey, blocks, hints, verdicts, readings.by_names, readings.by_prose});
  return assembled(readings, blocks_to_keep(blocks, verdicts, readings.by_names, chances(features)),
                   blocks);
}

}  // namespace depesche::extract
