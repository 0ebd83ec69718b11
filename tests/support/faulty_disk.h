// A disk on its bad days: a layer over SQLite's own file system that fills up, fails, or loses
// power.
//
// Full, failing and dying are counted in operations that change a file (writes, truncations, syncs,
// removals); "after n" lets the next n go well. A failing disk counts reads too.
//
// Power: from open() on the layer knows what of each file was synced. When the power goes, nothing
// more arrives; once all connections are closed, restore() leaves the files as a disk might hold
// them: everything synced, and of the rest, sector by sector, what `Survivors` says. The model is
// that of SQLite's own crash tests (sqlite.org/testing.html, 3.3): writes that were not synced may
// arrive in any order, in part, or not at all; a new file is there once it was synced, a removed
// one may come back unless its folder was synced.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace depesche::test {

class FaultyDisk {
 public:
  enum class Survivors {
    All,   // the process died, the machine did not
    None,  // nothing but what was synced
    Some,  // each unsynced sector as it may be
  };

  /// Registers the layer once for the process.
  static FaultyDisk& instance();

  /// For ArchiveOptions::vfs.
  std::string name() const { return "faulty"; }

  /// All later writes answer SQLITE_FULL; half of the first one may have arrived.
  void fill_after(std::int64_t writes, bool half_written = false);
  /// One operation answers SQLITE_IOERR, reads among them.
  void fail_once_after(std::int64_t operations);
  void cut_power_after(std::int64_t operations);
  /// The fault, if it has come. Everything works again from here on.
  bool mend();

  /// Of power that was cut: what is left below `folder`. Call it with all connections closed.
  void restore(const std::string& folder, Survivors survivors, std::mt19937& random);
  /// Forgets the files below `folder`.
  void forget(const std::string& folder);

  /// Operations so far that would have counted.
  std::int64_t operations() const;

 private:
  friend struct FaultyDiskLayer;

  enum class Fault { None, Full, Error, PowerCut };
  enum class Operation { Read, Write, Truncate, Sync, Remove };
  struct Change {
    std::int64_t offset = 0;  // of a write; of a truncation the new size
    std::string bytes;
    bool is_truncation = false;
  };
  struct File {
    bool is_there = false;  // on the disk, as far as it was synced
    std::string synced;
    std::vector<Change> unsynced;
    bool may_be_gone = false;  // removed, its folder not synced since
  };

  FaultyDisk();
  /// SQLITE_OK, or what the operation answers; `half` when half of a write arrives all the same.
  int take(Operation operation, bool& half);
  static void apply(const Change& change, std::string& bytes);

  mutable std::mutex mutex_;
  Fault fault_ = Fault::None;
  std::int64_t left_ = 0;
  bool half_written_ = false;
  bool has_struck_ = false;
  std::int64_t operations_ = 0;
  std::map<std::string, File> files_;  // by path
};

}  // namespace depesche::test
