// The first line is an address, the rest a reference on that page.
#include "url/url.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "url/canonical.h"
#include "url/domain.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace depesche;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::size_t line = std::min(text.find('\n'), text.size());
  const Result<Url> base = parse_url(text.substr(0, line));
  if (!base) return 0;
  const std::string written = base->to_string();
  if (written.size() > kMaxUrlBytes) return 0;  // escaping may triple it
  const Result<Url> again = parse_url(written);
  assert(again && *again == *base);
  const std::string canonical = canonical_url(written);
  assert(canonical.empty() != base->is_web());
  assert(canonical_url(canonical) == canonical);
  (void)registrable_domain(base->host);
  const Result<Url> resolved = resolve(text.substr(std::min(line + 1, text.size())), *base);
  if (resolved && resolved->is_web()) {
    assert(!resolved->host.empty() && resolved->path.front() == '/');
    assert(resolved->path.find("/../") == std::string::npos);
  }
  return 0;
}
