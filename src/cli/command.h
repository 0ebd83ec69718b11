// What every command shares: the settings in force, the exit codes, the way errors are said.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "cli/settings.h"
#include "store/archive.h"
#include "story/parameters.h"

namespace depesche::cli {

using ExitCode = int;
inline constexpr ExitCode kDone = 0;
inline constexpr ExitCode kSomeUnreadable = 1;
inline constexpr ExitCode kUsage = 2;
inline constexpr ExitCode kStoreUnusable = 3;
inline constexpr ExitCode kCannotStart = 4;

/// Filled while the command line is parsed; a command registers what is to be run.
struct Context {
  std::map<std::string, std::string> flags;  // settings named on the command line
  std::string config_file;
  bool quiet = false;
  std::optional<Settings> settings;  // loaded after parsing, before the action
  std::function<int()> action;
};

/// Prints "depesche: <message>" on stderr and returns `code`.
int fail(ExitCode code, std::string_view message);
/// The exit code that belongs to a failure of the store or of starting.
ExitCode exit_code(const Error& error);

/// Adds a subcommand whose callback leaves its work in context.action. Global options are accepted
/// after it, too.
CLI::App* add_command(CLI::App& app, Context& context, std::string name, std::string description,
                      std::function<int()> action);

/// The seconds of the wall clock; commands are where time enters the house.
std::chrono::sys_seconds now();

/// What a release gathers stories by, in the live window that is set. Whoever runs the engine on a
/// store takes these: a shorter window holds at once.
StoryParameters story_parameters(const Settings& settings);

/// The archive in the data folder. `NeedStore::Existing` refuses a folder without one and says how
/// to begin.
enum class NeedStore { Existing, OrNew };
Result<std::unique_ptr<Archive>> open_archive(const Context& context, NeedStore need);

/// Opens the archive, runs `work` and turns every failure of the store into a sentence and an exit
/// code.
int with_archive(const Context& context, NeedStore need, const std::function<int(Archive&)>& work);

// A file of commands each.
void add_extract(CLI::App& app, Context& context);
void add_feed(CLI::App& app, Context& context);
void add_cluster(CLI::App& app, Context& context);
void add_language(CLI::App& app, Context& context);
void add_reading(CLI::App& app, Context& context);   // search, similar, stories, show
void add_story(CLI::App& app, Context& context);     // story merge, split, link, unlink, undo …
void add_keeping(CLI::App& app, Context& context);   // backup, restore, check, gc, takedown
void add_transfer(CLI::App& app, Context& context);  // import, export
void add_feeds(CLI::App& app, Context& context);
void add_outlets(CLI::App& app, Context& context);
void add_fetch(CLI::App& app, Context& context);
void add_serve(CLI::App& app, Context& context);   // serve, healthcheck
void add_config(CLI::App& app, Context& context);  // config check, config dump

}  // namespace depesche::cli
