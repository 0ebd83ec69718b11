// The HTTP answer that a WARC response record holds: head, and the body as a reader would see it.
//
// Unlike with an answer from the wire (fetch/answer), nobody is to be distrusted here but everybody
// is to be understood: many crawlers undo chunks or packing and leave the header that speaks of
// them, so a body that is not what its header says is taken as it is. A body that breaks off is
// read as far as it goes.
//
// Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace depesche::warc {

inline constexpr std::size_t kMostHeaders = 200;

struct HttpResponse {
  int status = 0;
  std::string content_type;  // as sent; empty without
  /// The head's lines in order, at most kMostHeaders; names in lower case, values trimmed.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;     // unchunked and unpacked
  bool is_cut = false;  // it breaks off, or is longer than allowed
};

/// Malformed for what has no head or no status. At most `max_body` bytes of body.
Result<HttpResponse> parse_http_response(std::string_view block, std::size_t max_body);

/// Whether it is an answer with a web page: 200, and HTML by its type, or by its first bytes where
/// it has none.
bool is_page(const HttpResponse& response);

}  // namespace depesche::warc
