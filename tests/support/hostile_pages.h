// Pages made to be slow or large, and a plain one to compare them with.
//
// Each is a beginning and a unit that is repeated; some units count, so that no two are the same.
// Together they are what has made one HTML reader or another quadratic, recursive or huge.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/utf8.h"

namespace depesche::test {

struct HostilePage {
  std::string_view name;
  std::string_view unit;         // each '#' becomes the number of the unit
  std::string_view before = {};  // the first of them
};

inline constexpr HostilePage kHostilePages[] = {
    // Nesting
    {"div", "<div>"},
    {"unknown elements", "<x>"},
    {"custom elements", "<x-# y>"},
    {"tables", "<table><td>"},
    {"rows without end", "<tr><td>x"},
    {"lists", "<li><ul>"},
    {"quotes", "<blockquote>x"},
    {"links", "<a href=x>"},
    {"links around blocks", "<a><div></a>"},
    {"formatting", "<b><p>"},
    {"formatting, open", "<b><i><u><s>x"},
    {"fonts", "<font color=#><p>x"},
    {"buttons", "<button><p>"},
    {"options", "<select><option>"},
    {"definitions", "<dd><span>"},
    {"figures", "<figure><img src=x><figcaption>caption"},
    {"svg", "<svg>"},
    {"svg and html", "<svg><foreignobject><div>"},
    {"noscript", "<noscript>"},
    {"templates", "<template>"},
    {"rubies", "<ruby><rt>"},
    {"forms", "<form><input>"},
    // Tags that do not fit
    {"paragraphs", "<p>"},
    {"ends of paragraphs", "</p>"},
    {"ends of items", "<p></li>"},
    {"ends without a start", "</x>a"},
    {"other ends", "<y></z>"},
    {"ends of the body", "</body><body a#=b>"},
    {"headings", "<h1>x"},
    // Characters
    {"less-than signs", "<"},
    {"less-than in text", "a < b "},
    {"ampersands", "&"},
    {"almost references", "&am"},
    {"references", "&amp;"},
    {"numbers", "&#1;"},
    {"long numbers", "&#0000000000000000000000000000000000000000000000000000000001"},
    {"references that grow", "&nGt;"},
    {"references in attributes", "<a x=\"&amp;&lt;\">"},
    {"zeros", std::string_view("a\0b<i \0=\0>", 10)},
    {"capitals", "<DIV CLASS=A>"},
    {"carriage returns", "\r\n\r"},
    {"broken UTF-8", "<p>W\xF6rter \xC3\xA4 \xE2\x82"},
    {"question marks", "<?"},
    {"one long word", "x"},
    {"commas", ","},
    {"words", "word "},
    {"spaces", " \n\t"},
    // What is no markup
    {"comments, open", "<!--"},
    {"comment ends", "<!-- --!"},
    {"almost comments", "<!-"},
    {"scripts, open", "<script><!--"},
    {"scripts in scripts", "<script><!--<script></script>"},
    {"almost ends of a title", "<title></"},
    {"styles", "<style></styl"},
    {"CDATA", "<![CDATA["},
    {"CDATA ends", "]]><![CDATA["},
    {"doctypes", "<!doctype \""},
    {"plaintext", "<plaintext>"},
    {"textareas", "<textarea></textare"},
    // Attributes
    {"attributes", "<a b=c "},
    {"attributes of one element", " a#=#", "<a"},
    {"a hundred attributes",
     "<a a# b# c# d# e# f# g# h# i# j# k# l# m# n# o# p# q# r# s# t# u# v# w# x# y# z# aa# ab# ac# "
     "ad# ae# af# ag# ah# ai# aj# ak# al# am# an# ao# ap# aq# ar# as# at# au# av# aw# ax# ay# az# "
     "ba# bb# bc# bd# be# bf# bg# bh# bi# bj# bk# bl# bm# bn# bo# bp# bq# br# bs# bt# bu# bv# bw# "
     "bx# by# bz# ca# cb# cc# cd# ce# cf# cg# ch# ci# cj# ck# cl# cm# cn# co# cp# cq# cr# cs# "
     "ct#>"},
    {"the same attribute", " a=b", "<a"},
    {"repeats of the last of many", " x",
     "<a a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15 a16 a17 a18 a19 a20 a21 a22 a23 a24 "
     "a25 a26 a27 a28 a29 a30 a31 a32 a33 a34 a35 a36 a37 a38 a39 a40 a41 a42 a43 a44 a45 a46 a47 "
     "a48 a49 a50 a51 a52 a53 a54 a55 a56 a57 a58 a59 a60 a61 a62 a63 a64 a65 a66 a67 a68 a69 a70 "
     "a71 a72 a73 a74 a75 a76 a77 a78 a79 a80 a81 a82 a83 a84 a85 a86 a87 a88 a89 a90 a91 a92 a93 "
     "a94 a95 a96 a97 x"},
    {"a hundred short attributes",
     "<a a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9 ! $ % & ( ) * + "
     ", - . : ; ? @ [ ] ^ _ ` { | } ~ aa ab ac ad ae af ag ah ai aj ak al am an ao ap aq ar as at "
     "au av aw ax ay az ba bb bc bd be bf bg bh bi bj bk bl bm>"},
    {"an open value", "<a b=\""},
    {"classes", "<div class=\"a b c d e f article body\">x</div>"},
    // What extraction looks at
    {"short paragraphs", "<p>x "},
    {"long paragraphs",
     "<p>This is a sentence of the report, with a few words more than most have, and an end.</p>"},
    {"captions and credits", "<figure><img src=#><figcaption>A lock. Photo: A. Writer"},
    {"bylines", "<a rel=author href=/author/#>By Ann Writer</a>"},
    {"microdata", "<span itemprop=author>Ann Writer</span>"},
    {"dates", "<time datetime=2026-03-01>1 March 2026</time>"},
    {"metadata", "<meta name=author content=\"Ann Writer #\">"},
    {"JSON-LD",
     "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"x\"}"
     "</script>"},
    {"JSON-LD, broken", "<script type=application/ld+json>{\"@type\":[[{{,,"},
    {"JSON-LD, numbers", "0,", "<script type=application/ld+json>["},
    {"JSON-LD, nested", "[{\"a\":", "<script type=application/ld+json>["},
    {"JSON-LD, objects", "{\"@type\":\"Person\",\"name\":\"Ann Writer #\"},",
     "<script type=application/ld+json>["},
    {"JSON-LD, a long text", "The city has closed the bridge over the river. ",
     "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\""},
    {"JSON-LD, escapes", "\\u00e4\\n\\\"",
     "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\""},
    {"JSON-LD, control characters", "\x01",
     "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\""},
    {"JSON-LD, quotation marks", "\"x",
     "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\""},
    {"JSON-LD, markup", "<br>&amp;amp;",
     "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\""},
    {"JSON-LD, characters that grow", "\uFDFA ",
     "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\""},
    {"titles", "<title>x</title>"},
    {"pictures", "<img src=# alt=\"A lock\">"},
    {"items of links", "<li><a href=#>Somewhere else to go</a>"},
    {"line breaks", "x<br>"},
    {"characters that grow", "\uFDFA "},
    {"marks to escape", "& <b>\"</b> "},
    {"different paragraphs",
     "<p>This is sentence # of the report, with a few words more than most, and an end."},
    {"links to be made absolute",
     "<p>A word of sentence #: <a href=#>word</a> and <a href=#>word</a>"},
    {"cells", "<td>#", "<table><tr>"},
};

/// About `bytes` of the page.
inline std::string made(const HostilePage& hostile, std::size_t bytes) {
  std::string page =
      "<!doctype html><html lang=en><head><title>Bridge closed after storm</title></head><body>"
      "<h1>Bridge closed after storm</h1>";
  page.reserve(bytes + 1024);
  page += hostile.before;
  if (hostile.unit.find('#') == std::string_view::npos ||
      hostile.unit.find("&#") != std::string_view::npos) {
    while (page.size() < bytes) page += hostile.unit;
    return page;
  }
  for (std::size_t number = 0; page.size() < bytes; ++number) {
    for (const char c : hostile.unit) {
      if (c == '#') {
        page += std::to_string(number);
      } else {
        page += c;
      }
    }
  }
  return page;
}

/// A page as outlets have them: a quarter scripts, much navigation, `bytes` large or a little more.
inline std::string made_plain_page(std::size_t bytes) {
  std::string page =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<title>Bridge closed after storm | Harbour Courier</title>\n"
      "<meta property=\"og:title\" content=\"Bridge closed after storm\">\n<script>";
  while (page.size() < bytes / 4)
    page += "window.dataLayer=window.dataLayer||[];if(a<b&&c){d(\"e\")}\n";
  page += "</script></head><body><header class=\"site-header\"><nav><ul class=\"menu\">\n";
  for (int i = 0; page.size() < bytes / 2; ++i) {
    page += "<li class=\"menu__item menu__item--level-1\" data-id=\"" + std::to_string(i) +
            "\"><a class=\"menu__link\" href=\"/section/" + std::to_string(i) +
            "?ref=menu&amp;pos=1\">Section &ndash; news</a></li>\n";
  }
  page += "</ul></nav></header><main><article><h1>Bridge closed after storm</h1>\n";
  while (page.size() < bytes * 3 / 4) {
    page +=
        "<p class=\"article__text\">The city has closed the bridge over the <a "
        "href=\"/river\">river"
        "</a> after the storm, the harbour office said on Tuesday. Nobody may cross it &ndash; on "
        "foot or by car &ndash; until the piers have been looked at.</p>\n<div class=\"ad-slot\" "
        "id=\"ad\"></div>\n";
  }
  page += "</article></main><aside>\n";
  for (int i = 0; page.size() < bytes; ++i) {
    page += "<div class=\"teaser teaser--small\"><a href=\"/news/" + std::to_string(i) +
            "\"><img src=\"/i/" + std::to_string(i) +
            ".jpg\" alt=\"\" loading=\"lazy\"><h3>A headline</h3><p>Some words and "
            "more.</p></a></div>\n";
  }
  return page + "</aside></body></html>\n";
}

/// The page in UTF-16, little end first; for characters of the basic plane.
inline std::string in_utf16(std::string_view utf8) {
  std::string page = "\xFF\xFE";
  page.reserve(2 * utf8.size() + 2);
  for (std::size_t at = 0; at < utf8.size();) {
    const Utf8Character character = decode_utf8(utf8, at);
    page += static_cast<char>(character.value & 0xFF);
    page += static_cast<char>(character.value >> 8 & 0xFF);
    at += character.length;
  }
  return page;
}

/// Pages of about `bytes` in other encodings than UTF-8, in two at once, or in none.
inline std::vector<std::pair<std::string_view, std::string>> made_encoded_pages(std::size_t bytes) {
  const auto legacy = [bytes](std::string_view charset, std::string_view unit) {
    std::string page = "<meta charset=" + std::string(charset) + ">";
    return page + made({"", unit}, bytes - page.size());
  };
  const std::string plain = made_plain_page(bytes / 2);
  const std::string wide = in_utf16(plain);
  return {
      {"UTF-16", wide},
      {"UTF-16, tags", in_utf16(made({"", "<p>x "}, bytes / 2))},
      {"UTF-16, one character", in_utf16(made({"", "\uFDFA"}, bytes * 3 / 2))},
      {"UTF-16, half characters", in_utf16(plain.substr(0, 400)) + made({"", "\xD8"}, bytes)},
      {"UTF-16 behind UTF-8", plain + wide.substr(0, bytes / 2)},
      {"UTF-8 behind UTF-16", wide.substr(0, bytes / 2) + plain},
      {"windows-1252, euro signs", legacy("windows-1252", "\x80")},
      {"windows-1252 called UTF-8", legacy("utf-8", "Caf\xE9 caf\xC3\xA9 ")},
      {"windows-1251", legacy("windows-1251", "\xEF\xF0\xE8\xE2\xE5\xF2 ")},
      {"private characters", legacy("x-user-defined", "\xFF")},
      {"GB 18030, broken", legacy("gb18030", "\x81\x30\x81")},
      {"Shift_JIS, halves", legacy("shift_jis", "\x81<p>")},
      {"Shift_JIS, half width", legacy("shift_jis", "\xB1")},
      {"ISO-2022-JP, escapes", legacy("iso-2022-jp", "\x1B$B$\"\x1B(Ba")},
      {"Big5, broken", legacy("big5", "\xFE\xFE")},
      {"EUC-KR", legacy("euc-kr", "\xB0\xA1")},
  };
}

}  // namespace depesche::test
