// multipart/form-data (RFC 7578): the one way a browser uploads a file from a form.
//
// Bounded by the body limit of the server and by kMaxFields parts. A body that ends before its
// closing boundary is Malformed: half an upload must not look like a whole one.
//
// Pure and thread-safe; linear in the body.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "web/http/message.h"

namespace depesche::web {

struct Multipart {
  Fields fields;
  std::vector<UploadedFile> files;
};

Result<Multipart> parse_multipart(std::string_view body, std::string_view content_type);

}  // namespace depesche::web
