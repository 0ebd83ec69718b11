// Every folder in tests/data/pages holds a page and what is expected of it. With DEPESCHE_REWRITE=1
// the expectations are written anew; the difference is then read like any other change.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "dates/dates.h"
#include "extract/extract.h"
#include "json/writer.h"
#include "pack/hash.h"

namespace depesche {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::sys_seconds kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_list(json::Writer& out, std::string_view name, const std::vector<std::string>& list) {
  out.key(name).begin_array();
  for (const std::string& element : list) out.value(element);
  out.end_array();
}

void write_blocks(json::Writer& out, const std::vector<Block>& blocks) {
  out.key("blocks").begin_array();
  for (const Block& block : blocks) {
    out.begin_object().key("kind").value(name(block.kind)).key("text").value(block.text);
    if (!block.html.empty() && block.html != block.text) out.key("html").value(block.html);
    if (block.level != 0) out.key("level").value(block.level);
    if (!block.rows.empty()) out.key("rows").value(block.rows.size());
    out.end_object();
  }
  out.end_array();
}

std::string described(const Result<Article>& article) {
  json::Writer out;
  out.begin_object();
  if (!article) {
    out.key("error")
        .value(name(article.error().code))
        .key("message")
        .value(article.error().message);
    out.end_object();
    return out.take();
  }
  out.key("kind").value(name(article->kind)).key("kicker").value(article->kicker);
  out.key("title").value(article->title).key("standfirst").value(article->standfirst);
  write_list(out, "authors", article->authors);
  out.key("published").value(article->published ? format_rfc3339(*article->published) : "");
  out.key("updated").value(article->updated ? format_rfc3339(*article->updated) : "");
  out.key("language").value(article->language).key("section").value(article->section);
  out.key("canonical").value(article->canonical_url);
  write_list(out, "keywords", article->keywords);
  if (article->image) {
    out.key("image").begin_array().value(article->image->url).value(article->image->caption);
    out.value(article->image->credit).value(article->image->alt).end_array();
  }
  if (article->paywalled) out.key("paywalled").value(*article->paywalled);
  out.key("robots").value(article->rights.robots).key("tdm").value(article->rights.tdm);
  if (article->rights.max_snippet) out.key("max_snippet").value(*article->rights.max_snippet);
  write_blocks(out, article->blocks);
  out.end_object();
  return out.take();
}

/// One member a line, so that differences can be read.
std::string laid_out(std::string_view json) {
  std::string out;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"' && (i == 0 || json[i - 1] != '\\')) in_string = !in_string;
    out += c;
    if (!in_string && (c == ',' || c == '[')) out += '\n';
  }
  return out + "\n";
}

void check(const fs::path& path, const std::string& actual) {
  if (std::getenv("DEPESCHE_REWRITE")) {
    std::ofstream(path, std::ios::binary) << actual;
    return;
  }
  EXPECT_EQ(actual, read(path)) << path << " (DEPESCHE_REWRITE=1 writes it anew)";
}

TEST(Pages, AreReadAsExpected) {
  const fs::path folder = fs::path(DEPESCHE_SOURCE_DIR) / "tests/data/pages";
  std::size_t pages = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const fs::path page = entry.path() / "page.html";
    if (!fs::exists(page)) continue;
    ++pages;
    const Result<Article> article =
        extract_article(read(page), {.url = {}, .content_type = {}, .now = kNow});
    check(entry.path() / "expected.json", laid_out(described(article)));
    if (article) check(entry.path() / "expected.txt", article->text + "\n");
  }
  EXPECT_GE(pages, 10u);
}

/// A line for each page of tests/data/pages, in the order of their names: "lac-ferme 0123…".
std::string sums_of_pages() {
  std::map<std::string, std::string> sums;
  const fs::path folder = fs::path(DEPESCHE_SOURCE_DIR) / "tests/data/pages";
  for (const auto& entry : fs::directory_iterator(folder)) {
    const Result<Article> article = extract_article(read(entry.path() / "page.html"),
                                                    {.url = {}, .content_type = {}, .now = kNow});
    const std::string text = article ? article->text : std::string();
    sums[entry.path().filename()] = to_hex(hash128(described(article) + text));
  }
  std::string lines;
  for (const auto& [name, sum] : sums) lines.append(name).append(" ").append(sum).append("\n");
  return lines;
}

// With DEPESCHE_REWRITE=1 the sums are written anew, but for a page that was read otherwise by this
// very version.
TEST(ExtractionVersion, IsAnotherWhereAPageIsReadOtherwise) {
  const fs::path path = fs::path(DEPESCHE_SOURCE_DIR) / "tests/data/extraction_sums.txt";
  const std::string head = "version " + std::to_string(kExtractionVersion) + "\n";
  const std::string known = read(path);
  const std::string sums = sums_of_pages();
  std::istringstream lines(sums);
  for (std::string line; std::getline(lines, line);) {
    const std::string name = line.substr(0, line.find(' ') + 1);
    const bool is_new = known.find("\n" + name) == std::string::npos || !known.starts_with(head);
    ASSERT_TRUE(is_new || known.find("\n" + line + "\n") != std::string::npos)
        << name << "is read otherwise; kExtractionVersion (extract/extract.h) must be raised";
  }
  check(path, head + sums);
}

TEST(Pages, NeverHoldTheChromeAroundTheArticle) {
  const fs::path folder = fs::path(DEPESCHE_SOURCE_DIR) / "tests/data/pages";
  for (const auto& entry : fs::directory_iterator(folder)) {
    const Result<Article> article = extract_article(read(entry.path() / "page.html"),
                                                    {.url = {}, .content_type = {}, .now = kNow});
    if (!article) continue;
    for (const std::string_view chrome :
         {"Cookies", "Newsletter", "Lesen Sie auch", "Teilen", "Foto:", "Kommentare", "Subscribe",
          "Follow us", "Most read", "Mehr zum Thema", "weiterlesen", "Anzeige", "Alle Rechte"}) {
      EXPECT_EQ(article->text.find(chrome), std::string::npos) << entry.path() << ": " << chrome;
    }
  }
}

TEST(Pages, EmptyBytesAreRefused) {
  EXPECT_EQ(extract_article("", {}).error().code, ErrorCode::Empty);
  EXPECT_EQ(extract_article(" \n ", {}).error().code, ErrorCode::Empty);
  EXPECT_FALSE(extract_article("<html><body></body></html>", {}));
}

TEST(Pages, DatesInTheFutureAndThePastAreNotBelieved) {
  const std::string body = "</head><body><h1>Brücke gesperrt am Ufer</h1><p>" +
                           std::string("Die Stadt hat die Brücke am Ufer gesperrt, sagte sie. ") +
                           "Niemand darf mehr über sie fahren, bis sie repariert ist.</p></body>";
  const auto published = [&](std::string_view date) {
    const std::string page = "<html><head><meta property=\"article:published_time\" content=\"" +
                             std::string(date) + "\">" + body;
    const Result<Article> article =
        extract_article(page, {.url = {}, .content_type = {}, .now = kNow});
    return article && article->published ? format_rfc3339(*article->published) : "none";
  };
  EXPECT_EQ(published("2026-10-31T10:00:00Z"), "2026-10-31T10:00:00Z");
  EXPECT_EQ(published("2026-10-31"), "2026-10-31");
  EXPECT_EQ(published("2027-01-01T10:00:00Z"), "none");
  EXPECT_EQ(published("1970-01-01T00:00:00Z"), "none");
}

}  // namespace
}  // namespace depesche
