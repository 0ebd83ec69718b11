#include "extract/body/block_features.h"

#include <algorithm>
#include <bit>
#include <unordered_map>

#include "base/ascii.h"
#include "extract/body/unwanted.h"
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

/// What the text of a block looks like, letter by letter.
struct Looks {
  std::uint32_t words = 0, capitals = 0, digits = 0, letters = 0, commas = 0, stops = 0, bars = 0;
  bool starts_lower = false, starts_digit = false, starts_quote = false;
  bool has_copyright = false, has_at = false, has_address = false, ends_colon = false,
       ends_ellipsis = false;

  explicit Looks(std::string_view text) {
    bool in_word = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      const bool letter = is_alpha(c) || static_cast<unsigned char>(c) >= 0x80;
      digits += is_digit(c) ? 1 : 0;
      letters += letter ? 1 : 0;
      commas += c == ',' ? 1 : 0;
      bars += c == '|' || c == '/' ? 1 : 0;
      const bool stop = c == '.' || c == '!' || c == '?';
      stops += stop && (i + 1 == text.size() || is_space(text[i + 1])) ? 1 : 0;
      has_at = has_at || c == '@';
      const bool part = letter || is_digit(c);
      if (part && !in_word) {
        ++words;
        capitals += c >= 'A' && c <= 'Z' ? 1 : 0;
      }
      in_word = part;
    }
    if (text.empty()) return;
    starts_lower = text[0] >= 'a' && text[0] <= 'z';
    starts_digit = is_digit(text[0]);
    for (const std::string_view quote : {"\"", "„", "“", "«", "»", "'", "‘", "”"}) {
      starts_quote = starts_quote || text.starts_with(quote);
    }
    has_copyright = text.find("©") != std::string_view::npos;
    has_address =
        text.find("://") != std::string_view::npos || text.find("www.") != std::string_view::npos;
    ends_colon = text.back() == ':';
    ends_ellipsis = text.ends_with("…") || text.ends_with("...");
  }
};

/// What is known of the elements around a node; filled from the root down.
struct Around {
  std::uint8_t body = kNever, boilerplate = kNever, comments = kNever, teaser = kNever,
               lead = kNever, caption = kNever, author = kNever, article = kNever;
  std::uint8_t depth = 0;
  bool main = false, aside = false, header = false, footer = false, nav = false, form = false,
       figure = false, table = false, list = false, quote = false, section = false, hidden = false;

  static constexpr std::uint8_t kNever = 30;  // steps up; more are as many
};

Around around(const Around& parent, Tag tag, EvidenceSet evidence) {
  Around a = parent;
  const auto step = [](std::uint8_t& steps, bool here) {
    steps = here ? 0 : static_cast<std::uint8_t>(std::min<int>(steps + 1, Around::kNever));
  };
  step(a.body, (evidence & kBody) != 0);
  step(a.boilerplate, (evidence & kBoilerplate) != 0);
  step(a.comments, (evidence & kComments) != 0);
  step(a.teaser, (evidence & kTeaser) != 0);
  step(a.lead, (evidence & kLead) != 0);
  step(a.caption, (evidence & kCaption) != 0);
  step(a.author, (evidence & kAuthor) != 0);
  step(a.article, tag == Tag::Article);
  a.depth = static_cast<std::uint8_t>(std::min(a.depth + 1, 100));
  a.hidden = a.hidden || (evidence & kHidden) != 0;
  switch (tag) {
    case Tag::Main:
      a.main = true;
      break;
    case Tag::Aside:
      a.aside = true;
      break;
    case Tag::Header:
      a.header = true;
      break;
    case Tag::Footer:
      a.footer = true;
      break;
    case Tag::Nav:
      a.nav = true;
      break;
    case Tag::Form:
      a.form = true;
      break;
    case Tag::Figure:
      a.figure = true;
      break;
    case Tag::Table:
      a.table = true;
      break;
    case Tag::Ul:
    case Tag::Ol:
    case Tag::Dl:
      a.list = true;
      break;
    case Tag::Blockquote:
      a.quote = true;
      break;
    case Tag::Section:
      a.section = true;
      break;
    default:
      break;
  }
  return a;
}

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
  void add(const Sum& other) {
    weight += other.weight;
    running += other.running;
    links += other.links;
    kept += other.kept;
    blocks += other.blocks;
    headings += other.headings;
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

/// A block's facts that others ask for too.
struct Facts {
  Worth worth = Worth::Neutral;
  bool kept = false;        // by the reading by names
  bool kept_twice = false;  // by the reading by prose
  bool linked = false;      // its text stands in JSON-LD
  std::size_t kin = 0;      // which sums of its kin and make
  std::size_t make = 0;
};

}  // namespace

class BlockFeatures::Page {
 public:
  explicit Page(const PageReadings& page)
      : page_(page),
        tree_(page.tree),
        blocks_(page.blocks),
        unwanted_(page.hints),
        linked_(page.hints.linked_body),
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
    column("ends_sentence", block.ends_sentence() ? 1 : 0);
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
    column("unwanted", unwanted_.is_unwanted(block) ? 1 : 0);
    column("author_note", unwanted_.is_author_note(block) ? 1 : 0);
    column("worth", static_cast<std::int16_t>(facts_[i].worth));
    column("whole", block.whole ? 1 : 0);
  }

  template <class Column>
  void describe_place(std::size_t i, Column& column) const {
    const RawBlock& block = blocks_[i];
    const Around& a = around_[block.node];
    const NodeIndex parent = tree_.parent(block.node);
    column("sort", sort_of(tree_.tag(block.node)));
    column("parent_sort", parent == html::kNoNode ? 20 : sort_of(tree_.tag(parent)));
    column("depth", a.depth);
    for (const auto& [name, bit] : kOwn) column(name, (block.evidence & bit) != 0 ? 1 : 0);
    column("up_body", a.body);
    column("up_boilerplate", a.boilerplate);
    column("up_comments", a.comments);
    column("up_teaser", a.teaser);
    column("up_lead", a.lead);
    column("up_caption", a.caption);
    column("up_author", a.author);
    column("up_article", a.article);
    column("in_main", a.main ? 1 : 0);
    column("in_aside", a.aside ? 1 : 0);
    column("in_header", a.header ? 1 : 0);
    column("in_footer", a.footer ? 1 : 0);
    column("in_nav", a.nav ? 1 : 0);
    column("in_form", a.form ? 1 : 0);
    column("in_figure", a.figure ? 1 : 0);
    column("in_table", a.table ? 1 : 0);
    column("in_list", a.list ? 1 : 0);
    column("in_quote", a.quote ? 1 : 0);
    column("in_section", a.section ? 1 : 0);
    column("hidden", a.hidden ? 1 : 0);
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
      const Sum& sum = below_[node];
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

  void look_around() {
    around_.resize(tree_.size());
    for (NodeIndex node = 1; node < tree_.size(); ++node) {
      if (!tree_.is_element(node)) continue;
      const Tag tag = tree_.tag(node);
      articles_ += tag == Tag::Article ? 1 : 0;
      around_[node] = around(around_[tree_.parent(node)], tag, page_.survey[node].evidence);
    }
  }

  void judge() {
    facts_.resize(blocks_.size());
    for (const RawBlock* block : page_.by_names.kept) facts_[index_of(block)].kept = true;
    for (const RawBlock* block : page_.by_prose.kept) facts_[index_of(block)].kept_twice = true;
    if (page_.by_names.standfirst) facts_[index_of(page_.by_names.standfirst)].kept = true;
    std::unordered_map<std::string_view, std::uint32_t> copies;
    is_copy_.resize(blocks_.size());
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      Facts& facts = facts_[i];
      facts.worth = worth_of(blocks_[i]);
      facts.linked = blocks_[i].weight >= kSentence && linked_.holds(blocks_[i].letters);
      is_copy_[i] = copies[blocks_[i].letters]++ > 0;
    }
    for (const RawBlock& block : blocks_) copies_.push_back(copies[block.letters]);
  }

  std::size_t index_of(const RawBlock* block) const {
    return static_cast<std::size_t>(block - blocks_.data());
  }

  void add_up() {
    below_.resize(tree_.size());
    std::unordered_map<std::string, std::size_t> kins;
    std::unordered_map<std::string, std::size_t> makes;
    const auto number = [](auto& numbers, std::string name, std::vector<Sum>& sums) {
      const auto [at, is_new] = numbers.try_emplace(std::move(name), sums.size());
      if (is_new) sums.emplace_back();
      return at->second;
    };
    std::ptrdiff_t heading = -1;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      const RawBlock& block = blocks_[i];
      Facts& facts = facts_[i];
      const NodeIndex parent = tree_.parent(block.node);
      const std::string around_it = parent == html::kNoNode ? std::string() : look_of(parent);
      facts.make = number(makes, around_it, makes_);
      facts.kin = number(kins, look_of(block.node) + ' ' + around_it, kin_);
      before_.push_back(total_.weight);
      running_before_.push_back(total_.running);
      kept_before_.push_back(total_.kept);
      for (Sum* sum : {&total_, &below_[block.node], &kin_[facts.kin], &makes_[facts.make]}) {
        sum->add(block, facts.worth, facts.kept);
      }
      if (facts.kept) {
        if (first_kept_ < 0) first_kept_ = static_cast<std::ptrdiff_t>(i);
        last_kept_ = static_cast<std::ptrdiff_t>(i);
      }
      if (facts.linked) linked_weight_ += block.text.size();
      if (facts.linked && facts.kept) linked_kept_ += block.text.size();
      if (facts.worth == Worth::Running && around_[block.node].body < Around::kNever) {
        named_ += block.weight;
      }
      heading_before_.push_back(heading);
      if (block.kind == RawKind::Heading) heading = static_cast<std::ptrdiff_t>(i);
      if (block.node <= page_.hints.headline_node && page_.hints.headline_node != html::kNoNode) {
        headline_at_ = static_cast<std::ptrdiff_t>(i);
      }
    }
    for (auto node = static_cast<NodeIndex>(tree_.size()); node-- > 1;) {
      below_[tree_.parent(node)].add(below_[node]);
    }
    const auto is_kept = [&](std::size_t i) { return facts_[i].kept; };
    since_kept_ = distances(blocks_.size(), Direction::Back, is_kept);
    until_kept_ = distances(blocks_.size(), Direction::Forth, is_kept);
  }

  enum class Direction { Back, Forth };

  /// For each block, how many blocks away the nearest other one of a kind is, to one side.
  template <class Is>
  static std::vector<std::ptrdiff_t> distances(std::size_t count, Direction direction, Is is) {
    std::vector<std::ptrdiff_t> steps(count);
    std::ptrdiff_t step = kFar;
    for (std::size_t n = 0; n < count; ++n) {
      const std::size_t i = direction == Direction::Back ? n : count - 1 - n;
      steps[i] = step;
      step = is(i) ? 1 : std::min<std::ptrdiff_t>(step + 1, kFar);
    }
    return steps;
  }

  /// An element's name and classes.
  std::string look_of(NodeIndex node) const {
    std::string look(tree_.name(node));
    look += ' ';
    return look += tree_.attribute(node, "class").substr(0, 100);
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
  Unwanted unwanted_;
  KnownText linked_;
  std::string headline_;
  std::vector<std::string> summaries_;
  std::vector<Around> around_;  // of each element
  std::vector<Sum> below_;      // of each element
  std::vector<Sum> kin_;        // of blocks whose elements and parents look alike
  std::vector<Sum> makes_;      // of blocks whose parents look alike
  std::vector<Facts> facts_;    // from here on: of each block
  std::vector<std::uint32_t> copies_, before_, running_before_, kept_before_;
  std::vector<bool> is_copy_;
  std::vector<std::ptrdiff_t> heading_before_, since_kept_, until_kept_;
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

std::vector<std::string> BlockFeatures::names() {
  // Any page with a block tells.
  const Tree tree = html::parse("<p>x");
  const Survey survey(tree);
  const std::vector<RawBlock> blocks = blocks_of(tree, survey);
  const BodyHints hints;
  const Reading none;
  const Page page({tree, survey, blocks, hints, none, none});
  std::vector<std::string> names;
  const auto add = [&](std::string_view name, int) { names.emplace_back(name); };
  page.describe(0, add);
  return names;
}

}  // namespace depesche::extract
