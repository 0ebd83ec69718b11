#include "cli/cli.h"

#include <cstdio>
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>

#include "base/version.h"
#include "cli/command.h"
#include "store/store_error.h"

namespace depesche::cli {
namespace {

void add_config(CLI::App& app, Context& context) {
  CLI::App* config = app.add_subcommand("config", "show or check the settings");
  config->require_subcommand(1)->fallthrough();
  add_command(*config, context, "check", "say whether the settings can be used", [&context] {
    std::cout << "the settings are good; data goes to " << context.settings->data_folder().string()
              << '\n';
    return kDone;
  });
  add_command(*config, context, "dump", "print all settings in force, as a TOML file", [&context] {
    std::cout << context.settings->dump();
    return kDone;
  });
}

void add_global_options(CLI::App& app, Context& context) {
  const auto flag = [&context](const char* key) {
    return [&context, key](const std::string& value) { context.flags[key] = value; };
  };
  app.add_option_function<std::string>("--data", flag("data"), "folder of the store");
  app.add_option("--config", context.config_file, "a TOML file with settings");
  app.add_flag("--quiet", context.quiet, "no progress on stderr");
  app.add_option_function<std::string>("--log-level", flag("log_level"),
                                       "debug, info, warn or error");
}

}  // namespace

int fail(ExitCode code, std::string_view message) {
  std::fprintf(stderr, "depesche: %.*s\n", static_cast<int>(message.size()), message.data());
  return code;
}

ExitCode exit_code(const Error& error) {
  switch (error.code) {
    case ErrorCode::PortInUse:
    case ErrorCode::Busy:
      return kCannotStart;
    case ErrorCode::InvalidInput:
      return kUsage;
    case ErrorCode::NotWritable:
    case ErrorCode::DiskFull:
    case ErrorCode::Damaged:
    case ErrorCode::NewerSchema:
      return kStoreUnusable;
    default:
      return kSomeUnreadable;
  }
}

CLI::App* add_command(CLI::App& app, Context& context, std::string name, std::string description,
                      std::function<int()> action) {
  CLI::App* command = app.add_subcommand(std::move(name), std::move(description));
  command->fallthrough();
  command->callback([&context, action = std::move(action)] { context.action = action; });
  return command;
}

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

Result<std::unique_ptr<Archive>> open_archive(const Context& context, NeedStore need) {
  const std::filesystem::path folder = context.settings->data_folder();
  std::error_code error;
  if (need == NeedStore::Existing &&
      !std::filesystem::exists(folder / ArchiveOptions{}.file_name, error)) {
    return Error{ErrorCode::NotFound,
                 "there is no store in " + folder.string() +
                     "; begin with `depesche feeds add ADDRESS`, or name another with --data"};
  }
  return Archive::open(folder);
}

int with_archive(const Context& context, NeedStore need, const std::function<int(Archive&)>& work) {
  auto archive = open_archive(context, need);
  if (!archive) return fail(kStoreUnusable, archive.error().message);
  try {
    return work(**archive);
  } catch (const StoreError& broken) {
    return fail(kStoreUnusable, broken.what());
  }
}

int run(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  CLI::App app{"depesche — a news wire you own", "depesche"};
  app.require_subcommand(1);
  Context context;
  add_global_options(app, context);
  add_serve(app, context);
  add_fetch(app, context);
  add_feeds(app, context);
  add_extract(app, context);
  add_feed(app, context);
  add_cluster(app, context);
  add_language(app, context);
  add_transfer(app, context);
  add_reading(app, context);
  add_keeping(app, context);
  add_config(app, context);
  add_command(app, context, "version", "print the version", [] {
    std::cout << "depesche " << version() << '\n';
    return kDone;
  });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  auto settings = Settings::load(context.flags, process_environment(), context.config_file);
  if (!settings) return fail(kUsage, settings.error().message);
  context.settings = std::move(*settings);
  try {
    return context.action();
  } catch (const std::exception& broken) {
    return fail(kStoreUnusable, broken.what());
  }
}

}  // namespace depesche::cli
