#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <simdjson.h>

#include "json/parse.h"
#include "json/writer.h"

namespace depesche::json {
namespace {

std::string rewritten(const Value& value) { return Writer().value(value).take(); }

/// All of a value by the oracle's reading, numbers by their worth.
std::string values_of(simdjson::dom::element element) {
  using Type = simdjson::dom::element_type;
  std::string all;
  switch (element.type()) {
    case Type::ARRAY:
      for (const auto inner : element.get_array()) all += values_of(inner) + ",";
      return "[" + all + "]";
    case Type::OBJECT:
      for (const auto [name, inner] : element.get_object()) {
        all += std::string(name) + "=" + values_of(inner) + ",";
      }
      return "{" + all + "}";
    case Type::STRING:
      return "'" + std::string(element.get_string().value()) + "'";
    case Type::BOOL:
      return element.get_bool().value() ? "true" : "false";
    case Type::NULL_VALUE:
      return "null";
    default:
      return std::to_string(element.get_double().value());
  }
}

struct Case {
  std::string_view given;
  std::string_view expected;
};

TEST(Json, ReadsWhatTheStandardAllows) {
  const std::vector<Case> cases{
      {R"({"a":1,"b":[true,false,null],"c":"x"})", R"({"a":1,"b":[true,false,null],"c":"x"})"},
      {" [ 1 , -2.5 , 1e3 ] ", "[1,-2.5,1000]"},
      {R"("Gr\u00fc\u00dfe \ud83d\ude00")", "\"Grüße 😀\""},
      {R"({"a":1,"a":2})", R"({"a":1,"a":2})"},
      {"7", "7"},
  };
  for (const auto& [given, expected] : cases) {
    const Result<Value> value = parse(given);
    ASSERT_TRUE(value) << given << ": " << value.error().message;
    EXPECT_EQ(rewritten(*value), expected) << "given " << given;
  }
}

TEST(Json, RefusesWhatTheStandardRefuses) {
  for (const std::string_view given : {"", "{", "[1,]", "{'a':1}", "nul", "[1] [2]", "\"\n\"",
                                       "\"\xFF\"", "// x\n1", "{\"a\" 1}"}) {
    EXPECT_FALSE(parse(given)) << "given " << given;
  }
}

TEST(Json, RefusesWhatIsTooDeepOrTooLarge) {
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  ASSERT_FALSE(parse(deep));
  EXPECT_EQ(parse(deep).error().code, ErrorCode::TooLarge);
  EXPECT_TRUE(parse(deep, {.depth = 200}));
  EXPECT_EQ(parse("[1,2,3]", {.bytes = 4}).error().code, ErrorCode::TooLarge);
  for (const std::string_view text : {"[1,2,3]", R"({"a":1,"b":[2]})", "[[[1]]]"}) {
    EXPECT_EQ(parse(text, {.values = 3}).error().code, ErrorCode::TooLarge) << text;
    EXPECT_TRUE(parse(text, {.values = 4})) << text;
  }
  EXPECT_FALSE(parse_repaired(std::string(100'000, '[')));
}

TEST(Json, ReadsNumbersToTheirLimits) {
  const std::vector<Case> cases{
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"18446744073709551615", "1.8446744073709552e+19"},
      {"1e-400", "0"},
      {"0.1E+2", "10"},
      {"-0", "0"},
  };
  for (const auto& [given, expected] : cases) {
    const Result<Value> value = parse(given);
    ASSERT_TRUE(value) << given << ": " << value.error().message;
    EXPECT_EQ(rewritten(*value), expected) << "given " << given;
  }
  for (const std::string_view given : {"18446744073709551616", "-9223372036854775809", "1e400",
                                       "01", "1.", ".5", "+1", "1e", "--1", "1x", "-"}) {
    EXPECT_FALSE(parse(given)) << "given " << given;
  }
}

// Another reader of JSON is asked the same of texts that were changed at random.
TEST(Json, AgreesWithAnotherReader) {
  constexpr std::string_view kGiven[]{
      R"({"@type":["NewsArticle","x"],"headline":"A \"b\" \u00e4\ud83d\ude00","n":[1,-2.5e3,0,12345678901]})",
      R"([{"a":{"b":[[],{},null,true,false,"\\\/\b\f\n\r\t"]}}, "Grüße" , 1E5])",
      R"([18446744073709551615,-9223372036854775808,1.0e-10,"",{"":""}])"};
  constexpr std::string_view kBytes =
      "{}[]\",:0123456789.eE+-truefalsn u\\\n\x01\xC3\xA4\xED\xA0\x80";
  std::mt19937 random(20260301);
  const auto below = [&](std::size_t n) { return random() % n; };
  int read = 0;
  for (int round = 0; round < 60'000; ++round) {
    std::string text(kGiven[below(std::size(kGiven))]);
    for (std::size_t changes = below(4); changes > 0; --changes) {
      const std::size_t at = below(text.size());
      switch (below(3)) {
        case 0:
          text[at] = kBytes[below(kBytes.size())];
          break;
        case 1:
          text.erase(at, 1 + below(3));
          break;
        default:
          text.insert(at, 1, kBytes[below(kBytes.size())]);
      }
      if (text.empty()) text = "0";
    }
    simdjson::dom::parser parser;
    simdjson::dom::element element;
    const bool is_json = parser.parse(text).get(element) == simdjson::SUCCESS;
    const Result<Value> value = parse(text);
    ASSERT_EQ(static_cast<bool>(value), is_json) << "round " << round << ": " << text;
    if (!value) continue;
    ++read;
    // Both spellings are read by it once more, and written by its own hand.
    simdjson::dom::parser again;
    simdjson::dom::element ours;
    const std::string written = rewritten(*value);
    ASSERT_EQ(again.parse(written).get(ours), simdjson::SUCCESS) << written;
    EXPECT_EQ(values_of(ours), values_of(element)) << "round " << round << ": " << text;
  }
  EXPECT_GT(read, 10'000);
}

TEST(JsonRepair, MendsWhatPagesGetWrong) {
  const std::vector<Case> cases{
      {"{\"a\":\"one\ntwo\"}", R"({"a":"one\ntwo"})"},
      {R"({"a":1,"b":[1,2,],})", R"({"a":1,"b":[1,2]})"},
      {"/* c */ {\"a\": 1 // why\n}", R"({"a":1})"},
      {"//<![CDATA[\n{\"a\":1}\n//]]>", R"({"a":1})"},
      {"<!-- {\"a\":1} -->", R"({"a":1})"},
      {"/*<![CDATA[*/{\"a\":1}/*]]>*/", R"({"a":1})"},
      {R"({"a":"the "big" one","b":2})", R"({"a":"the \"big\" one","b":2})"},
      {R"({"a":"it\'s"})", R"({"a":"it's"})"},
      {R"({"a":"\d"})", R"({"a":"\\d"})"},
      {R"({"a":1};)", R"({"a":1})"},
      {"\xEF\xBB\xBF{\"a\":1}", R"({"a":1})"},
      {R"({"a":1 "b":2})", R"({"a":1,"b":2})"},
      {R"({"a":{"b":["cut sho)", R"({"a":{"b":["cut sho"]}})"},
      {R"({"a":undefined,"b":NaN})", R"({"a":null,"b":null})"},
      {R"({"a":"http://x.example/"})", R"({"a":"http://x.example/"})"},
      {R"([,1,,2,])", "[1,2]"},
      {R"({"a":)", R"({"a":null})"},
      {R"({"id":31616611613116100001})", R"({"id":"31616611613116100001"})"},
  };
  for (const auto& [given, expected] : cases) {
    const Result<Value> value = parse_repaired(given);
    ASSERT_TRUE(value) << given << " became " << repair(given) << ": " << value.error().message;
    EXPECT_EQ(rewritten(*value), expected) << "given " << given;
  }
}

TEST(JsonRepair, LeavesWhatWasNeverJson) {
  for (const std::string_view given : {"", "   ", "<html>", "var x = 3", "{a:1}", "}", "\"\xFF"}) {
    EXPECT_FALSE(parse_repaired(given)) << "given " << given;
  }
}

TEST(JsonRepair, KeepsTheMeaningOfGoodJson) {
  for (const std::string_view given :
       {R"({"a":"// no comment","b":"/* nor this */","c":"]]>","d":[{"e":"}"},[],{}]})",
        R"(["\\","\"","\u0041","a,]"])", "-1.5e3", R"([ "x" , "y" ])"}) {
    const Result<Value> strict = parse(given);
    const Result<Value> mended = parse(repair(given));
    ASSERT_TRUE(strict && mended) << given << " became " << repair(given);
    EXPECT_EQ(rewritten(*strict), rewritten(*mended));
  }
}

TEST(JsonValue, AnswersAbsentInsteadOfThrowing) {
  const Value value = *parse(R"({"s":"x","n":3,"f":2.0,"g":2.5,"t":true,"l":[1]})");
  EXPECT_EQ(value.string_at("s"), "x");
  EXPECT_EQ(value.string_at("n"), "");
  EXPECT_EQ(value.int_at("n"), 3);
  EXPECT_EQ(value.int_at("f"), 2);
  EXPECT_EQ(value.int_at("g"), std::nullopt);
  EXPECT_EQ(value.find("t")->as_bool(), true);
  EXPECT_EQ(value.find("l")->elements().size(), 1u);
  EXPECT_EQ(value.find("none"), nullptr);
  EXPECT_EQ(value.find("s")->find("deeper"), nullptr);
  EXPECT_TRUE(value.find("s")->elements().empty());
}

TEST(JsonWriter, EscapesWhatMustBeEscaped) {
  EXPECT_EQ(Writer().value("a\"\\\n\x01</script>").take(), R"("a\"\\\n\u0001</script>")");
  EXPECT_EQ(Writer(Writer::Angles::Escape).value("</script>").take(), R"("\u003c/script>")");
}

TEST(JsonWriter, WritesLargeNumbersSoThatTheyAreReadAgain) {
  for (const double number :
       {316166116131161e5, -1e19, 0x1p63, 9007199254740993.0, 1e300, 5e-324}) {
    const std::string written = Writer().value(number).take();
    const Result<Value> again = parse(written);
    ASSERT_TRUE(again) << written;
    EXPECT_EQ(again->as_double(), number) << written;
  }
}

TEST(JsonWriter, WritesNestedValuesInOrder) {
  Writer out;
  out.begin_object().key("a").begin_array().value(1).value(-2L).value(2.5).value(true).null();
  out.end_array().key("b").begin_object().end_object().key("c").raw("[0]").end_object();
  EXPECT_EQ(out.take(), R"({"a":[1,-2,2.5,true,null],"b":{},"c":[0]})");
}

}  // namespace
}  // namespace depesche::json
