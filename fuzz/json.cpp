// What is read can be written and read again, and the repair never makes good JSON mean another
// thing.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "json/parse.h"
#include "json/writer.h"

using namespace depesche;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const Result<json::Value> strict = json::parse(text);
  const Result<json::Value> repaired = json::parse_repaired(text);
  if (strict) {
    const std::string written = json::Writer().value(*strict).take();
    const Result<json::Value> again = json::parse(written);
    assert(again && json::Writer().value(*again).take() == written);
    assert(repaired && json::Writer().value(*repaired).take() == written);
  }
  return 0;
}
