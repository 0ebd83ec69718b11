#include "cli/settings.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

namespace depesche::cli {
namespace {

class SettingsTest : public testing::Test {
 protected:
  std::filesystem::path write(std::string_view toml) {
    const auto* name = testing::UnitTest::GetInstance()->current_test_info()->name();
    auto path = std::filesystem::path(testing::TempDir()) / (std::string(name) + ".toml");
    std::ofstream(path) << toml;
    return path;
  }
};

TEST_F(SettingsTest, FlagBeatsEnvironmentBeatsFileBeatsDefault) {
  const auto file = write("workers = 2\nhost_gap_ms = 5\ncontact = \"desk@example.org\"\n");
  const auto settings = Settings::load(
      {{"workers", "4"}}, {{"DEPESCHE_WORKERS", "3"}, {"DEPESCHE_HOST_GAP_MS", "7"}}, file);
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->number("workers"), 4);
  EXPECT_EQ(settings->origin("workers"), "flag");
  EXPECT_EQ(settings->number("host_gap_ms"), 7);
  EXPECT_EQ(settings->origin("host_gap_ms"), "environment");
  EXPECT_EQ(settings->text("contact"), "desk@example.org");
  EXPECT_EQ(settings->origin("contact"), "file");
  EXPECT_EQ(settings->text("listen"), "127.0.0.1:8420");
  EXPECT_EQ(settings->origin("listen"), "default");
}

TEST_F(SettingsTest, RefusesWhatItDoesNotKnowAndSaysWhere) {
  const auto unknown = Settings::load({}, {}, write("worker = 2\n"));
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message.find("'worker'"), std::string::npos);
  const auto wrong = Settings::load({}, {{"DEPESCHE_WORKERS", "many"}}, {});
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.find("DEPESCHE_WORKERS"), std::string::npos);
  EXPECT_FALSE(Settings::load({{"public", "perhaps"}}, {}, {}));
  EXPECT_FALSE(Settings::load({}, {{"DEPESCHE_LIVE_DAYS", "0"}}, {}));
  EXPECT_FALSE(Settings::load({}, {}, write("live_days = 61\n")));
  EXPECT_EQ(Settings::load({}, {}, write("live_days = 60\n"))->number("live_days"), 60);
  EXPECT_FALSE(Settings::load({}, {}, "/nonexistent/depesche.toml"));
}

TEST_F(SettingsTest, ReadsListsOfNumbers) {
  const auto numbers = [](const std::string& text) {
    const auto settings = Settings::load({{"allowed_ports", text}}, {}, {});
    return settings ? settings->numbers("allowed_ports") : std::vector<long long>{-1};
  };
  EXPECT_EQ(numbers(""), std::vector<long long>{});
  EXPECT_EQ(numbers("6000"), std::vector<long long>{6000});
  EXPECT_EQ(numbers("6000, 22"), (std::vector<long long>{6000, 22}));
  for (const std::string no : {"x", "22,", ",22", "22 23", "-1", "65536"}) {
    EXPECT_EQ(numbers(no), std::vector<long long>{-1}) << no;
  }
  EXPECT_EQ(Settings::load({}, {}, write("allowed_ports = [22, 25]\n"))->numbers("allowed_ports"),
            (std::vector<long long>{22, 25}));
}

TEST_F(SettingsTest, AFileOfAuthoritiesIsLookedInto) {
  const auto said_of = [](const std::string& file) {
    const auto settings = Settings::load({}, {{"DEPESCHE_CA_FILE", file}}, {});
    return settings ? "good: " + settings->text("ca_file") : settings.error().message;
  };
  const std::string here = write("-----BEGIN CERTIFICATE-----\n").string();
  EXPECT_EQ(said_of(here), "good: " + here);
  EXPECT_EQ(said_of(""), "good: ");
  EXPECT_EQ(said_of("/nonexistent/ca.pem"),
            "DEPESCHE_CA_FILE: ca_file: /nonexistent/ca.pem cannot be opened");
  EXPECT_EQ(said_of(testing::TempDir()),
            "DEPESCHE_CA_FILE: ca_file: " + testing::TempDir() + " is a folder, not a file");
  EXPECT_EQ(said_of(write("-----BEGIN PRIVATE KEY-----\n").string()),
            "DEPESCHE_CA_FILE: ca_file: " + here +
                " holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
  EXPECT_NE(said_of("-").find("/- cannot be opened"), std::string::npos) << "nobody types it";
}

TEST_F(SettingsTest, SystemdsStateFolderWinsOverTheUsersButNotOverTheFlag) {
  const Settings::Environment environment{
      {"HOME", "/home/reader"}, {"XDG_DATA_HOME", "/x"}, {"STATE_DIRECTORY", "/var/lib/depesche"}};
  EXPECT_EQ(Settings::load({}, environment, {})->data_folder(), "/var/lib/depesche");
  EXPECT_EQ(Settings::load({{"data", "/d"}}, environment, {})->data_folder(), "/d");
  EXPECT_EQ(Settings::load({}, {{"HOME", "/home/reader"}}, {})->data_folder(),
            "/home/reader/.local/share/depesche");
}

TEST_F(SettingsTest, TheDumpIsAFileThatLoadsToTheSameValues) {
  const auto first = Settings::load({{"contact", "a \"b\" c"}, {"public", "yes"}}, {}, {});
  const auto second = Settings::load({}, {}, write(first->dump()));
  ASSERT_TRUE(second) << second.error().message;
  for (const SettingRow& row : setting_rows()) {
    EXPECT_EQ(first->text(row.key), second->text(row.key)) << row.key;
  }
}

}  // namespace
}  // namespace depesche::cli
