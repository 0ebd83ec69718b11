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
/// The same of the engine's states beside the store. What they lack costs a longer start.
std::vector<std::string> check_states(Archive& archive);

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

/// Looks for what stands inside compounds in German articles that were indexed before that was done
/// and writes their words anew, some hundreds at a time; how many. Once for each article.
std::int64_t index_parts(Archive& archive);

struct TakenDown {
  ArticleId article;  // 0: there was none, but there never will be
  /// Nothing of it stands in the log beside the file any more either. False while another process
  /// reads: its next checkpoint does it.
  bool is_out_of_log = true;
};
/// Removes an article, its versions, its picture and its words in the full-text index, overwrites
/// where they stood, and remembers not to take the address again: the one it is known by and the
/// one given. The process that runs the story engine forgets it next
/// (StoryDesk::forget_taken_down). Backups are as they were made.
///
/// The whole full-text index is written anew: some seconds for an archive of a year.
TakenDown take_down(Archive& archive, const std::string& address, const std::string& reason,
                    std::chrono::sys_seconds now);

}  // namespace depesche
