// What can be set, from where, and what holds when nothing is said.
//
// Flag beats environment (DEPESCHE_<KEY>) beats the TOML file beats the default. Every key stands
// in one table (settings.cpp); `depesche config dump` prints it with the value in force and its
// origin.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace depesche::cli {

enum class SettingKind {
  Text,
  Number,
  Numbers,  // plurals: by commas, maybe none
  Switch,
  Proxies,
  Authorities,  // a file with certificates, maybe none
};

struct SettingRow {
  std::string_view key;  // as in the TOML file; the environment has it in capitals
  SettingKind kind;
  std::string_view fallback;
  std::string_view meaning;
  long long least = 0;  // of a Number, or each of Numbers
  long long most = 0;
};

std::span<const SettingRow> setting_rows();

class Settings {
 public:
  using Environment = std::map<std::string, std::string>;

  /// `flags` holds what the command line named. An unreadable or wrong file, an unknown key and a
  /// value of the wrong kind are errors that name the place.
  static Result<Settings> load(const std::map<std::string, std::string>& flags,
                               const Environment& environment, const std::filesystem::path& file);

  const std::string& text(std::string_view key) const;
  long long number(std::string_view key) const;
  std::vector<long long> numbers(std::string_view key) const;
  bool on(std::string_view key) const;
  /// "flag", "environment", "file" or "default".
  std::string_view origin(std::string_view key) const;

  /// --data, else $STATE_DIRECTORY, else $XDG_DATA_HOME/depesche, else ~/.local/share/depesche.
  std::filesystem::path data_folder() const;

  /// The values in force as TOML, each with its meaning and origin.
  std::string dump() const;

 private:
  struct Value {
    std::string text;
    std::string_view origin;
  };
  std::map<std::string, Value, std::less<>> values_;
  Environment environment_;
};

/// This process's environment, as load() takes it.
Settings::Environment process_environment();

}  // namespace depesche::cli
