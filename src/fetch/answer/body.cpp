#include "fetch/answer/body.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "pack/brotli.h"
#include "pack/gzip.h"
#include "pack/zstd.h"

namespace depesche::fetch {
namespace {

constexpr std::size_t kMostCodings = 2;
// What chunk sizes and line ends may add to a body on the wire.
constexpr std::size_t kMostFraming = 64 * 1024;
constexpr std::size_t kMostExpected = 1 << 20;

// In the order they were applied; those that change nothing left out.
std::vector<std::string> codings_of(std::string_view list) {
  std::vector<std::string> codings;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    std::string coding = to_lower(trim(list.substr(0, end)));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (coding.empty() || coding == "identity" || coding == "none") continue;
    codings.push_back(std::move(coding));
  }
  return codings;
}

std::optional<Unfolding> unfold(std::string_view bytes, std::string_view coding,
                                std::size_t max_bytes) {
  if (coding == "gzip" || coding == "x-gzip") return unfold_gzip(bytes, max_bytes);
  if (coding == "deflate") return unfold_deflate(bytes, max_bytes);
  if (coding == "br") return unfold_brotli(bytes, max_bytes);
  if (coding == "zstd") return unfold_zstd(bytes, max_bytes);
  return std::nullopt;
}

std::string in_megabytes(std::size_t bytes) {
  if (bytes < 1024 * 1024) return std::to_string(bytes / 1024) + " KB";
  return std::to_string(bytes / (1024 * 1024)) + " MB";
}

}  // namespace

Error too_large(std::string_view host, std::size_t max_bytes) {
  return {ErrorCode::TooLarge, std::string(host) + " sent more than " + in_megabytes(max_bytes)};
}

void Body::expect(std::uint64_t bytes) {
  packed_.reserve(std::min<std::uint64_t>({bytes, max_bytes_, kMostExpected}));
}

Result<Body::Wants> Body::take(std::string_view bytes, bool is_chunked) {
  wire_bytes_ += bytes.size();
  if (!is_chunked) {
    packed_.append(bytes.substr(0, std::min(bytes.size(), max_bytes_ + 1 - packed_.size())));
  } else if (!chunks_.take(bytes, packed_)) {
    if (!chunks_.has_too_many_extras()) {
      return Error{ErrorCode::Malformed, std::string(host_) + " sent chunks that are none"};
    }
    return Error{ErrorCode::TooLarge, std::string(host_) + " sent more than " +
                                          in_megabytes(kMaxChunkExtras) + " beside its chunks"};
  }
  if (packed_.size() <= max_bytes_ && wire_bytes_ <= max_bytes_ + kMostFraming) return Wants::More;
  if (at_limit_ == AtLimit::Refuse) return too_large(host_, max_bytes_);
  packed_.resize(std::min(packed_.size(), max_bytes_));
  is_cut_ = true;
  return Wants::NoMore;
}

Result<std::string> Body::finish(bool is_chunked, std::string_view content_encoding) {
  if (is_chunked && !is_cut_ && !chunks_.is_complete()) {
    return Error{ErrorCode::Unreachable,
                 std::string(host_) + " broke off before the answer was complete"};
  }
  std::vector<std::string> codings = codings_of(content_encoding);
  std::string body = std::exchange(packed_, {});
  if (body.empty()) return body;  // servers claim to have packed nothing
  if (codings.size() > kMostCodings) {
    return Error{ErrorCode::Malformed, std::string(host_) + " packed its body " +
                                           std::to_string(codings.size()) + " times over"};
  }
  for (; !codings.empty(); codings.pop_back()) {
    Result<std::string> unpacked = unpack(body, codings.back());
    if (!unpacked) return unpacked;
    body = *std::move(unpacked);
  }
  return body;
}

Result<std::string> Body::unpack(std::string_view packed, std::string_view coding) {
  std::optional<Unfolding> unfolding = unfold(packed, coding, max_bytes_);
  if (!unfolding) {
    return Error{ErrorCode::Malformed,
                 std::string(host_) + " packed its body in a way that nobody asked for"};
  }
  const bool is_short = unfolding->ending == Ending::Full || unfolding->ending == Ending::Early;
  if (unfolding->ending == Ending::Full && at_limit_ == AtLimit::Cut) is_cut_ = true;
  if (unfolding->ending == Ending::Whole || (is_cut_ && is_short)) {
    return std::move(unfolding->bytes);
  }
  if (unfolding->ending == Ending::Full) return too_large(host_, max_bytes_);
  return Error{ErrorCode::Malformed, std::string(host_) + " sent a body that cannot be unpacked"};
}

}  // namespace depesche::fetch
