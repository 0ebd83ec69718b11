// How a feed is to be asked, from the command line: the secrets in it from files, from stdin or
// from the terminal, because everybody on a machine sees how commands were called.
#pragma once

#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "base/result.h"
#include "news/feed_options.h"

namespace depesche::cli {

struct OptionFlags {
  std::optional<std::string> user_agent;
  std::optional<std::string> cookie;  // itself, "@FILE" or "-"
  std::optional<std::string> login;
  std::optional<std::string> password_file;  // or "-"; absent: asked for
  std::optional<std::string> proxy;          // itself, "@FILE" or "-"
};

/// --user-agent, --cookie, --login, --password-file, --proxy. `flags` must live as long as the
/// command.
void add_option_flags(CLI::App& command, OptionFlags& flags);

/// Reads what is elsewhere; may wait for a person to type a password.
Result<FeedOptionsChange> read_option_flags(const OptionFlags& flags);

}  // namespace depesche::cli
