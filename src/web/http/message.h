// A request as handlers see it, a response as they give it: plain structs without a socket.
//
// `read_request` turns the pieces that came over the wire into a Request: the path split and
// percent-decoded, query, form and cookies taken apart. What cannot be read is refused with
// InvalidInput, never guessed. Names of headers are in lower case; the values of query, form and
// cookies are repaired to UTF-8.
//
// Pure and thread-safe; linear in the input.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace depesche::web {

enum class Method { Get, Head, Post, Put, Other };

struct Field {
  std::string name;
  std::string value;
  friend bool operator==(const Field&, const Field&) = default;
};
using Fields = std::vector<Field>;

/// The first value of that name; empty when there is none.
std::string_view value(const Fields& fields, std::string_view name);
bool has(const Fields& fields, std::string_view name);

struct UploadedFile {
  std::string field;
  std::string name;  // as the browser gave it; shown, never used as a path
  std::string bytes;
};

struct Request {
  Method method = Method::Get;
  std::string path = "/";             // as sent, without the query
  std::vector<std::string> segments;  // of the path, decoded; "/" has none, "/a/" has "a" and ""
  Fields query;
  Fields headers;
  Fields cookies;
  Fields form;
  std::vector<UploadedFile> files;
  std::string body;  // of a POST or PUT, as it came

  std::string_view header(std::string_view name) const { return value(headers, name); }
};

struct Response {
  int status = 200;
  std::string type = "text/html; charset=utf-8";
  std::string body;
  Fields headers;  // beside Content-Type and Content-Length
};

/// What the socket delivered. `target` is the request target in origin form: /path?query.
struct RawRequest {
  std::string method;
  std::string target;
  Fields headers;
  std::string body;
};
Result<Request> read_request(RawRequest raw);

/// See other (303): the answer to every form that did something.
Response see_other(std::string location);

/// "a=1&b=two+words", at most `kMaxFields` of them.
Fields parse_form(std::string_view text);
Fields parse_cookies(std::string_view header);

/// The inverse of decoding: everything but unreserved characters becomes %XX.
std::string percent_encode(std::string_view text);

inline constexpr std::size_t kMaxFields = 200;  // more is nobody's form

}  // namespace depesche::web
