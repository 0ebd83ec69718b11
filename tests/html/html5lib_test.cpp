// The public tokenizer and encoding cases, where the evaluation data are at hand.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include <gtest/gtest.h>

#include "base/ascii.h"
#include "html/charset.h"
#include "html/tokenizer.h"
#include "json/parse.h"
#include "text/charset.h"
#include "text/utf8.h"

namespace depesche::html {
namespace {

std::filesystem::path cases_folder(const char* part) {
  const char* given = std::getenv("DEPESCHE_EVAL_DATA");
  const std::filesystem::path base =
      given ? std::filesystem::path(given)
            : std::filesystem::path(DEPESCHE_SOURCE_DIR).parent_path() / "shared";
  for (const auto& folder : {base / "data", base}) {
    if (std::filesystem::exists(folder / "html5lib-tests" / part)) {
      return folder / "html5lib-tests" / part;
    }
  }
  return {};
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// "\u0041" inside an already parsed string; absent for lone surrogates, which UTF-8 cannot carry.
std::optional<std::string> unescaped(std::string_view text) {
  std::string out;
  char32_t high = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!text.substr(at).starts_with("\\u") || at + 6 > text.size()) {
      if (high != 0) return std::nullopt;
      out += text[at++];
      continue;
    }
    const auto unit = static_cast<char32_t>(
        std::strtoul(std::string(text.substr(at + 2, 4)).c_str(), nullptr, 16));
    at += 6;
    if (unit >= 0xD800 && unit < 0xDC00) {
      if (high != 0) return std::nullopt;
      high = unit;
    } else if (unit >= 0xDC00 && unit < 0xE000) {
      if (high == 0) return std::nullopt;
      append_utf8(out, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
      high = 0;
    } else {
      if (high != 0) return std::nullopt;
      append_utf8(out, unit);
    }
  }
  if (high != 0) return std::nullopt;
  return out;
}

// Tokens in the form of the cases: ["StartTag","p",{"a":"b"}], adjacent texts joined.
class TokenList {
 public:
  void text(std::string_view text) { pending_ += text; }
  void add(std::string token) {
    flush();
    tokens_ += token + "\n";
  }
  std::string take() {
    flush();
    return tokens_;
  }

 private:
  void flush() {
    if (!pending_.empty()) tokens_ += "Character " + pending_ + "\n";
    pending_.clear();
  }
  std::string pending_, tokens_;
};

std::string optional_text(const TextPool& pool, const std::optional<Piece>& piece) {
  return piece ? "'" + std::string(pool.view(*piece)) + "'" : "null";
}

std::string tokens_of(std::string_view input, ContentModel model, std::string_view last_start_tag) {
  TextPool pool(normalise_newlines(std::string(input)));
  Tokenizer tokenizer(pool);
  tokenizer.set_content(model, last_start_tag);
  tokenizer.allow_cdata(model == ContentModel::Cdata);
  TokenList list;
  Token token;
  while (tokenizer.next(token)) {
    switch (token.kind) {
      case TokenKind::Text:
        list.text(pool.view(token.text));
        break;
      case TokenKind::Comment:
        list.add("Comment " + std::string(pool.view(token.text)));
        break;
      case TokenKind::EndTag:
        list.add("EndTag " + std::string(pool.view(token.name)));
        break;
      case TokenKind::StartTag: {
        std::vector<std::string> attributes;
        for (const TokenAttribute& a : token.attributes) {
          attributes.push_back(std::string(pool.view(a.name)) + "=" +
                               std::string(pool.view(a.value)));
        }
        std::sort(attributes.begin(), attributes.end());
        std::string line = "StartTag " + std::string(pool.view(token.name));
        for (const std::string& a : attributes) line += " [" + a + "]";
        list.add(line + (token.self_closing ? " /" : ""));
        break;
      }
      case TokenKind::Doctype:
        list.add("DOCTYPE " + (token.name.empty() ? "null" : std::string(pool.view(token.name))) +
                 " " + optional_text(pool, token.public_id) + " " +
                 optional_text(pool, token.system_id) + (token.force_quirks ? " quirks" : ""));
        break;
    }
  }
  return list.take();
}

// The same form from a case's "output"; absent when it cannot be written in UTF-8.
std::optional<std::string> expected_tokens(const json::Value& output, bool escaped) {
  bool representable = true;
  const auto text = [&](const json::Value& value) -> std::string {
    if (!escaped) return std::string(value.as_string());
    const auto plain = unescaped(value.as_string());
    representable = representable && plain;
    return plain.value_or("");
  };
  TokenList list;
  for (const json::Value& row : output.elements()) {
    const auto& part = row.elements();
    if (part.empty()) continue;
    const std::string_view kind = part[0].as_string();
    if (kind == "Character") {
      list.text(text(part[1]));
    } else if (kind == "StartTag") {
      std::vector<std::string> attributes;
      for (const auto& [name, value] : part[2].members()) {
        attributes.push_back(text(json::Value(name)) + "=" + text(value));
      }
      std::sort(attributes.begin(), attributes.end());
      std::string line = "StartTag " + text(part[1]);
      for (const std::string& a : attributes) line += " [" + a + "]";
      list.add(line + (part.size() > 3 ? " /" : ""));
    } else if (kind == "DOCTYPE") {
      const auto quoted = [&](const json::Value& value) {
        return value.is_null() ? "null" : "'" + text(value) + "'";
      };
      list.add("DOCTYPE " + (part[1].is_null() ? "null" : text(part[1])) + " " + quoted(part[2]) +
               " " + quoted(part[3]) + (part[4].as_bool().value_or(false) ? "" : " quirks"));
    } else {
      list.add(std::string(kind) + " " + text(part[1]));
    }
  }
  if (!representable) return std::nullopt;
  return list.take();
}

ContentModel model_of(std::string_view state) {
  if (state == "RCDATA state") return ContentModel::Rcdata;
  if (state == "RAWTEXT state") return ContentModel::RawText;
  if (state == "Script data state") return ContentModel::ScriptData;
  if (state == "PLAINTEXT state") return ContentModel::Plaintext;
  if (state == "CDATA section state") return ContentModel::Cdata;
  return ContentModel::Data;
}

struct Score {
  int passed = 0;
  int failed = 0;
  int not_utf8 = 0;  // the case holds a lone surrogate
};

void run_case(const json::Value& test, Score& score) {
  const auto escaped_flag = test.find("doubleEscaped");
  const bool escaped = escaped_flag && escaped_flag->as_bool().value_or(false);
  const std::optional<std::string> input =
      escaped ? unescaped(test.string_at("input")) : std::string(test.string_at("input"));
  const std::optional<std::string> expected = expected_tokens(*test.find("output"), escaped);
  if (!input || !expected) {
    ++score.not_utf8;
    return;
  }
  std::vector<std::string> states{"Data state"};
  if (const json::Value* given = test.find("initialStates")) {
    states.clear();
    for (const json::Value& state : given->elements()) states.emplace_back(state.as_string());
  }
  for (const std::string& state : states) {
    const std::string actual = tokens_of(*input, model_of(state), test.string_at("lastStartTag"));
    if (actual == *expected) {
      ++score.passed;
    } else {
      ++score.failed;
      if (score.failed <= 20) {
        std::cout << test.string_at("description") << " (" << state << ")\n  input    " << *input
                  << "\n  expected " << *expected << "  actual   " << actual;
      }
    }
  }
}

TEST(Html5lib, TokenizerCasesPass) {
  const std::filesystem::path folder = cases_folder("tokenizer");
  if (folder.empty()) GTEST_SKIP() << "no evaluation data: set DEPESCHE_EVAL_DATA";
  Score score;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != ".test") continue;
    const Result<json::Value> tests = json::parse(read(file.path()));
    ASSERT_TRUE(tests) << file.path();
    const json::Value* list = tests->find("tests");
    // The other files expect what XML can carry, which is not what we build.
    if (!list) continue;
    for (const json::Value& test : list->elements()) run_case(test, score);
  }
  std::cout << score.passed << " passed, " << score.failed << " failed, " << score.not_utf8
            << " hold lone surrogates and cannot be given as UTF-8\n";
  EXPECT_EQ(score.failed, 0);
  EXPECT_GT(score.passed, 5000);
}

TEST(Html5lib, EncodingCasesPass) {
  const std::filesystem::path folder = cases_folder("encoding");
  if (folder.empty()) GTEST_SKIP() << "no evaluation data: set DEPESCHE_EVAL_DATA";
  int passed = 0, failed = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != ".dat") continue;
    const std::string cases = read(file.path());
    for (std::size_t at = cases.find("#data\n"); at != std::string::npos;) {
      const std::size_t begin = at + 6;
      const std::size_t label = cases.find("\n#encoding\n", begin);
      ASSERT_NE(label, std::string::npos);
      const std::size_t name = label + 11;
      const std::size_t end = std::min(cases.find('\n', name), cases.size());
      const std::string wanted = cases.substr(name, end - name);
      const DecodedPage page = decode_page(std::string_view(cases).substr(begin, label - begin));
      // The cases ask what the page claims. Where it claims nothing they expect the default of a
      // western browser, and we may see that the bytes are UTF-8.
      const std::string_view claim = prescan(std::string_view(cases).substr(begin, label - begin));
      const bool by_default = claim.empty() && equals_ignoring_case(wanted, "windows-1252");
      const std::string_view name_of_wanted = encoding_name(wanted);
      if (by_default || name_of_wanted == page.label || name_of_wanted == claim) {
        ++passed;
      } else {
        ++failed;
        std::cout << file.path().filename() << ": expected " << wanted << ", got " << page.label
                  << "\n"
                  << cases.substr(begin, std::min<std::size_t>(label - begin, 300)) << "\n";
      }
      at = cases.find("#data\n", end);
    }
  }
  std::cout << passed << " passed, " << failed << " failed\n";
  EXPECT_EQ(failed, 0);
}

}  // namespace
}  // namespace depesche::html
