#include "cli/cli.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>

#include "base/version.h"
#include "cli/command.h"
#include "cli/reach.h"
#include "cli/sample_store.h"
#include "store/sqlite/store_error.h"

namespace depesche::cli {
namespace {

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

/// What is wrong with the command line, and where to read on.
std::string usage_problem(const CLI::App& app, const CLI::ParseError& error) {
  std::string command = "depesche";
  const CLI::App* deepest = &app;
  while (!deepest->get_subcommands().empty()) {
    deepest = deepest->get_subcommands().front();
    command += " " + deepest->get_name();
  }
  const std::vector<std::string> left = app.remaining(true);
  std::string problem = error.what();
  if (problem == "A subcommand is required") {
    problem = left.empty() ? "a command is missing" : "there is no command '" + left.front() + "'";
  } else if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !left.empty()) {
    problem = "'" + left.front() + "' was not expected here";
  }
  return problem + "; `" + command + " --help` shows what there is";
}

/// A failure of the store, with the way out where there is one.
int fail_for(const Error& error) {
  std::string message = error.message;
  if (error.code == ErrorCode::Damaged) {
    message += "; `depesche restore FILE` puts a backup in the store's place";
  } else if (error.code == ErrorCode::DiskFull) {
    message += "; what was taken in so far is kept, the rest comes when there is space again";
  }
  return fail(kStoreUnusable, message);
}

}  // namespace

int fail(ExitCode code, std::string_view message) {
  // Parts of it came from outside; they must not steer a terminal or begin a line of their own.
  std::string line(message);
  std::replace_if(
      line.begin(), line.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  std::fprintf(stderr, "depesche: %s\n", line.c_str());
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

StoryParameters story_parameters(const Settings& settings) {
  StoryParameters parameters = shipped_parameters();
  parameters.live_days = static_cast<int>(settings.number("live_days"));
  return parameters;
}

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

Result<std::unique_ptr<Archive>> open_archive(const Context& context, NeedStore need) {
  const std::filesystem::path folder = context.settings->data_folder();
  const std::filesystem::path store = folder / ArchiveOptions{}.file_name;
  std::error_code error;
  if (need == NeedStore::Existing && !std::filesystem::exists(store, error)) {
    const std::filesystem::path sample = find_sample_store(folder);
    return Error{
        ErrorCode::NotFound,
        "there is no store in " + folder.string() +
            (sample.empty() ? "; begin with `depesche feeds add ADDRESS`, or name another"
                              " with --data"
                            : ", only that of a sample edition: --data " + sample.string())};
  }
  if (need == NeedStore::Existing && std::filesystem::is_empty(store, error) && !error) {
    // Opened, SQLite would take it for a new store, and all would seem to be well.
    return Error{ErrorCode::Damaged,
                 store.string() +
                     " is empty, and a store never is, unless the power went while it"
                     " was made: then `depesche feeds add ADDRESS` begins it anew"};
  }
  return Archive::open(folder);
}

int with_archive(const Context& context, NeedStore need, const std::function<int(Archive&)>& work) {
  auto archive = open_archive(context, need);
  if (!archive) return fail_for(archive.error());
  try {
    return work(**archive);
  } catch (const StoreError& broken) {
    return fail_for(broken.error());
  }
}

int run(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  CLI::App app{"depesche — a news wire you own", "depesche"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "depesche " + std::string(version()), "print the version");
  Context context;
  add_global_options(app, context);
  add_serve(app, context);
  add_fetch(app, context);
  add_feeds(app, context);
  add_outlets(app, context);
  add_extract(app, context);
  add_feed(app, context);
  add_cluster(app, context);
  add_language(app, context);
  add_transfer(app, context);
  add_reading(app, context);
  add_story(app, context);
  add_keeping(app, context);
  add_config(app, context);
  add_command(app, context, "version", "print the version", [] {
    std::cout << "depesche " << version() << '\n';
    return kDone;
  });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help
    return fail(kUsage, usage_problem(app, error));
  }
  auto settings = Settings::load(context.flags, process_environment(), context.config_file);
  if (!settings) return fail(kUsage, settings.error().message);
  context.settings = std::move(*settings);
  set_log_level(context.quiet ? "warn" : context.settings->text("log_level"));
  try {
    return context.action();
  } catch (const StoreError& broken) {
    return fail_for(broken.error());
  } catch (const std::exception& broken) {
    return fail(kStoreUnusable, broken.what());
  }
}

}  // namespace depesche::cli
