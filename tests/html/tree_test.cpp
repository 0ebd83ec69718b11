#include "html/tree.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/cpu_time.h"

namespace depesche::html {
namespace {

// The tree on one line: <p>text<b>…</b></p>, without html, head and body when they say nothing.
std::string shape(const Tree& tree, NodeIndex node) {
  std::string out;
  for (const NodeIndex child : tree.children(node)) {
    if (tree.is_text(child)) {
      out += tree.text(child);
    } else if (tree.kind(child) == NodeKind::Comment) {
      out += "<!--" + std::string(tree.text(child)) + "-->";
    } else {
      const std::string name(tree.name(child));
      out += "<" + name + ">" + shape(tree, child) + "</" + name + ">";
    }
  }
  return out;
}

std::string body_of(std::string_view page) {
  const Tree tree = parse(page);
  return shape(tree, tree.body());
}

struct ShapeCase {
  std::string_view page, body;
};

TEST(Tree, ImpliesTheEndTagsPeopleLeaveOut) {
  const ShapeCase cases[] = {
      {"<p>a<p>b", "<p>a</p><p>b</p>"},
      {"<p>a<div>b</div>c", "<p>a</p><div>b</div>c"},
      {"<ul><li>a<li>b<ul><li>c</ul><li>d</ul>",
       "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>"},
      {"<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"},
      {"<table><tr><td>a<td>b<tr><th>c</table>d",
       "<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>d"},
      {"<table><tbody><tr><td>a<table><tr><td>b</table>c<tbody><tr><td>d</table>",
       "<table><tbody><tr><td>a<table><tr><td>b</td></tr></table>c</td></tr></tbody>"
       "<tbody><tr><td>d</td></tr></tbody></table>"},
      {"<select><option>a<option>b<optgroup><option>c<optgroup><option>d</select>e",
       "<select><option>a</option><option>b</option><optgroup><option>c</option></optgroup>"
       "<optgroup><option>d</option></optgroup></select>e"},
      {"<h1>a<h2>b</h1>c", "<h1>a</h1><h2>b</h2>c"},
      {"<ruby>a<rt>b<rt>c</ruby>", "<ruby>a<rt>b</rt><rt>c</rt></ruby>"},
      {"<a href=1>a<a href=2>b</a>", "<a>a</a><a>b</a>"},
      {"<img>a<br>b</br>c<hr/>", "<img></img>a<br></br>b<br></br>c<hr></hr>"},
  };
  for (const auto& [page, body] : cases) EXPECT_EQ(body_of(page), body) << page;
}

TEST(Tree, ToleratesEndTagsThatDoNotFit) {
  const ShapeCase cases[] = {
      {"a</div>b", "ab"},
      {"<div>a</span>b</div>", "<div>ab</div>"},
      {"a</p>b", "a<p></p>b"},
      {"<b>a<i>b</b>c</i>d", "<b>a<i>b</i></b>cd"},
      {"<a><div>a</a>b</div>c", "<a><div>ab</div></a>c"},
      {"<div><table><tr><td></div>a</table>b</div>",
       "<div><table><tr><td>a</td></tr></table>b</div>"},
      {"<p>a<button><p>b</button>c", "<p>a<button><p>b</p></button>c</p>"},
      {"<x-card>a<x-part>b</x-card>c", "<x-card>a<x-part>b</x-part></x-card>c"},
      {"a</body></html>b", "ab"},
  };
  for (const auto& [page, body] : cases) EXPECT_EQ(body_of(page), body) << page;
}

TEST(Tree, AlwaysHasHtmlHeadAndBody) {
  for (const std::string_view page :
       {"", "text", "<p>", "<head>", "<body>", "<!-- -->", "<title>a", "</html>"}) {
    const Tree tree = parse(page);
    EXPECT_EQ(tree.name(tree.html()), "html") << page;
    EXPECT_EQ(tree.name(tree.head()), "head") << page;
    EXPECT_EQ(tree.name(tree.body()), "body") << page;
    EXPECT_EQ(tree.next_sibling(tree.head()), tree.body()) << page;
  }
}

TEST(Tree, PutsMetadataIntoTheHead) {
  const Tree tree = parse(
      "<!doctype html><html lang=de><meta charset=utf-8><title>A &amp; B</title></head>\n"
      "<!-- late --><link rel=canonical href=x><noscript><img src=y></noscript><p>text<html id=h>");
  EXPECT_EQ(shape(tree, tree.head()),
            "<meta></meta><title>A & B</title><!-- late --><link></link>"
            "<noscript><img></img></noscript>");
  EXPECT_EQ(shape(tree, tree.body()), "<p>text</p>");
  EXPECT_EQ(tree.attribute(tree.html(), "lang"), "de");
}

TEST(Tree, KeepsScriptsAsTheyStand) {
  const Tree tree = parse(
      "<script type='application/ld+json'>{\"a\": \"<b>&amp;</b>\"}</script><style>p > a{}</style>"
      "<textarea>\n<p>&lt;</textarea>");
  const NodeIndex script = tree.first(tree.root(), Tag::Script);
  EXPECT_EQ(tree.text(tree.first_child(script)), "{\"a\": \"<b>&amp;</b>\"}");
  EXPECT_EQ(shape(tree, tree.body()), "<textarea><p><</textarea>");
}

TEST(Tree, KeepsForeignElementsApart) {
  const Tree tree = parse(
      "<p>a<svg viewBox='0 0 1 1'><title/><path d=x /><a>b</a><![CDATA[<c>]]></svg>d"
      "<svg><g><p>e<title>f</title>");
  EXPECT_EQ(shape(tree, tree.body()),
            "<p>a<svg><title></title><path></path><a>b</a><c></svg>d<svg><g></g></svg></p>"
            "<p>e<title>f</title></p>");
  EXPECT_EQ(tree.first(tree.body(), Tag::A), kNoNode);
}

TEST(Tree, FindsTheStartOfAnUnknownElementBelowManyOthers) {
  std::string page = "<x-first>a";
  for (int i = 0; i < 100; ++i) page += "<y-" + std::to_string(i) + ">";
  const Tree tree = parse(page + "b</x-other>c</x-first>d");
  const NodeIndex first = tree.first_child(tree.body());
  EXPECT_EQ(tree.name(first), "x-first");
  const NodeIndex rest = tree.next_sibling(first);
  ASSERT_NE(rest, kNoNode) << "the end was not found";
  EXPECT_EQ(tree.text(rest), "d");
}

TEST(Tree, FindsAttributesByNameAndToken) {
  const Tree tree = parse("<p CLASS=' lead\nbig ' id=x data-A='1 &lt; 2' hidden id=y>");
  const NodeIndex p = tree.first(tree.body(), Tag::P);
  EXPECT_EQ(tree.attribute_count(p), 4u);
  EXPECT_EQ(tree.attribute(p, "data-a"), "1 < 2");
  EXPECT_EQ(tree.id(p), "x");
  EXPECT_TRUE(tree.has_attribute(p, "hidden"));
  EXPECT_FALSE(tree.has_attribute(p, "title"));
  EXPECT_TRUE(tree.has_class(p, "lead"));
  EXPECT_TRUE(tree.has_class(p, "big"));
  EXPECT_FALSE(tree.has_class(p, "lea"));
  EXPECT_FALSE(tree.has_class(p, ""));
}

// What the header promises about order and links, for any page: the children of a node fill what is
// between it and its end.
void check_order(const Tree& tree) {
  for (NodeIndex node = 0; node < tree.size(); ++node) {
    NodeIndex next = node + 1;
    for (const NodeIndex child : tree.children(node)) {
      ASSERT_EQ(child, next);
      ASSERT_EQ(tree.parent(child), node);
      next = tree.end_of(child);
    }
    ASSERT_EQ(next, tree.end_of(node));
  }
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Tree, IsInDocumentOrderWhateverThePageIs) {
  for (const std::string_view page :
       {"<b><p>a</b>b</p>c", "x<head><meta></head><!--c--><meta>y<html a=b>",
        "<table>a<tr>b<td>c</table>", "<svg><p></svg></p>", "<title>a<body>b</title>c"}) {
    check_order(parse(page));
  }
  Limits shallow;
  shallow.depth = 4;
  check_order(parse(repeated("<div>a<b>b", 20) + repeated("</b>c</div>d", 20), shallow));
}

TEST(Tree, MakesSiblingsOfWhatIsTooDeep) {
  const Tree tree = parse(repeated("<div>a", 2000) + repeated("</div>b", 2000));
  EXPECT_TRUE(tree.notes().flattened);
  std::size_t deepest = 0;
  for (NodeIndex node = 1; node < tree.size(); ++node) {
    std::size_t depth = 0;
    for (NodeIndex up = node; up != kNoNode; up = tree.parent(up)) ++depth;
    deepest = std::max(deepest, depth);
  }
  EXPECT_LE(deepest, 516u);
  EXPECT_EQ(tree.text(static_cast<NodeIndex>(tree.size()) - 1), "b");
}

TEST(Tree, SaysWhatItLeftOut) {
  Limits small;
  small.bytes = 10;
  EXPECT_TRUE(parse("<p>0123456789", small).notes().cut_at_bytes);
  small = Limits{};
  small.nodes = 10;
  small.bytes_a_node = 1000;
  const Tree tree = parse(repeated("<p>a", 100), small);
  EXPECT_TRUE(tree.notes().cut_at_nodes);
  EXPECT_LE(tree.size(), 16u);
  EXPECT_EQ(
      parse("<p " + repeated("a b c ", 1) + repeated("x", 3) + ">").notes().dropped_attributes, 0u);
  std::string many = "<p";
  for (int i = 0; i < 300; ++i) many += " a" + std::to_string(i);
  EXPECT_EQ(parse(many + ">").notes().dropped_attributes, 200u);
  // Repeated ones are met as well: none behind the hundredth is read, be its name new or not.
  const Tree repeats = parse("<p a=1" + repeated(" a=2", 99) + " a=3 b=4><p b=5>");
  const NodeIndex first = repeats.first_child(repeats.body());
  EXPECT_EQ(repeats.notes().dropped_attributes, 2u);
  EXPECT_EQ(repeats.attribute(first, "a"), "1");
  EXPECT_FALSE(repeats.has_attribute(first, "b"));
  EXPECT_EQ(repeats.attribute(repeats.next_sibling(first), "b"), "5");
}

// Ten times the input must not cost a hundred times the time; the factor leaves room for noise.
TEST(Tree, IsLinearOnEveryHostileInputWeKnow) {
  const std::string_view hostile[] = {
      "<div>",        "<",
      "<a b=c ",      "&",
      "&am",          "<a b=\"",
      "<!--",         "<b><p>",
      "</x>",         "<x>",
      "<li><ul>",     "<p></li>",
      "<table><td>",  "<svg>",
      "<a><div></a>", "<script><!--",
      "</p>",         "<select><option>",
      "<y></z>",      "a&amp;</x y='&amp;'>",
      "<dd><span>",   "<!doctype \"",
      "<button><p>",  "<title></",
      "]]><![CDATA[",
  };
  for (const std::string_view unit : hostile) {
    const auto seconds = [unit](std::size_t bytes) {
      const std::string page = repeated(unit, bytes / unit.size());
      return test::cpu_seconds([&] { EXPECT_GT(parse(page).size(), 3u); });
    };
    const double small = seconds(40'000);
    const double large = seconds(400'000);
    EXPECT_LT(large, 40 * small + 0.5) << unit;
  }
}

}  // namespace
}  // namespace depesche::html
