#include "tests/store/faulty_vfs.h"

#include <new>

#include <sqlite3.h>

namespace depesche {
namespace {

// SQLite allocates szOsFile bytes: ours, and the real file's right behind them.
struct FaultyFile {
  sqlite3_file base;
  sqlite3_file* real;
};

sqlite3_vfs* real_vfs() {
  static sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  return vfs;
}

sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<FaultyFile*>(file)->real; }

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  FaultyDisk& disk = FaultyDisk::instance();
  if (disk.take_write()) return real(file)->pMethods->xWrite(real(file), bytes, size, offset);
  if (disk.half_written()) real(file)->pMethods->xWrite(real(file), bytes, size / 2, offset);
  return SQLITE_FULL;
}

int close_file(sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); }
int read_file(sqlite3_file* f, void* b, int n, sqlite3_int64 o) {
  return real(f)->pMethods->xRead(real(f), b, n, o);
}
int truncate_file(sqlite3_file* f, sqlite3_int64 n) {
  return real(f)->pMethods->xTruncate(real(f), n);
}
int sync_file(sqlite3_file* f, int flags) { return real(f)->pMethods->xSync(real(f), flags); }
int file_size(sqlite3_file* f, sqlite3_int64* n) {
  return real(f)->pMethods->xFileSize(real(f), n);
}
int lock_file(sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); }
int unlock_file(sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
int check_lock(sqlite3_file* f, int* out) {
  return real(f)->pMethods->xCheckReservedLock(real(f), out);
}
int file_control(sqlite3_file* f, int op, void* arg) {
  return real(f)->pMethods->xFileControl(real(f), op, arg);
}
int sector_size(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
int characteristics(sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
  return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}
int shm_lock(sqlite3_file* f, int offset, int n, int flags) {
  return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
}
void shm_barrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
int shm_unmap(sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); }

// Version 2: without memory mapping, so that every write passes by.
constexpr sqlite3_io_methods kMethods{
    2,         close_file,  read_file,  write_file,   truncate_file, sync_file,       file_size,
    lock_file, unlock_file, check_lock, file_control, sector_size,   characteristics, shm_map,
    shm_lock,  shm_barrier, shm_unmap,  nullptr,      nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* faulty = reinterpret_cast<FaultyFile*>(file);
  faulty->real = reinterpret_cast<sqlite3_file*>(faulty + 1);
  faulty->base.pMethods = nullptr;
  const int status = real_vfs()->xOpen(real_vfs(), name, faulty->real, flags, out_flags);
  if (status == SQLITE_OK) faulty->base.pMethods = &kMethods;
  return status;
}

}  // namespace

FaultyDisk::FaultyDisk() {
  static sqlite3_vfs layer = *real_vfs();
  layer.zName = "faulty";
  layer.szOsFile = static_cast<int>(sizeof(FaultyFile)) + real_vfs()->szOsFile;
  layer.xOpen = open_file;
  layer.pNext = nullptr;
  sqlite3_vfs_register(&layer, 0);
}

FaultyDisk& FaultyDisk::instance() {
  static FaultyDisk disk;
  return disk;
}

}  // namespace depesche
