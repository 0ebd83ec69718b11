#include "extract/body/worth.h"

namespace depesche::extract {

namespace {

Worth worth_as(const RawBlock& block, RawKind kind) {
  switch (kind) {
    case RawKind::Caption:
      return Worth::Neutral;
    case RawKind::Heading:
      return block.links_mostly() ? Worth::Chaff : Worth::Neutral;
    case RawKind::Code:
      return Worth::Running;
    case RawKind::Row:
      return block.links_mostly() ? Worth::Chaff : Worth::Neutral;
    default:
      break;
  }
  if (block.links_mostly()) return Worth::Chaff;
  if ((block.evidence & (kAuthor | kDate | kTeaser)) != 0 && block.weight < 300) {
    return Worth::Chaff;
  }
  if (block.weight >= kParagraph) return Worth::Running;
  if (block.weight >= kSentence && block.ends_sentence) return Worth::Running;
  return kind == RawKind::Item || block.ends_sentence ? Worth::Neutral : Worth::Chaff;
}

}  // namespace

Worth worth_of(const RawBlock& block) { return worth_as(block, block.kind); }

Worth worth_in_body(const RawBlock& block) { return worth_as(block, block.kind_in_body()); }

}  // namespace depesche::extract
