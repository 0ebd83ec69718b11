#include "cli/pages.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <memory>

#include "pack/gzip.h"

namespace depesche::cli {
namespace {

constexpr std::size_t kMaxLineBytes = 64u << 20;

bool ends_with_any(std::string_view name) {
  for (std::string_view ending : {".html", ".htm", ".html.gz", ".warc", ".warc.gz"}) {
    if (name.ends_with(ending)) return true;
  }
  return false;
}

std::string without_suffix(std::string name) {
  for (std::string_view suffix : {".gz", ".html", ".htm"}) {
    if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  }
  return name;
}

Result<PageBytes> read_beginning(const std::filesystem::path& path, std::size_t max_bytes) {
  const bool is_stdin = path == "-";
  std::error_code error;
  if (!is_stdin && std::filesystem::is_directory(path, error)) {
    return Error{ErrorCode::InvalidInput, path.string() + " is a folder, not a file"};
  }
  using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
  const File opened(is_stdin ? nullptr : std::fopen(path.c_str(), "rb"),
                    [](std::FILE* file) { return file == nullptr ? 0 : std::fclose(file); });
  std::FILE* file = is_stdin ? stdin : opened.get();
  if (file == nullptr) return Error{ErrorCode::NotFound, path.string() + " cannot be opened"};
  PageBytes page;
  const std::uintmax_t size = is_stdin ? 0 : std::filesystem::file_size(path, error);
  if (!error)
    page.bytes.reserve(static_cast<std::size_t>(std::min<std::uintmax_t>(size, max_bytes)));
  std::array<char, 1 << 16> chunk;
  while (const std::size_t got = std::fread(chunk.data(), 1, chunk.size(), file)) {
    const std::size_t room = max_bytes - page.bytes.size();
    page.bytes.append(chunk.data(), std::min(got, room));
    page.cut = got > room;
    if (page.cut) break;
  }
  if (std::ferror(file) != 0) {
    return Error{ErrorCode::NotFound, path.string() + " cannot be read"};
  }
  return page;
}

}  // namespace

std::vector<PageSource> find_pages(const std::vector<std::string>& paths) {
  std::vector<PageSource> pages;
  for (const std::string& named : paths) {
    std::error_code error;
    if (named == "-" || !std::filesystem::is_directory(named, error)) {
      const std::filesystem::path path(named);
      pages.push_back({without_suffix(path.filename().string()), path});
      continue;
    }
    const std::size_t begin = pages.size();
    for (auto file = std::filesystem::recursive_directory_iterator(named, error);
         file != std::filesystem::recursive_directory_iterator(); file.increment(error)) {
      if (!file->is_regular_file(error) || !ends_with_any(file->path().string())) continue;
      const auto below = std::filesystem::relative(file->path(), named, error);
      pages.push_back({without_suffix(below.generic_string()), file->path()});
    }
    std::sort(pages.begin() + static_cast<std::ptrdiff_t>(begin), pages.end(),
              [](const PageSource& a, const PageSource& b) { return a.id < b.id; });
  }
  return pages;
}

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  Result<PageBytes> file = read_beginning(path, max_bytes);
  if (!file) return file.error();
  if (file->cut) {
    return Error{ErrorCode::TooLarge,
                 path.string() + " is larger than " + std::to_string(max_bytes >> 20) + " MB"};
  }
  return std::move((*file).bytes);
}

Result<LineFile> LineFile::open(const std::string& path) {
  LineFile lines;
  if (path == "-") return lines;
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return Error{ErrorCode::InvalidInput, path + " is a folder, not a file"};
  }
  lines.file_ = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!*lines.file_) return Error{ErrorCode::NotFound, path + " cannot be opened"};
  return lines;
}

bool LineFile::next(std::string& line) {
  std::streambuf& bytes = *(file_ ? file_->rdbuf() : std::cin.rdbuf());
  constexpr int kEnd = std::char_traits<char>::eof();
  line.clear();
  int c = bytes.sbumpc();
  if (c == kEnd) return false;
  for (; c != kEnd && c != '\n'; c = bytes.sbumpc()) {
    if (line.size() < kMaxLineBytes) line.push_back(static_cast<char>(c));
  }
  return true;
}

Result<PageBytes> read_page(const PageSource& source, std::size_t max_bytes) {
  Result<PageBytes> file = read_beginning(source.path, max_bytes);
  if (!file || source.path.extension() != ".gz") return file;
  Result<Beginning> unpacked = gunzip_beginning(file->bytes, max_bytes);
  if (!unpacked) return unpacked.error();
  return PageBytes{std::move((*unpacked).bytes), unpacked->cut};
}

}  // namespace depesche::cli
