// Where the program logs to.
#include <cstdio>
#include <iostream>
#include <string>

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "cli/cli.h"

namespace depesche::cli {
namespace {

struct Printed {
  std::string out;
  std::string errors;
};

/// By `depesche version`, where something is to be logged on its way.
Printed print_version(std::string option) {
  std::string program = "depesche", command = "version";
  char* words[] = {program.data(), command.data(), option.data()};
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  EXPECT_EQ(run(option.empty() ? 2 : 3, words), 0);
  spdlog::info("gathering");
  spdlog::default_logger()->flush();
  std::cout.flush();
  std::fflush(stdout);
  return {testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

TEST(Log, GoesWhereNoProgramReadsWhatACommandPrints) {
  const Printed usual = print_version("");
  EXPECT_EQ(usual.out.find("gathering"), std::string::npos) << usual.out;
  EXPECT_NE(usual.errors.find("gathering"), std::string::npos) << usual.errors;
  EXPECT_EQ(print_version("--quiet").errors, "");
  EXPECT_EQ(print_version("--log-level=error").errors, "");
}

}  // namespace
}  // namespace depesche::cli
