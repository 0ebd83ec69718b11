// depesche config: check, dump.
#include <algorithm>
#include <array>
#include <iostream>

#include "cli/command.h"
#include "cli/outside.h"
#include "text/time_zone.h"
#include "web/http/host_check.h"

namespace depesche::cli {
namespace {

constexpr std::array<std::string_view, 4> kLogLevels{"debug", "info", "warn", "error"};

/// What the settings' kinds do not say: values that only their user can judge.
std::vector<std::string> problems_of(const Settings& settings) {
  std::vector<std::string> problems;
  const auto listen = web::parse_listen_address(settings.text("listen"));
  if (!listen) problems.push_back("listen: " + listen.error().message);
  if (const auto address = public_address(settings); !address) {
    problems.push_back(address.error().message);
  }
  if (const std::string& zone = settings.text("time_zone");
      !zone.empty() && !TimeZone::find(zone)) {
    problems.push_back("time_zone: there is no time zone '" + zone +
                       "'; it should look like Europe/Berlin");
  }
  const std::string& level = settings.text("log_level");
  if (std::find(kLogLevels.begin(), kLogLevels.end(), level) == kLogLevels.end()) {
    problems.push_back("log_level: '" + level + "' is none of debug, info, warn, error");
  }
  const std::string& base = settings.text("base_path");
  if (!base.empty() && (base.front() != '/' || base.back() == '/')) {
    problems.push_back("base_path: '" + base + "' should look like /news");
  }
  return problems;
}

int check_settings(const Settings& settings) {
  const std::vector<std::string> problems = problems_of(settings);
  for (const std::string& problem : problems) fail(kUsage, problem);
  if (!problems.empty()) return kUsage;
  std::cout << "the settings are good; data goes to " << settings.data_folder().string() << '\n';
  if (settings.text("contact").empty()) {
    std::cout << "no contact is set: outlets cannot reach whoever runs this\n";
  }
  return kDone;
}

}  // namespace

void add_config(CLI::App& app, Context& context) {
  CLI::App* config = app.add_subcommand("config", "show or check the settings");
  config->require_subcommand(1)->fallthrough();
  add_command(*config, context, "check", "say whether the settings can be used",
              [&context] { return check_settings(*context.settings); });
  add_command(*config, context, "dump", "print all settings in force, as a TOML file", [&context] {
    std::cout << context.settings->dump();
    return kDone;
  });
}

}  // namespace depesche::cli
