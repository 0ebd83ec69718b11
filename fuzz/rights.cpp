// The first line is a path, the rest what an outlet says: as a list, a header, a file, a
// dictionary.
#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rights/content_usage.h"
#include "rights/ledger.h"
#include "rights/robots_directives.h"
#include "rights/tdm.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace depesche;
  using namespace depesche::rights;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::size_t line = std::min(text.find('\n'), text.size());
  const std::string_view path = text.substr(0, line);
  const std::string_view said = text.substr(std::min(line + 1, text.size()));

  const RobotsDirectives robots = both(read_directives(said), read_robots_tag(said));
  assert(read_directives(to_text(robots)) == robots);
  const ContentUsage usage = read_content_usage(said);
  assert(read_content_usage(to_text(usage)) == usage);
  const auto rules = read_tdm_file(said);
  assert(rules.size() <= kMostTdmRules);
  const Tdm tdm = overridden(tdm_of_path(rules, path), read_tdm(path, said));
  assert(tdm_of_text(to_text(tdm)) == tdm);

  Article page;
  page.rights.robots = page.rights.tdm = page.rights.aipref = page.rights.license = said;
  Surroundings around;
  around.robots_tags = {std::string(said)};
  around.content_usage = around.tdm_reservation = said;
  around.tdm_file = tdm;
  around.license = said_by_head(std::vector{std::pair{std::string("link"), std::string(said)}},
                                "https://bote.example/a")
                       .license;
  Article once, twice;
  once.rights = together(page, around, {});
  twice.rights = together(once, {}, {});
  assert(once.rights == twice.rights);
  assert(showing(once) == showing(twice));
  return 0;
}
