#include <chrono>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "html/entities.h"
#include "html/escape.h"
#include "html/sanitise.h"
#include "html/select.h"
#include "html/text_content.h"

namespace depesche::html {
namespace {

struct Case {
  std::string_view given, expected;
};

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Entities, DecodeAsTheStandardSays) {
  const Case cases[] = {
      {"a &amp; b &lt;c&gt;", "a & b <c>"},
      {"caf&eacute; &copy 2026", "café © 2026"},
      {"&notit; &notin;", "¬it; ∉"},
      {"&#8211;&#x2013;&#X2014;", "––—"},
      {"&#128;&#x99;", "€™"},
      {"&#0;&#xD800;&#x110000;&#99999999999999999999;", "\uFFFD\uFFFD\uFFFD\uFFFD"},
      {"& &; &# &#x &#; &nosuch; AT&T", "& &; &# &#x &#; &nosuch; AT&T"},
      {"&ngE;", "\u2267\u0338"},
      {"&", "&"},
  };
  for (const auto& [given, expected] : cases) EXPECT_EQ(decode_references(given), expected);
  EXPECT_EQ(decode_references("?a=1&copy=2&lt;", ReferenceContext::Attribute), "?a=1&copy=2<");
  EXPECT_EQ(text_of_name("nbsp"), "\u00A0");
  EXPECT_EQ(text_of_name("nosuch"), "");
}

TEST(Entities, ComeBackFromEscapingUnchanged) {
  for (const std::string_view text : {"<a href=\"x\">&amp;'</a>", "", "&&amp;", "ü€"}) {
    EXPECT_EQ(decode_references(escape(text)), text);
  }
}

std::string content(std::string_view page) {
  const Tree tree = parse(page);
  return text_content(tree, tree.body());
}

TEST(TextContent, PutsBlocksOnLinesOfTheirOwn) {
  const Case cases[] = {
      {"<p>One\n two</p><p> three </p>", "One two\nthree"},
      {"a<br>b<br/><br>c", "a\nb\nc"},
      {"<ul><li>a<li><b>b</b>c</ul>d", "a\nbc\nd"},
      {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>", "a b\nc"},
      {"<b>a</b> <i>b</i><span>c</span>", "a bc"},
      {"<pre>a\n  b</pre>", "a\n  b"},
      {"<p>a<script>x</script><style>y</style><template>z</template><noscript>n</noscript>b", "ab"},
      {"<p>a<svg><title>t</title></svg>b", "ab"},
      {"  ", ""},
  };
  for (const auto& [given, expected] : cases) EXPECT_EQ(content(given), expected) << given;
}

TEST(TextContent, ReadsNoscriptWhenAsked) {
  const Tree tree = parse("<p>a <noscript>b</noscript>");
  EXPECT_EQ(text_content(tree, tree.body(), Noscript::Read), "a b");
}

TEST(TextContent, ReadsElementsThatAreOtherwiseSkippedWhenTheyAreTheRoot) {
  const Tree tree = parse("<title>a &amp; b</title>");
  EXPECT_EQ(line_content(tree, tree.first(tree.root(), Tag::Title)), "a & b");
}

TEST(TextContent, TurnsFragmentsIntoALine) {
  EXPECT_EQ(plain_line("Caf&eacute; <b>closed</b>\n today"), "Café closed today");
  EXPECT_EQ(plain_line("no markup"), "no markup");
  EXPECT_EQ(plain_line("1 < 2"), "1 < 2");
}

struct SelectCase {
  std::string_view selector;
  std::size_t matches;
};

TEST(Select, FindsWhatTheSelectorSays) {
  const Tree tree = parse(
      "<div class='a b' id=top><p class=a lang=de>1<span data-x='one two'>2</span></p></div>"
      "<p>3<a href='https://example.org/x.html' rel='nofollow next'>4</a></p>");
  const SelectCase cases[] = {
      {"p", 2},
      {"P", 2},
      {"*", 5},
      {".a", 2},
      {"p.a", 1},
      {"#top", 1},
      {".a.b", 1},
      {"div span", 1},
      {"div > span", 0},
      {"p > span", 1},
      {"div>p>span", 1},
      {"a, span", 2},
      {"[lang]", 1},
      {"[lang=de]", 1},
      {"[data-x~=two]", 1},
      {"a[href^='https://']", 1},
      {"a[href$=\".html\"]", 1},
      {"a[href*=example]", 1},
      {"[rel~=next]", 1},
      {"p:not(.a)", 1},
      {"p:not([lang]) a", 1},
      {"[href*='']", 0},
      {".A", 0},
      {"body p", 2},
      {"html > body > div > p", 1},
  };
  for (const auto& [text, matches] : cases) {
    EXPECT_EQ(selector(text).all(tree, tree.body()).size(), matches) << text;
  }
  EXPECT_EQ(tree.id(selector("div").first(tree, tree.root())), "top");
  EXPECT_EQ(selector("table").first(tree, tree.root()), kNoNode);
}

TEST(Select, RefusesWhatItDoesNotKnow) {
  for (const std::string_view text : {"", ",", "p,", "p >", "> p", "p:first-child", "p::before",
                                      "[", "[a", "[a=", "[a='b]", ".", "#", "p + p", "p:not("}) {
    EXPECT_FALSE(Selector::parse(text)) << text;
  }
  EXPECT_EQ(Selector::parse(repeated("a ", 65)).error().code, ErrorCode::TooLarge);
  EXPECT_EQ(Selector::parse(repeated("a,", 64) + "a").error().code, ErrorCode::TooLarge);
  EXPECT_EQ(Selector::parse(std::string(kMaxSelectorBytes + 1, 'a')).error().code,
            ErrorCode::TooLarge);
  EXPECT_TRUE(Selector::parse(repeated("a ", 64)));
}

/// As the definition has it, taking all the time it wants.
bool matches_slowly(const Tree& tree, NodeIndex node, std::vector<std::string> steps) {
  const std::string last = steps.back();
  steps.pop_back();
  if (tree.name(node) != last) return false;
  if (steps.empty()) return true;
  const bool child = steps.back() == ">";
  if (child) steps.pop_back();
  for (NodeIndex up = tree.parent(node); up != kNoNode; up = tree.parent(up)) {
    if (tree.is_element(up) && matches_slowly(tree, up, steps)) return true;
    if (child) return false;
  }
  return false;
}

TEST(Select, AgreesWithTheDefinitionOnPagesMadeByChance) {
  std::mt19937 chance(20);
  const std::string_view names[] = {"b", "i", "u"};
  const auto any = [&] { return std::string(names[chance() % 3]); };
  for (int round = 0; round < 300; ++round) {
    std::string page;
    std::vector<std::string> open;
    for (int i = 0; i < 40; ++i) {
      if (!open.empty() && chance() % 2 == 0) {
        page += "</" + open.back() + ">";
        open.pop_back();
      } else {
        open.push_back(any());
        page += "<" + open.back() + ">";
      }
    }
    const Tree tree = parse(page);
    std::vector<std::string> steps{any()};
    for (int i = 0; i < 3; ++i) {
      if (chance() % 2 == 0) steps.emplace_back(">");
      steps.push_back(any());
    }
    std::string text;
    for (const std::string& step : steps) text += step + " ";
    std::vector<NodeIndex> expected;
    for (const NodeIndex node : tree.descendants(tree.body())) {
      if (tree.is_element(node) && matches_slowly(tree, node, steps)) expected.push_back(node);
    }
    const Selector made = selector(text);
    EXPECT_EQ(made.all(tree, tree.body()), expected) << text << " in " << page;
    for (const NodeIndex node : expected) EXPECT_TRUE(made.matches(tree, node));
  }
}

TEST(Select, LooksThroughAHostilePageOnce) {
  // Sixty steps that each fit everywhere, and a last one that fits nowhere: every way to leave some
  // ancestors out would be tried by going back.
  const Tree tree = parse(repeated("<b>", 500) + repeated("<i></i>", 20'000));
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_TRUE(selector("u " + repeated("b ", 60) + "i").all(tree, tree.root()).empty());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

TEST(Sanitise, KeepsWhatIsHarmless) {
  const Case cases[] = {
      {"<p>a <b>b</b></p>", "<p>a <b>b</b></p>"},
      {"<p>a<p>b", "<p>a</p><p>b</p>"},
      {"1 < 2 & 3", "1 &lt; 2 &amp; 3"},
      {"<a href='/x?a=1&amp;b=2' class=c>a</a>",
       "<a href=\"https://news.example/x?a=1&amp;b=2\">a</a>"},
      {"<a href='mailto:desk@news.example'>a</a>", "<a href=\"mailto:desk@news.example\">a</a>"},
      {"<img src=pic.jpg width=10 height=auto alt='\"x\"'>",
       "<img src=\"https://news.example/dir/pic.jpg\" alt=\"&quot;x&quot;\" width=\"10\">"},
      {"<article><h2>a</h2></article>", "<h2>a</h2>"},
      {"<td colspan=2>a", "<td colspan=\"2\">a</td>"},
  };
  for (const auto& [given, expected] : cases) {
    const std::string once = sanitise_fragment(given, "https://news.example/dir/page");
    EXPECT_EQ(once, expected);
    EXPECT_EQ(sanitise_fragment(once, "https://other.example/"), once) << "not idempotent";
  }
}

TEST(Sanitise, RemovesWhatCouldDoHarm) {
  const Case cases[] = {
      {"a<script>alert(1)</script>b", "ab"},
      {"<SCRIPT SRC=x></SCRIPT>a", "a"},
      {"<p onclick=x style='y'>a</p>", "<p>a</p>"},
      {"<a href='javascript:alert(1)'>a</a>", "<a>a</a>"},
      {"<a href=' java\tscript:alert(1)'>a</a>", "<a>a</a>"},
      {"<a href='data:text/html,x'>a</a>", "<a>a</a>"},
      {"<a href='&#106;avascript:x'>a</a>", "<a>a</a>"},
      {"<img src='data:image/png;base64,x'>a", "a"},
      {"<img src=''>a<img src=' '><img src='#'><img>", "a"},
      {"<q cite=''>a</q><q cite='#x'>b</q>", "<q>a</q><q>b</q>"},
      {"<img src=x onerror=y>", "<img src=\"https://news.example/dir/x\">"},
      {"<iframe src=x>a</iframe><object>b</object><embed src=c>d", "bd"},
      {"<svg onload=x><a href=y>a</a></svg>b", "b"},
      {"<style>p{}</style><link rel=stylesheet href=x><meta http-equiv=refresh content=0>a", "a"},
      {"<form action=x><input name=y><button>z</button>a</form>", "a"},
      {"<!-- a --><b>b", "<b>b</b>"},
      {"&lt;script&gt;a", "&lt;script&gt;a"},
      {"<<script>script>alert(1)<</script>/script>", "&lt;/script&gt;"},
      {"<a title='\"><script>'>a</a>", "<a title=\"&quot;&gt;&lt;script&gt;\">a</a>"},
      {"<base href='https://evil.example/'><a href=x>a</a>",
       "<a href=\"https://news.example/dir/x\">a</a>"},
  };
  for (const auto& [given, expected] : cases) {
    EXPECT_EQ(sanitise_fragment(given, "https://news.example/dir/page"), expected) << given;
  }
  EXPECT_EQ(sanitise_fragment("<a href=x>a</a>", ""), "<a>a</a>");
}

std::string inline_of(std::string_view page) {
  const Tree tree = parse(page);
  return InlineMarkup(tree, "https://news.example/").of(tree.body());
}

TEST(Sanitise, WritesTheInsideOfABlock) {
  const Case cases[] = {
      {" a <i>b</i>\n<b> c </b>d", "a <em>b</em> <strong>c</strong> d"},
      {"a<br>b<br>", "a<br>b"},
      {"<b></b>a<em> </em>b", "a b"},
      {"<a href=/x><span>a</span></a><a>b</a>", "<a href=\"https://news.example/x\">a</a>b"},
      {"<b><b>a</b></b>", "<strong>a</strong>"},
      {"<p>a</p><p>b</p>", "a b"},
      {"H<sub>2</sub>O <code>x &lt; y</code>", "H<sub>2</sub>O <code>x &lt; y</code>"},
      {"<em>a<script>b</script></em>", "<em>a</em>"},
  };
  for (const auto& [given, expected] : cases) EXPECT_EQ(inline_of(given), expected) << given;
}

}  // namespace
}  // namespace depesche::html
