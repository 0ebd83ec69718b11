#include "story/installed_translations.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <system_error>

#include "text/word_list.h"

namespace depesche {
namespace {

constexpr std::uintmax_t kMostListBytes = 60'000'000;  // today's list has 26 million

Translations read_installed() {
  const std::filesystem::path path(kDingPath);
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || size > kMostListBytes) return {};
  std::ifstream file(path, std::ios::binary);
  TranslationsMaker maker;
  std::string line;
  while (std::getline(file, line)) maker.add_line(line);
  if (file.bad()) return {};
  return maker.take();
}

}  // namespace

const Translations* installed_translations() {
  static const Translations installed = read_installed();
  return installed.is_empty() ? nullptr : &installed;
}

}  // namespace depesche
