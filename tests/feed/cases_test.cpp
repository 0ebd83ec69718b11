// Every file below tests/data/feeds is a case: its first comment says in words what it is about and
// what must come of it, one expectation a line.
//
//   <!-- A feed whose dates have two-digit years.
//        address: https://wire.example/feed          (optional; this is the default)
//        content-type: text/xml; charset=latin1      (optional)
//        entries: 2
//        entries.0.title: Bridge opens
//        title: ~~                                    (empty or missing)
//        error: unsupported                           (instead of all others)
//        oddity: bad_date                             (there is one of this kind)
//   -->
//
// The left side is a path into the JSON of feed/feed_json.h; a number counts from zero, and the
// path of a list alone gives its length. In JSON files the comment is a member "comment" of lines.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

#include <gtest/gtest.h>

#include "base/ascii.h"
#include "feed/feed_json.h"
#include "feed/parse.h"
#include "json/parse.h"

namespace depesche {
namespace {

const std::filesystem::path kFolder =
    std::filesystem::path(DEPESCHE_SOURCE_DIR) / "tests" / "data" / "feeds";

std::string file_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Expectation {
  std::string path, value;
};

std::vector<Expectation> expectations(const std::string& bytes) {
  // Wide encodings hold zeros between the letters of their comment.
  std::string text = bytes;
  std::erase(text, '\0');
  const std::size_t begin = text.find("<!--");
  const std::size_t end = text.find("-->", begin);
  std::vector<Expectation> found;
  if (begin == std::string::npos || end == std::string::npos) return found;
  std::istringstream lines(text.substr(begin + 4, end - begin - 4));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t colon = line.find(": ");
    const std::string path(trim(line.substr(0, colon)));
    const bool is_path = colon != std::string::npos && path.find(' ') == std::string::npos;
    if (is_path) found.push_back({path, std::string(trim(line.substr(colon + 2)))});
  }
  return found;
}

std::string text_of(const json::Value& value) {
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_array()) return std::to_string(value.elements().size());
  if (const auto number = value.as_int()) return std::to_string(*number);
  if (const auto number = value.as_double()) {
    std::ostringstream out;
    out << *number;
    return out.str();
  }
  if (const auto truth = value.as_bool()) return *truth ? "true" : "false";
  return "~~";
}

std::string value_at(const json::Value& root, std::string_view path) {
  const json::Value* at = &root;
  while (!path.empty()) {
    const std::string_view step = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(step.size() + 1, path.size()));
    if (at->is_array()) {
      const std::size_t index = std::stoul(std::string(step));
      if (index >= at->elements().size()) return "~~";
      at = &at->elements()[index];
    } else {
      at = at->find(step);
    }
    if (!at) return "~~";
  }
  return text_of(*at);
}

std::optional<std::string> take(std::vector<Expectation>& list, std::string_view path) {
  for (auto it = list.begin(); it != list.end(); ++it) {
    if (it->path != path) continue;
    std::string value = it->value;
    list.erase(it);
    return value;
  }
  return std::nullopt;
}

void check(const std::filesystem::path& path) {
  const std::string bytes = file_bytes(path);
  std::vector<Expectation> expected = expectations(bytes);
  ASSERT_FALSE(expected.empty()) << "the case expects nothing";
  const std::string address = take(expected, "address").value_or("https://wire.example/feed");
  const std::string content_type = take(expected, "content-type").value_or("");
  const std::optional<std::string> error = take(expected, "error");
  const Result<ParsedFeed> feed = parse_feed(bytes, address, content_type);
  if (error) {
    ASSERT_FALSE(feed);
    EXPECT_EQ(name(feed.error().code), *error) << feed.error().message;
    return;
  }
  ASSERT_TRUE(feed) << feed.error().message;
  const Result<json::Value> root = json::parse(to_json(*feed));
  ASSERT_TRUE(root);
  for (std::optional<std::string> kind; (kind = take(expected, "oddity"));) {
    EXPECT_TRUE(std::any_of(feed->oddities.begin(), feed->oddities.end(),
                            [&](const Oddity& oddity) { return oddity.kind == *kind; }))
        << "no oddity " << *kind;
  }
  for (const Expectation& one : expected) {
    EXPECT_EQ(value_at(*root, one.path), one.value) << one.path;
  }
}

TEST(FeedCases, EachFileIsReadAsItsFirstCommentSays) {
  int cases = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(kFolder)) {
    if (!file.is_regular_file()) continue;
    SCOPED_TRACE(file.path().lexically_relative(kFolder).string());
    check(file.path());
    ++cases;
  }
  EXPECT_GT(cases, 10);
}

}  // namespace
}  // namespace depesche
