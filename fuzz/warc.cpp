// WARC files and the answers in them: nothing is read past its end, held beyond a limit, or read
// for ever; and the pieces in which a file comes change nothing.
#include <algorithm>
#include <cassert>
#include <cstdint>
#include <string>

#include "warc/digests.h"
#include "warc/http_response.h"
#include "warc/records.h"

namespace {

using depesche::ByteSource;
namespace warc = depesche::warc;

constexpr std::size_t kMaxBody = 1 << 16;

std::string read_all(std::string_view file, std::size_t piece) {
  ByteSource source = [file, piece](std::span<char> into) mutable {
    const std::size_t size = std::min({piece, into.size(), file.size()});
    file.copy(into.data(), size);
    file.remove_prefix(size);
    return size;
  };
  warc::RecordLimits limits;
  limits.head_bytes = 1024;
  limits.block_bytes = kMaxBody;
  warc::Records records(std::move(source), limits);
  std::string all;
  // Each call leaves at least the five bytes of a record's beginning, or a member, behind.
  std::size_t calls = 0;
  while (auto record = records.next("response")) {
    assert(++calls <= file.size() + 2);
    if (!*record) {
      all += "!" + record->error().message;
      continue;
    }
    assert((*record)->block.size() <= kMaxBody);
    all += (*record)->id() + "=" + (*record)->block;
    all += warc::check_digests(**record) == warc::DigestCheck::Differs ? "?" : "";
    const auto response = warc::parse_http_response((*record)->block, kMaxBody);
    if (response) assert(response->body.size() <= kMaxBody);
  }
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string file(reinterpret_cast<const char*>(bytes), size);
  const std::string whole = read_all(file, size + 1);
  if (size < 4096) assert(whole == read_all(file, 3));
  static_cast<void>(whole);
  return 0;
}
