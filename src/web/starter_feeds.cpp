#include "web/starter_feeds.h"

#include <span>
#include <string>

#include "base/ascii.h"
#include "base/embedded.h"

namespace depesche {
std::span<const EmbeddedFile> starter_files();
}

namespace depesche::web {
namespace {

constexpr std::string_view kExtension = ".opml";

std::string_view language_of(const EmbeddedFile& file) {
  std::string_view name = file.path;
  if (!name.ends_with(kExtension)) return {};
  name.remove_suffix(kExtension.size());
  return name;
}

}  // namespace

std::string_view starter_opml(std::string_view language) {
  const std::string wanted = to_lower(language.substr(0, language.find_first_of("-_")));
  for (const EmbeddedFile& file : starter_files()) {
    if (!wanted.empty() && language_of(file) == wanted) return file.bytes;
  }
  return {};
}

std::vector<std::string_view> starter_languages() {
  std::vector<std::string_view> out;
  for (const EmbeddedFile& file : starter_files()) {
    if (const std::string_view language = language_of(file); !language.empty()) {
      out.push_back(language);
    }
  }
  return out;
}

}  // namespace depesche::web
