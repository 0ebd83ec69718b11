// depesche language: `id TAB text` lines in, `id TAB code` lines out.
#include <iostream>

#include "cli/command.h"
#include "cli/pages.h"
#include "language/detect.h"

namespace depesche::cli {
namespace {

int run_language(const std::string& path) {
  Result<LineFile> lines = LineFile::open(path);
  if (!lines) return fail(kSomeUnreadable, lines.error().message);
  std::string line;
  std::size_t number = 0;
  std::size_t unreadable = 0;
  while (lines->next(line)) {
    ++number;
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) {
      ++unreadable;
      fail(kSomeUnreadable, "line " + std::to_string(number) + " has no tab between id and text");
      continue;
    }
    const std::string_view text = std::string_view(line).substr(tab + 1);
    std::cout << std::string_view(line).substr(0, tab) << '\t' << detect_language(text, {}) << '\n';
  }
  return unreadable > 0 ? kSomeUnreadable : kDone;
}

}  // namespace

void add_language(CLI::App& app, Context& context) {
  const auto path = std::make_shared<std::string>();
  CLI::App* command = add_command(app, context, "language", "say which language texts are in",
                                  [path] { return run_language(*path); });
  command->add_option("PATH", *path, "lines of `id TAB text`; - for stdin")->required();
}

}  // namespace depesche::cli
