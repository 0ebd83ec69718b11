#include <algorithm>
#include <thread>

#include <malloc.h>

#include "cli/cli.h"

namespace {

/// glibc gives every thread an arena of its own, and pages of some hundred kilobytes that come and
/// go leave each of them full of holes: with a hundred threads several times what is in use.
void bound_arenas() {
  const unsigned cores = std::max(2U, std::thread::hardware_concurrency());
  mallopt(M_ARENA_MAX, static_cast<int>(std::min(cores, 16U)));
}

}  // namespace

int main(int argc, char** argv) {
  bound_arenas();
  return depesche::cli::run(argc, argv);
}
