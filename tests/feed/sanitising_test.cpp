// The sanitising cases of a public suite, where the evaluation data are at hand: what we show is
// compared with the markup that suite expects, as a stream of tags, attributes and letters.
//
// Ours is equal, or stricter: what is missing is named by a rule below. What stands in ours and not
// in the expected markup, and what is missing without a rule, fails.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <map>
#include <set>
#include <span>

#include <gtest/gtest.h>

#include "base/ascii.h"
#include "feed/parse.h"
#include "html/entities.h"
#include "html/escape.h"
#include "html/tags.h"
#include "html/tree.h"
#include "json/parse.h"
#include "url/url.h"
#include "xml/document.h"

namespace depesche {
namespace {

std::filesystem::path sanitising_folder() {
  const char* given = std::getenv("DEPESCHE_EVAL_DATA");
  const std::filesystem::path base =
      given ? std::filesystem::path(given)
            : std::filesystem::path(DEPESCHE_SOURCE_DIR).parent_path() / "shared";
  return base / "data" / "feedparser";
}

enum class Sort { Open, Attribute, Letter, Comment, Close };

struct Token {
  Sort sort = Sort::Letter;
  std::string element;              // its own, or where it stands
  std::vector<std::string> around;  // the elements, outermost first
  std::string attribute, value;     // value: also the letter
  bool is_bare = false;             // an element without an address to show

  bool same_as(const Token& other) const {
    return sort == other.sort && attribute == other.attribute && value == other.value &&
           (sort == Sort::Letter || element == other.element);
  }
};

class Stream {
 public:
  explicit Stream(std::string_view markup) : tree_(html::parse(markup)) {
    for (html::NodeIndex at = 1; at < tree_.size(); ++at) {
      if (at == tree_.html() || at == tree_.head() || at == tree_.body()) continue;
      close_before(at);
      if (tree_.is_text(at)) {
        letters(tree_.text(at));
      } else if (tree_.is_element(at)) {
        open(at);
      } else {
        add(Sort::Comment, {}, std::string(tree_.text(at)));
      }
    }
    close_before(std::numeric_limits<html::NodeIndex>::max());
  }
  std::vector<Token> take() { return std::move(tokens_); }

 private:
  void add(Sort sort, std::string attribute = {}, std::string value = {}) {
    Token token{sort, around_.empty() ? "" : around_.back(), around_, {}, {}};
    token.attribute = std::move(attribute);
    token.value = std::move(value);
    tokens_.push_back(std::move(token));
  }
  void letters(std::string_view text) {
    for (const char letter : text) {
      if (!is_space(letter)) add(Sort::Letter, {}, std::string(1, letter));
    }
  }
  void open(html::NodeIndex at) {
    // </br> is a second <br> (HTML §13.2.6.4.7): a break more is no other text.
    const bool is_second_break = tree_.is(at, html::Tag::Br) && !tokens_.empty() &&
                                 tokens_.back().sort == Sort::Open &&
                                 tokens_.back().element == "br";
    if (is_second_break) return;
    around_.emplace_back(tree_.name(at));
    ends_.push_back(tree_.end_of(at));
    std::map<std::string, std::string> attributes;
    for (std::size_t i = 0; i < tree_.attribute_count(at); ++i) {
      const html::Attribute attribute = tree_.attribute_at(at, i);
      attributes.emplace(attribute.name, attribute.value);
    }
    add(Sort::Open);
    tokens_.back().is_bare = attributes["src"].empty();
    for (auto& [name, value] : attributes) {
      if (tree_.has_attribute(at, name)) add(Sort::Attribute, name, value);
    }
  }
  void close_before(html::NodeIndex at) {
    while (!ends_.empty() && ends_.back() <= at) {
      if (!html::has_trait(html::tag_of(around_.back()), html::kVoid)) add(Sort::Close);
      around_.pop_back();
      ends_.pop_back();
    }
  }

  html::Tree tree_;
  std::vector<Token> tokens_;
  std::vector<std::string> around_;
  std::vector<html::NodeIndex> ends_;
};

using Names = std::set<std::string_view>;

bool is_tag(const Token& token, const Names& names) {
  return (token.sort == Sort::Open || token.sort == Sort::Close) && names.contains(token.element);
}

bool is_within(const Token& token, const Names& names) {
  return std::any_of(token.around.begin(), token.around.end(),
                     [&](const std::string& name) { return names.contains(name); });
}

bool is_attribute(const Token& token, const Names& names) {
  return token.sort == Sort::Attribute && names.contains(token.attribute);
}

bool leads_to_the_web(std::string_view address) {
  const Result<Url> url = parse_url(address);
  return url && (url->is_web() || url->scheme == "mailto");
}

const Names forms{"form",     "fieldset", "legend",   "label",    "input",  "button",
                  "select",   "option",   "optgroup", "textarea", "keygen", "output",
                  "datalist", "progress", "meter",    "datagrid", "command"};
const Names players{"audio", "video", "source", "canvas", "map", "area", "sound", "event-source"};
const Names not_shown{"button",   "select", "textarea", "canvas", "audio",   "video",
                      "noscript", "dialog", "datalist", "option", "optgroup"};
const Names arrangement{"address", "article", "aside",  "center", "col",     "colgroup", "details",
                        "dir",     "font",    "footer", "header", "legend",  "menu",     "multicol",
                        "nav",     "section", "spacer", "strike", "summary", "tt"};
// Attributes that say something to a reader, and on what.
const std::map<std::string_view, Names> telling_on{{"href", {"a"}},
                                                   {"src", {"img"}},
                                                   {"alt", {"img"}},
                                                   {"width", {"img"}},
                                                   {"height", {"img"}},
                                                   {"cite", {"blockquote", "q", "del", "ins"}},
                                                   {"colspan", {"td", "th"}},
                                                   {"rowspan", {"td", "th"}},
                                                   {"start", {"ol"}},
                                                   {"datetime", {"time"}},
                                                   {"title", {}},
                                                   {"lang", {}},
                                                   {"dir", {}}};

struct Rule {
  std::string_view name;
  bool (*covers)(const Token&, std::string_view field);
};

// The first that covers a token is counted.
constexpr std::array kRules{
    Rule{"rights and notes for browsers are not shown at all",
         [](const Token&, std::string_view field) {
           return field == "feed/copyright" || field == "feed/info";
         }},
    Rule{"the <div> around inline markup is no part of it (RFC 4287 §3.1.1.3)",
         [](const Token& token, std::string_view field) {
           return is_tag(token, {"div"}) && token.around.size() == 1 && !field.starts_with("feed/");
         }},
    Rule{"titles and a feed's own description are plain text",
         [](const Token& token, std::string_view field) {
           return token.sort != Sort::Letter && (field.starts_with("feed/") || field == "title");
         }},
    Rule{"no comments",
         [](const Token& token, std::string_view) { return token.sort == Sort::Comment; }},
    Rule{"no style: a text looks as its page does",
         [](const Token& token, std::string_view) { return is_attribute(token, {"style"}); }},
    Rule{"an empty attribute says nothing",
         [](const Token& token, std::string_view) {
           return token.sort == Sort::Attribute && token.value.empty();
         }},
    Rule{"no attribute that is no word or address for a reader",
         [](const Token& token, std::string_view) {
           return token.sort == Sort::Attribute && !telling_on.contains(token.attribute);
         }},
    Rule{"no attribute where it means nothing",
         [](const Token& token, std::string_view) {
           if (token.sort != Sort::Attribute) return false;
           const auto telling = telling_on.find(token.attribute);
           return telling != telling_on.end() && !telling->second.empty() &&
                  !telling->second.contains(token.element);
         }},
    Rule{"no address that leads out of the web, or nowhere",
         [](const Token& token, std::string_view) {
           return is_attribute(token, {"href", "src", "cite"}) && !leads_to_the_web(token.value);
         }},
    Rule{"no picture without an address",
         [](const Token& token, std::string_view) {
           return is_tag(token, {"img"}) && token.is_bare;
         }},
    Rule{"no forms, nor what belongs to them",
         [](const Token& token, std::string_view) { return is_tag(token, forms); }},
    Rule{"no players, no maps, nothing drawn by a script",
         [](const Token& token, std::string_view) {
           return is_tag(token, players) || is_within(token, players);
         }},
    Rule{"what such an element holds instead of itself goes with it",
         [](const Token& token, std::string_view) { return is_within(token, not_shown); }},
    Rule{"what only arranges a page leaves its text alone",
         [](const Token& token, std::string_view) { return is_tag(token, arrangement); }},
    Rule{"no element that HTML does not have",
         [](const Token& token, std::string_view) {
           return (token.sort == Sort::Open || token.sort == Sort::Close) &&
                  html::tag_of(token.element) == html::Tag::Other;
         }},
};

constexpr std::size_t kNoRule = kRules.size();

std::size_t rule_for(const Token& token, std::string_view field) {
  const auto found = std::find_if(kRules.begin(), kRules.end(),
                                  [&](const Rule& rule) { return rule.covers(token, field); });
  return static_cast<std::size_t>(found - kRules.begin());
}

// What HTML does not read as text: scripts, frames, the document's title; comments and declarations
// make no text at all.
const Names unread{"script",  "style", "iframe", "object", "applet",  "noframes",
                   "noembed", "title", "head",   "xmp",    "template"};
constexpr std::string_view kUnreadRule = "what HTML does not read as text is no text";

/// What the feed's own markup says to a reader: letters and elements outside of unread.
class Source {
 public:
  explicit Source(std::string_view feed) {
    const auto document = xml::parse(feed, &html::text_of_name);
    if (document) read(*document, document->root());
  }
  /// Whether what is missing without a rule is nothing the source says.
  bool says_nothing_of(std::span<const Token> missing) const {
    std::string letters;
    for (const Token& token : missing) {
      if (token.sort == Sort::Letter) letters += token.value;
      if (token.sort != Sort::Letter && elements_.contains(token.element)) return false;
    }
    return letters.empty() || letters_.find(letters) == std::string::npos;
  }

 private:
  void read(const xml::Document& document, xml::NodeIndex node) {
    const auto children = document.children(node);
    if (children.empty()) return read(document.text(node));
    if (has_words(document, node)) return read(document.inner_markup(node));
    for (const xml::NodeIndex child : children) read(document, child);
  }
  void read(const std::string& markup) {
    for (const Token& token : Stream(markup).take()) {
      if (is_within(token, unread)) continue;
      if (token.sort == Sort::Letter) letters_ += token.value;
      if (token.sort == Sort::Open) elements_.insert(token.element);
    }
    letters_ += ' ';
  }
  static bool has_words(const xml::Document& document, xml::NodeIndex node) {
    for (auto child = document.first_child(node); child != xml::kNoNode;
         child = document.next_sibling(child)) {
      if (document.is_text(child) && !trim(document.text(child)).empty()) return true;
    }
    return false;
  }

  std::string letters_;
  std::set<std::string> elements_;
};

struct Judgement {
  bool adds = false;                             // ours has what is not expected
  std::vector<std::string_view> rules;           // of what is missing, in order
  std::vector<std::vector<Token>> without_rule;  // what stands together, together
};

/// Finds ours in the expected stream so that as little as possible is missing without a rule.
Judgement judge(const std::vector<Token>& expected, const std::vector<Token>& ours,
                std::string_view field) {
  constexpr int kNever = std::numeric_limits<int>::max() / 2;
  const std::size_t width = ours.size() + 1;
  std::vector<std::size_t> rules;
  rules.reserve(expected.size());
  for (const Token& token : expected) rules.push_back(rule_for(token, field));
  std::vector<int> cost((expected.size() + 1) * width, kNever);
  cost.back() = 0;
  const auto drop = [&](std::size_t i, std::size_t j) {
    return cost[(i + 1) * width + j] + (rules[i] == kNoRule ? 1 : 0);
  };
  for (std::size_t i = expected.size(); i-- > 0;) {
    for (std::size_t j = width; j-- > 0;) {
      int best = drop(i, j);
      if (j < ours.size() && expected[i].same_as(ours[j])) {
        best = std::min(best, cost[(i + 1) * width + j + 1]);
      }
      cost[i * width + j] = std::min(best, kNever);
    }
  }
  Judgement judgement;
  judgement.adds = cost.front() >= kNever;
  if (judgement.adds) return judgement;
  bool was_without = false;
  for (std::size_t i = 0, j = 0; i < expected.size(); ++i) {
    const bool keeps = j < ours.size() && expected[i].same_as(ours[j]) &&
                       cost[(i + 1) * width + j + 1] == cost[i * width + j];
    if (!keeps && rules[i] == kNoRule) {
      if (!was_without) judgement.without_rule.emplace_back();
      judgement.without_rule.back().push_back(expected[i]);
    } else if (!keeps) {
      judgement.rules.push_back(kRules[rules[i]].name);
    }
    if (keeps) ++j;
    was_without = !keeps && rules[i] == kNoRule;
  }
  return judgement;
}

TEST(SanitisingRules, JudgeWhatIsMissingAndWhatIsTooMuch) {
  const auto judged = [](std::string_view expected, std::string_view ours) {
    const Judgement judgement = judge(Stream(expected).take(), Stream(ours).take(), "summary");
    if (judgement.adds) return "weaker";
    if (!judgement.without_rule.empty()) return "unexplained";
    return judgement.rules.empty() ? "equal" : "stricter";
  };
  const std::tuple<std::string_view, std::string_view, std::string_view> cases[] = {
      {"<p>a <b>b</b></p>", "<p>a <b>b</b>", "equal"},
      {"<p title=t lang=l>a", "<p lang=l title=t> a", "equal"},
      {"<p style='color: red'>a", "<p>a", "stricter"},
      {"<p>a", "<p style='color: red'>a", "weaker"},
      {"<p>a", "<p onclick=x>a", "weaker"},
      {"<img src=http://a.example/>", "<img src=http://b.example/>", "weaker"},
      {"a", "a<script>b</script>", "weaker"},
      {"a<form>b</form>", "ab", "stricter"},
      {"ab", "a", "unexplained"},
      {"<em>a</em>", "a", "unexplained"},
      {"<a href=http://a.example/>a</a>", "<a>a</a>", "unexplained"},
      {"<a href=file:x>a</a>", "<a>a</a>", "stricter"},
      {"<button>safe</button> safe", "safe", "stricter"},
  };
  for (const auto& [expected, ours, verdict] : cases) {
    EXPECT_EQ(judged(expected, ours), verdict) << expected << " | " << ours;
  }
}

TEST(SanitisingRules, WhatTheSourceSaysToAReaderMayNotBeMissing) {
  const Source source(
      "<a><b>safe&lt;iframe&gt;frame&lt;/iframe&gt;&lt;i&gt;word&lt;/i&gt;</b></a>");
  EXPECT_TRUE(source.says_nothing_of(Stream("frame").take()));
  EXPECT_FALSE(source.says_nothing_of(Stream("word").take()));
  EXPECT_FALSE(source.says_nothing_of(Stream("<i>frame</i>").take()));
  EXPECT_TRUE(source.says_nothing_of(Stream("<em>frame</em>").take()));
}

/// "entries/0/summary" is "summary", "entries/0/content/0/value" is "content".
std::string field_of(const json::Value& path) {
  const auto& steps = path.elements();
  if (steps.size() > 2 && steps[0].as_string() == "entries") {
    return std::string(steps[2].as_string());
  }
  std::string field;
  for (const json::Value& step : steps) {
    field += (field.empty() ? "" : "/") + std::string(step.as_string());
  }
  return field;
}

/// What is shown of the field, as markup; absent for a field that is not known here.
std::optional<std::string> shown(const ParsedFeed& feed, std::string_view field) {
  const Entry none;
  const Entry& entry = feed.entries.empty() ? none : feed.entries[0];
  if (field == "title") return html::escape(entry.title);
  if (field == "content") return entry.content.empty() ? entry.summary : entry.content;
  if (field == "description" || field == "summary") {
    return entry.summary.empty() ? entry.content : entry.summary;
  }
  if (field == "feed/title") return html::escape(feed.title);
  if (field == "feed/tagline" || field == "feed/description") return html::escape(feed.description);
  if (field == "feed/copyright" || field == "feed/info") return "";
  return std::nullopt;
}

struct Counts {
  int equal = 0, stricter = 0;
  std::map<std::string_view, std::set<std::string>> by_rule;  // which cases
};

void compare(const json::Value& row, const ParsedFeed& feed, const Source& source,
             const json::Value& check, Counts& counts) {
  const std::string id(row.string_at("id"));
  const std::string field = field_of(*check.find("path"));
  const std::string expected(check.string_at("value"));
  const auto ours = shown(feed, field);
  ASSERT_TRUE(ours) << id << ": " << field;
  const std::vector<Token> expected_stream = Stream(expected).take();
  const Judgement judgement = judge(expected_stream, Stream(*ours).take(), field);
  EXPECT_FALSE(judgement.adds) << id << ": weaker\n  expected " << expected << "\n  ours     "
                               << *ours;
  std::set<std::string_view> rules(judgement.rules.begin(), judgement.rules.end());
  for (const std::vector<Token>& missing : judgement.without_rule) {
    EXPECT_TRUE(source.says_nothing_of(missing))
        << id << ": missing without a rule, from " << missing[0].element << missing[0].value
        << " on\n  expected " << expected << "\n  ours     " << *ours;
    rules.insert(kUnreadRule);
  }
  for (const std::string_view rule : rules) counts.by_rule[rule].insert(id);
  ++(rules.empty() ? counts.equal : counts.stricter);
}

TEST(SanitisingSuite, IsEqualOrStricterByANamedRule) {
  const std::filesystem::path folder = sanitising_folder();
  if (!std::filesystem::exists(folder)) {
    GTEST_SKIP() << "no evaluation data: set DEPESCHE_EVAL_DATA";
  }
  Counts counts;
  std::ifstream lines(folder / "expect.jsonl");
  for (std::string line; std::getline(lines, line);) {
    const Result<json::Value> row = json::parse(line);
    ASSERT_TRUE(row);
    if (!row->string_at("category").ends_with("/sanitize")) continue;
    const json::Value* checks = row->find("checks");
    if (checks == nullptr) continue;
    std::ifstream file(folder / std::string(row->string_at("file")), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const Result<ParsedFeed> feed = parse_feed(bytes, "http://127.0.0.1:8097/feed", "");
    ASSERT_TRUE(feed) << row->string_at("id");
    for (const json::Value& check : checks->elements()) {
      if (check.string_at("op") == "equals") {
        compare(*row, *feed, Source(bytes), check, counts);
      }
    }
  }
  std::cout << counts.equal << " sanitising checks equal, " << counts.stricter << " stricter\n";
  for (const auto& [rule, cases] : counts.by_rule) {
    std::cout << "stricter, " << cases.size() << " cases: " << rule << "\n";
  }
  EXPECT_GT(counts.equal, 0);
}

}  // namespace
}  // namespace depesche
