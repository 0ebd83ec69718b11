#include "tests/support/faulty_disk.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <optional>

#include <sqlite3.h>

namespace depesche::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSector = 512;

sqlite3_vfs* real_vfs() {
  static sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  return vfs;
}

bool is_below(const std::string& path, const std::string& folder) {
  return path.compare(0, folder.size(), folder) == 0;
}

std::optional<std::string> read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

// SQLite allocates szOsFile bytes: ours, and the real file's right behind them.
struct FaultyDiskLayer {
  struct File {
    sqlite3_file base;
    sqlite3_file* real;
    std::string* path;  // null for a temporary file, which nobody misses
  };

  static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }
  static std::string* path(sqlite3_file* file) { return reinterpret_cast<File*>(file)->path; }

  static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    FaultyDisk& disk = FaultyDisk::instance();
    const std::scoped_lock lock(disk.mutex_);
    bool half = false;
    const int status = disk.take(FaultyDisk::Operation::Write, half);
    if (half) size /= 2;
    if (status != SQLITE_OK && !half) return status;
    const int written = real(file)->pMethods->xWrite(real(file), bytes, size, offset);
    if (written == SQLITE_OK && path(file) != nullptr) {
      const auto length = static_cast<std::size_t>(size);
      disk.files_[*path(file)].unsynced.push_back(
          {offset, std::string(static_cast<const char*>(bytes), length), false});
    }
    return status == SQLITE_OK ? written : status;
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    FaultyDisk& disk = FaultyDisk::instance();
    const std::scoped_lock lock(disk.mutex_);
    bool half = false;
    if (const int status = disk.take(FaultyDisk::Operation::Truncate, half)) return status;
    if (path(file) != nullptr) disk.files_[*path(file)].unsynced.push_back({size, {}, true});
    return real(file)->pMethods->xTruncate(real(file), size);
  }

  // The real disk is not asked: what counts as synced is what stands in `synced`.
  static int sync(sqlite3_file* file, int) {
    FaultyDisk& disk = FaultyDisk::instance();
    const std::scoped_lock lock(disk.mutex_);
    bool half = false;
    if (const int status = disk.take(FaultyDisk::Operation::Sync, half)) return status;
    if (path(file) == nullptr) return SQLITE_OK;
    FaultyDisk::File& known = disk.files_[*path(file)];
    for (const auto& change : known.unsynced) FaultyDisk::apply(change, known.synced);
    known.unsynced.clear();
    known.is_there = true;
    known.may_be_gone = false;
    return SQLITE_OK;
  }

  static int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
    FaultyDisk& disk = FaultyDisk::instance();
    const std::scoped_lock lock(disk.mutex_);
    bool half = false;
    if (const int status = disk.take(FaultyDisk::Operation::Read, half)) return status;
    return real(file)->pMethods->xRead(real(file), bytes, size, offset);
  }

  static int remove(sqlite3_vfs*, const char* name, int sync_folder) {
    FaultyDisk& disk = FaultyDisk::instance();
    const std::scoped_lock lock(disk.mutex_);
    bool half = false;
    if (const int status = disk.take(FaultyDisk::Operation::Remove, half)) return status;
    if (sync_folder != 0) {
      disk.files_.erase(name);
    } else if (const auto known = disk.files_.find(name); known != disk.files_.end()) {
      known->second.may_be_gone = true;
      known->second.unsynced.clear();
    }
    return real_vfs()->xDelete(real_vfs(), name, 0);
  }

  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    auto* faulty = new (file) File{};
    faulty->real = reinterpret_cast<sqlite3_file*>(faulty + 1);
    FaultyDisk& disk = FaultyDisk::instance();
    const std::scoped_lock lock(disk.mutex_);
    std::optional<std::string> before;
    if (name != nullptr && disk.files_.count(name) == 0) before = read_whole(name);
    const int status = real_vfs()->xOpen(real_vfs(), name, faulty->real, flags, out_flags);
    if (status != SQLITE_OK) return status;
    faulty->base.pMethods = &kMethods;
    if (name == nullptr) return status;
    faulty->path = new std::string(name);
    FaultyDisk::File& known = disk.files_[name];
    if (before) known = {true, *std::move(before), {}, false};
    // Made anew while the old one's removal may not have arrived.
    if (known.may_be_gone && known.unsynced.empty()) known.unsynced.push_back({0, {}, true});
    return status;
  }

  static int close(sqlite3_file* file) {
    delete path(file);
    return real(file)->pMethods->xClose(real(file));
  }

  static int size(sqlite3_file* f, sqlite3_int64* n) {
    return real(f)->pMethods->xFileSize(real(f), n);
  }
  static int lock(sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); }
  static int unlock(sqlite3_file* f, int level) {
    return real(f)->pMethods->xUnlock(real(f), level);
  }
  static int check_lock(sqlite3_file* f, int* out) {
    return real(f)->pMethods->xCheckReservedLock(real(f), out);
  }
  static int control(sqlite3_file* f, int op, void* arg) {
    return real(f)->pMethods->xFileControl(real(f), op, arg);
  }
  static int sector_size(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
  static int characteristics(sqlite3_file* f) {
    return real(f)->pMethods->xDeviceCharacteristics(real(f));
  }
  static int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
    return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
  }
  static int shm_lock(sqlite3_file* f, int offset, int n, int flags) {
    return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
  }
  static void shm_barrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
  static int shm_unmap(sqlite3_file* f, int remove) {
    return real(f)->pMethods->xShmUnmap(real(f), remove);
  }

  // Version 2: without memory mapping, so that every write passes by.
  static constexpr sqlite3_io_methods kMethods{
      2,         close,      read,    write,       truncate,        sync,    size,     lock,
      unlock,    check_lock, control, sector_size, characteristics, shm_map, shm_lock, shm_barrier,
      shm_unmap, nullptr,    nullptr};
};

FaultyDisk::FaultyDisk() {
  static sqlite3_vfs layer = *real_vfs();
  layer.zName = "faulty";
  layer.szOsFile = static_cast<int>(sizeof(FaultyDiskLayer::File)) + real_vfs()->szOsFile;
  layer.xOpen = FaultyDiskLayer::open;
  layer.xDelete = FaultyDiskLayer::remove;
  layer.pNext = nullptr;
  sqlite3_vfs_register(&layer, 0);
}

FaultyDisk& FaultyDisk::instance() {
  static FaultyDisk disk;
  return disk;
}

void FaultyDisk::fill_after(std::int64_t writes, bool half_written) {
  const std::scoped_lock lock(mutex_);
  fault_ = Fault::Full;
  left_ = writes;
  half_written_ = half_written;
  has_struck_ = false;
}

void FaultyDisk::fail_once_after(std::int64_t operations) {
  const std::scoped_lock lock(mutex_);
  fault_ = Fault::Error;
  left_ = operations;
  has_struck_ = false;
}

void FaultyDisk::cut_power_after(std::int64_t operations) {
  const std::scoped_lock lock(mutex_);
  fault_ = Fault::PowerCut;
  left_ = operations;
  has_struck_ = false;
}

bool FaultyDisk::mend() {
  const std::scoped_lock lock(mutex_);
  fault_ = Fault::None;
  return has_struck_;
}

std::int64_t FaultyDisk::operations() const {
  const std::scoped_lock lock(mutex_);
  return operations_;
}

int FaultyDisk::take(Operation operation, bool& half) {
  if (operation == Operation::Read && fault_ != Fault::Error) return SQLITE_OK;
  ++operations_;
  if (fault_ == Fault::None || (fault_ == Fault::Full && operation != Operation::Write))
    return SQLITE_OK;
  if (fault_ == Fault::Error && has_struck_) return SQLITE_OK;
  if (left_ > 0) {
    --left_;
    return SQLITE_OK;
  }
  half = fault_ == Fault::Full && half_written_ && !has_struck_;
  has_struck_ = true;
  if (fault_ == Fault::Full) return SQLITE_FULL;
  switch (operation) {
    case Operation::Read:
      return SQLITE_IOERR_READ;
    case Operation::Write:
      return SQLITE_IOERR_WRITE;
    case Operation::Truncate:
      return SQLITE_IOERR_TRUNCATE;
    case Operation::Sync:
      return SQLITE_IOERR_FSYNC;
    case Operation::Remove:
      return SQLITE_IOERR_DELETE;
  }
  return SQLITE_IOERR;
}

void FaultyDisk::apply(const Change& change, std::string& bytes) {
  const auto offset = static_cast<std::size_t>(change.offset);
  if (change.is_truncation) {
    bytes.resize(std::min(offset, bytes.size()));
    return;
  }
  bytes.resize(std::max(bytes.size(), offset + change.bytes.size()));
  std::copy(change.bytes.begin(), change.bytes.end(),
            bytes.begin() + static_cast<std::ptrdiff_t>(offset));
}

void FaultyDisk::restore(const std::string& folder, Survivors survivors, std::mt19937& random) {
  const std::scoped_lock lock(mutex_);
  const auto survives = [&] {
    return survivors == Survivors::All || (survivors == Survivors::Some && random() % 2 == 0);
  };
  for (auto& [path, file] : files_) {
    if (!is_below(path, folder)) continue;
    bool is_there = file.is_there && !(file.may_be_gone && survives());
    std::string bytes = is_there ? file.synced : std::string();
    for (const Change& change : file.unsynced) {
      if (change.is_truncation) {
        if (survives()) apply(change, bytes);
        continue;
      }
      is_there = is_there || survives();
      if (!is_there) continue;
      for (std::size_t at = 0; at < change.bytes.size(); at += kSector) {
        if (!survives()) continue;
        apply({change.offset + static_cast<std::int64_t>(at), change.bytes.substr(at, kSector),
               false},
              bytes);
      }
    }
    fs::remove(path);
    if (is_there) std::ofstream(path, std::ios::binary) << bytes;
  }
  for (const auto& each : fs::directory_iterator(folder)) {
    if (each.path().string().ends_with("-shm")) fs::remove(each.path());
  }
  std::erase_if(files_, [&](const auto& each) { return is_below(each.first, folder); });
}

void FaultyDisk::forget(const std::string& folder) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(files_, [&](const auto& each) { return is_below(each.first, folder); });
}

}  // namespace depesche::test
