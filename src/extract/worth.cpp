#include "extract/worth.h"

#include "base/ascii.h"
#include "text/fold.h"

namespace depesche::extract {

std::string squashed(std::string_view text) {
  const std::string folded = fold(text);
  std::string out;
  out.reserve(folded.size());
  for (const char c : folded) {
    if (is_alnum(c) || static_cast<unsigned char>(c) >= 0x80) out += c;
  }
  return out;
}

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
  if (block.weight >= kSentence && block.ends_sentence()) return Worth::Running;
  return block.kind == RawKind::Item || block.ends_sentence() ? Worth::Neutral : Worth::Chaff;
}

}  // namespace depesche::extract
