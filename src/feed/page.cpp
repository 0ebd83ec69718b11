#include "feed/page.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "dates/dates.h"
#include "html/charset.h"
#include "html/escape.h"
#include "html/select.h"
#include "html/text_content.h"
#include "html/tree.h"
#include "url/canonical.h"
#include "url/url.h"

namespace depesche {
namespace {

using html::kNoNode;
using html::NodeIndex;

/// The elements a selector finds in the whole page, asked for by the entry they stand in.
class Parts {
 public:
  Parts(const html::Tree& page, std::vector<NodeIndex> found)
      : page_(page), found_(std::move(found)) {}

  /// The first inside the element, or the element itself; kNoNode without one.
  NodeIndex in(NodeIndex entry) const {
    const auto at = std::lower_bound(found_.begin(), found_.end(), entry);
    return at != found_.end() && page_.contains(entry, *at) ? *at : kNoNode;
  }

 private:
  const html::Tree& page_;
  std::vector<NodeIndex> found_;  // in the page's order
};

/// A rule whose selectors are read.
struct ReadRule {
  html::Selector entry, link;
  std::optional<html::Selector> title, date, summary;
};

Result<html::Selector> read_selector(std::string_view what, const std::string& written) {
  Result<html::Selector> selector = html::Selector::parse(written);
  if (selector) return selector;
  return Error{selector.error().code,
               "the rule for " + std::string(what) + ": " + selector.error().message};
}

Result<ReadRule> read_rule(const PageRule& rule) {
  ReadRule read;
  Result<html::Selector> entry = read_selector("entries", rule.entry);
  if (!entry) return entry.error();
  read.entry = *std::move(entry);
  Result<html::Selector> link = read_selector("links", rule.link.empty() ? "a[href]" : rule.link);
  if (!link) return link.error();
  read.link = *std::move(link);
  struct Part {
    std::string_view what;
    const std::string& written;
    std::optional<html::Selector>& selector;
  };
  for (const Part& part :
       {Part{"titles", rule.title, read.title}, Part{"dates", rule.date, read.date},
        Part{"summaries", rule.summary, read.summary}}) {
    if (part.written.empty()) continue;
    Result<html::Selector> selector = read_selector(part.what, part.written);
    if (!selector) return selector.error();
    part.selector = *std::move(selector);
  }
  return read;
}

class PageReader {
 public:
  PageReader(const html::Tree& page, std::string_view address, const ReadRule& rule)
      : page_(page),
        base_(address),
        own_address_(canonical_url(address)),
        entries_(rule.entry.all(page, page.root())),
        links_(page, rule.link.all(page, page.root())),
        headings_(page, heading().all(page, page.root())),
        pictures_(page, picture().all(page, page.root())),
        titles_(parts(rule.title)),
        dates_(parts(rule.date)),
        summaries_(parts(rule.summary)) {
    const NodeIndex base = page.first(page.root(), html::Tag::Base);
    if (base == kNoNode) return;
    std::string resolved = resolve_address(page.attribute(base, "href"), address);
    if (!resolved.empty()) base_ = std::move(resolved);
  }

  Result<ParsedFeed> read(std::string_view address, const std::string& rule) {
    feed_.format = FeedFormat::Page;
    feed_.home = address;
    feed_.language = trim(page_.attribute(page_.html(), "lang"));
    const NodeIndex title = page_.first(page_.head(), html::Tag::Title);
    if (title != kNoNode) feed_.title = html::line_content(page_, title);
    NodeIndex behind = 0;  // what was read already
    for (const NodeIndex entry : entries_) {
      if (entry < behind) continue;
      behind = page_.end_of(entry);
      if (feed_.entries.size() == kMaxPageEntries) {
        feed_.oddities.push_back({"too_many_entries", "", "further entries are left out", {}});
        break;
      }
      read_entry(entry);
    }
    if (!feed_.entries.empty()) return std::move(feed_);
    const std::string what =
        entries_.empty() ? "selects nothing on the page"
                         : "selects " + std::to_string(entries_.size()) +
                               " elements on the page, but none with a link to another page";
    return Error{ErrorCode::Empty, "the rule \"" + rule + "\" " + what};
  }

 private:
  static const html::Selector& heading() {
    static const html::Selector made = html::selector("h1, h2, h3, h4, h5, h6");
    return made;
  }
  static const html::Selector& picture() {
    static const html::Selector made = html::selector("img[alt]");
    return made;
  }

  std::optional<Parts> parts(const std::optional<html::Selector>& selector) const {
    if (!selector) return std::nullopt;
    return Parts(page_, selector->all(page_, page_.root()));
  }

  /// Empty for what is no address of another page.
  std::string address_of(NodeIndex link) const {
    if (link == kNoNode) return {};
    const std::string_view written = trim(page_.attribute(link, "href"));
    if (written.empty()) return {};
    std::string address = resolve_address(written, base_);
    const Result<Url> url = parse_url(address);
    if (!url || !url->is_web() || canonical_url(address) == own_address_) return {};
    return address;
  }

  std::string title_of(NodeIndex entry, NodeIndex link) const {
    const auto text = [this](NodeIndex node) {
      return node == kNoNode ? std::string() : html::line_content(page_, node);
    };
    if (titles_) return text(titles_->in(entry));
    std::string title = text(link);
    if (title.empty()) title = text(headings_.in(entry));
    if (title.empty()) title = html::plain_line(page_.attribute(link, "title"));
    if (title.empty()) title = html::plain_line(page_.attribute(link, "aria-label"));
    const NodeIndex picture = pictures_.in(link);
    if (title.empty() && picture != kNoNode) {
      title = html::plain_line(page_.attribute(picture, "alt"));
    }
    return title;
  }

  std::optional<Moment> date_of(NodeIndex entry) {
    const NodeIndex node = dates_ ? dates_->in(entry) : kNoNode;
    if (node == kNoNode) return std::nullopt;
    std::string written(trim(page_.attribute(node, "datetime")));
    if (written.empty()) written = trim(page_.attribute(node, "content"));
    if (written.empty()) written = html::line_content(page_, node);
    auto date = parse_feed_date(written);
    if (!date) date = parse_full_date(written, feed_.language);
    if (date) return date;
    constexpr std::size_t kMostShown = 80;
    const std::string shown = written.size() <= kMostShown ? written : std::string("…");
    feed_.oddities.push_back({"bad_date", "entry " + std::to_string(feed_.entries.size() + 1),
                              "\"" + shown + "\" is not a date", shown});
    return std::nullopt;
  }

  void read_entry(NodeIndex element) {
    const NodeIndex link = links_.in(element);
    std::string address = address_of(link);
    if (address.empty()) return;
    std::string title = title_of(element, link);
    const auto [known, is_new] =
        by_address_.try_emplace(canonical_url(address), feed_.entries.size());
    if (!is_new) {
      Entry& before = feed_.entries[known->second];
      if (before.title.empty()) before.title = std::move(title);
      return;
    }
    Entry entry;
    entry.url = std::move(address);
    entry.title = std::move(title);
    entry.published = date_of(element);
    const NodeIndex summary = summaries_ ? summaries_->in(element) : kNoNode;
    if (summary != kNoNode) entry.summary = html::escape(html::line_content(page_, summary));
    feed_.entries.push_back(std::move(entry));
  }

  const html::Tree& page_;
  std::string base_;
  std::string own_address_;
  std::vector<NodeIndex> entries_;
  Parts links_, headings_, pictures_;
  std::optional<Parts> titles_, dates_, summaries_;
  std::map<std::string, std::size_t> by_address_;
  ParsedFeed feed_;
};

}  // namespace

Result<void> check_rule(const PageRule& rule) {
  const Result<ReadRule> read = read_rule(rule);
  if (!read) return read.error();
  return {};
}

Result<ParsedFeed> parse_page(std::string_view bytes, std::string_view address,
                              std::string_view content_type, const PageRule& rule) {
  const Result<ReadRule> read = read_rule(rule);
  if (!read) return read.error();
  if (trim(bytes).empty()) return Error{ErrorCode::Empty, "the page is empty"};
  html::DecodedPage decoded = html::decode_page(bytes, content_type);
  const html::Tree page = html::parse_in_place(std::move(decoded.utf8));
  return PageReader(page, address, *read).read(address, rule.entry);
}

}  // namespace depesche
