#include "extract/body/block_features.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <functional>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "base/ascii.h"
#include "extract/body/worth.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;

namespace {

constexpr std::int16_t kFar = 60;  // blocks; farther is as far

/// 16 · log2(1 + n), linear between powers of two.
std::int16_t size_of(std::uint64_t n) {
  const std::uint64_t m = n + 1;
  const int power = m > 1 ? static_cast<int>(std::bit_width(m)) - 1 : 0;
  const std::uint64_t part = ((m << 4U) >> power) - 16;
  return static_cast<std::int16_t>(power * 16 + static_cast<int>(part));
}

std::int16_t share_of(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return 0;
  return static_cast<std::int16_t>(std::min<std::uint64_t>(1000, part * 1000 / whole));
}

std::int16_t bounded(std::ptrdiff_t n) {
  return static_cast<std::int16_t>(std::clamp<std::ptrdiff_t>(n, -kFar, kFar));
}

/// Sorts of bytes; from kDigit on they make words.
enum Sort : std::uint8_t { kOther, kSpace, kComma, kBar, kStop, kDigit, kCapital, kLetter, kSorts };
static_assert(kSorts == 8, "as many counts as a number of 64 bits has bytes");

constexpr std::array<Sort, 256> kSortOf = [] {
  std::array<Sort, 256> sorts{};
  for (std::size_t byte = 0; byte < sorts.size(); ++byte) {
    const char c = static_cast<char>(byte);
    sorts[byte] = byte >= 0x80                       ? kLetter
                  : c >= 'A' && c <= 'Z'             ? kCapital
                  : is_alpha(c)                      ? kLetter
                  : is_digit(c)                      ? kDigit
                  : is_space(c)                      ? kSpace
                  : c == ','                         ? kComma
                  : c == '|' || c == '/'             ? kBar
                  : c == '.' || c == '!' || c == '?' ? kStop
                                                     : kOther;
  }
  return sorts;
}();

/// What the text of a block looks like, letter by letter.
struct Looks {
  std::uint32_t words = 0, capitals = 0, digits = 0, letters = 0, commas = 0, stops = 0, bars = 0;
  bool starts_lower = false, starts_digit = false, starts_quote = false;
  bool has_copyright = false, has_at = false, has_address = false, ends_colon = false,
       ends_ellipsis = false;

  explicit Looks(std::string_view text) {
    if (text.empty()) return;
    std::array<std::uint32_t, kSorts> counts{};
    Sort before = kOther;
    // Eight small counts in one number, added up before one can overflow.
    for (std::size_t begin = 0; begin < text.size(); begin += 255) {
      std::uint64_t small = 0;
      for (const char c : text.substr(begin, 255)) {
        const Sort sort = kSortOf[static_cast<unsigned char>(c)];
        small += std::uint64_t{1} << (8U * sort);
        const bool begins = sort >= kDigit && before < kDigit;
        words += begins;
        capitals += begins && sort == kCapital;
        stops += before == kStop && sort == kSpace;
        before = sort;
      }
      for (std::uint32_t& count : counts) {
        count += small & 0xFF;
        small >>= 8;
      }
    }
    stops += before == kStop;
    digits = counts[kDigit];
    letters = counts[kCapital] + counts[kLetter];
    commas = counts[kComma];
    bars = counts[kBar];
    has_at = text.find('@') != std::string_view::npos;
    starts_lower = text[0] >= 'a' && text[0] <= 'z';
    starts_digit = is_digit(text[0]);
    if (!is_alnum(text[0])) {
      for (const std::string_view quote : {"\"", "„", "“", "«", "»", "'", "‘", "”"}) {
        starts_quote = starts_quote || text.starts_with(quote);
      }
    }
    has_copyright = text.find("©") != std::string_view::npos;
    has_address =
        text.find("://") != std::string_view::npos || text.find("www.") != std::string_view::npos;
    ends_colon = text.back() == ':';
    ends_ellipsis = text.ends_with("…") || text.ends_with("...");
  }
};

/// What is known of the elements around a node; filled from the root down. A page has tens of
/// thousands of nodes, so it is kept small: how many steps up the nearest element of each sort is
/// in a byte each, kNever for that many or more; the kinds of elements around it in a bit each.
class Around {
 public:
  enum Lane : unsigned {
    kBodyUp,
    kBoilerplateUp,
    kCommentsUp,
    kTeaserUp,
    kLeadUp,
    kCaptionUp,
    kAuthorUp,
    kArticleUp,
    kLanes
  };
  enum In : std::uint16_t {
    kMain = 1,
    kAside = 2,
    kHeader = 4,
    kFooter = 8,
    kNav = 16,
    kForm = 32,
    kFigure = 64,
    kTable = 128,
    kList = 256,
    kQuote = 512,
    kSection = 1024,
    kUnseen = 2048
  };
  static constexpr std::uint8_t kNever = 30;

  std::uint8_t steps(Lane lane) const { return static_cast<std::uint8_t>(steps_ >> (8U * lane)); }
  bool is_in(In kind) const { return (in_ & kind) != 0; }
  std::uint16_t depth() const { return depth_; }

  /// Of an element that stands directly in one of which this is known.
  Around one_deeper(Tag tag, EvidenceSet evidence) const {
    Around a = *this;
    a.steps_ += kOnes;
    a.steps_ -= (a.steps_ + kOnes * (127 - kNever)) >> 7U & kOnes;  // where it is beyond kNever
    if (tag == Tag::Article) a.set(kArticleUp);
    if (evidence != kNothing) a.take(evidence);
    a.depth_ = static_cast<std::uint16_t>(std::min(depth_ + 1, 100));
    a.in_ |= kind_of(tag);
    return a;
  }

 private:
  static constexpr std::uint64_t kOnes = 0x0101010101010101U;
  static_assert(kLanes == sizeof(std::uint64_t));

  void set(Lane lane) { steps_ &= ~(std::uint64_t{0xFF} << (8U * lane)); }

  void take(EvidenceSet evidence) {
    constexpr std::pair<Evidence, Lane> kLaneOf[] = {
        {kBody, kBodyUp},         {kBoilerplate, kBoilerplateUp},
        {kComments, kCommentsUp}, {kTeaser, kTeaserUp},
        {kLead, kLeadUp},         {kCaption, kCaptionUp},
        {kAuthor, kAuthorUp}};
    for (const auto& [bit, lane] : kLaneOf) {
      if ((evidence & bit) != 0) set(lane);
    }
    if ((evidence & kHidden) != 0) in_ |= kUnseen;
  }

  static std::uint16_t kind_of(Tag tag) {
    switch (tag) {
      case Tag::Main:
        return kMain;
      case Tag::Aside:
        return kAside;
      case Tag::Header:
        return kHeader;
      case Tag::Footer:
        return kFooter;
      case Tag::Nav:
        return kNav;
      case Tag::Form:
        return kForm;
      case Tag::Figure:
        return kFigure;
      case Tag::Table:
        return kTable;
      case Tag::Ul:
      case Tag::Ol:
      case Tag::Dl:
        return kList;
      case Tag::Blockquote:
        return kQuote;
      case Tag::Section:
        return kSection;
      default:
        return 0;
    }
  }

  std::uint64_t steps_ = kOnes * kNever;
  std::uint16_t in_ = 0;
  std::uint16_t depth_ = 0;
};

/// Sums over some blocks: those below an element, or of one make.
struct Sum {
  std::uint32_t weight = 0, running = 0, links = 0, kept = 0, blocks = 0, headings = 0;

  void add(const RawBlock& block, Worth worth, bool is_kept) {
    weight += block.weight;
    links += block.links;
    running += worth == Worth::Running ? block.weight : 0;
    kept += is_kept ? block.weight : 0;
    headings += block.kind == RawKind::Heading ? 1 : 0;
    ++blocks;
  }
  Sum less(const Sum& other) const {
    return {weight - other.weight, running - other.running, links - other.links,
            kept - other.kept,     blocks - other.blocks,   headings - other.headings};
  }
};

std::int16_t sort_of(Tag tag) {
  switch (tag) {
    case Tag::P:
      return 0;
    case Tag::H1:
      return 1;
    case Tag::H2:
      return 2;
    case Tag::H3:
      return 3;
    case Tag::H4:
      return 4;
    case Tag::H5:
    case Tag::H6:
      return 5;
    case Tag::Blockquote:
      return 6;
    case Tag::Pre:
      return 7;
    case Tag::Li:
      return 8;
    case Tag::Dd:
    case Tag::Dt:
      return 9;
    case Tag::Td:
    case Tag::Th:
    case Tag::Tr:
      return 10;
    case Tag::Div:
      return 11;
    case Tag::Section:
      return 12;
    case Tag::Article:
      return 13;
    case Tag::Main:
    case Tag::Body:
      return 14;
    case Tag::Figcaption:
    case Tag::Figure:
      return 15;
    case Tag::Header:
    case Tag::Hgroup:
      return 16;
    case Tag::Footer:
      return 17;
    case Tag::Ul:
    case Tag::Ol:
      return 18;
    case Tag::Aside:
      return 19;
    default:
      return 20;
  }
}

/// Numbers for elements that look alike: by their names and classes.
class LookNumbers {
 public:
  explicit LookNumbers(const Tree& tree) : tree_(tree), of_node_(tree.size()) {}

  std::uint32_t of(NodeIndex node) {
    if (node == html::kNoNode) return 0;
    std::uint16_t& number = of_node_[node];
    if (number == 0) {
      const Look look{tree_.name(node), tree_.attribute(node, "class").substr(0, 100)};
      const auto next = static_cast<std::uint16_t>(numbers_.size() + 1);
      assert(next > 0);  // two a block at most, and pages of thousands of blocks are not judged
      number = numbers_.try_emplace(look, next).first->second;
    }
    return number;
  }

 private:
  using Look = std::pair<std::string_view, std::string_view>;
  struct Hash {
    std::size_t operator()(const Look& look) const {
      const std::hash<std::string_view> hash;
      return hash(look.first) * 31 + hash(look.second);
    }
  };

  const Tree& tree_;
  std::vector<std::uint16_t> of_node_;  // 0: not asked yet
  std::unordered_map<Look, std::uint16_t, Hash> numbers_;
};

/// A block's facts that others ask for too.
struct Facts {
  Worth worth = Worth::Neutral;
  bool kept = false;        // by the reading by names
  bool kept_twice = false;  // by the reading by prose
  bool linked = false;      // its text stands in JSON-LD
  std::size_t kin = 0;      // which sums of its kin and make
  std::size_t make = 0;
};

std::vector<std::uint32_t> in_order_of_nodes(const std::vector<RawBlock>& blocks) {
  std::vector<std::uint32_t> order(blocks.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return blocks[a].node < blocks[b].node;
  });
  return order;
}

/// Sums over the blocks below an element. What is below it lies side by side in the order of nodes,
/// so that two running sums tell, and nothing is kept for each of a page's nodes.
class SumsBelow {
 public:
  SumsBelow() = default;
  SumsBelow(const std::vector<RawBlock>& blocks, const std::vector<Facts>& facts) {
    nodes_.reserve(blocks.size());
    sums_.reserve(blocks.size() + 1);
    Sum sum;
    sums_.push_back(sum);
    for (const std::uint32_t i : in_order_of_nodes(blocks)) {
      sum.add(blocks[i], facts[i].worth, facts[i].kept);
      nodes_.push_back(blocks[i].node);
      sums_.push_back(sum);
    }
  }

  Sum of(const Tree& tree, NodeIndex node) const {
    return until(tree.end_of(node)).less(until(node));
  }

 private:
  /// Over the blocks whose elements come before the node.
  const Sum& until(NodeIndex node) const {
    const auto at = std::lower_bound(nodes_.begin(), nodes_.end(), node);
    return sums_[static_cast<std::size_t>(at - nodes_.begin())];
  }

  std::vector<NodeIndex> nodes_;
  std::vector<Sum> sums_;
};

}  // namespace

class BlockFeatures::Page {
 public:
  explicit Page(const PageReadings& page)
      : page_(page),
        tree_(page.tree),
        blocks_(page.blocks),
        headline_(squashed(page.hints.headline)) {
    for (const std::string& summary : page.hints.summaries) {
      summaries_.push_back(squashed(summary));
    }
    look_around();
    judge();
    add_up();
  }

  std::size_t count() const { return blocks_.size(); }

  /// Calls `column(name, value)` for every feature of the block, always in the same order.
  template <class Column>
  void describe(std::size_t i, Column column) const {
    describe_text(i, column);
    describe_place(i, column);
    describe_company(i, column);
    describe_readings(i, column);
    describe_page(column);
  }

 private:
  template <class Column>
  void describe_text(std::size_t i, Column& column) const {
    const RawBlock& block = blocks_[i];
    const Looks looks(block.text);
    const bool is_short = block.weight < 200;
    column("size", size_of(block.weight));
    column("words", size_of(looks.words));
    column("links", share_of(block.links, block.weight));
    column("italic", share_of(block.italic, block.weight));
    column("bold", share_of(block.bold, block.weight));
    column("kind", static_cast<std::int16_t>(block.kind));
    column("level", static_cast<std::int16_t>(block.level));
    column("ends_sentence", block.ends_sentence ? 1 : 0);
    column("sentences", size_of(looks.stops));
    column("commas", share_of(looks.commas * 10, block.weight));
    column("capitals", share_of(looks.capitals, looks.words));
    column("digits", share_of(looks.digits, block.weight));
    column("letters", share_of(looks.letters, block.text.size()));
    column("word_length", share_of(block.weight, looks.words * 100 + 1));
    column("bars", size_of(looks.bars));
    column("starts", static_cast<std::int16_t>(looks.starts_lower   ? 1
                                               : looks.starts_digit ? 2
                                               : looks.starts_quote ? 3
                                                                    : 0));
    column("ends", static_cast<std::int16_t>(looks.ends_colon ? 1 : looks.ends_ellipsis ? 2 : 0));
    column("copyright", looks.has_copyright ? 1 : 0);
    column("at", looks.has_at ? 1 : 0);
    column("address", looks.has_address ? 1 : 0);
    column("label", block.says(kLabelPhrase) ? 1 : 0);
    column("reference", block.says(kReferencePhrase) ? 1 : 0);
    column("appeal", block.says(kAppealPhrase) ? 1 : 0);
    column("credit", block.says(kCreditPhrase) ? 1 : 0);
    column("paywall_note", block.says(kPaywallPhrase) ? 1 : 0);
    column("headline", is_short && block.letters == headline_ ? 1 : 0);
    column("unwanted", page_.verdicts.is_unwanted(block) ? 1 : 0);
    column("author_note", page_.verdicts.is_author_note(block) ? 1 : 0);
    column("worth", static_cast<std::int16_t>(facts_[i].worth));
    column("whole", block.whole ? 1 : 0);
  }

  template <class Column>
  void describe_place(std::size_t i, Column& column) const {
    const RawBlock& block = blocks_[i];
    const Around& a = around_[i];
    const NodeIndex parent = tree_.parent(block.node);
    column("sort", sort_of(tree_.tag(block.node)));
    column("parent_sort", parent == html::kNoNode ? 20 : sort_of(tree_.tag(parent)));
    column("depth", a.depth());
    for (const auto& [name, bit] : kOwn) column(name, (block.evidence & bit) != 0 ? 1 : 0);
    column("up_body", a.steps(Around::kBodyUp));
    column("up_boilerplate", a.steps(Around::kBoilerplateUp));
    column("up_comments", a.steps(Around::kCommentsUp));
    column("up_teaser", a.steps(Around::kTeaserUp));
    column("up_lead", a.steps(Around::kLeadUp));
    column("up_caption", a.steps(Around::kCaptionUp));
    column("up_author", a.steps(Around::kAuthorUp));
    column("up_article", a.steps(Around::kArticleUp));
    column("in_main", a.is_in(Around::kMain) ? 1 : 0);
    column("in_aside", a.is_in(Around::kAside) ? 1 : 0);
    column("in_header", a.is_in(Around::kHeader) ? 1 : 0);
    column("in_footer", a.is_in(Around::kFooter) ? 1 : 0);
    column("in_nav", a.is_in(Around::kNav) ? 1 : 0);
    column("in_form", a.is_in(Around::kForm) ? 1 : 0);
    column("in_figure", a.is_in(Around::kFigure) ? 1 : 0);
    column("in_table", a.is_in(Around::kTable) ? 1 : 0);
    column("in_list", a.is_in(Around::kList) ? 1 : 0);
    column("in_quote", a.is_in(Around::kQuote) ? 1 : 0);
    column("in_section", a.is_in(Around::kSection) ? 1 : 0);
    column("hidden", a.is_in(Around::kUnseen) ? 1 : 0);
    column("beside", block.beside ? 1 : 0);
    column("position", share_of(i, blocks_.size()));
    column("text_before", share_of(before_[i], total_.weight));
    column("running_before", share_of(running_before_[i], total_.running));
    column("after_headline", bounded(static_cast<std::ptrdiff_t>(i) - headline_at_));
    column("has_headline_node", page_.hints.headline_node != html::kNoNode ? 1 : 0);
  }

  template <class Column>
  void describe_company(std::size_t i, Column& column) const {
    const RawBlock& block = blocks_[i];
    NodeIndex node = block.node;
    for (const auto& names : kLevels) {
      node =
          node == html::kNoNode || tree_.parent(node) == html::kNoNode ? node : tree_.parent(node);
      const Sum sum = below_.of(tree_, node);
      column(names[0], share_of(sum.running, total_.running));
      column(names[1], share_of(sum.links, sum.weight));
      column(names[2], share_of(sum.running, sum.weight));
      column(names[3], share_of(sum.kept, total_.kept));
      column(names[4], size_of(sum.blocks));
    }
    const Sum& kin = kin_[facts_[i].kin];
    column("kin_running", share_of(kin.running, total_.running));
    column("kin_links", share_of(kin.links, kin.weight));
    column("kin_is_running", share_of(kin.running, kin.weight));
    column("kin_kept", share_of(kin.kept, kin.weight));
    column("kin_blocks", size_of(kin.blocks));
    const Sum& make = makes_[facts_[i].make];
    column("make_running", share_of(make.running, total_.running));
    column("make_links", share_of(make.links, make.weight));
    column("make_is_running", share_of(make.running, make.weight));
    column("make_kept", share_of(make.kept, make.weight));
    column("make_blocks", size_of(make.blocks));
    for (const auto& [names, offset] : kNeighbours) {
      const auto at = static_cast<std::ptrdiff_t>(i) + offset;
      const bool there = at >= 0 && at < static_cast<std::ptrdiff_t>(blocks_.size());
      const RawBlock* other = there ? &blocks_[static_cast<std::size_t>(at)] : nullptr;
      const Facts* facts = there ? &facts_[static_cast<std::size_t>(at)] : nullptr;
      column(names[0], other ? size_of(other->weight) : std::int16_t{-1});
      column(names[1], other ? share_of(other->links, other->weight) : std::int16_t{-1});
      column(names[2], other ? static_cast<std::int16_t>(other->kind) : std::int16_t{-1});
      column(names[3], other ? static_cast<std::int16_t>(facts->worth) : std::int16_t{-1});
      column(names[4], facts && facts->kept ? 1 : 0);
    }
    const std::ptrdiff_t heading = heading_before_[i];
    const RawBlock* head = heading >= 0 ? &blocks_[static_cast<std::size_t>(heading)] : nullptr;
    column("since_heading",
           head ? bounded(static_cast<std::ptrdiff_t>(i) - heading) : std::int16_t{-1});
    column("heading_level", static_cast<std::int16_t>(head ? head->level : 0));
    column("heading_links", head ? share_of(head->links, head->weight) : std::int16_t{0});
    column("heading_reference", head && head->says(kReferencePhrase) ? 1 : 0);
    column("heading_kept", head && facts_[static_cast<std::size_t>(heading)].kept ? 1 : 0);
    column("copies", size_of(copies_[i] - 1));
    column("is_copy", is_copy_[i] ? 1 : 0);
  }

  template <class Column>
  void describe_readings(std::size_t i, Column& column) const {
    const RawBlock& block = blocks_[i];
    const Facts& facts = facts_[i];
    const Reading& first = page_.by_names;
    column("kept", facts.kept ? 1 : 0);
    column("kept_by_prose", facts.kept_twice ? 1 : 0);
    column("standfirst", first.standfirst == &block ? 1 : 0);
    column("in_container",
           first.container != html::kNoNode && tree_.contains(first.container, block.node) ? 1 : 0);
    const auto at = static_cast<std::ptrdiff_t>(i);
    column("from_first_kept", bounded(at - first_kept_));
    column("to_last_kept", bounded(last_kept_ - at));
    column("kept_before", share_of(kept_before_[i], total_.kept));
    column("since_kept", bounded(since_kept_[i]));
    column("until_kept", bounded(until_kept_[i]));
    column("linked", facts.linked ? 1 : 0);
    column("summary", says_summary(block.letters) ? 1 : 0);
  }

  template <class Column>
  void describe_page(Column& column) const {
    column("page_running", size_of(total_.running));
    column("page_kept", share_of(total_.kept, total_.running));
    column("page_blocks", size_of(blocks_.size()));
    column("page_links", share_of(total_.links, total_.weight));
    column("page_linked", size_of(page_.hints.linked_body.size()));
    column("page_linked_found", share_of(linked_weight_, page_.hints.linked_body.size()));
    column("page_linked_kept", share_of(linked_kept_, linked_weight_));
    column("page_articles", size_of(articles_));
    column("page_named", share_of(named_, total_.running));
  }

  bool says_summary(const std::string& letters) const {
    if (letters.size() < 30) return false;
    return std::any_of(summaries_.begin(), summaries_.end(), [&](const std::string& summary) {
      const std::size_t shorter = std::min(summary.size(), letters.size()) * 9 / 10;
      return shorter >= 27 && summary.compare(0, shorter, letters, 0, shorter) == 0;
    });
  }

  /// One walk down the page, which keeps what is around for the elements that are open, and for
  /// those that blocks are made of.
  void look_around() {
    std::vector<std::uint32_t> order = in_order_of_nodes(blocks_);
    around_.resize(blocks_.size());
    struct Open {
      NodeIndex end;
      Around around;
    };
    std::vector<Open> open{{tree_.end_of(tree_.root()), Around()}};
    auto next = order.begin();
    const auto note = [&](NodeIndex node) {
      for (; next != order.end() && blocks_[*next].node == node; ++next) {
        around_[*next] = open.back().around;
      }
    };
    note(tree_.root());
    for (NodeIndex node = 1; node < tree_.size(); ++node) {
      if (!tree_.is_element(node)) continue;
      while (open.back().end <= node) open.pop_back();
      const Tag tag = tree_.tag(node);
      articles_ += tag == Tag::Article ? 1 : 0;
      open.push_back(
          {tree_.end_of(node), open.back().around.one_deeper(tag, page_.survey[node].evidence)});
      note(node);
    }
  }

  void judge() {
    facts_.resize(blocks_.size());
    for (const RawBlock* block : page_.by_names.kept) facts_[index_of(block)].kept = true;
    for (const RawBlock* block : page_.by_prose.kept) facts_[index_of(block)].kept_twice = true;
    if (page_.by_names.standfirst) facts_[index_of(page_.by_names.standfirst)].kept = true;
    std::unordered_map<std::string_view, std::uint32_t> numbers;  // of different texts
    numbers.reserve(blocks_.size());
    std::vector<std::uint32_t> times;
    copies_.reserve(blocks_.size());
    is_copy_.resize(blocks_.size());
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      Facts& facts = facts_[i];
      facts.worth = worth_of(blocks_[i]);
      facts.linked = page_.verdicts.is_linked(blocks_[i]);
      const auto next = static_cast<std::uint32_t>(times.size());
      const auto [number, is_new] = numbers.try_emplace(blocks_[i].letters, next);
      if (is_new) times.push_back(0);
      ++times[number->second];
      is_copy_[i] = !is_new;
      copies_.push_back(number->second);
    }
    for (std::uint32_t& copies : copies_) copies = times[copies];
  }

  std::size_t index_of(const RawBlock* block) const {
    return static_cast<std::size_t>(block - blocks_.data());
  }

  void add_up() {
    LookNumbers looks(tree_);
    std::unordered_map<std::uint32_t, std::size_t> makes;
    std::unordered_map<std::uint64_t, std::size_t> kins;
    const auto number = [](auto& numbers, auto key, std::vector<Sum>& sums) {
      const auto [at, is_new] = numbers.try_emplace(key, sums.size());
      if (is_new) sums.emplace_back();
      return at->second;
    };
    for (auto* values : {&before_, &running_before_, &kept_before_}) {
      values->reserve(blocks_.size());
    }
    heading_before_.reserve(blocks_.size());
    std::ptrdiff_t heading = -1;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      const RawBlock& block = blocks_[i];
      Facts& facts = facts_[i];
      const NodeIndex parent = tree_.parent(block.node);
      const std::uint32_t around_it = looks.of(parent);
      facts.make = number(makes, around_it, makes_);
      facts.kin = number(kins, std::uint64_t{looks.of(block.node)} << 32 | around_it, kin_);
      before_.push_back(total_.weight);
      running_before_.push_back(total_.running);
      kept_before_.push_back(total_.kept);
      for (Sum* sum : {&total_, &kin_[facts.kin], &makes_[facts.make]}) {
        sum->add(block, facts.worth, facts.kept);
      }
      if (facts.kept) {
        if (first_kept_ < 0) first_kept_ = static_cast<std::ptrdiff_t>(i);
        last_kept_ = static_cast<std::ptrdiff_t>(i);
      }
      if (facts.linked) linked_weight_ += block.text.size();
      if (facts.linked && facts.kept) linked_kept_ += block.text.size();
      if (facts.worth == Worth::Running && around_[i].steps(Around::kBodyUp) < Around::kNever) {
        named_ += block.weight;
      }
      heading_before_.push_back(heading);
      if (block.kind == RawKind::Heading) heading = static_cast<std::ptrdiff_t>(i);
      if (block.node <= page_.hints.headline_node && page_.hints.headline_node != html::kNoNode) {
        headline_at_ = static_cast<std::ptrdiff_t>(i);
      }
    }
    below_ = SumsBelow(blocks_, facts_);
    const auto is_kept = [&](std::size_t i) { return facts_[i].kept; };
    since_kept_ = distances(blocks_.size(), Direction::Back, is_kept);
    until_kept_ = distances(blocks_.size(), Direction::Forth, is_kept);
  }

  enum class Direction { Back, Forth };

  /// For each block, how many blocks away the nearest other one of a kind is, to one side.
  template <class Is>
  static std::vector<std::int16_t> distances(std::size_t count, Direction direction, Is is) {
    std::vector<std::int16_t> steps(count);
    std::int16_t step = kFar;
    for (std::size_t n = 0; n < count; ++n) {
      const std::size_t i = direction == Direction::Back ? n : count - 1 - n;
      steps[i] = step;
      step = is(i) ? 1 : bounded(step + 1);
    }
    return steps;
  }

  using Named = std::pair<std::string_view, EvidenceSet>;
  static constexpr Named kOwn[] = {
      {"own_body", kBody},       {"own_lead", kLead},        {"own_boilerplate", kBoilerplate},
      {"own_caption", kCaption}, {"own_author", kAuthor},    {"own_date", kDate},
      {"own_teaser", kTeaser},   {"own_headline", kHeadline}};
  static constexpr std::string_view kLevels[][5] = {
      {"up1_running", "up1_links", "up1_is_running", "up1_kept", "up1_blocks"},
      {"up2_running", "up2_links", "up2_is_running", "up2_kept", "up2_blocks"},
      {"up3_running", "up3_links", "up3_is_running", "up3_kept", "up3_blocks"}};
  struct Neighbour {
    std::string_view names[5];
    std::ptrdiff_t offset;
  };
  static constexpr Neighbour kNeighbours[] = {
      {{"before2_size", "before2_links", "before2_kind", "before2_worth", "before2_kept"}, -2},
      {{"before1_size", "before1_links", "before1_kind", "before1_worth", "before1_kept"}, -1},
      {{"after1_size", "after1_links", "after1_kind", "after1_worth", "after1_kept"}, 1},
      {{"after2_size", "after2_links", "after2_kind", "after2_worth", "after2_kept"}, 2}};

  struct Near {
    std::string_view name;
    std::ptrdiff_t offset;
  };
  static constexpr Near kNear[] = {{"chance_before3", -3}, {"chance_before2", -2},
                                   {"chance_before1", -1}, {"chance_after1", 1},
                                   {"chance_after2", 2},   {"chance_after3", 3}};

  const PageReadings page_;
  const Tree& tree_;
  const std::vector<RawBlock>& blocks_;
  std::string headline_;
  std::vector<std::string> summaries_;
  SumsBelow below_;
  std::vector<Sum> kin_;      // of blocks whose elements and parents look alike
  std::vector<Sum> makes_;    // of blocks whose parents look alike
  std::vector<Facts> facts_;  // from here on: of each block
  std::vector<Around> around_;
  std::vector<std::uint32_t> copies_, before_, running_before_, kept_before_;
  std::vector<bool> is_copy_;
  std::vector<std::ptrdiff_t> heading_before_;
  std::vector<std::int16_t> since_kept_, until_kept_;
  Sum total_;
  std::ptrdiff_t first_kept_ = -1, last_kept_ = -1, headline_at_ = -1;
  std::size_t linked_weight_ = 0, linked_kept_ = 0, articles_ = 0, named_ = 0;
};

BlockFeatures::BlockFeatures(const PageReadings& readings)
    : page_(std::make_unique<const Page>(readings)) {}

BlockFeatures::~BlockFeatures() = default;

FeatureRows BlockFeatures::rows() const {
  FeatureRows rows;
  const std::size_t count = page_->count();
  for (std::size_t i = 0; i < count; ++i) {
    page_->describe(i, [&](std::string_view, int value) {
      rows.values.push_back(static_cast<std::int16_t>(value));
    });
    if (i == 0) {
      rows.columns = rows.values.size();
      rows.values.reserve(rows.columns * count);
    }
  }
  return rows;
}

std::vector<std::int32_t> BlockFeatures::odds(const PackedTrees& trees) const {
  constexpr std::size_t kRows = PackedTrees::kRows;
  std::vector<std::int32_t> all;
  all.reserve(page_->count() + kRows);
  static const std::size_t count = names().size();
  std::vector<std::int16_t> columns(kRows * count);
  for (std::size_t first = 0; first < page_->count(); first += kRows) {
    const std::size_t rows = std::min(kRows, page_->count() - first);
    for (std::size_t row = 0; row < rows; ++row) {
      std::size_t at = row;
      page_->describe(first + row, [&](std::string_view, int value) {
        columns[at] = static_cast<std::int16_t>(value);
        at += kRows;
      });
    }
    const auto odds = trees.odds(columns.data());
    all.insert(all.end(), odds.begin(), odds.begin() + static_cast<std::ptrdiff_t>(rows));
  }
  return all;
}

std::vector<std::string> BlockFeatures::names() {
  // Any page with a block tells.
  const Tree tree = html::parse("<p>x");
  const Survey survey(tree);
  const std::vector<RawBlock> blocks = blocks_of(tree, survey);
  const BodyHints hints;
  const Verdicts verdicts(blocks, hints);
  const Reading none;
  const Page page({tree, survey, blocks, hints, verdicts, none, none});
  std::vector<std::string> names;
  const auto add = [&](std::string_view name, int) { names.emplace_back(name); };
  page.describe(0, add);
  return names;
}

}  // namespace depesche::extract
