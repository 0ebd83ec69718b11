#include "warc/http_response.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "pack/brotli.h"
#include "pack/gzip.h"
#include "pack/zstd.h"

namespace depesche::warc {
namespace {

constexpr int kMostCodings = 2;

/// Where the head ends and how long its blank line is.
std::optional<std::pair<std::size_t, std::size_t>> head_end(std::string_view block) {
  const std::size_t crlf = block.find("\r\n\r\n"), lf = block.find("\n\n");
  if (crlf < lf) return std::pair{crlf, std::size_t{4}};
  if (lf != std::string_view::npos) return std::pair{lf, std::size_t{2}};
  return std::nullopt;
}

int parse_status(std::string_view line) {
  if (!starts_with_ignoring_case(line, "HTTP/")) return 0;
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return 0;
  const std::string_view digits = trim(line.substr(space)).substr(0, 3);
  if (digits.size() != 3 || !std::all_of(digits.begin(), digits.end(), is_digit)) return 0;
  return (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
}

std::vector<std::pair<std::string, std::string>> read_headers(std::string_view head) {
  std::vector<std::pair<std::string, std::string>> headers;
  while (!head.empty() && headers.size() < kMostHeaders) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 1, head.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    headers.emplace_back(to_lower(trim(line.substr(0, colon))), trim(line.substr(colon + 1)));
  }
  return headers;
}

/// The first header of that name.
std::string_view header(const HttpResponse& response, std::string_view name) {
  const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                  [name](const auto& line) { return line.first == name; });
  return found == response.headers.end() ? std::string_view() : found->second;
}

int hex_value(char c) {
  const char low = to_lower(c);
  if (is_digit(low)) return low - '0';
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

struct ChunkSize {
  std::size_t size = 0;
  std::size_t line = 0;  // with its end
};
std::optional<ChunkSize> read_chunk_size(std::string_view bytes) {
  constexpr std::size_t kMostDigits = 8;  // a record is smaller than that
  ChunkSize chunk;
  std::size_t digits = 0;
  for (; digits < bytes.size() && hex_value(bytes[digits]) >= 0; ++digits) {
    if (digits == kMostDigits) return std::nullopt;
    chunk.size = chunk.size * 16 + static_cast<std::size_t>(hex_value(bytes[digits]));
  }
  const std::size_t end = bytes.find('\n', digits);
  if (digits == 0 || end == std::string_view::npos) return std::nullopt;
  const std::string_view rest = trim(bytes.substr(digits, end - digits));
  if (!rest.empty() && rest.front() != ';') return std::nullopt;
  chunk.line = end + 1;
  return chunk;
}

struct Unchunked {
  std::string body;
  bool is_whole = false;
};
/// Nothing when they are no chunks from the first on.
std::optional<Unchunked> unchunk(std::string_view bytes) {
  Unchunked out;
  bool is_first = true;
  while (!bytes.empty()) {
    const auto chunk = read_chunk_size(bytes);
    if (!chunk && is_first) return std::nullopt;
    if (!chunk) return out;
    is_first = false;
    bytes.remove_prefix(chunk->line);
    out.is_whole = chunk->size == 0;
    if (out.is_whole) return out;
    out.body.append(bytes.substr(0, chunk->size));
    bytes.remove_prefix(std::min(chunk->size, bytes.size()));
    while (!bytes.empty() && (bytes.front() == '\r' || bytes.front() == '\n')) {
      bytes.remove_prefix(1);
    }
  }
  return out;
}

std::optional<Unfolding> unfold(std::string_view bytes, std::string_view coding, std::size_t max) {
  if (coding == "gzip" || coding == "x-gzip") return unfold_gzip(bytes, max);
  if (coding == "deflate") return unfold_deflate(bytes, max);
  if (coding == "br") return unfold_brotli(bytes, max);
  if (coding == "zstd") return unfold_zstd(bytes, max);
  return std::nullopt;
}

/// Takes the outermost coding off the end of the list.
std::string take_last_coding(std::string_view& list) {
  const std::size_t comma = list.rfind(',');
  const std::string_view last = comma == std::string_view::npos ? list : list.substr(comma + 1);
  list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
  return to_lower(trim(last));
}

void unpack(HttpResponse& response, std::string_view codings, std::size_t max_body) {
  for (int i = 0; i < kMostCodings && !codings.empty(); ++i) {
    const std::string coding = take_last_coding(codings);
    auto unfolded = unfold(response.body, coding, max_body);
    // Unpacked by the crawler already, or never packed.
    if (!unfolded || (unfolded->bytes.empty() && unfolded->ending != Ending::Whole)) return;
    response.is_cut = response.is_cut || unfolded->ending != Ending::Whole;
    response.body = std::move(unfolded->bytes);
  }
}

}  // namespace

Result<HttpResponse> parse_http_response(std::string_view block, std::size_t max_body) {
  const auto end = head_end(block);
  if (!end) return Error{ErrorCode::Malformed, "the answer's head has no end"};
  const std::string_view head = block.substr(0, end->first);
  HttpResponse response;
  response.status = parse_status(head.substr(0, std::min(head.find('\n'), head.size())));
  if (response.status == 0) return Error{ErrorCode::Malformed, "this is no answer by HTTP"};
  response.headers = read_headers(head);
  response.content_type = header(response, "content-type");
  const std::string_view packed = block.substr(end->first + end->second);
  const bool is_chunked =
      to_lower(header(response, "transfer-encoding")).find("chunked") != std::string::npos;
  auto unchunked = is_chunked ? unchunk(packed) : std::nullopt;
  response.is_cut = unchunked && !unchunked->is_whole;
  response.body = unchunked ? std::move(unchunked->body) : std::string(packed);
  unpack(response, std::string(header(response, "content-encoding")), max_body);
  if (response.body.size() > max_body) {
    response.body.resize(max_body);
    response.is_cut = true;
  }
  return response;
}

bool is_page(const HttpResponse& response) {
  if (response.status != 200) return false;
  const std::string_view type = response.content_type;
  if (!type.empty()) {
    const std::string_view bare = trim(type.substr(0, std::min(type.find(';'), type.size())));
    return equals_ignoring_case(bare, "text/html") ||
           equals_ignoring_case(bare, "application/xhtml+xml");
  }
  return trim(std::string_view(response.body).substr(0, 256)).starts_with('<');
}

}  // namespace depesche::warc
