// The file names a restore uses, and finishing one that was cut short. Inside the module.
//
//   FILE.restored         a verified backup, complete, waiting to take FILE's place
//   FILE.before-restore   what FILE was
#pragma once

#include <filesystem>

namespace depesche {

std::filesystem::path restored_path(const std::filesystem::path& file);
std::filesystem::path before_restore_path(const std::filesystem::path& file);

/// If the process died between moving the old store away and the new one in, moves it in now.
void finish_restore(const std::filesystem::path& file);

/// Renames and makes the renaming durable; StoreError NotWritable when it cannot.
void move_durably(const std::filesystem::path& from, const std::filesystem::path& to);

/// The database file, and what SQLite keeps beside it, are for their owner alone (0600). SQLite
/// gives files it makes later the mode of the first. What cannot be changed stays as it is: others'
/// files.
void keep_to_owner(const std::filesystem::path& file);

}  // namespace depesche
