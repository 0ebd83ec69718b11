#include "xml/document.h"

#include <gtest/gtest.h>

#include "tests/support/cpu_time.h"
#include "xml/charset.h"
#include "xml/prepare.h"

namespace depesche::xml {
namespace {

std::string_view few_names(std::string_view name) {
  if (name == "nbsp") return "\u00A0";
  if (name == "eacute") return "é";
  return {};
}

std::string shape(const Document& document, NodeIndex node) {
  std::string out;
  for (NodeIndex child = document.first_child(node); child != kNoNode;
       child = document.next_sibling(child)) {
    if (document.is_text(child)) {
      out += document.text(child);
    } else {
      const std::string name(document.name(child));
      out += "<" + name + ">" + shape(document, child) + "</" + name + ">";
    }
  }
  return out;
}

std::string shape_of(std::string_view text) {
  const Result<Document> document = parse(text, few_names);
  if (!document) return "error: " + document.error().message;
  return shape(*document, document->root());
}

struct Case {
  std::string_view given, expected;
};

TEST(Xml, ReadsElementsTextAndSections) {
  const Case cases[] = {
      {"<?xml version='1.0' encoding='x'?><a><B>1</B>2<![CDATA[<c>&amp;]]></a>",
       "<b>1</b>2<c>&amp;"},
      {"<a>1 &lt; 2 &amp; 3 &#252;&#xFC; &apos;</a>", "1 < 2 & 3 üü '"},
      {"<a><!-- x --><?y z?>b</a>", "b"},
      {" \n<a/>", ""},
      {"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "&b;"},
      {"<?xml<!DOCTYPE a [<!ENTITY b \"c\">]>?><a>&b;</a>", "&b;"},
      {"<?xml <a>b</a>?>", "error: there is no XML element in it"},
      {"<!DOCTYPE rss PUBLIC '-//x>y' \"z\"><a>b</a>", "b"},
  };
  for (const auto& [given, expected] : cases) EXPECT_EQ(shape_of(given), expected) << given;
}

TEST(Xml, ReadsWhatIsBroken) {
  const Case cases[] = {
      {"<a>caf&eacute;&nbsp;AT&T &nosuch; a&b=c &#8482; &#150; &#0;</a>",
       "café\u00A0AT&T &nosuch; a&b=c ™ – \uFFFD"},
      {"<a>1 < 2 <3</a>", "1 < 2 <3"},
      {"<a>x\x01y\x0B</a>", "xy"},
      {"text <a>b</a>", "b"},
      {"<?xml version='1.0'><a>b</a>", "b"},
      {"<a><b>1</b><b>2", "<b>1</b><b>2</b>"},
      {"<a><b>1<c>2</b>", "<b>1<c>2</c></b>"},
      {"<a href='x?y=1&z=2'>b</a>", "b"},
      {"<dc:a><dc:b>c</dc:b></dc:a>", "<b>c</b>"},
      {"<a><![CDATA[b", "b"},
  };
  for (const auto& [given, expected] : cases) {
    const Result<Document> document = parse(given, few_names);
    ASSERT_TRUE(document) << given;
    EXPECT_EQ(shape(*document, document->root()), expected) << given;
    EXPECT_FALSE(document->problems().empty()) << given;
  }
}

TEST(Xml, RefusesWhatHasNoElement) {
  for (const std::string_view text : {"", "text", "<!-- a -->", "<?xml version='1.0'?>"}) {
    EXPECT_FALSE(parse(text, few_names)) << text;
  }
}

TEST(Xml, KeepsNamespacesAndAttributes) {
  const Result<Document> document = parse(
      "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de' xmlns:m='urn:m'>"
      "<m:Thumb URL='a&amp;b' m:x='y'/><q:z/></feed>",
      few_names);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->uri(0), "http://www.w3.org/2005/Atom");
  EXPECT_EQ(document->xml_attribute(0, "lang"), "de");
  const NodeIndex thumb = document->children(0)[0];
  EXPECT_EQ(document->uri(thumb), "urn:m");
  EXPECT_EQ(document->name(thumb), "thumb");
  EXPECT_EQ(document->attribute(thumb, "url"), "a&b");
  EXPECT_EQ(document->attribute(thumb, "x"), "y");
  EXPECT_EQ(document->attribute(thumb, "none"), "");
  EXPECT_EQ(document->prefix(document->children(0)[1]), "q");
}

TEST(Xml, WritesMarkupAgain) {
  const Result<Document> document =
      parse("<c><div xmlns='urn:x'>a &lt; <b title='&quot;'>c</b><br/><i/></div></c>", few_names);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->inner_markup(0), "<div>a &lt; <b title=\"&quot;\">c</b><br><i></i></div>");
}

TEST(Xml, WritesMarkupAgainWithOtherValuesOfAttributes) {
  const Result<Document> document = parse("<c><a href='x' id='i'>y</a></c>", few_names);
  ASSERT_TRUE(document);
  const auto longer = [](NodeIndex, std::string_view name, std::string_view value) {
    return name == "href" ? "/" + std::string(value) + "&" : std::string(value);
  };
  EXPECT_EQ(document->inner_markup(0, longer), "<a href=\"/x&amp;\" id=\"i\">y</a>");
}

TEST(Xml, AnAbsentAttributeHasNoPlaceAndAnEmptyOneHas) {
  const Result<Document> document = parse("<a xml:lang=''/>", few_names);
  ASSERT_TRUE(document);
  EXPECT_NE(document->xml_attribute(0, "lang").data(), nullptr);
  EXPECT_EQ(document->xml_attribute(0, "base").data(), nullptr);
}

TEST(Xml, NotesWhereADocumentBreaksOff) {
  EXPECT_TRUE(parse("<a><b>1</b><b", few_names)->is_cut());
  EXPECT_FALSE(parse("<a><b>1</b></a>", few_names)->is_cut());
}

TEST(Xml, StopsAtItsLimits) {
  Limits limits;
  limits.depth = 5;
  const Result<Document> deep = parse("<a><a><a><a><a><a><a>x", few_names, limits);
  ASSERT_TRUE(deep);
  EXPECT_TRUE(deep->is_cut());
  EXPECT_EQ(deep->size(), 5u);
  limits = Limits{};
  limits.nodes = 3;
  EXPECT_EQ(parse("<a><b/><b/><b/><b/></a>", few_names, limits)->size(), 3u);
  std::string many = "<a";
  for (int i = 0; i < 1000; ++i) many += " a" + std::to_string(i) + "=''";
  EXPECT_EQ(parse(many + "/>", few_names).error().code, ErrorCode::TooLarge);
  limits.bytes = 3;
  EXPECT_EQ(parse("<a/>", few_names, limits).error().code, ErrorCode::TooLarge);
}

// Ten times the input must not cost a hundred times the time; the factor leaves room for noise.
TEST(Xml, IsLinearOnEveryHostileInputWeKnow) {
  const std::string_view hostile[] = {
      "<a>",     "<a/>",          "&",        "&amp;",     "&nosuch;",
      "<",       "<?x>",          "<!x '",    "<a b='c' ", "<a b='",
      "</a>",    "<![CDATA[x]]>", "<!--x-->", "<b:c/>",    "<a xmlns:x='y'>",
      "<a></b>", "\x01",          "]]>",      "<a b=c>",
  };
  for (const std::string_view unit : hostile) {
    const auto seconds = [unit](std::size_t bytes) {
      std::string text = "<root>";
      while (text.size() < bytes) text += unit;
      return test::cpu_seconds([&] { (void)parse(text, few_names); });
    };
    const double small = seconds(40'000);
    const double large = seconds(400'000);
    EXPECT_LT(large, 40 * small + 0.5) << unit;
  }
}

struct CharsetCase {
  std::string_view bytes, header, label;
};

TEST(XmlCharset, FollowsRfc7303) {
  using namespace std::string_view_literals;
  const CharsetCase cases[] = {
      {"<a/>", "", "UTF-8"},
      {"<?xml version='1.0' encoding='iso-8859-2'?><a>\xB1</a>", "", "ISO-8859-2"},
      {"<?xml version='1.0' encoding='iso-8859-2'?><a>\xB1</a>", "text/xml; charset=koi8-r",
       "KOI8-R"},
      {"\xEF\xBB\xBF<a/>", "text/xml; charset=koi8-r", "UTF-8"},
      {"<\0a\0/\0>\0"sv, "", "UTF-16LE"},
      {"\0<\0a\0/\0>"sv, "", "UTF-16BE"},
      {"\xFF\xFE<\0a\0/\0>\0"sv, "", "UTF-16LE"},
      {"\0\0\0<\0\0\0a\0\0\0/\0\0\0>"sv, "", "UTF-32BE"},
      {"<?xml version='1.0' encoding='utf-16'?><a/>", "", "UTF-8"},
      {"<a>gr\xFCn</a>", "", "windows-1252"},
      {"<a>gr\xC3\xBCn</a>", "text/xml; charset=iso-8859-1", "UTF-8"},
  };
  for (const auto& [bytes, header, label] : cases) {
    EXPECT_EQ(decode_document(bytes, header).label, label) << bytes;
  }
}

}  // namespace
}  // namespace depesche::xml
