#include "cli/cli.h"

#include <iostream>

#include <CLI/CLI.hpp>

#include "base/version.h"

namespace depesche::cli {

int run(int argc, char** argv) {
  CLI::App app{"depesche — a news wire you own", "depesche"};
  app.require_subcommand(1);
  auto* version_command = app.add_subcommand("version", "print the version");
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    app.exit(error);
    return 2;
  }
  if (*version_command) std::cout << "depesche " << version() << '\n';
  return 0;
}

}  // namespace depesche::cli
