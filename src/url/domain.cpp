#include "url/domain.h"

#include <libpsl.h>

#include "url/host.h"

namespace depesche {

std::string registrable_domain(std::string_view host) {
  std::string name(host);
  if (is_ip_address(name)) return name;
  if (!name.empty() && name.back() == '.') name.pop_back();
  const char* domain = psl_registrable_domain(psl_builtin(), name.c_str());
  // The answer points into `name`, so it must be copied before `name` goes.
  return domain == nullptr ? name : std::string(domain);
}

}  // namespace depesche
