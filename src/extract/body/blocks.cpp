#include "extract/body/blocks.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;

namespace {

// Bounds on memory. A page has at most kFewBlocks, one more for so many nodes and so many bytes of
// text: half of that would do for every page known, and what is made of nothing but small blocks
// does not outweigh itself.
constexpr std::size_t kMostBlocks = 32'768;
constexpr std::size_t kFewBlocks = 1'400;
constexpr std::size_t kNodesABlock = 10;
constexpr std::size_t kBytesABlock = 256;
// How many more letters than bytes a text may have. Few characters fold to more than they are.
constexpr std::size_t kShortLetters = 64;
constexpr std::size_t kBeginning = 1'024;  // of a long text, looked at for phrases
constexpr std::size_t kLongestLetter = 4;  // bytes
constexpr std::size_t kLongText = 16'384;  // its buffer is not kept

bool breaks_line(Tag tag) {
  switch (tag) {
    case Tag::Address:
    case Tag::Article:
    case Tag::Aside:
    case Tag::Blockquote:
    case Tag::Body:
    case Tag::Caption:
    case Tag::Center:
    case Tag::Dd:
    case Tag::Details:
    case Tag::Dialog:
    case Tag::Dir:
    case Tag::Div:
    case Tag::Dl:
    case Tag::Dt:
    case Tag::Fieldset:
    case Tag::Figcaption:
    case Tag::Figure:
    case Tag::Footer:
    case Tag::Form:
    case Tag::H1:
    case Tag::H2:
    case Tag::H3:
    case Tag::H4:
    case Tag::H5:
    case Tag::H6:
    case Tag::Header:
    case Tag::Hgroup:
    case Tag::Hr:
    case Tag::Li:
    case Tag::Listing:
    case Tag::Main:
    case Tag::Menu:
    case Tag::Nav:
    case Tag::Ol:
    case Tag::P:
    case Tag::Pre:
    case Tag::Section:
    case Tag::Summary:
    case Tag::Table:
    case Tag::Tbody:
    case Tag::Td:
    case Tag::Tfoot:
    case Tag::Th:
    case Tag::Thead:
    case Tag::Tr:
    case Tag::Ul:
    case Tag::Xmp:
      return true;
    default:
      return false;
  }
}

/// Where the walk is: what the text it meets will become.
struct Place {
  RawKind kind = RawKind::Paragraph;
  NodeIndex node = 0;
  NodeIndex group = 0;
  int level = 0;
  bool preformatted = false;
  bool italic = false;
  bool bold = false;
  EvidenceSet evidence = kNothing;
};

bool ends_like_sentence(std::string_view end) {
  if (end.empty() || is_alnum(end.back())) return false;
  // Closing quotation marks and brackets follow the full stop.
  for (const std::string_view mark : {"\"", "”", "“", "»", "«", "’", "'", ")", "]", " "}) {
    if (end.ends_with(mark)) end.remove_suffix(mark.size());
  }
  for (const std::string_view mark : {".", "!", "?", "…", ":", "。", "！", "？", "।"}) {
    if (end.ends_with(mark)) return true;
  }
  return false;
}

class Gatherer {
 public:
  Gatherer(const Tree& tree, const Survey& survey) : tree_(tree), survey_(survey) {}

  bool left_some() const { return left_some_; }

  std::vector<RawBlock> run() {
    const Texts texts = count_texts();
    most_blocks_ = std::min(kMostBlocks,
                            kFewBlocks + tree_.size() / kNodesABlock + texts.bytes / kBytesABlock);
    blocks_.reserve(std::min(most_blocks_, texts.blocks));  // growing would hold them twice
    walk(tree_.body(), {});
    flush();
    return std::move(blocks_);
  }

 private:
  // The tree bounds its depth, so recursion is bounded by it.
  void walk(NodeIndex node, const Place& around) {
    if (survey_[node].mute) return;
    if (is_full()) {
      left_some_ = true;
      return;
    }
    if (tree_.is_text(node)) return add_text(node, around);
    if (!tree_.is_element(node)) return;
    const Tag tag = tree_.tag(node);
    if (is_aside_in_line(node, tag)) return;
    if (tag == Tag::Br) return line_break(around);
    if (tag == Tag::Tr && around.kind == RawKind::Row) return row(node, around);
    const Place place = entered(node, tag, around);
    const bool breaks = breaks_line(tag) || starts_beside(node);
    if (breaks) flush();
    for (const NodeIndex child : tree_.children(node)) walk(child, place);
    if (breaks) flush();
  }

  struct Texts {
    std::size_t bytes = 0;
    std::size_t blocks = 0;  // they will be about so many
  };

  /// A new block begins where another element that breaks lines holds the text, or one lies
  /// between.
  Texts count_texts() const {
    constexpr int kInlineDepth = 8;  // of emphasis in links in spans; it need not be exact
    Texts texts;
    NodeIndex holder = kNone;
    bool broken = true;
    for (NodeIndex node = tree_.body(); node < tree_.size(); ++node) {
      if (survey_[node].mute) continue;
      if (!tree_.is_text(node)) {
        broken = broken || breaks_line(tree_.tag(node)) || starts_beside(node);
        continue;
      }
      const std::string_view text = trim(tree_.text(node));
      if (text.empty()) continue;
      texts.bytes += text.size();
      NodeIndex own = tree_.parent(node);
      for (int up = 0; up < kInlineDepth && !breaks_line(tree_.tag(own)); ++up) {
        own = tree_.parent(own);
      }
      if (broken || own != holder) ++texts.blocks;
      holder = own;
      broken = false;
    }
    return texts;
  }

  bool is_full() const {
    return blocks_.size() >= most_blocks_ || gathered_ + text_.size() >= kMostBlockText;
  }

  bool starts_beside(NodeIndex node) const {
    return survey_[node].dropped && !survey_[tree_.parent(node)].dropped;
  }

  /// A few words left out of a sentence: a button, a note for screen readers.
  bool is_aside_in_line(NodeIndex node, Tag tag) const {
    return starts_beside(node) && !breaks_line(tag) && survey_[node].prose == 0;
  }

  Place entered(NodeIndex node, Tag tag, const Place& around) const {
    Place place = around;
    if (breaks_line(tag) || starts_beside(node)) {
      place.node = node;
      place.evidence = kNothing;
    }
    place.evidence |= survey_[node].evidence;
    if (tag == Tag::Em || tag == Tag::I || tag == Tag::Cite) place.italic = true;
    if (tag == Tag::Strong || tag == Tag::B) place.bold = true;
    if (around.kind == RawKind::Caption) return place;
    if (html::is_heading(tag)) {
      place.kind = RawKind::Heading;
      place.level = 1 + static_cast<int>(tag) - static_cast<int>(Tag::H1);
      return place;
    }
    switch (tag) {
      case Tag::Ul:
      case Tag::Ol:
      case Tag::Dl:
        if (place.kind != RawKind::Item) place.group = node;
        break;
      case Tag::Li:
      case Tag::Dt:
      case Tag::Dd:
        place.kind = RawKind::Item;
        break;
      case Tag::Blockquote:
        place.kind = RawKind::Quote;
        place.group = node;
        break;
      case Tag::Pre:
      case Tag::Listing:
      case Tag::Xmp:
        place.kind = RawKind::Code;
        place.preformatted = true;
        break;
      case Tag::Table:
        if (is_data_table(node)) {
          place.kind = RawKind::Row;
          place.group = node;
        }
        break;
      case Tag::Figcaption:
        place.kind = RawKind::Caption;
        break;
      case Tag::Figure:
        // A figure may also frame a table, a quote or code; anything else in it speaks of a
        // picture.
        if (tree_.first(node, Tag::Table) == kNone && tree_.first(node, Tag::Blockquote) == kNone &&
            tree_.first(node, Tag::Pre) == kNone) {
          place.kind = RawKind::Caption;
        }
        break;
      default:
        if ((survey_[node].evidence & kCaption) != 0 && (survey_[node].evidence & kBody) == 0 &&
            survey_[node].prose * 3 < survey_.prose()) {
          place.kind = RawKind::Caption;
        }
        break;
    }
    return place;
  }

  // Old pages lay themselves out with tables: those have long prose or other tables in their cells.
  bool is_data_table(NodeIndex table) const {
    std::size_t cells = 0;
    for (NodeIndex node = table + 1; node < tree_.end_of(table); ++node) {
      const Tag tag = tree_.tag(node);
      if (tag == Tag::Table || html::is_heading(tag) || tag == Tag::Article) return false;
      if (tag == Tag::Td || tag == Tag::Th) {
        ++cells;
        if (survey_[node].prose > 600) return false;
      }
    }
    return cells >= 2;
  }

  void row(NodeIndex node, const Place& around) {
    flush();
    std::string line;
    std::uint32_t links = 0;
    for (const NodeIndex cell : tree_.children(node)) {
      if (is_full() || gathered_ + line.size() >= kMostBlockText) break;
      if (!tree_.is(cell, Tag::Td) && !tree_.is(cell, Tag::Th)) continue;
      if (!line.empty() || cell != tree_.first_child(node)) line += '\t';
      for (const NodeIndex text : tree_.descendants(cell)) {
        if (survey_[text].mute || !tree_.is_text(text)) continue;
        if (survey_[text].dropped && !survey_[node].dropped) continue;
        if (!line.empty() && line.back() != '\t') line += ' ';
        line += squeeze(tree_.text(text));
        if (survey_[text].in_link) links += weight_of(trim(tree_.text(text)));
      }
    }
    while (!line.empty() && (line.back() == '\t' || line.back() == ' ')) line.pop_back();
    if (trim(line).empty()) return;
    RawBlock block{.kind = RawKind::Row,
                   .node = node,
                   .group = around.group,
                   .text = line,
                   .weight = weight_of(line),
                   .links = links,
                   .beside = survey_[node].dropped,
                   .letters = {}};
    add(std::move(block));
  }

  void add(RawBlock block) {
    gathered_ += block.text.size();
    const std::size_t most = block.text.size() + kShortLetters;
    if (piece_to_fold(block.text) == block.text.size()) {
      std::string folded = fold(block.text);
      block.phrases = phrases_in(block.text, folded);
      block.letters = letters_of(std::move(folded));
    } else {
      // Long texts are told by how they begin.
      block.phrases = phrases_in(block.text, fold(truncate_utf8(block.text, kBeginning)));
      block.letters.reserve(most);
      squash_by_pieces(block.text, [&](std::string_view letters) {
        block.letters += truncate_utf8(letters, most - block.letters.size());
        return block.letters.size() + kLongestLetter < most;
      });
    }
    if (block.letters.size() > most)
      block.letters.resize(truncate_utf8(block.letters, most).size());
    block.ends_sentence = ends_like_sentence(block.text);
    blocks_.push_back(std::move(block));
  }

  void line_break(const Place& place) {
    if (text_.empty()) return;
    // Two in a row part paragraphs.
    if (text_.back() == '\n') return flush_part(place);
    if (pending_space_) pending_space_ = false;
    text_ += '\n';
  }

  void add_text(NodeIndex node, const Place& place) {
    const std::string_view text = truncate_utf8(tree_.text(node), kMostBlockText);
    if (text_.empty()) place_ = place;
    const std::uint32_t before = static_cast<std::uint32_t>(text_.size());
    if (place.preformatted) {
      text_ += text;
    } else {
      add_squeezed(text);
    }
    place_.evidence |= place.evidence;
    if (text_.size() <= before || !(survey_[node].in_link || place.italic || place.bold)) return;
    const std::uint32_t weight = weight_of(trim(std::string_view(text_).substr(before)));
    if (survey_[node].in_link) links_ += weight;
    if (place.italic) italic_ += weight;
    if (place.bold) bold_ += weight;
  }

  void add_squeezed(std::string_view text) {
    // What is written is never longer than what is read, but for a space in front.
    std::size_t size = text_.size();
    text_.resize(size + text.size() + 1);
    char* const out = text_.data();
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      const char next = c == '\xC2' && i + 1 < text.size() ? text[i + 1] : '\0';
      // U+00A0 separates words like a space; a soft hyphen is a hint for line breaks, not text.
      if (next == '\xA0' || next == '\xAD') ++i;
      if (next == '\xAD') continue;
      if (is_space(c) || next == '\xA0') {
        pending_space_ = size > 0 && out[size - 1] != '\n';
        continue;
      }
      out[size] = ' ';
      size += pending_space_ ? 1 : 0;
      pending_space_ = false;
      out[size++] = c;
    }
    text_.resize(size);
  }

  void flush_part(const Place& place) {
    parted_ = true;
    flush();
    parted_ = true;
    place_ = place;
  }

  void flush() {
    pending_space_ = false;
    const std::string_view text = trim(text_);
    if (!text.empty()) {
      RawBlock block{.kind = place_.kind,
                     .node = place_.node,
                     .group = place_.group,
                     .text = std::string(text),
                     .weight = weight_of(text),
                     .links = links_,
                     .italic = italic_,
                     .bold = bold_,
                     .level = place_.level,
                     .beside = survey_[place_.node].dropped,
                     .letters = {}};
      if (text_.size() > kLongText) std::string().swap(text_);
      block.whole = !parted_ && is_whole(block.node, block);
      block.evidence = place_.evidence;
      add(std::move(block));
    }
    text_.clear();
    links_ = italic_ = bold_ = 0;
    parted_ = false;
  }

  // A node whose text is split over several blocks cannot lend its markup to one of them.
  bool is_whole(NodeIndex node, const RawBlock&) {
    const bool again = !blocks_.empty() && blocks_.back().node == node;
    if (again) blocks_.back().whole = false;
    if (again) return false;
    for (const NodeIndex child : tree_.descendants(node)) {
      if (tree_.is_element(child) && breaks_line(tree_.tag(child))) return false;
    }
    return true;
  }

  static constexpr NodeIndex kNone = html::kNoNode;
  const Tree& tree_;
  const Survey& survey_;
  std::vector<RawBlock> blocks_;
  std::string text_;
  std::size_t most_blocks_ = kMostBlocks;
  bool left_some_ = false;
  std::size_t gathered_ = 0;  // bytes of the blocks' texts
  std::uint32_t links_ = 0;
  std::uint32_t italic_ = 0;
  std::uint32_t bold_ = 0;
  bool pending_space_ = false;
  bool parted_ = false;
  Place place_;
};

}  // namespace

std::vector<RawBlock> blocks_of(const Tree& tree, const Survey& survey, bool* left_some) {
  Gatherer gatherer(tree, survey);
  std::vector<RawBlock> blocks = gatherer.run();
  if (left_some != nullptr) *left_some = gatherer.left_some();
  return blocks;
}

}  // namespace depesche::extract
