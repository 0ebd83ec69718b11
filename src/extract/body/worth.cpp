#include "extract/body/worth.h"

namespace depesche::extract {

Worth worth_of(const RawBlock& block) {
  switch (block.kind) {
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
  return block.kind == RawKind::Item || block.ends_sentence ? Worth::Neutral : Worth::Chaff;
}

}  // namespace depesche::extract
