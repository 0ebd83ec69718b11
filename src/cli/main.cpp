#include <algorithm>
#include <thread>

#include <malloc.h>

#include "cli/cli.h"

namespace {

constexpr int kLargeBlock = 1 << 20;

/// glibc gives every thread an arena of its own, and pages of some hundred kilobytes that come and
/// go leave each of them full of holes: with a hundred threads several times what is in use. Larger
/// blocks (a state of the engine) go back to the system at once; left to itself, glibc learns from
/// the first of them to keep the next.
void bound_memory() {
  const unsigned cores = std::max(2U, std::thread::hardware_concurrency());
  mallopt(M_ARENA_MAX, static_cast<int>(std::min(cores, 16U)));
  mallopt(M_MMAP_THRESHOLD, kLargeBlock);
}

}  // namespace

int main(int argc, char** argv) {
  bound_memory();
  return depesche::cli::run(argc, argv);
}
