#include "fetch/answer/head.h"

#include <algorithm>
#include <limits>

#include "base/ascii.h"

namespace depesche::fetch {
namespace {

// RFC 9110, 5.6.2.
bool is_token(std::string_view text) {
  static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alpha(c) || is_digit(c) || kMarks.find(c) != std::string_view::npos;
  });
}

std::string without_returns(std::string_view value) {
  std::string out(trim(value));
  std::replace(out.begin(), out.end(), '\r', ' ');
  return out;
}

// Digits alone; what is beyond 64 bits is the largest number there is, and too large for anybody.
std::optional<std::uint64_t> parse_length(std::string_view text) {
  if (text.empty()) return std::nullopt;
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value > (kMost - 9) / 10 ? kMost : value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

// The parts of a list (RFC 9110, 5.6.1), empty ones left out.
template <class Each>
void for_each_part(std::string_view list, const Each& each) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (const std::string_view part = trim(list.substr(0, end)); !part.empty()) each(part);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

}  // namespace

Error Head::malformed(std::string_view what) const {
  return {ErrorCode::Malformed, host_ + " " + std::string(what)};
}

Result<void> Head::take(std::string_view line) {
  bytes_ += line.size();
  if (bytes_ > max_bytes_) {
    return Error{ErrorCode::TooLarge,
                 host_ + " sent more than " + std::to_string(max_bytes_ / 1024) + " KB of headers"};
  }
  if (is_complete_) return {};
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  if (line.empty()) return end();
  if (status_ == 0) return take_status(line);
  take_header(line);
  return {};
}

// "HTTP/1.1 200 OK". libcurl believes a server that says HTTP/2 on a connection that is none.
Result<void> Head::take_status(std::string_view line) {
  const std::size_t space = line.find(' ');
  const std::string_view rest =
      space == std::string_view::npos ? std::string_view() : trim(line.substr(space));
  const std::string_view digits = rest.substr(0, rest.find(' '));
  const auto status = parse_length(digits);
  const std::string_view version = versions_ == Versions::One ? "HTTP/1." : "HTTP/";
  if (!line.starts_with(version) || digits.size() != 3 || !status || *status < 100) {
    return malformed("does not speak proper HTTP");
  }
  status_ = static_cast<int>(*status);
  return {};
}

void Head::take_header(std::string_view line) {
  if (line.front() == ' ' || line.front() == '\t') {
    headers_.continue_last(without_returns(line));
    return;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    headers_.add({}, {});  // a folded line after it belongs to nobody either
    return;
  }
  headers_.add(line.substr(0, colon), without_returns(line.substr(colon + 1)));
}

Result<void> Head::end() {
  if (status_ == 101) return malformed("switched to another protocol that nobody asked for");
  if (status_ < 200) {
    status_ = 0;
    headers_.clear();
    return {};
  }
  if (status_ == 206) return malformed("sent a part of the page where all of it was asked for");
  if (Result<void> coding = read_coding(); !coding) return coding;
  if (Result<void> length = read_length(); !length) return length;
  const bool is_redirect = status_ >= 300 && status_ < 400;
  if (is_redirect && !headers_.is_unanimous("location")) {
    return malformed("redirects to two places at once");
  }
  is_complete_ = true;
  return {};
}

Result<void> Head::read_coding() {
  bool is_known = true;
  for_each_part(headers_.joined("transfer-encoding"), [&](std::string_view coding) {
    if (equals_ignoring_case(coding, "identity")) return;
    if (is_chunked_ || !equals_ignoring_case(coding, "chunked")) is_known = false;
    is_chunked_ = true;
  });
  if (!is_known) return malformed("wraps its answer in a way that nobody asked for");
  return {};
}

// A length beside chunks counts for nothing (RFC 9112, 6.3).
Result<void> Head::read_length() {
  if (is_chunked_) return {};
  bool is_good = true;
  for_each_part(headers_.joined("content-length"), [&](std::string_view part) {
    const auto length = parse_length(part);
    is_good = is_good && length && (!length_ || *length_ == *length);
    if (length) length_ = length;
  });
  if (!is_good) return malformed("contradicts itself about the length of its answer");
  return {};
}

}  // namespace depesche::fetch
