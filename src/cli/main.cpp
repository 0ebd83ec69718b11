#include "cli/cli.h"

/// Read by jemalloc, which is linked in front of the C library's allocator: with a hundred threads
/// that read pages of some hundred kilobytes, glibc either waits for its few arenas or holds many
/// times what is in use. What is freed goes back to the system within seconds, by a thread that
/// does nothing else. A thread keeps small pieces alone for itself: any of a hundred may read the
/// next page, and what each kept of its last one would come to a sixth of all memory.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf =
    "narenas:4,background_thread:true,dirty_decay_ms:5000,muzzy_decay_ms:0,lg_tcache_max:10";
}

int main(int argc, char** argv) { return depesche::cli::run(argc, argv); }
