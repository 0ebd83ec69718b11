#include "cli/sample_store.h"

#include "cli/command.h"
#include "url/url.h"

namespace depesche::cli {
namespace {

constexpr std::string_view kFolder = "sample-";
constexpr std::string_view kSince = "sample_since";

}  // namespace

std::filesystem::path sample_folder(const std::filesystem::path& data_folder, int port) {
  return data_folder / (std::string(kFolder) + std::to_string(port));
}

std::filesystem::path find_sample_store(const std::filesystem::path& data_folder) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(data_folder, error)) {
    if (!entry.path().filename().string().starts_with(kFolder)) continue;
    if (std::filesystem::exists(entry.path() / ArchiveOptions{}.file_name, error)) {
      return entry.path();
    }
  }
  return {};
}

std::chrono::sys_seconds sample_since(Archive& archive) {
  if (const auto since = archive.setting(kSince)) {
    return std::chrono::sys_seconds{std::chrono::seconds{std::stoll(*since)}};
  }
  const std::chrono::sys_seconds since = now();
  archive.set_setting(kSince, std::to_string(since.time_since_epoch().count()));
  return since;
}

std::vector<std::string> sample_hosts(Archive& archive) {
  if (!archive.setting(kSince)) return {};
  for (const FeedRow& feed : archive.feeds().list()) {
    const Result<Url> url = parse_url(feed.url);
    if (!url || !url->host.ends_with(".localhost")) continue;
    return {"*.localhost:" + std::to_string(url->effective_port())};
  }
  return {};
}

}  // namespace depesche::cli
