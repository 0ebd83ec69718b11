// The fields of another program's result model, in ours: what its suite of feeds expects, and what
// we have in that place. Used by feedparser_test.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "feed/parse.h"
#include "json/parse.h"

namespace depesche::feedparser {

struct Case {
  std::string bytes, address, content_type;
  std::optional<ParsedFeed> feed;
};

// "entries/#/title": indexes apart, so that paths can be looked up.
struct Path {
  std::string name;
  std::vector<std::size_t> indexes;
};

struct Compared {
  std::string expected, actual;
};

/// Absent for fields we do not carry. The case has a feed; `op` is "equals" or "length".
std::optional<Compared> compare_field(const Case& test, const Path& path, std::string_view op,
                                      const json::Value& value);

/// Why we have something else in a place of a case; empty where we should have the same.
std::string_view reason_for_difference(std::string_view id, std::string_view path);

/// Why we do not carry a field; empty where nobody has said it.
std::string_view reason_not_ours(std::string_view path);

}  // namespace depesche::feedparser
