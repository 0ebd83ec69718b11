#include "store/writing/state_files.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include "pack/hash.h"
#include "store/sqlite/database.h"

namespace depesche {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "-state-";
constexpr std::string_view kUnfinished = "-state.partial";  // of the one process that writes
constexpr std::size_t kAtOnce = std::size_t{1} << 20;

struct Header {
  std::array<char, 8> magic{'d', 'e', 'p', 's', 't', 'a', 't', 'e'};
  std::int64_t stream_no = 0;
  std::uint64_t witness = 0;
  std::uint64_t size = 0;
  std::uint64_t hash = 0;
  friend bool operator==(const Header&, const Header&) = default;
};
static_assert(sizeof(Header) == 40);

std::string_view bytes_of(const Header& header) {
  return {reinterpret_cast<const char*>(&header), sizeof header};
}

[[noreturn]] void fail(const fs::path& path) {
  const int reason = errno;
  const bool is_full = reason == ENOSPC || reason == EDQUOT;
  throw StoreError(is_full ? ErrorCode::DiskFull : ErrorCode::NotWritable,
                   "cannot write " + path.string() + ": " + std::strerror(reason));
}

int open_or_fail(const fs::path& path, int flags) {
  const int file = open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (file < 0) fail(path);
  return file;
}

void write_at(int file, std::uint64_t at, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    at += static_cast<std::uint64_t>(written);
  }
}

void flush_folder_of(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const int opened = open_or_fail(folder, O_RDONLY | O_DIRECTORY);
  const bool is_flushed = fsync(opened) == 0;
  close(opened);
  if (!is_flushed) fail(folder);
}

void overwrite(const fs::path& path) {
  std::error_code failure;
  const std::uintmax_t size = fs::file_size(path, failure);
  if (failure) return;  // gone already
  const std::string zeros(kAtOnce, '\0');
  const int file = open_or_fail(path, O_WRONLY);
  try {
    for (std::uintmax_t at = 0; at < size; at += kAtOnce) {
      const auto now = static_cast<std::size_t>(std::min<std::uintmax_t>(size - at, kAtOnce));
      write_at(file, at, std::string_view(zeros).substr(0, now), path);
    }
    if (fsync(file) != 0) fail(path);
  } catch (const StoreError&) {
    close(file);
    throw;
  }
  close(file);
}

std::uint64_t hash_in_steps(std::string_view bytes) {
  std::uint64_t hash = 0;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kAtOnce))) {
    hash = hash64(bytes.substr(0, kAtOnce), hash);
  }
  return hash;
}

}  // namespace

std::uint64_t stream_witness(Connection& db, std::int64_t stream_no) {
  auto rows = db.query(
      // Not whose arrival it is: of a pending one that may change (giving_way.h).
      "SELECT stream_no, outlet_id, first_seen_at FROM arrival"
      " WHERE stream_no <= ?1 ORDER BY stream_no DESC LIMIT 1",
      stream_no);
  auto corrections = db.query(
      "SELECT stream_no, correction_id, said_at FROM correction"
      " WHERE stream_no <= ?1 ORDER BY stream_no DESC LIMIT 1",
      stream_no);
  std::string said;
  for (Statement* last : {&rows, &corrections}) {
    if (!last->step()) continue;
    for (int column = 0; column < 3; ++column) said += std::to_string(last->integer(column)) + " ";
    said += "; ";
  }
  return hash64(said);
}

StateFiles::StateFiles(fs::path store) : store_(std::move(store)) {}

fs::path StateFiles::path_of(std::int64_t stream_no) const {
  return store_.string() + std::string(kMark) + std::to_string(stream_no);
}

fs::path StateFiles::unfinished() const { return store_.string() + std::string(kUnfinished); }

std::vector<std::int64_t> StateFiles::numbers() const {
  std::vector<std::int64_t> found;
  const std::string prefix = store_.filename().string() + std::string(kMark);
  std::error_code failure;
  const fs::path folder = store_.has_parent_path() ? store_.parent_path() : fs::path(".");
  for (fs::directory_iterator at(folder, failure), end; !failure && at != end;
       at.increment(failure)) {
    const std::string name = at->path().filename().string();
    if (!name.starts_with(prefix)) continue;
    std::int64_t number = 0;
    const char* last = name.data() + name.size();
    const auto [stopped, error] = std::from_chars(name.data() + prefix.size(), last, number);
    if (error == std::errc() && stopped == last) found.push_back(number);
  }
  std::sort(found.rbegin(), found.rend());
  return found;
}

std::optional<std::string> StateFiles::read(std::int64_t stream_no, std::uint64_t witness) const {
  const fs::path path = path_of(stream_no);
  std::error_code failure;
  const std::uintmax_t size = fs::file_size(path, failure);
  if (failure || size < sizeof(Header)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  Header header;
  in.read(reinterpret_cast<char*>(&header), sizeof header);
  Header wanted;
  wanted.stream_no = stream_no;
  wanted.witness = witness;
  wanted.size = size - sizeof header;
  wanted.hash = header.hash;
  if (!in || header != wanted) return std::nullopt;
  std::string bytes(header.size, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in || hash_in_steps(bytes) != header.hash) return std::nullopt;
  return bytes;
}

StateFile::StateFile(fs::path partial, fs::path path, std::int64_t stream_no, std::uint64_t witness)
    : partial_(std::move(partial)),
      path_(std::move(path)),
      stream_no_(stream_no),
      witness_(witness),
      file_(open_or_fail(partial_, O_RDWR | O_CREAT | O_TRUNC)) {}

StateFile::~StateFile() {
  if (file_ < 0) return;  // finished
  close(file_);
  unlink(partial_.c_str());
}

void StateFile::append(std::string_view bytes) {
  write_at(file_, sizeof(Header) + size_, bytes, partial_);
  size_ += bytes.size();
}

void StateFile::patch(std::uint64_t at, std::string_view bytes) {
  assert(at + bytes.size() <= size_);
  write_at(file_, sizeof(Header) + at, bytes, partial_);
}

std::uint64_t StateFile::hash_written() const {
  std::uint64_t hash = 0;
  std::string piece;
  for (std::uint64_t at = 0; at < size_; at += kAtOnce) {
    piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kAtOnce, size_ - at)));
    for (std::size_t done = 0; done < piece.size();) {
      const ssize_t got = pread(file_, piece.data() + done, piece.size() - done,
                                static_cast<off_t>(sizeof(Header) + at + done));
      if (got < 0 && errno == EINTR) continue;
      if (got == 0) errno = EIO;
      if (got <= 0) fail(partial_);
      done += static_cast<std::size_t>(got);
    }
    hash = hash64(piece, hash);
  }
  return hash;
}

void StateFile::finish() {
  Header header;
  header.stream_no = stream_no_;
  header.witness = witness_;
  header.size = size_;
  header.hash = hash_written();
  write_at(file_, 0, bytes_of(header), partial_);
  if (fsync(file_) != 0 || rename(partial_.c_str(), path_.c_str()) != 0) fail(partial_);
  close(std::exchange(file_, -1));
  flush_folder_of(path_);
}

std::unique_ptr<StateFile> StateFiles::begin(std::int64_t stream_no, std::uint64_t witness) const {
  return std::make_unique<StateFile>(unfinished(), path_of(stream_no), stream_no, witness);
}

void StateFiles::keep_newest(std::size_t most, std::int64_t last) const {
  std::size_t kept = 0;
  for (const std::int64_t number : numbers()) {
    if (number > last || ++kept > most) unlink(path_of(number).c_str());
  }
}

void StateFiles::wipe(std::int64_t stream_no) const {
  overwrite(path_of(stream_no));
  unlink(path_of(stream_no).c_str());
}

void StateFiles::wipe_all_but(std::optional<std::int64_t> stream_no) const {
  for (const std::int64_t number : numbers()) {
    if (number != stream_no) wipe(number);
  }
  overwrite(unfinished());
  unlink(unfinished().c_str());
  flush_folder_of(store_);
}

}  // namespace depesche
