// gumbo and MyHTML read the same pages, and the same words must be visible.
//
// Both follow the standard's tree construction, so they are right where we differ; what may differ
// is where a text stands, never which words there are. Both are quadratic on nesting: pages deeper
// than kDeepest are left to the other tests. Pages come from the evaluation data (at least 99 of a
// hundred must agree, every other one is listed with its reason) and from a generator.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#ifdef DEPESCHE_ORACLES
#include <gumbo.h>
#include <myhtml/api.h>

#include "base/ascii.h"
#include "html/charset.h"
#include "html/tree.h"
#include "pack/gzip.h"
#include "text/utf8.h"

namespace depesche::html {
namespace {

constexpr int kDeepest = 250;

using Words = std::vector<std::string>;

void add_words(std::string_view text, Words& words) {
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && is_space(text[at])) ++at;
    const std::size_t begin = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    if (at > begin) words.emplace_back(text.substr(begin, at - begin));
  }
}

// gumbo shows control characters, which mojibake is full of, as U+FFFD.
Words without_controls(Words words) {
  for (std::string& word : words) {
    std::string kept;
    for (const char32_t c : Utf8Range(word)) {
      const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == kReplacementCharacter;
      if (!control) append_utf8(kept, c);
    }
    word = std::move(kept);
  }
  std::erase(words, "");
  std::sort(words.begin(), words.end());
  return words;
}

// What no reader sees as text of the page, or sees only without scripts.
bool is_invisible(std::string_view element) {
  constexpr std::string_view kInvisible[] = {
      "script", "style", "template", "noscript", "iframe", "noframes", "noembed", "svg", "math"};
  return std::find(std::begin(kInvisible), std::end(kInvisible), element) != std::end(kInvisible);
}

int depth_of(const Tree& tree) {
  std::vector<int> depths(tree.size());
  int deepest = 0;
  for (NodeIndex node = 1; node < tree.size(); ++node) {
    depths[node] = depths[tree.parent(node)] + 1;
    deepest = std::max(deepest, depths[node]);
  }
  return deepest;
}

Words our_words(const Tree& tree) {
  Words words;
  std::string text;  // siblings may be parted where a tag was ignored
  const auto flush = [&] {
    add_words(text, words);
    text.clear();
  };
  for (NodeIndex node = 1; node < tree.size();) {
    if (is_invisible(tree.name(node))) {
      flush();
      node = tree.end_of(node);
      continue;
    }
    const bool follows =
        node > 0 && tree.is_text(node - 1) && tree.parent(node - 1) == tree.parent(node);
    if (tree.is_text(node)) {
      if (!follows) flush();
      text += tree.text(node);
    }
    ++node;
  }
  flush();
  std::sort(words.begin(), words.end());
  return words;
}

void gumbo_words(const GumboNode& node, Words& words) {
  switch (node.type) {
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_CDATA:
    case GUMBO_NODE_WHITESPACE:
      add_words(node.v.text.text, words);
      return;
    case GUMBO_NODE_ELEMENT: {
      const GumboElement& element = node.v.element;
      GumboStringPiece written = element.original_tag;
      gumbo_tag_from_original_text(&written);
      const std::string_view known = gumbo_normalized_tagname(element.tag);
      if (is_invisible(known.empty() ? to_lower({written.data, written.length}) : known)) return;
      for (unsigned i = 0; i < element.children.length; ++i) {
        gumbo_words(*static_cast<const GumboNode*>(element.children.data[i]), words);
      }
      return;
    }
    case GUMBO_NODE_DOCUMENT:
      for (unsigned i = 0; i < node.v.document.children.length; ++i) {
        gumbo_words(*static_cast<const GumboNode*>(node.v.document.children.data[i]), words);
      }
      return;
    default:
      return;
  }
}

Words words_by_gumbo(std::string_view utf8) {
  const auto destroy = [](GumboOutput* output) {
    gumbo_destroy_output(&kGumboDefaultOptions, output);
  };
  const std::unique_ptr<GumboOutput, decltype(destroy)> output(
      gumbo_parse_with_options(&kGumboDefaultOptions, utf8.data(), utf8.size()), destroy);
  Words words;
  gumbo_words(*output->document, words);
  std::sort(words.begin(), words.end());
  return words;
}

void myhtml_words(myhtml_tree_t* tree, myhtml_tree_node_t* node, Words& words) {
  for (; node != nullptr; node = myhtml_node_next(node)) {
    const myhtml_tag_id_t tag = myhtml_node_tag_id(node);
    std::size_t length = 0;
    if (tag == MyHTML_TAG__TEXT) {
      const char* text = myhtml_node_text(node, &length);
      if (text != nullptr) add_words({text, length}, words);
      continue;
    }
    const char* name = myhtml_tag_name_by_id(tree, tag, &length);
    if (name != nullptr && is_invisible({name, length})) continue;
    myhtml_words(tree, myhtml_node_child(node), words);
  }
}

Words words_by_myhtml(std::string_view utf8) {
  const std::unique_ptr<myhtml_t, decltype(&myhtml_destroy)> reader(myhtml_create(),
                                                                    &myhtml_destroy);
  myhtml_init(reader.get(), MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0);
  const std::unique_ptr<myhtml_tree_t, decltype(&myhtml_tree_destroy)> tree(myhtml_tree_create(),
                                                                            &myhtml_tree_destroy);
  myhtml_tree_init(tree.get(), reader.get());
  myhtml_parse(tree.get(), MyENCODING_UTF_8, utf8.data(), utf8.size());
  Words words;
  myhtml_words(tree.get(), myhtml_tree_get_document(tree.get()), words);
  std::sort(words.begin(), words.end());
  return words;
}

// The first few words that one has and the other has not.
std::string difference(const Words& ours, const Words& theirs) {
  const std::size_t kShown = 8;
  const auto list = [kShown](const Words& a, const Words& b) {
    Words only;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(only));
    std::string shown = std::to_string(only.size()) + ":";
    for (std::size_t i = 0; i < std::min(kShown, only.size()); ++i) {
      shown += " " + only[i].substr(0, 40);
    }
    return shown;
  };
  return "only ours " + list(ours, theirs) + " | only theirs " + list(theirs, ours);
}

struct Agreement {
  int same = 0;
  int different = 0;
  int deep = 0;
};

using Oracle = Words (*)(std::string_view);

struct NamedOracle {
  std::string_view name;
  Oracle words;
};

constexpr NamedOracle kOracles[] = {{"gumbo", words_by_gumbo}, {"MyHTML", words_by_myhtml}};

// Pages of the evaluation data that differ, and why.
struct Explained {
  std::string_view page, reason;
};
constexpr std::string_view kNoTag =
    "MyHTML shows \"</>\" as text; the standard drops it (13.2.5.7)";
constexpr std::string_view kNoscriptInHead =
    "words in a <noscript> of the head: without scripts they begin the body, for us they stay in "
    "it";
constexpr std::string_view kNoscriptOpen =
    "<noscript><div></noscript>: without scripts the <div> swallows the page, for us it ends "
    "there, "
    "as in a browser with scripts";
constexpr std::string_view kSelect =
    "<option> with markup: the standard drops the tags, and what they parted is one word";
constexpr std::string_view kDescription =
    "<p> in the <desc> of an SVG: it may stand there, for us it ends the SVG";
constexpr Explained kExplained[] = {
    {"htmldate/5min.at-Villachs.html.gz", kNoTag},
    {"trafilatura-eval/5min.at-Villachs.html.gz", kNoTag},
    {"non-articles/0616.html.gz", kNoTag},
    {"non-articles/4720.html.gz", kNoTag},
    {"non-articles/4722.html.gz", kNoTag},
    {"non-articles/0193.html.gz", kNoscriptInHead},
    {"trafilatura-eval/elcolumbiano.com-alcaldia.html.gz", kNoscriptInHead},
    {"htmldate/parcoabruzzo.it.58354.html.gz", kNoscriptOpen},
    {"trafilatura-eval/parcoabruzzo.it.58354.html.gz", kNoscriptOpen},
    {"non-articles/0598.html.gz", kSelect},
    {"wcxb/0073.html.gz", kDescription},
};

bool is_explained(std::string_view page) {
  return std::any_of(std::begin(kExplained), std::end(kExplained),
                     [&](const Explained& one) { return page == one.page; });
}

std::vector<std::filesystem::path> evaluation_pages() {
  const char* given = std::getenv("DEPESCHE_EVAL_DATA");
  const std::filesystem::path base =
      given ? std::filesystem::path(given)
            : std::filesystem::path(DEPESCHE_SOURCE_DIR).parent_path() / "shared";
  std::vector<std::filesystem::path> pages;
  if (!std::filesystem::exists(base / "data")) return pages;
  for (const auto& set : std::filesystem::directory_iterator(base / "data")) {
    if (!std::filesystem::exists(set.path() / "html")) continue;
    for (const auto& page : std::filesystem::directory_iterator(set.path() / "html")) {
      if (page.path().extension() == ".gz") pages.push_back(page.path());
    }
  }
  std::sort(pages.begin(), pages.end());
  return pages;
}

std::string read_packed(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string packed{std::istreambuf_iterator<char>(file), {}};
  constexpr std::size_t kMost = 32u << 20;
  Result<std::string> bytes = gunzip(packed, kMost);
  return bytes ? *std::move(bytes) : std::string();
}

TEST(Oracles, SeeTheSameWordsOnRealPages) {
  std::vector<std::filesystem::path> pages = evaluation_pages();
  if (pages.empty()) GTEST_SKIP() << "no evaluation data: set DEPESCHE_EVAL_DATA";
  // gumbo takes minutes under the sanitizers: all pages only when asked, else every tenth.
  const bool all = std::getenv("DEPESCHE_ALL_PAGES") != nullptr;
  for (const NamedOracle& oracle : kOracles) {
    Agreement score;
    for (std::size_t i = 0; i < pages.size(); i += all ? 1 : 10) {
      const std::string utf8 = decode_page(read_packed(pages[i])).utf8;
      const Tree tree = parse(utf8);
      if (depth_of(tree) > kDeepest) {
        ++score.deep;
        continue;
      }
      const Words ours = without_controls(our_words(tree));
      const Words theirs = without_controls(oracle.words(utf8));
      const std::string set = pages[i].parent_path().parent_path().filename().string();
      const std::string name = set + "/" + pages[i].filename().string();
      if (ours == theirs) {
        ++score.same;
      } else {
        ++score.different;
        if (!is_explained(name)) {
          ADD_FAILURE() << oracle.name << " differs on " << name << ": "
                        << difference(ours, theirs);
        }
      }
    }
    std::cout << oracle.name << ": " << score.same << " pages have the same words, "
              << score.different << " do not, " << score.deep << " nest too deeply for it\n";
    EXPECT_LE(score.different * 100, score.same + score.different);
  }
}

// Markup of all kinds in no sensible order. Left out is what the standard reads otherwise on
// purpose: framesets have no text, and a <select> drops the tags inside it, but not their texts.
std::string made_up_page(std::mt19937& random) {
  constexpr std::string_view kPieces[] = {"<p>",
                                          "</p>",
                                          "<div class=a>",
                                          "</div>",
                                          "<b>",
                                          "</b>",
                                          "<i>",
                                          "</i>",
                                          "<a href=x>",
                                          "</a>",
                                          "<ul>",
                                          "</ul>",
                                          "<li>",
                                          "</li>",
                                          "<table>",
                                          "</table>",
                                          "<tr>",
                                          "</tr>",
                                          "<td>",
                                          "</td>",
                                          "<th>",
                                          "<tbody>",
                                          "<h1>",
                                          "</h2>",
                                          "<br>",
                                          "</br>",
                                          "<img alt=x>",
                                          "<hr/>",
                                          "<span>",
                                          "</span>",
                                          "<section>",
                                          "</section>",
                                          "<pre>\n",
                                          "</pre>",
                                          "<blockquote>",
                                          "</blockquote>",
                                          "<dl>",
                                          "<dt>",
                                          "<dd>",
                                          "</dl>",
                                          "<form>",
                                          "</form>",
                                          "<button>",
                                          "</button>",
                                          "<x-card>",
                                          "</x-card>",
                                          "<em",
                                          ">",
                                          "<!-- c -->",
                                          "<!x>",
                                          "<?y?>",
                                          "</z>",
                                          "&amp;",
                                          "&notit;",
                                          "&#8211;",
                                          "&",
                                          "<",
                                          "\n",
                                          " ",
                                          " word ",
                                          "w\xC3\xB6rt",
                                          "1 < 2 ",
                                          "<script>s</script>",
                                          "<style>t</style>",
                                          "<svg><g/></svg>",
                                          "<title>t</title>",
                                          "<textarea>\nu</textarea>",
                                          "<center>",
                                          "</center>",
                                          "<nobr>",
                                          "</body>",
                                          "<font color=\"a&b\" size='1'>",
                                          "</font>",
                                          "<label for=z>",
                                          "</label>",
                                          "<ruby>",
                                          "<rt>"};
  std::uniform_int_distribution<std::size_t> piece(0, std::size(kPieces) - 1);
  std::uniform_int_distribution<int> length(0, 60);
  std::string page = "<!doctype html>";
  for (int i = length(random), word = 0; i > 0; --i, ++word) {
    const std::string_view next = kPieces[piece(random)];
    // Words stand apart: a row without a table is an element for us and nothing for the others.
    const bool tag = next.size() > 1 && next.front() == '<';
    page += tag ? std::string(next) : " " + std::string(next) + " ";
    if (i % 2 == 0) page += " w" + std::to_string(word) + " ";
  }
  return page + "<p>end";  // MyHTML loses a text that ends the page with a '<'
}

TEST(Oracles, SeeTheSameWordsInMadeUpMarkup) {
  const char* given = std::getenv("DEPESCHE_SEED");
  const unsigned seed =
      given ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    const std::string page = made_up_page(random);
    const Words ours = our_words(parse(page));
    for (const NamedOracle& oracle : kOracles) {
      const Words theirs = oracle.words(page);
      ASSERT_EQ(ours, theirs) << oracle.name << " differs, DEPESCHE_SEED=" << seed << "\n"
                              << page << "\n"
                              << difference(ours, theirs);
    }
  }
}

}  // namespace
}  // namespace depesche::html

#else

TEST(Oracles, SeeTheSameWords) {
  GTEST_SKIP() << "gumbo or MyHTML is not installed: tools/setup test";
}

#endif
