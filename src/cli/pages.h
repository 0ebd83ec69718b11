// The pages a person names on the command line: files, folders, standard input.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace depesche::cli {

struct PageSource {
  std::string id;              // below the named folder, without .html[.gz]
  std::filesystem::path path;  // "-" is standard input
};

/// Files as they are named, folders with all their .html, .htm and .html.gz files in byte order.
/// A path that does not exist stays in the list; reading it gives the error in its place.
std::vector<PageSource> find_pages(const std::vector<std::string>& paths);

/// The bytes, decompressed when the name ends in .gz; refused over 64 MB.
Result<std::string> read_page(const PageSource& source);

/// A whole file or standard input ("-"), refused over `max_bytes`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

}  // namespace depesche::cli
