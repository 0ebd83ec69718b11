#include "cli/settings.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <fstream>
#include <optional>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "base/ascii.h"
#include "cli/pages.h"
#include "fetch/proxy.h"
#include "story/parameters.h"

namespace depesche::cli {
namespace {

constexpr std::array kRows{
    SettingRow{"data", SettingKind::Text, "", "folder of the store; default under the user's data"},
    SettingRow{"listen", SettingKind::Text, "127.0.0.1:8420", "address and port to serve on"},
    SettingRow{"public", SettingKind::Switch, "false",
               "let anyone read headlines, excerpts and links on a non-loopback address"},
    SettingRow{"hosts", SettingKind::Text, "",
               "further host names under which this server may be addressed, by commas"},
    SettingRow{"public_address", SettingKind::Text, "",
               "where others reach this server, such as https://news.example.org, base_path"
               " included; hubs (WebSub) bring news there, without it none is asked"},
    SettingRow{"base_path", SettingKind::Text, "", "path prefix behind a reverse proxy"},
    SettingRow{"trust_forwarded", SettingKind::Switch, "false",
               "believe X-Forwarded-* from a reverse proxy on this machine"},
    SettingRow{"contact", SettingKind::Text, "",
               "address or page outlets can write to; becomes part of the fetcher's name"},
    SettingRow{"time_zone", SettingKind::Text, "", "display time zone, such as Europe/Berlin"},
    SettingRow{"workers", SettingKind::Number, "8", "addresses fetched at once", 1, 256},
    SettingRow{"host_gap_ms", SettingKind::Number, "1000", "pause between two requests to a host",
               0, 3'600'000},
    SettingRow{"loopback_gap_ms", SettingKind::Number, "0",
               "the same for hosts of this machine (localhost, *.localhost, 127.0.0.1)", 0,
               3'600'000},
    SettingRow{"host_mb_per_day", SettingKind::Number, "1000",
               "megabytes that a host may send in a day before it is left alone; 0 is no limit", 0,
               1'000'000'000},
    SettingRow{"timeout_s", SettingKind::Number, "20",
               "seconds without a byte after which an address is given up", 1, 600},
    SettingRow{"allow_private", SettingKind::Switch, "false",
               "fetch from private, loopback and link-local addresses too"},
    SettingRow{"allowed_ports", SettingKind::Numbers, "",
               "ports of other services (mail, ssh and the like) to fetch from too, by commas", 0,
               65'535},
    SettingRow{
        "proxies", SettingKind::Proxies, "",
        "proxies that feeds may be asked through, such as socks5h://127.0.0.1:9050, by commas;"
        " what they lead to inside their own network cannot be seen from here"},
    SettingRow{
        "ca_file", SettingKind::Authorities, "",
        "file with certificates (PEM) of authorities to believe besides the system's, such as"
        " that of a company's network"},
    SettingRow{"backfill", SettingKind::Number, "50",
               "pages read at once after subscribing to a feed, newest first", 0, 10'000},
    SettingRow{"live_days", SettingKind::Number, "14",
               "days in which an article can still find or found a story and is similar news;"
               " memory grows with what comes in so many",
               1, kMostLiveDays},
    SettingRow{"retention_days", SettingKind::Number, "0",
               "age after which gc removes articles of ended stories; 0 keeps all", 0, 100'000},
    SettingRow{"log_level", SettingKind::Text, "info", "debug, info, warn or error"},
};

const SettingRow* find_row(std::string_view key) {
  const auto row =
      std::find_if(kRows.begin(), kRows.end(), [key](const SettingRow& r) { return r.key == key; });
  return row == kRows.end() ? nullptr : &*row;
}

std::string environment_name(std::string_view key) {
  std::string name = "DEPESCHE_";
  for (char c : key) name.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
  return name;
}

bool parse_number(std::string_view text, long long& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value >= 0;
}

std::optional<std::vector<long long>> parse_numbers(std::string_view text) {
  std::vector<long long> numbers;
  if (trim(text).empty()) return numbers;
  for (bool is_last = false; !is_last;) {
    const std::size_t comma = text.find(',');
    is_last = comma == std::string_view::npos;
    if (!parse_number(trim(text.substr(0, comma)), numbers.emplace_back())) return std::nullopt;
    if (!is_last) text.remove_prefix(comma + 1);
  }
  return numbers;
}

std::string_view switch_value(std::string_view text) {
  for (std::string_view yes : {"true", "1", "yes", "on"}) {
    if (equals_ignoring_case(text, yes)) return "true";
  }
  for (std::string_view no : {"false", "0", "no", "off", ""}) {
    if (equals_ignoring_case(text, no)) return "false";
  }
  return {};
}

/// Whether the file could be of authorities. What libcurl cannot make out in it, it says when
/// asked.
Result<void> check_authorities(std::string_view file) {
  constexpr std::size_t kMaxBytes = 16u << 20;  // all that the system believes is 200 KB
  // Absolute, for "-" is a file like any other here.
  const std::filesystem::path path = std::filesystem::absolute(file);
  const Result<std::string> bytes = read_file(path, kMaxBytes);
  if (!bytes) return bytes.error();
  for (const std::string_view kind : {"", "TRUSTED ", "X509 "}) {
    const std::string begin = "-----BEGIN " + std::string(kind) + "CERTIFICATE-----";
    if (bytes->find(begin) != std::string::npos) return {};
  }
  return Error{ErrorCode::InvalidInput,
               path.string() + " holds no certificate in PEM (-----BEGIN CERTIFICATE-----)"};
}

Result<std::string> checked(const SettingRow& row, std::string_view value, std::string_view place) {
  const auto complain = [&](std::string_view wanted) {
    return Error{ErrorCode::InvalidInput, std::string(place) + ": " + std::string(row.key) +
                                              " wants " + std::string(wanted) + ", not '" +
                                              std::string(value) + "'"};
  };
  if (row.kind == SettingKind::Number) {
    long long number = 0;
    if (!parse_number(value, number) || number < row.least || number > row.most) {
      return complain("a number from " + std::to_string(row.least) + " to " +
                      std::to_string(row.most));
    }
  }
  if (row.kind == SettingKind::Numbers) {
    const auto numbers = parse_numbers(value);
    const auto fits = [&](long long one) { return one >= row.least && one <= row.most; };
    if (!numbers || !std::all_of(numbers->begin(), numbers->end(), fits)) {
      return complain("numbers from " + std::to_string(row.least) + " to " +
                      std::to_string(row.most) + " with commas between them");
    }
  }
  if (row.kind == SettingKind::Proxies) {
    const auto proxies = fetch::parse_proxies(value);
    const bool has_password =
        proxies && std::any_of(proxies->begin(), proxies->end(), [](const fetch::Proxy& one) {
          return !one.username.empty() || !one.password.empty();
        });
    // The value is not said: there may be a password in it.
    if (!proxies || has_password) {
      return Error{ErrorCode::InvalidInput,
                   std::string(place) + ": proxies: " +
                       (proxies ? "names and passwords are for each feed to have, not for the list"
                                : proxies.error().message)};
    }
  }
  if (row.kind == SettingKind::Authorities && !value.empty()) {
    if (const Result<void> good = check_authorities(value); !good) {
      return Error{good.error().code,
                   std::string(place) + ": " + std::string(row.key) + ": " + good.error().message};
    }
  }
  if (row.kind == SettingKind::Switch) {
    const std::string_view known = switch_value(value);
    if (known.empty()) return complain("true or false");
    return std::string(known);
  }
  return std::string(value);
}

Result<std::map<std::string, std::string>> read_config(const std::filesystem::path& file) {
  std::map<std::string, std::string> values;
  if (file.empty()) return values;
  const std::string place = file.string();
  std::error_code unknown;
  if (std::filesystem::is_directory(file, unknown)) {
    return Error{ErrorCode::InvalidInput, place + ": is a folder, not a file"};
  }
  std::ifstream stream(file);
  if (!stream) return Error{ErrorCode::NotFound, place + ": cannot be opened"};
  try {
    for (const CLI::ConfigItem& entry : CLI::ConfigTOML().from_config(stream)) {
      if (entry.name == "++" || entry.name == "--") continue;  // section marks of the reader
      const std::string key = entry.fullname();
      if (find_row(key) == nullptr) {
        return Error{ErrorCode::InvalidInput, place + ": there is no setting '" + key +
                                                  "'; `depesche config dump` lists them"};
      }
      std::string value;
      for (const std::string& part : entry.inputs) {
        if (!value.empty()) value += ',';
        value += part;
      }
      values[key] = value;
    }
  } catch (const CLI::Error& error) {
    return Error{ErrorCode::Malformed, place + ": " + error.what()};
  }
  return values;
}

}  // namespace

std::span<const SettingRow> setting_rows() { return kRows; }

Result<Settings> Settings::load(const std::map<std::string, std::string>& flags,
                                const Environment& environment, const std::filesystem::path& file) {
  const auto from_file = read_config(file);
  if (!from_file) return from_file.error();
  Settings settings;
  settings.environment_ = environment;
  for (const SettingRow& row : kRows) {
    const std::string key(row.key);
    std::string_view value = row.fallback;
    std::string_view origin = "default";
    std::string place = "default";
    const std::string variable = environment_name(row.key);
    if (const auto flag = flags.find(key); flag != flags.end()) {
      value = flag->second, origin = "flag", place = "--" + key;
    } else if (const auto set = environment.find(variable); set != environment.end()) {
      value = set->second, origin = "environment", place = variable;
    } else if (const auto line = from_file->find(key); line != from_file->end()) {
      value = line->second, origin = "file", place = file.string();
    }
    const auto good = checked(row, value, place);
    if (!good) return good.error();
    settings.values_[key] = Value{*good, origin};
  }
  return settings;
}

const std::string& Settings::text(std::string_view key) const {
  const auto value = values_.find(key);
  assert(value != values_.end());
  return value->second.text;
}

long long Settings::number(std::string_view key) const {
  long long value = 0;
  const bool good = parse_number(text(key), value);
  assert(good);
  return value;
}

std::vector<long long> Settings::numbers(std::string_view key) const {
  const auto numbers = parse_numbers(text(key));
  assert(numbers);
  return *numbers;
}

bool Settings::on(std::string_view key) const { return text(key) == "true"; }

std::string_view Settings::origin(std::string_view key) const {
  const auto value = values_.find(key);
  assert(value != values_.end());
  return value->second.origin;
}

std::filesystem::path Settings::data_folder() const {
  if (!text("data").empty()) return text("data");
  const auto variable = [this](const char* name) -> std::string {
    const auto found = environment_.find(name);
    return found == environment_.end() ? "" : found->second;
  };
  // systemd may name several folders, by colons; ours is the first.
  if (const std::string state = variable("STATE_DIRECTORY"); !state.empty()) {
    return state.substr(0, state.find(':'));
  }
  if (const std::string xdg = variable("XDG_DATA_HOME"); !xdg.empty()) {
    return std::filesystem::path(xdg) / "depesche";
  }
  return std::filesystem::path(variable("HOME")) / ".local" / "share" / "depesche";
}

std::string Settings::dump() const {
  std::string out;
  for (const SettingRow& row : kRows) {
    const Value& value = values_.find(row.key)->second;
    out += "# " + std::string(row.meaning) + " (" + std::string(value.origin) + ", or " +
           environment_name(row.key) + ")\n" + std::string(row.key) + " = ";
    if (row.kind != SettingKind::Number && row.kind != SettingKind::Switch) {
      // TOML's literal strings know no escapes, so a value with double quotes stands as it is.
      const char quote = value.text.find('"') == std::string::npos ? '"' : '\'';
      out += quote + value.text + quote + "\n";
    } else {
      out += value.text + "\n";
    }
  }
  return out;
}

Settings::Environment process_environment() {
  Settings::Environment environment;
  for (char** line = environ; line != nullptr && *line != nullptr; ++line) {
    const std::string_view text = *line;
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

}  // namespace depesche::cli
