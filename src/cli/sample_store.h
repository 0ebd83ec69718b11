// The store of a sample edition: it lies in `sample-PORT` below the data folder, for its outlets'
// addresses carry the port at which the server answers for them.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "store/archive.h"

namespace depesche::cli {

std::filesystem::path sample_folder(const std::filesystem::path& data_folder, int port);
/// One that was served from this data folder; empty when there is none.
std::filesystem::path find_sample_store(const std::filesystem::path& data_folder);

/// When the sample edition was first loaded, and now if that is now: its outlets' dates count from
/// there.
std::chrono::sys_seconds sample_since(Archive& archive);
/// "*.localhost:8420": its outlets, which a fetcher may reach though they are on this machine.
/// Empty for a store that is no sample.
std::vector<std::string> sample_hosts(Archive& archive);

}  // namespace depesche::cli
