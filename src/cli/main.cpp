#include "cli/cli.h"

int main(int argc, char** argv) { return depesche::cli::run(argc, argv); }
