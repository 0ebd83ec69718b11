#include "cli/progress.h"

#include <cstdio>
#include <utility>

#include <unistd.h>

namespace depesche::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kBarPause = 100ms;  // faster than that nobody reads
constexpr auto kLinePause = 3s;
constexpr std::size_t kBarWidth = 30;

}  // namespace

Progress::Progress(std::string what, std::size_t total, bool quiet)
    : what_(std::move(what)),
      total_(total),
      voice_(quiet                        ? Voice::Quiet
             : isatty(STDERR_FILENO) != 0 ? Voice::Bar
                                          : Voice::Lines) {}

Progress::~Progress() {
  if (bar_drawn_) {
    show();
    std::fputc('\n', stderr);
  }
}

void Progress::advance(std::size_t by) {
  const std::scoped_lock lock(mutex_);
  done_ += by;
  if (voice_ == Voice::Quiet) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - shown_ < (voice_ == Voice::Bar ? kBarPause : kLinePause)) return;
  shown_ = now;
  show();
}

void Progress::show() {
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  const double rate = seconds > 0 ? static_cast<double>(done_) / seconds : 0;
  if (voice_ == Voice::Bar && total_ > 0) {
    bar_drawn_ = true;
    const std::size_t filled = kBarWidth * done_ / total_;
    const std::string bar = std::string(filled, '#') + std::string(kBarWidth - filled, '.');
    std::fprintf(stderr, "\r%s [%s] %zu/%zu  %.0f/s ", what_.c_str(), bar.c_str(), done_, total_,
                 rate);
  } else if (total_ > 0) {
    std::fprintf(stderr, "%s: %zu of %zu, %.0f/s\n", what_.c_str(), done_, total_, rate);
  } else {
    std::fprintf(stderr, "%s: %zu, %.0f/s\n", what_.c_str(), done_, rate);
  }
}

}  // namespace depesche::cli
