#include "cli/option_flags.h"

#include <algorithm>
#include <iostream>
#include <utility>

#include <termios.h>
#include <unistd.h>

#include "base/ascii.h"
#include "cli/pages.h"

namespace depesche::cli {
namespace {

constexpr std::size_t kMaxSecretBytes = 1u << 20;

/// While it lives, the terminal does not show what is typed.
class SilentTerminal {
 public:
  SilentTerminal() {
    is_changed_ = tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!is_changed_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    is_changed_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  ~SilentTerminal() {
    if (is_changed_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  termios before_{};
  bool is_changed_ = false;
};

/// The first line; secrets have one, and editors end files with a line break.
Result<std::string> secret_in(const std::string& path) {
  Result<std::string> bytes = read_file(path, kMaxSecretBytes);
  if (!bytes) return bytes;
  const std::size_t end = std::min((*bytes).find_first_of("\r\n"), (*bytes).size());
  return (*bytes).substr(0, end);
}

/// "@FILE" and "-" stand for what is there; all else for itself.
Result<std::string> written_or_in(const std::string& text) {
  if (text == "-") return secret_in(text);
  if (text.starts_with('@')) return secret_in(text.substr(1));
  return text;
}

Result<std::string> typed_password(const std::string& login) {
  if (isatty(STDIN_FILENO) == 0) return secret_in("-");
  const SilentTerminal silent;
  std::cerr << "password of " << login << ": " << std::flush;
  std::string password;
  const bool is_read = static_cast<bool>(std::getline(std::cin, password));
  std::cerr << '\n';
  if (!is_read) return Error{ErrorCode::InvalidInput, "no password was typed"};
  return password;
}

Result<FeedOptionsChange::Login> read_login(const OptionFlags& flags) {
  FeedOptionsChange::Login login{*flags.login, {}};
  if (login.name.empty()) return login;
  Result<std::string> password =
      flags.password_file ? secret_in(*flags.password_file) : typed_password(login.name);
  if (!password) return password.error();
  login.password = *std::move(password);
  return login;
}

bool reads_stdin_twice(const OptionFlags& flags) {
  const bool is_password_there =
      flags.login && !flags.login->empty() && flags.password_file.value_or("-") == "-";
  return (flags.cookie == "-") + (flags.proxy == "-") + is_password_there > 1;
}

}  // namespace

void add_option_flags(CLI::App& command, OptionFlags& flags) {
  const auto add = [&command](const char* name, std::optional<std::string>& into,
                              const char* meaning) {
    return command.add_option_function<std::string>(
        name, [&into](const std::string& text) { into = text; }, meaning);
  };
  add("--user-agent", flags.user_agent, "by what name the feed, its pages and pictures are asked");
  add("--cookie", flags.cookie,
      "sent to the feed's own server: NAME=VALUE; …, @FILE or - for stdin, for others on this "
      "machine see the command line");
  CLI::Option* login =
      add("--login", flags.login, "a name for the feed's own server; its password is asked for");
  add("--password-file", flags.password_file, "where the password is; - for stdin")->needs(login);
  add("--proxy", flags.proxy,
      "http://, https:// or socks5h://[NAME:PASSWORD@]HOST:PORT, @FILE or -; one that the setting "
      "proxies names");
}

Result<FeedOptionsChange> read_option_flags(const OptionFlags& flags) {
  if (reads_stdin_twice(flags)) {
    return Error{ErrorCode::InvalidInput,
                 "only one of cookie, password and proxy can be read from stdin"};
  }
  FeedOptionsChange change;
  change.user_agent = flags.user_agent;
  for (const auto& [from, into] :
       {std::pair(&flags.cookie, &change.cookie), std::pair(&flags.proxy, &change.proxy)}) {
    if (!*from) continue;
    Result<std::string> text = written_or_in(**from);
    if (!text) return text.error();
    *into = std::string(trim(*text));
  }
  if (flags.login) {
    Result<FeedOptionsChange::Login> login = read_login(flags);
    if (!login) return login.error();
    change.login = *std::move(login);
  }
  return change;
}

}  // namespace depesche::cli
