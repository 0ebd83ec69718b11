// A request's target, headers and form body, as the server hands them over.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/utf8.h"
#include "web/http/deliver.h"
#include "web/http/host_check.h"
#include "web/http/message.h"
#include "web/http/multipart.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace depesche;
  using namespace depesche::web;
  const std::string_view input(reinterpret_cast<const char*>(bytes), size);
  const std::size_t line = input.find('\n');
  const std::string target(input.substr(0, line));
  const std::string body(line == std::string_view::npos ? std::string_view()
                                                        : input.substr(line + 1));
  for (const char* type :
       {"application/x-www-form-urlencoded", "multipart/form-data; boundary=b"}) {
    const auto request =
        read_request({"POST", target, {{"content-type", type}, {"cookie", target}}, body});
    if (!request) continue;
    for (const Field& field : request->form) {
      if (!is_valid_utf8(field.name) || !is_valid_utf8(field.value)) __builtin_trap();
    }
    for (const std::string& segment : request->segments) {
      if (!is_valid_utf8(segment)) __builtin_trap();
    }
  }
  (void)parse_multipart(body, target);
  (void)is_our_host(target, {"127.0.0.1", 80}, {"news.example"});
  (void)parse_listen_address(target);
  (void)accepts_gzip(target);
  return 0;
}
