// How far a long piece of work has come, on stderr: a bar on a terminal, else a line every few
// seconds, nothing when quiet or when the work is over before anyone wonders.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>

namespace depesche::cli {

class Progress {
 public:
  enum class Voice { Quiet, Lines, Bar };

  /// `total` 0 means unknown. Chooses Bar or Lines by whether stderr is a terminal.
  Progress(std::string what, std::size_t total, bool quiet);
  /// Ends the bar's line.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Thread-safe.
  void advance(std::size_t by = 1);

 private:
  void show();

  const std::string what_;
  const std::size_t total_;
  const Voice voice_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::mutex mutex_;  // guards what follows
  std::size_t done_ = 0;
  std::chrono::steady_clock::time_point shown_ = started_;
  bool bar_drawn_ = false;
};

}  // namespace depesche::cli
