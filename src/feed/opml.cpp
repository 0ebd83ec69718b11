#include "feed/opml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <set>

#include "base/ascii.h"
#include "dates/dates.h"
#include "feed/page.h"
#include "feed/xpath_rule.h"
#include "html/entities.h"
#include "html/escape.h"
#include "html/text_content.h"
#include "url/url.h"
#include "xml/charset.h"
#include "xml/document.h"

namespace depesche {
namespace {

std::string web_address(std::string_view written) {
  std::string address(trim(written));
  // Some readers export the scheme that made browsers call them.
  if (starts_with_ignoring_case(address, "feed://")) address.replace(0, 4, "http");
  if (starts_with_ignoring_case(address, "feed:")) address.erase(0, 5);
  const Result<Url> url = parse_url(address);
  return url && url->is_web() ? url->to_string() : std::string{};
}

std::string label(const xml::Document& document, xml::NodeIndex outline) {
  std::string_view written = document.attribute(outline, "title");
  if (trim(written).empty()) written = document.attribute(outline, "text");
  return html::plain_line(written);
}

/// What is without a name is written with its address for one, as an outline must have a text.
std::string title_of(const xml::Document& document, xml::NodeIndex outline,
                     const std::string& address) {
  std::string title = label(document, outline);
  if (title == address || web_address(title) == address) title.clear();
  return title;
}

// FreshRSS's, with the value that asks for nothing.
struct IgnoredAttribute {
  std::string_view name;
  std::string_view usual;
};
constexpr std::array kIgnored{
    IgnoredAttribute{"cssFullContent", ""},
    IgnoredAttribute{"cssFullContentConditions", ""},
    IgnoredAttribute{"cssFullContentFilter", ""},
    IgnoredAttribute{"cssContentFilter", ""},
    IgnoredAttribute{"filtersActionRead", ""},
    IgnoredAttribute{"priority", "main"},
    IgnoredAttribute{"unicityCriteria", "id"},
    IgnoredAttribute{"unicityCriteriaForced", "false"},
    IgnoredAttribute{"CURLOPT_COOKIEFILE", ""},
    IgnoredAttribute{"CURLOPT_FOLLOWLOCATION", ""},
    IgnoredAttribute{"CURLOPT_HTTPHEADER", ""},
    IgnoredAttribute{"CURLOPT_IPRESOLVE", "0"},
    IgnoredAttribute{"CURLOPT_MAXREDIRS", ""},
    IgnoredAttribute{"CURLOPT_POST", ""},
    IgnoredAttribute{"CURLOPT_POSTFIELDS", ""},
    IgnoredAttribute{"xPathItemAuthor", ""},
    IgnoredAttribute{"xPathItemCategories", ""},
    IgnoredAttribute{"xPathItemThumbnail", ""},
    IgnoredAttribute{"xPathItemTimeFormat", ""},
    IgnoredAttribute{"xPathItemUid", ""},
};
// Counted where what they hold cannot be used.
constexpr std::array<std::string_view, 6> kUnusable{"CURLOPT_COOKIE",    "CURLOPT_PROXY",
                                                    "CURLOPT_USERAGENT", "xPathItemContent",
                                                    "xPathItemTitle",    "xPathItemTimestamp"};

void note_ignored(const xml::Document& document, xml::NodeIndex outline, SubscriptionList& found) {
  for (const IgnoredAttribute& one : kIgnored) {
    const std::string_view value = trim(document.attribute(outline, to_lower(one.name)));
    if (!value.empty() && value != one.usual) ++found.ignored[std::string(one.name)];
  }
}

constexpr std::chrono::seconds kUsualTtl = std::chrono::hours(1);  // FreshRSS's

// Whoever wants a feed less often than this wants it muted.
constexpr std::int64_t kLongestTtl = 30 * 86400;

void read_ttl(const xml::Document& document, xml::NodeIndex outline, Subscription& feed) {
  const std::string_view written = trim(document.attribute(outline, "ttl"));
  std::int64_t seconds = 0;
  const char* end = written.data() + written.size();
  const auto read = std::from_chars(written.data(), end, seconds);
  if (read.ec != std::errc{} || read.ptr != end || seconds == 0) return;
  feed.is_muted = seconds < 0;
  seconds = std::clamp(seconds, -kLongestTtl, kLongestTtl);
  feed.asked_every = std::chrono::seconds(std::abs(seconds));
}

// libcurl's numbers for kinds of proxies, which FreshRSS writes. We speak SOCKS 5 with names looked
// up by the proxy alone, so both its kinds are that.
struct ProxyKind {
  std::string_view number;
  std::string_view scheme;
};
constexpr std::array kProxyKinds{
    ProxyKind{"0", "http"},    ProxyKind{"1", "http"},    ProxyKind{"2", "https"},
    ProxyKind{"4", "socks4"},  ProxyKind{"6", "socks4a"}, ProxyKind{"7", "socks5h"},
    ProxyKind{"5", "socks5h"},
};

/// "socks5h://127.0.0.1:9050", of an address without a scheme and a number for it.
std::string proxy_of(std::string_view address, std::string_view number) {
  if (address.empty() || number == "-1" || number == "3") return {};  // "none", in two spellings
  if (address.find("://") != std::string_view::npos) return std::string(address);
  std::string_view scheme = "http";
  for (const ProxyKind& kind : kProxyKinds) {
    if (kind.number == number) scheme = kind.scheme;
  }
  return std::string(scheme) + "://" + std::string(address);
}

FeedOptions written_options(const xml::Document& document, xml::NodeIndex outline) {
  const auto written = [&](std::string_view name) {
    return std::string(trim(document.attribute(outline, name)));
  };
  FeedOptions options;
  options.user_agent = written("curlopt_useragent");
  options.cookie = written("curlopt_cookie");
  options.login = written("login");
  options.password = document.attribute(outline, "password");
  options.proxy = proxy_of(written("curlopt_proxy"), written("curlopt_proxytype"));
  return options;
}

/// OPML 2.0: the feed's own language. Others' "unknown" and the like are none.
std::string language_of(const xml::Document& document, xml::NodeIndex outline) {
  constexpr std::size_t kLongestTag = 35;  // RFC 5646, 4.4.1
  const std::string_view tag = trim(document.attribute(outline, "language"));
  const std::size_t first = std::min(tag.find('-'), tag.size());
  const bool is_tag =
      (first == 2 || first == 3) && tag.size() <= kLongestTag &&
      std::all_of(tag.begin(), tag.end(), [](char c) { return is_alnum(c) || c == '-'; });
  return is_tag ? std::string(tag) : std::string();
}

constexpr std::size_t kMaxFolders = 16;  // nested

/// Of "/News/North": those with names.
std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  while (!path.empty() && parts.size() < kMaxFolders) {
    std::string name = squeeze(path.substr(0, path.find('/')));
    path.remove_prefix(std::min(path.find('/'), path.size() - 1) + 1);
    if (!name.empty()) parts.push_back(std::move(name));
  }
  return parts;
}

/// A slash in a folder's name nests, for that is what it does wherever folders are written as one
/// text.
std::vector<std::string> folders_of(const xml::Document& document, xml::NodeIndex outline) {
  std::vector<std::string> folders;
  for (xml::NodeIndex up = document.parent(outline); up != xml::kNoNode; up = document.parent(up)) {
    const bool folder = document.name(up) == "outline" && document.attribute(up, "xmlurl").empty();
    if (!folder) continue;
    std::vector<std::string> parts = parts_of(label(document, up));
    while (!parts.empty() && folders.size() < kMaxFolders) {
      folders.push_back(std::move(parts.back()));
      parts.pop_back();
    }
  }
  std::reverse(folders.begin(), folders.end());
  return folders;
}

/// Each "/News/North" or "Tag" of its category attribute, which has commas between them.
std::vector<std::vector<std::string>> categories_of(const xml::Document& document,
                                                    xml::NodeIndex outline) {
  std::vector<std::vector<std::string>> places;
  std::string_view written = document.attribute(outline, "category");
  while (!written.empty() && places.size() < kMaxFolders) {
    std::string_view path = written.substr(0, written.find(','));
    written.remove_prefix(std::min(path.size() + 1, written.size()));
    std::vector<std::string> folders = parts_of(html::plain_line(path));
    if (!folders.empty()) places.push_back(std::move(folders));
  }
  return places;
}

/// Where a feed stands: in the folders around it, or else in those its categories name.
std::vector<std::vector<std::string>> places_of(const xml::Document& document,
                                                xml::NodeIndex outline,
                                                const std::vector<std::string>& around) {
  if (!around.empty()) return {around};
  std::vector<std::vector<std::string>> places = categories_of(document, outline);
  if (places.empty()) places.push_back(around);
  return places;
}

/// It, or one around it, is taken out without being deleted.
bool is_comment(const xml::Document& document, xml::NodeIndex outline) {
  for (xml::NodeIndex up = outline; up != xml::kNoNode; up = document.parent(up)) {
    if (equals_ignoring_case(trim(document.attribute(up, "iscomment")), "true")) return true;
  }
  return false;
}

/// Of a list that an outline stands for.
std::string list_address(const xml::Document& document, xml::NodeIndex outline) {
  std::string dynamic = web_address(document.attribute(outline, "opmlurl"));
  if (!dynamic.empty()) return dynamic;
  if (!equals_ignoring_case(trim(document.attribute(outline, "type")), "include")) return {};
  return web_address(document.attribute(outline, "url"));
}

/// FreshRSS's pages with rules: "HTML+XPath", "XML+XPath", "JSON+DotNotation" and their like.
bool has_rules(const xml::Document& document, xml::NodeIndex outline) {
  return document.attribute(outline, "type").find('+') != std::string_view::npos;
}

/// Our own pages with rules. A rule that cannot be used is none.
std::optional<PageRule> rule_of(const xml::Document& document, xml::NodeIndex outline) {
  const auto written = [&](std::string_view name) {
    return std::string(trim(document.attribute(outline, name)));
  };
  if (!equals_ignoring_case(written("type"), "HTML+CSS")) return std::nullopt;
  PageRule rule{written("entryrule"), written("linkrule"), written("titlerule"),
                written("daterule"), written("summaryrule")};
  if (!check_rule(rule)) return std::nullopt;
  return rule;
}

/// FreshRSS's, where selectors say the same of what is an entry and where it leads; what else they
/// do not say is left out and counted.
std::optional<PageRule> rule_of_xpath(const xml::Document& document, xml::NodeIndex outline,
                                      SubscriptionList& found) {
  const auto written = [&](std::string_view name) {
    return trim(document.attribute(outline, name));
  };
  if (!equals_ignoring_case(written("type"), "HTML+XPath")) return std::nullopt;
  const auto entry = entry_of_xpath(written("xpathitem"));
  if (!entry) return std::nullopt;
  std::string link;
  if (const std::string_view path = written("xpathitemuri"); !path.empty()) {
    std::optional<std::string> told = part_of_xpath(path, XPathPart::Link, *entry);
    if (!told) return std::nullopt;
    link = *std::move(told);
  }
  const auto part = [&](std::string_view name, XPathPart which) -> std::string {
    const std::string_view path = written(to_lower(name));
    if (path.empty()) return {};
    std::optional<std::string> selector = part_of_xpath(path, which, *entry);
    if (!selector) ++found.ignored[std::string(name)];
    return std::move(selector).value_or("");
  };
  PageRule rule{entry->selector(), std::move(link), part("xPathItemTitle", XPathPart::Title),
                part("xPathItemTimestamp", XPathPart::Date),
                part("xPathItemContent", XPathPart::Summary)};
  if (!check_rule(rule)) return std::nullopt;
  return rule;
}

/// Without what no XML may hold, not even as a reference; JSON Feeds may have it.
std::string without_forbidden(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const std::string_view three = text.substr(i, 3);
    if (three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
      i += 2;
    } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r') {
      clean += c;
    }
  }
  return clean;
}

void write_attribute(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out += " " + std::string(name) + "=\"" + html::escape(without_forbidden(value)) + "\"";
}

/// What readers take for markup, as OPML's texts may be: "Fish &lt;chips&gt;" is written so that
/// the chips are still there when it is read.
void write_text(std::string& out, std::string_view name, std::string_view text) {
  const bool is_taken_for_markup =
      text.find_first_of("<&") != std::string_view::npos && html::plain_line(text) != text;
  write_attribute(out, name, is_taken_for_markup ? html::escape_text(text) : std::string(text));
}

void write_options(std::string& out, const FeedOptions& options) {
  write_attribute(out, "frss:CURLOPT_USERAGENT", options.user_agent);
  write_attribute(out, "frss:CURLOPT_COOKIE", options.cookie);
  write_attribute(out, "depesche:login", options.login);
  write_attribute(out, "depesche:password", options.password);
  const std::size_t colon = options.proxy.find("://");
  if (colon == std::string::npos) return;
  write_attribute(out, "frss:CURLOPT_PROXY", std::string_view(options.proxy).substr(colon + 3));
  for (const ProxyKind& kind : kProxyKinds) {
    if (kind.scheme != options.proxy.substr(0, colon)) continue;
    return write_attribute(out, "frss:CURLOPT_PROXYTYPE", kind.number);
  }
}

void write_feed(std::string& out, const Subscription& feed, const std::string& indent) {
  out += indent;
  out += feed.rule ? "<outline type=\"HTML+CSS\"" : "<outline type=\"rss\"";
  const std::string& title = feed.title.empty() ? feed.feed_url : feed.title;
  write_text(out, "text", title);
  write_text(out, "title", title);
  write_attribute(out, "xmlUrl", feed.feed_url);
  write_attribute(out, "htmlUrl", feed.home);
  write_attribute(out, "language", feed.language);
  write_attribute(out, "version", feed.version);
  write_text(out, "description", feed.description);
  if (feed.asked_every || feed.is_muted) {
    const std::string span = std::to_string(feed.asked_every.value_or(kUsualTtl).count());
    write_attribute(out, "frss:ttl", (feed.is_muted ? "-" : "") + span);
  }
  write_options(out, feed.options);
  if (feed.rule) {
    write_attribute(out, "depesche:entryRule", feed.rule->entry);
    write_attribute(out, "depesche:linkRule", feed.rule->link);
    write_attribute(out, "depesche:titleRule", feed.rule->title);
    write_attribute(out, "depesche:dateRule", feed.rule->date);
    write_attribute(out, "depesche:summaryRule", feed.rule->summary);
  }
  out += "/>\n";
}

void write_list(std::string& out, const ListedList& list, const std::string& indent) {
  out += indent + "<outline";
  write_text(out, "text", list.title.empty() ? list.url : list.title);
  write_attribute(out, "frss:opmlUrl", list.url);
  out += "/>\n";
}

std::string dates_of(std::optional<std::chrono::sys_seconds> written) {
  if (!written) return {};
  const std::string date = format_rfc822(*written);
  return "<dateCreated>" + date + "</dateCreated><dateModified>" + date + "</dateModified>";
}

/// What is to be written, as it nests. At most kMaxFolders deep.
struct Folder {
  std::vector<const Subscription*> feeds;
  std::vector<const ListedList*> lists;
  std::map<std::string, Folder> inside;

  Folder& at(const std::vector<std::string>& path) {
    Folder* folder = this;
    for (std::size_t i = 0; i < std::min(path.size(), kMaxFolders); ++i) {
      if (!path[i].empty()) folder = &folder->inside[path[i]];
    }
    return *folder;
  }
};

void write_folder(std::string& out, const Folder& folder, const std::string& indent) {
  for (const Subscription* feed : folder.feeds) write_feed(out, *feed, indent);
  for (const ListedList* list : folder.lists) write_list(out, *list, indent);
  for (const auto& [name, inner] : folder.inside) {
    out += indent + "<outline";
    write_text(out, "text", name);
    write_text(out, "title", name);
    out += ">\n";
    write_folder(out, inner, indent + "  ");
    out += indent + "</outline>\n";
  }
}

}  // namespace

std::string_view rss_version(FeedFormat format) {
  if (format == FeedFormat::Rss) return "RSS";
  return format == FeedFormat::Rdf ? "RSS1" : "";
}

std::span<const std::string_view> ignored_attributes() {
  static constexpr auto kNames = [] {
    std::array<std::string_view, kIgnored.size() + kUnusable.size()> names;
    for (std::size_t i = 0; i < kIgnored.size(); ++i) names[i] = kIgnored[i].name;
    for (std::size_t i = 0; i < kUnusable.size(); ++i) names[kIgnored.size() + i] = kUnusable[i];
    return names;
  }();
  return kNames;
}

Result<SubscriptionList> read_subscription_list(std::string_view bytes) {
  const xml::DecodedDocument decoded = xml::decode_document(bytes);
  const Result<xml::Document> document = xml::parse(decoded.utf8, &html::text_of_name);
  if (!document && document.error().code != ErrorCode::Empty) return document.error();
  if (!document || document->name(document->root()) != "opml") {
    return Error{ErrorCode::Unsupported, "this is not an OPML subscription list"};
  }
  SubscriptionList found;
  std::set<std::pair<std::string, std::vector<std::string>>> seen;
  for (xml::NodeIndex node = 1; node < document->size(); ++node) {
    if (document->is_text(node) || document->name(node) != "outline") continue;
    if (is_comment(*document, node)) continue;
    if (found.feeds.size() + found.lists.size() >= kMaxSubscriptions) {
      const bool is_folder = document->attribute(node, "xmlurl").empty();
      found.beyond_limit += is_folder && list_address(*document, node).empty() ? 0 : 1;
      continue;
    }
    const std::vector<std::string> folders = folders_of(*document, node);
    std::string list = list_address(*document, node);
    if (!list.empty() && seen.emplace(list, folders).second) {
      std::string title = title_of(*document, node, list);
      found.lists.push_back({std::move(list), std::move(title), folders});
    }
    std::string address = web_address(document->attribute(node, "xmlurl"));
    if (address.empty()) continue;
    auto places = places_of(*document, node, folders);
    std::erase_if(places, [&](const auto& place) { return !seen.emplace(address, place).second; });
    if (places.empty()) continue;
    std::optional<PageRule> rule = rule_of(*document, node);
    if (!rule) rule = rule_of_xpath(*document, node, found);
    if (!rule && has_rules(*document, node)) {
      if (found.ruled_pages.size() < kMaxSubscriptions) found.ruled_pages.push_back(address);
      continue;
    }
    std::string title = title_of(*document, node, address);
    Subscription feed{std::move(address),
                      std::move(title),
                      web_address(document->attribute(node, "htmlurl")),
                      {},
                      std::move(rule)};
    feed.language = language_of(*document, node);
    feed.description = html::plain_line(document->attribute(node, "description"));
    read_ttl(*document, node, feed);
    feed.options = written_options(*document, node);
    note_ignored(*document, node, found);
    for (std::vector<std::string>& place : places) {
      if (found.feeds.size() + found.lists.size() >= kMaxSubscriptions) break;
      feed.folders = std::move(place);
      found.feeds.push_back(feed);
    }
  }
  if (found.feeds.empty() && found.lists.empty() && found.ruled_pages.empty()) {
    return Error{ErrorCode::Empty, "there is no feed in this OPML list"};
  }
  return found;
}

Result<std::vector<Subscription>> read_opml(std::string_view bytes) {
  Result<SubscriptionList> list = read_subscription_list(bytes);
  if (!list) return list.error();
  if (list->feeds.empty()) return Error{ErrorCode::Empty, "there is no feed in this OPML list"};
  return std::move((*list).feeds);
}

std::string write_opml(std::string_view title, std::span<const Subscription> subscriptions,
                       std::span<const ListedList> lists,
                       std::optional<std::chrono::sys_seconds> written) {
  Folder body;
  for (const Subscription& feed : subscriptions) body.at(feed.folders).feeds.push_back(&feed);
  for (const ListedList& list : lists) body.at(list.folders).lists.push_back(&list);
  const bool has_ours =
      std::any_of(subscriptions.begin(), subscriptions.end(), [](const Subscription& one) {
        return one.rule || !one.options.login.empty() || !one.options.password.empty();
      });
  const bool has_theirs =
      std::any_of(subscriptions.begin(), subscriptions.end(), [](const Subscription& one) {
        return one.asked_every.has_value() || one.is_muted || one.options != FeedOptions();
      });
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\"" +
      std::string(lists.empty() && !has_theirs ? "" : " xmlns:frss=\"https://freshrss.org/opml\"") +
      (has_ours ? " xmlns:depesche=\"" + std::string(kRuleSpace) + "\"" : "") +
      ">\n  <head><title>" + html::escape(title) + "</title>" + dates_of(written) +
      "</head>\n  <body>\n";
  write_folder(out, body, "    ");
  out += "  </body>\n</opml>\n";
  return out;
}

}  // namespace depesche
