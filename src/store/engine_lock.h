// The right to run the story engine on a data folder: flock(2) on `engine.lock`.
//
// Advisory and tied to the open file, so the system releases it when the process dies, however it
// dies. The holder's process id is written into the file for a person to read.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"

namespace depesche {

class EngineLock {
 public:
  /// Busy when another process has it, with its id in the sentence.
  static Result<std::unique_ptr<EngineLock>> take(const std::filesystem::path& data_dir);
  ~EngineLock();
  EngineLock(const EngineLock&) = delete;
  EngineLock& operator=(const EngineLock&) = delete;

 private:
  explicit EngineLock(int file) : file_(file) {}
  int file_;
};

}  // namespace depesche
