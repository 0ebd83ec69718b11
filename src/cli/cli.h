// The command line: one function per command, results on stdout, everything else on stderr.
//
// Exit codes: 0 done · 1 some inputs could not be read · 2 usage · 3 the store is unusable ·
// 4 cannot start.
#pragma once

namespace depesche::cli {

int run(int argc, char** argv);

}  // namespace depesche::cli
