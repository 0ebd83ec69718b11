// Selectors told of XPath find what a real XPath engine finds: libxml2, by way of Python's lxml.
// Skipped, saying so, where there is none.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "feed/xpath_rule.h"
#include "html/select.h"
#include "html/tree.h"
#include "json/writer.h"

namespace depesche {
namespace {

/// Small pages that both read alike; every element has a number.
class XPathPageMaker {
 public:
  explicit XPathPageMaker(unsigned seed) : random_(seed) {}

  std::string page() {
    number_ = 2;
    return "<!DOCTYPE html><html n=0><head n=1><title n=2>x</title></head>" + element("body", 0) +
           "</html>";
  }

 private:
  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
  template <std::size_t N>
  std::string one_of(const char* const (&some)[N]) {
    return some[below(static_cast<int>(N))];
  }
  std::string attributes() {
    std::string out = " n=\"" + std::to_string(++number_) + "\"";
    if (below(2) == 0) {
      out += " class=\"" +
             one_of({"card", "news", "news card", " card  big", "cards", "", "Card"}) + "\"";
    }
    if (below(4) == 0) out += " id=\"" + one_of({"x", "list", "Süd"}) + "\"";
    return out;
  }
  std::string element(const std::string& name, int depth) {
    std::string out = "<" + name + attributes();
    if (name == "a" && below(4) > 0)
      out += " href=\"" + one_of({"/news/1", "/", "/x?n='a'"}) + "\"";
    if (name == "time" && below(3) > 0) out += " datetime=\"2026-11-30\"";
    out += ">";
    if (below(3) > 0) out += "word";
    for (int i = depth < 6 ? below(4) : 0; i > 0; --i) out += child(name, depth + 1);
    return out + "</" + name + ">";
  }
  std::string child(const std::string& parent, int depth) {
    const bool is_inline = parent == "a" || parent == "b" || parent == "time" || parent == "p" ||
                           parent == "h2" || parent == "h3";
    if (parent == "a") {
      is_in_link_ = true;  // no link stands in another
      std::string inside = element("b", depth);
      is_in_link_ = false;
      return inside;
    }
    if (is_inline && is_in_link_) return element(one_of({"b", "time"}), depth);
    if (is_inline) return element(one_of({"a", "b", "time"}), depth);
    if (parent == "ul") return element("li", depth);
    if (below(8) > 0) {
      return element(one_of({"div", "article", "ul", "p", "h2", "h3", "a", "b", "time"}), depth);
    }
    std::string table = "<table" + attributes() + ">";
    for (int i = below(3); i >= 0; --i) {
      table += "<tr" + attributes() + ">";
      table += element("td", depth + 1) + "</tr>";
    }
    return table + "</table>";
  }

  std::mt19937 random_;
  int number_ = 0;
  bool is_in_link_ = false;
};

struct XPaths {
  std::string entry;
  std::vector<std::string> parts;
};

std::vector<XPaths> usual_xpaths() {
  const std::vector<std::string> entries{
      "//article",
      "//li",
      "//a[@href]",
      "//div[@class=\"news card\"]",
      "/html/body//div/ul/li",
      "descendant::h2",
      "./body/div",
      "body//b",
      "//div//*/a",
      "//h2 | //h3",
      "//a[@href and not(@class)]",
      "//div[contains(@class, 'card')][@id]",
      "//a[starts-with(@href, '/news/')]",
      "//div[not(contains(@class, 'card'))]",
      "//*[contains(concat(' ', normalize-space(@class), ' '), ' card ')]",
      "//li[contains(concat(' ', @class, ' '), ' news ')]",
      "//*[@id='Süd']/div",
      "//div[@class='']",
      "//table/tr",
      "//table//td",
      "//table",
      "//li/p | //li/div",
      "//*[@id]"};
  const std::vector<std::string> parts{"descendant::a/@href",
                                       ".//a/@href",
                                       "a/@href",
                                       "./a/@href",
                                       "descendant::time/@datetime",
                                       "time",
                                       ".//h2",
                                       "h2/a",
                                       ".//div/a",
                                       "descendant::div//a",
                                       ".//div",
                                       ".//li",
                                       ".//*",
                                       "*/a",
                                       ".//h2/a/text()",
                                       "normalize-space(.//h3)",
                                       "string(time/@datetime)",
                                       ".//h2 | h3",
                                       "tr/td",
                                       "*",
                                       ".//div[@class]/p",
                                       "p | div/a",
                                       ".//td"};
  std::vector<XPaths> all;
  for (const std::string& entry : entries) all.push_back({entry, parts});
  return all;
}

/// Link, Title or Date: whichever takes what the path ends with.
std::optional<std::string> told_as_any(const std::string& path, const XPathEntry& entry) {
  for (const XPathPart part : {XPathPart::Title, XPathPart::Link, XPathPart::Date}) {
    if (auto selector = part_of_xpath(path, part, entry)) return selector;
  }
  return std::nullopt;
}

/// Those that can be told alone.
std::vector<XPaths> tellable(const std::vector<XPaths>& given) {
  std::vector<XPaths> out;
  for (const XPaths& rule : given) {
    const auto entry = entry_of_xpath(rule.entry);
    if (!entry) continue;
    out.push_back({rule.entry, {}});
    for (const std::string& part : rule.parts) {
      if (told_as_any(part, *entry)) out.back().parts.push_back(part);
    }
  }
  return out;
}

using html::NodeIndex;

class FoundOnPage {
 public:
  explicit FoundOnPage(const std::string& page) : page_(html::parse(page)) {}

  std::vector<NodeIndex> all(const std::string& selector) const {
    return html::selector(selector).all(page_, page_.root());
  }
  /// Those of `found` in the element; of a path to texts only where there are some.
  std::vector<NodeIndex> inside(NodeIndex entry, const std::string& path,
                                const std::vector<NodeIndex>& found) const {
    const bool is_text = path.find("text()") != std::string::npos;
    std::vector<NodeIndex> some;
    for (const NodeIndex node : found) {
      if (page_.contains(entry, node) && (!is_text || has_words(node))) some.push_back(node);
    }
    return some;
  }
  /// Without what stands in another or around one.
  std::vector<NodeIndex> alone(const std::vector<NodeIndex>& entries) const {
    std::vector<NodeIndex> some;
    NodeIndex behind = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const NodeIndex end = page_.end_of(entries[i]);
      const bool is_around = i + 1 < entries.size() && entries[i + 1] < end;
      if (entries[i] >= behind && !is_around) some.push_back(entries[i]);
      behind = std::max(behind, end);
    }
    return some;
  }
  std::string number(NodeIndex node) const { return std::string(page_.attribute(node, "n")); }
  std::string numbers(const std::vector<NodeIndex>& found) const {
    std::string out;
    for (const NodeIndex node : found) {
      out += (out.empty() ? "" : " ") + number(node);
    }
    return out;
  }

 private:
  bool has_words(NodeIndex element) const {
    for (NodeIndex node = element + 1; node < page_.end_of(element); ++node) {
      if (page_.is_text(node) && page_.parent(node) == element) return true;
    }
    return false;
  }

  html::Tree page_;
};

std::vector<std::string> by_selectors(const std::vector<std::string>& pages,
                                      const std::vector<XPaths>& rules) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const FoundOnPage page(pages[i]);
    const std::string at = std::to_string(i) + " ";
    for (const XPaths& rule : rules) {
      const XPathEntry entry = *entry_of_xpath(rule.entry);
      const std::vector<NodeIndex> entries = page.all(entry.selector());
      lines.push_back(at + rule.entry + " : " + page.numbers(entries));
      std::vector<std::vector<NodeIndex>> found;
      for (const std::string& part : rule.parts) {
        found.push_back(page.all(*told_as_any(part, entry)));
      }
      for (const NodeIndex one : page.alone(entries)) {
        for (std::size_t j = 0; j < rule.parts.size(); ++j) {
          lines.push_back(at + page.number(one) + " " + rule.parts[j] + " : " +
                          page.numbers(page.inside(one, rule.parts[j], found[j])));
        }
      }
    }
  }
  return lines;
}

void write_list(json::Writer& out, std::string_view key, const std::vector<std::string>& texts) {
  out.key(key).begin_array();
  for (const std::string& text : texts) out.value(text);
  out.end_array();
}

/// Nothing where there is no lxml.
std::optional<std::vector<std::string>> by_xpath(const std::vector<std::string>& pages,
                                                 const std::vector<XPaths>& rules) {
  json::Writer out;
  out.begin_object();
  write_list(out, "pages", pages);
  out.key("rules").begin_array();
  for (const XPaths& rule : rules) {
    out.begin_object().key("entry").value(rule.entry);
    write_list(out, "parts", rule.parts);
    out.end_object();
  }
  out.end_array().end_object();
  const std::filesystem::path given =
      std::filesystem::path(testing::TempDir()) / ("xpath-" + std::to_string(getpid()) + ".json");
  std::ofstream(given) << out.text();
  // Debian's own has what Debian packages; another python3 may stand before it.
  for (const std::string python : {"/usr/bin/python3", "python3"}) {
    const std::string command = python + " " + DEPESCHE_SOURCE_DIR +
                                "/tests/feed/xpath_oracle.py " + given.string() + " 2>&1";
    std::FILE* pipe = popen(command.c_str(), "r");
    std::string printed;
    char some[65536];
    while (pipe != nullptr) {
      const std::size_t got = std::fread(some, 1, sizeof some, pipe);
      if (got == 0) break;
      printed.append(some, got);
    }
    const int status = pipe == nullptr ? -1 : pclose(pipe);
    constexpr int kNoLxml = 77, kNoPython = 127;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (code == kNoLxml || code == kNoPython) continue;
    EXPECT_EQ(code, 0) << printed;
    std::filesystem::remove(given);
    std::vector<std::string> lines;
    std::istringstream text(printed);
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
  }
  std::filesystem::remove(given);
  return std::nullopt;
}

TEST(XPathOracle, SelectorsFindWhatTheirPathsFind) {
  std::vector<std::string> pages;
  XPathPageMaker maker(20261130);
  for (int i = 0; i < 24; ++i) pages.push_back(maker.page());
  const std::vector<XPaths> some = tellable(usual_xpaths());
  ASSERT_EQ(some.size(), usual_xpaths().size());
  const auto expected = by_xpath(pages, some);
  if (!expected) GTEST_SKIP() << "no lxml here (apt-get install python3-lxml)";
  const std::vector<std::string> found = by_selectors(pages, some);
  std::size_t with_elements = 0;
  for (std::size_t i = 0; i < std::min(found.size(), expected->size()); ++i) {
    ASSERT_EQ(found[i], (*expected)[i]) << pages[static_cast<std::size_t>(std::stoi(found[i]))];
    with_elements += found[i].ends_with(": ") ? 0 : 1;
  }
  EXPECT_EQ(found.size(), expected->size());
  EXPECT_GT(with_elements, 1000u) << "or nothing was compared";
}

}  // namespace
}  // namespace depesche
