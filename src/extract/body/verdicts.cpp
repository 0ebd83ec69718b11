#include "extract/body/verdicts.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "dates/dates.h"
#include "extract/body/known_text.h"
#include "extract/body/worth.h"
#include "extract/fields/byline.h"
#include "extract/fields/shown_dates.h"
#include "text/fold.h"

namespace depesche::extract {
namespace {

/// "14. August 2009, 18:20 Uhr", "Publicado el 21 de octubre de 2025 a las 18:20".
bool is_only_a_date(const RawBlock& block) {
  if (block.weight > 120 || block.ends_sentence) return false;
  const auto first_digit = std::find_if(block.text.begin(), block.text.end(), is_digit);
  if (first_digit == block.text.end()) return false;
  const auto digit = static_cast<std::size_t>(first_digit - block.text.begin());
  std::size_t letters = 0;
  for (const char c : block.text) letters += is_alpha(c) ? 1 : 0;
  if (letters <= 24 && parse_feed_date(block.text)) return true;
  // With what it is the date of in front, twice perhaps: published, updated.
  return digit <= 40 && letters <= 70 &&
         date_label(fold(std::string_view(block.text).substr(0, digit))) != DateLabel::None &&
         parse_full_date(block.text, {}).has_value();
}

/// Knows the article's headline and authors.
class Judge {
 public:
  explicit Judge(const BodyHints& hints) : hints_(hints), headline_(squashed(hints.headline)) {
    for (const std::string& author : hints.authors) authors_.push_back(squashed(author));
  }

  bool is_no_text(const RawBlock& block) const;
  /// Of a block that is no text, true; `no_text` is what is_no_text says.
  bool is_unwanted(const RawBlock& block, bool no_text) const;
  bool is_author_note(const RawBlock& block) const;

 private:
  bool is_author(std::string_view letters) const {
    return std::find(authors_.begin(), authors_.end(), letters) != authors_.end();
  }
  bool is_byline(const RawBlock& block) const;

  const BodyHints& hints_;
  std::string headline_;
  std::vector<std::string> authors_;
};

bool Judge::is_no_text(const RawBlock& block) const {
  if (block.kind == RawKind::Caption || block.kind == RawKind::Code || block.kind == RawKind::Row) {
    return false;
  }
  if (block.says(kLabelPhrase) || block.node == hints_.headline_node) return true;
  if (block.weight >= 200) return false;
  return block.letters == headline_ || is_byline(block) || is_only_a_date(block);
}

bool Judge::is_unwanted(const RawBlock& block, bool no_text) const {
  if (block.kind == RawKind::Caption || block.kind == RawKind::Code) return false;
  if (block.kind == RawKind::Row) return block.links_mostly() && block.weight > 20;
  if (no_text) return true;
  if (block.kind == RawKind::Heading) {
    return block.links == block.weight || block.says(kReferencePhrase) || block.says(kAppealPhrase);
  }
  if (block.says(kCreditPhrase) || block.says(kPaywallPhrase) || block.says(kAppealPhrase)) {
    return true;
  }
  if (block.says(kReferencePhrase) && (block.links > 0 || block.weight < 60)) return true;
  if ((block.evidence & kTeaser) != 0 && block.links_mostly()) return true;
  if ((block.evidence & (kAuthor | kDate)) != 0 && block.weight < 300) return true;
  return block.links_mostly() && block.kind == RawKind::Paragraph && !block.ends_sentence;
}

bool Judge::is_author_note(const RawBlock& block) const {
  if (block.kind == RawKind::Heading || block.weight > 700) return false;
  for (const std::string& author : hints_.authors) {
    if (author.size() < 6 || !block.text.starts_with(author)) continue;
    const std::string rest = fold(std::string_view(block.text).substr(author.size()).substr(0, 30));
    for (const std::string_view verb :
         {" is ", ", ", " ist ", " war ", " arbeitet ", " schreibt ", " writes ", " covers ",
          " reports ", " est ", " es ", " has ", " joined ", " studied ", " works "}) {
      if (rest.starts_with(verb)) return true;
    }
  }
  return false;
}

bool Judge::is_byline(const RawBlock& block) const {
  if (block.weight > 120) return false;
  const std::string_view text = block.letters;
  if (is_author(text)) return true;
  for (const std::string_view introduction : {"Von ", "By ", "von ", "Par ", "Por "}) {
    if (!block.text.starts_with(introduction) || block.ends_sentence) continue;
    if (!names_in(block.text, BylineSource::Visible).empty()) return true;
  }
  for (const std::string_view introduction : {"von", "by", "par", "por", "di", "text"}) {
    if (text.starts_with(introduction) && is_author(text.substr(introduction.size()))) {
      return true;
    }
  }
  return false;
}

}  // namespace

Verdicts::Verdicts(const std::vector<RawBlock>& blocks, const BodyHints& hints)
    : first_(blocks.data()) {
  const Judge judge(hints);
  const std::vector<bool> known = blocks_within(hints.linked_body, blocks);
  verdicts_.reserve(blocks.size());
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const RawBlock& block = blocks[i];
    const bool no_text = judge.is_no_text(block);
    unsigned verdict = no_text ? kNoText : 0;
    if (judge.is_unwanted(block, no_text)) verdict |= kUnwanted;
    if (judge.is_author_note(block)) verdict |= kAuthorNote;
    if (known[i]) verdict |= kLinked;
    verdicts_.push_back(static_cast<std::uint8_t>(verdict));
  }
}

}  // namespace depesche::extract
