// The pages a person names on the command line: files, folders, standard input.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace depesche::cli {

struct PageSource {
  std::string id;              // below the named folder, without .html[.gz]
  std::filesystem::path path;  // "-" is standard input
};

/// Files as they are named, folders with all their .html, .htm, .html.gz, .warc and .warc.gz files
/// in byte order.
/// A path that does not exist stays in the list; reading it gives the error in its place.
std::vector<PageSource> find_pages(const std::vector<std::string>& paths);

struct PageBytes {
  std::string bytes;
  bool cut = false;  // the page goes on
};

/// The first `max_bytes` of a page, decompressed when the name ends in .gz.
Result<PageBytes> read_page(const PageSource& source, std::size_t max_bytes);

/// A whole file or standard input ("-"), refused over `max_bytes`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

/// The lines of a file or of standard input ("-"), one at a time. A line over 64 MB is cut there,
/// so that it is refused by whoever reads it and the memory stays bounded.
class LineFile {
 public:
  static Result<LineFile> open(const std::string& path);

  /// False at the end. The line comes without its newline.
  bool next(std::string& line);

 private:
  LineFile() = default;
  std::unique_ptr<std::ifstream> file_;  // null for standard input
};

}  // namespace depesche::cli
