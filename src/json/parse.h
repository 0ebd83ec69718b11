// JSON (RFC 8259) into a Value, strictly or after one repair.
//
// About one in fifty JSON-LD blocks on news pages is not JSON: raw line breaks inside strings,
// trailing commas, comments, CDATA wrappers, a text cut short. `parse_repaired` parses strictly
// first, so that good input is never touched, and mends the text once when that fails. What still
// fails is reported.
//
// Pure and thread-safe; linear in the input. Input that is not UTF-8 is refused by `parse`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "json/value.h"

namespace depesche::json {

struct Limits {
  std::size_t bytes = 32u << 20;  // the largest feeds seen are about 10 MB
  std::size_t depth = 64;         // real documents stay below 20; the tree is freed by recursion
  // Sixty-four bytes each: "[0,0,…" is thirty times its size. The largest feeds have 200,000.
  std::size_t values = 4'000'000;
};

Result<Value> parse(std::string_view text, const Limits& limits = {});
Result<Value> parse_repaired(std::string_view text, const Limits& limits = {});

/// The text after the repair pass; still not JSON when it was never meant to be. Exposed for tests.
std::string repair(std::string_view text);

}  // namespace depesche::json
