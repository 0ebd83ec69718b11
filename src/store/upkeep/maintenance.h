// Looking after a store: backup, restore, check, letting go.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/archive.h"

namespace depesche {

/// A complete copy while everything goes on; `file` appears only when it is whole.
Result<void> back_up(const Archive& archive, const std::filesystem::path& file);

/// Puts a backup in the place of the folder's store. The backup is verified first (damage, newer
/// schema), and the old store is renamed to FILE.before-restore only when the new one lies complete
/// beside it. Busy while a process runs the engine there.
Result<void> restore(const std::filesystem::path& data_dir, const std::filesystem::path& file,
                     const ArchiveOptions& options = {});

/// Verifies the store end to end; what is wrong, in words. Empty: all is well.
std::vector<std::string> check(Archive& archive);

struct Retention {
  std::chrono::days articles{365};
  std::chrono::days moving{7};  // a story that got an article within these is kept whole
  std::chrono::days fetch_log{30};
};

struct LetGo {
  std::int64_t articles = 0;
  std::int64_t stories = 0;
  std::int64_t pictures = 0;
};
/// Deletes what is older than the retention allows and gives space back to the disk.
LetGo collect_garbage(Archive& archive, const Retention& retention, std::chrono::sys_seconds now);

struct TakenDown {
  ArticleId article;  // 0: there was none, but there never will be
};
/// Removes an article, its versions and its traces in search, and remembers not to take it again.
TakenDown take_down(Archive& archive, const std::string& canonical_url, const std::string& reason,
                    std::chrono::sys_seconds now);

}  // namespace depesche
