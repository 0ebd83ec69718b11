#include "extract/refusal/page_shape.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "extract/refusal/page_words.h"

namespace depesche::extract {

using html::NodeIndex;
using html::Tag;
using html::Tree;

namespace {

constexpr std::uint32_t kHeadlineLink = 25;  // characters; labels of sections are shorter
constexpr int kGroup = 3;                    // siblings that make a list

constexpr std::array<std::string_view, 16> kSharers{
    "facebook.com/share", "twitter.com/intent",
    "twitter.com/share",  "twitter.com/home?",
    "linkedin.com/share", "wa.me/?",
    "whatsapp.com/send",  "pinterest.com/pin/create",
    "xing.com/spi",       "reddit.com/submit",
    "t.me/share",         "telegram.me/share",
    "x.com/intent",       "plus.google.com/share",
    "vk.com/share",       "tumblr.com/share"};

constexpr std::array<std::string_view, 4> kHostPrefixes{"www.", "m.", "api.", "web."};

constexpr std::array<std::string_view, 7> kBaskets{"cart",   "basket",  "checkout", "warenkorb",
                                                   "panier", "carrito", "carrello"};

/// What stands below a node.
enum Holds : std::uint8_t { kLink = 1, kLongLink = 2, kHeading = 4, kPicture = 8, kPrice = 16 };

struct Below {
  std::uint32_t text = 0;
  std::uint8_t holds = 0;
};

bool is_silent(Tag tag) {
  return tag == Tag::Script || tag == Tag::Style || tag == Tag::Noscript || tag == Tag::Template ||
         tag == Tag::Head || tag == Tag::Svg || tag == Tag::Math;
}

bool may_be_teaser(Tag tag) {
  return tag == Tag::Li || tag == Tag::Div || tag == Tag::Article || tag == Tag::Section ||
         tag == Tag::A || tag == Tag::Td || tag == Tag::Tr || tag == Tag::Figure ||
         tag == Tag::Dd || tag == Tag::Other || tag == Tag::P;
}

/// A teaser leads elsewhere and shows what to expect there.
bool is_teaser(std::uint8_t holds) {
  return (holds & kLink) != 0 && (holds & (kLongLink | kHeading | kPicture)) != 0;
}

/// The address of another site's page to share this one.
bool hands_over(std::string_view address) {
  if (address.starts_with("whatsapp:") || address.starts_with("mailto:?")) return true;
  const std::size_t scheme = address.find("//");
  if (scheme == std::string_view::npos || scheme > 6) return false;
  std::string_view rest = address.substr(scheme + 2);
  for (const std::string_view label : kHostPrefixes) {
    if (rest.starts_with(label)) rest.remove_prefix(label.size());
  }
  if (rest.empty()) return false;
  for (const std::string_view share : kSharers) {
    if (rest.front() == share.front() && rest.starts_with(share)) return true;
  }
  return false;
}

bool leads_to_basket(std::string_view address) {
  for (std::size_t at = address.find('/'); at != std::string_view::npos;
       at = address.find('/', at + 1)) {
    const std::string_view rest = address.substr(at + 1);
    for (const std::string_view basket : kBaskets) {
      if (rest.empty() || rest.front() != basket.front() || !rest.starts_with(basket)) continue;
      if (rest.size() == basket.size() || !is_alpha(rest[basket.size()])) return true;
    }
  }
  return false;
}

/// "(29)", "4.5 out of 5 stars", "4,7/5", "12 reviews".
bool is_rating(std::string_view text) {
  if (text.size() < 3) return false;
  if (text.front() == '(' && text.back() == ')') {
    const std::string_view inside = text.substr(1, text.size() - 2);
    return std::all_of(inside.begin(), inside.end(),
                       [](char c) { return is_digit(c) || c == ','; });
  }
  if (!is_digit(text.front())) return false;
  return text.find(" out of 5") != std::string_view::npos || text.ends_with("/5") ||
         text.ends_with(" reviews") || text.ends_with(" Reviews") || text.ends_with(" ratings") ||
         text.ends_with(" Bewertungen");
}

class Walker {
 public:
  Walker(const Tree& tree, const Survey& survey)
      : tree_(tree),
        survey_(survey),
        below_(tree.size()),
        seen_(static_cast<std::size_t>(label_count())) {}

  PageShape run() {
    read_names(tree_.html());
    read_names(tree_.body());
    for (NodeIndex node = 1; node < tree_.size();) {
      if (is_silent(tree_.tag(node))) {
        node = tree_.end_of(node);
        continue;
      }
      if (tree_.is_text(node)) {
        read_text(node);
      } else if (tree_.is_element(node)) {
        read_element(node);
      }
      ++node;
    }
    for (auto node = static_cast<NodeIndex>(tree_.size()); node-- > 1;) {
      Below& above = below_[tree_.parent(node)];
      if (tree_.is_element(node)) finish(node);
      above.text += below_[node].text;
      above.holds |= below_[node].holds;
    }
    shape_.most_repeated = most_repeated();
    return shape_;
  }

 private:
  int most_repeated() {
    std::sort(link_texts_.begin(), link_texts_.end());
    int most = 0;
    int run = 0;
    for (std::size_t i = 0; i < link_texts_.size(); ++i) {
      run = i > 0 && link_texts_[i] == link_texts_[i - 1] ? run + 1 : 1;
      most = std::max(most, run);
    }
    return most;
  }

  void read_names(NodeIndex node) {
    const std::string names = to_lower(tree_.attribute(node, "class")) + ' ' +
                              to_lower(tree_.attribute(node, "id")) + ' ' +
                              to_lower(tree_.attribute(node, "data-page-type"));
    const WordKinds kinds = kinds_in_names(names);
    shape_.says_single |= (kinds & kArticleWord) != 0;
    shape_.says_list |= (kinds & kListWord) != 0;
    shape_.says_shop |= (kinds & kShopWord) != 0;
    shape_.says_page |= (kinds & kServiceWord) != 0;
  }

  void read_text(NodeIndex node) {
    const std::string_view text = trim(tree_.text(node));
    if (text.empty()) return;
    const std::uint32_t weight = weight_of(text);
    const bool linked = survey_[node].in_link;
    shape_.text += weight;
    if (linked) shape_.linked += weight;
    below_[node].text = weight;
    const bool kept = !survey_[node].dropped;
    if (text.size() <= kLongestLabel) read_label(node, text, kept);
    if (!kept) return;
    shape_.kept += weight;
    if (linked) shape_.kept_linked += weight;
  }

  void read_label(NodeIndex node, std::string_view text, bool kept) {
    if (is_price(text)) {
      ++shape_.prices;
      below_[node].holds |= kPrice;
    }
    if (kept && is_date_label(text)) ++shape_.dates;
    if (is_rating(text)) ++shape_.ratings;
    if (kept && survey_[node].in_link && text.size() > 1) {
      link_texts_.push_back(std::hash<std::string_view>()(text));
    }
    const Label label = label_of(text);
    if (label.kind == LabelKind::None) return;
    if (label.kind == LabelKind::More && kept) ++shape_.more_links;
    if (label.kind == LabelKind::Cart) ++shape_.cart_buttons;
    if (seen_[static_cast<std::size_t>(label.number)]) return;
    seen_[static_cast<std::size_t>(label.number)] = true;
    ++shape_.labels[static_cast<int>(label.kind)];
  }

  void read_element(NodeIndex node) {
    const Tag tag = tree_.tag(node);
    const bool kept = !survey_[node].dropped;
    switch (tag) {
      case Tag::A:
        read_link(node, kept);
        break;
      case Tag::H1:
      case Tag::H2:
      case Tag::H3:
        if (kept) ++shape_.headings[static_cast<int>(tag) - static_cast<int>(Tag::H1)];
        [[fallthrough]];
      case Tag::H4:
      case Tag::H5:
        below_[node].holds |= kHeading;
        break;
      case Tag::Img:
      case Tag::Picture:
        ++shape_.pictures;
        if (kept) ++shape_.kept_pictures;
        below_[node].holds |= kPicture;
        break;
      case Tag::Article:
        ++shape_.articles;
        break;
      case Tag::Time:
        ++shape_.times;
        break;
      case Tag::Table:
        ++shape_.tables;
        break;
      case Tag::Iframe:
      case Tag::Video:
        ++shape_.frames;
        break;
      case Tag::Input:
        read_input(node);
        break;
      case Tag::Textarea:
        ++shape_.text_areas;
        break;
      case Tag::Select:
        ++shape_.choices;
        break;
      case Tag::Button:
        ++shape_.buttons;
        break;
      default:
        break;
    }
    if (tag == Tag::Div || tag == Tag::Article || tag == Tag::Section || tag == Tag::Html ||
        tag == Tag::Body || tag == Tag::Main) {
      const std::string_view type = tree_.attribute(node, "itemtype");
      if (type.empty()) return;
      shape_.item_article |= type.ends_with("Article") || type.ends_with("BlogPosting");
      shape_.item_product |= type.ends_with("/Product");
    }
  }

  void read_link(NodeIndex node, bool kept) {
    const std::string_view address = tree_.attribute(node, "href");
    if (address.empty()) return;
    ++shape_.links;
    below_[node].holds |= kLink;
    if (hands_over(address)) ++shape_.share_links;
    if (address.starts_with("tel:")) ++shape_.calls;
    if (address.starts_with("mailto:") && !address.starts_with("mailto:?")) ++shape_.mails;
    if (leads_to_basket(address)) ++shape_.cart_links;
    if (!kept) return;
    ++shape_.kept_links;
    if (address.starts_with("http")) ++shape_.outward_links;
  }

  void read_input(NodeIndex node) {
    const std::string_view type = tree_.attribute(node, "type");
    if (equals_ignoring_case(type, "hidden")) return;
    ++shape_.fields;
  }

  /// Called when everything below the node is known.
  void finish(NodeIndex node) {
    Below& below = below_[node];
    const Tag tag = tree_.tag(node);
    if (tag == Tag::A && (below.holds & kLink) != 0) {
      if (below.text >= kHeadlineLink) {
        below.holds |= kLongLink;
        if (!survey_[node].dropped) ++shape_.long_links;
      }
      if (below.text > 0 && below.text <= 3 && is_number_below(node)) ++shape_.page_numbers;
    }
    if (tag == Tag::H2 || tag == Tag::H3 || tag == Tag::H4) {
      const bool linked = (below.holds & kLink) != 0 || survey_[node].in_link;
      ++(linked ? shape_.linked_headings : shape_.bare_headings);
    }
    // Menus are lists of links on every page; what they hold says nothing.
    if (!survey_[node].dropped) count_group(node);
  }

  bool is_number_below(NodeIndex node) const {
    for (NodeIndex inner = node + 1; inner < tree_.end_of(node); ++inner) {
      if (!tree_.is_text(inner)) continue;
      const std::string_view text = trim(tree_.text(inner));
      if (!std::all_of(text.begin(), text.end(), is_digit)) return false;
    }
    return true;
  }

  // The most frequent kind among the children, by the majority vote of Boyer and Moore.
  void count_group(NodeIndex node) {
    Tag candidate = Tag::Other;
    int lead = 0;
    int elements = 0;
    for (const NodeIndex child : tree_.children(node)) {
      if (!tree_.is_element(child) || survey_[child].dropped || !is_teaser(below_[child].holds)) {
        continue;
      }
      const Tag tag = tree_.tag(child);
      if (!may_be_teaser(tag)) continue;
      ++elements;
      if (lead == 0) candidate = tag;
      lead += tag == candidate ? 1 : -1;
    }
    if (elements < kGroup) return;
    int teasers = 0;
    std::uint32_t text = 0;
    for (const NodeIndex child : tree_.children(node)) {
      if (survey_[child].dropped || !is_teaser(below_[child].holds)) continue;
      if (tree_.tag(child) != candidate) continue;
      ++teasers;
      text += below_[child].text;
    }
    if (teasers < kGroup) return;
    ++shape_.groups;
    shape_.teasers += teasers;
    shape_.largest_group = std::max(shape_.largest_group, teasers);
    shape_.teaser_text += text;
  }

  const Tree& tree_;
  const Survey& survey_;
  std::vector<Below> below_;
  std::vector<bool> seen_;               // labels
  std::vector<std::size_t> link_texts_;  // hashes
  PageShape shape_;
};

}  // namespace

PageShape shape_of(const Tree& tree, const Survey& survey) { return Walker(tree, survey).run(); }

}  // namespace depesche::extract
