#include "cli/cli.h"

/// Read by jemalloc, which is linked in front of the C library's allocator: with a hundred threads
/// that read pages of some hundred kilobytes, glibc either waits for its few arenas or holds many
/// times what is in use. What is freed goes back to the system within seconds, by a thread that
/// does nothing else.
extern "C" {
extern const char* malloc_conf;
const char* malloc_conf = "narenas:4,background_thread:true,dirty_decay_ms:5000,muzzy_decay_ms:0";
}

int main(int argc, char** argv) { return depesche::cli::run(argc, argv); }
