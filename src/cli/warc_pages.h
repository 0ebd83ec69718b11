// The pages in a WARC file: answers with status 200 and HTML, in the file's order.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "cli/pages.h"
#include "rights/ledger.h"
#include "warc/records.h"

namespace depesche::cli {

/// A page as a crawler kept it.
struct CrawledPage {
  std::string id;  // of its record
  std::string url;
  std::string content_type;
  rights::Surroundings around;  // what its head said
  PageBytes page;
  bool is_other = false;  // its bytes are not those its digest is of
  std::optional<std::chrono::sys_seconds> seen_at;
};

/// By its name; standard input by its first byte.
bool is_warc_file(const std::filesystem::path& path);

class WarcPages {
 public:
  static Result<WarcPages> open(const std::filesystem::path& path);

  /// Nothing at the end. An Error names the file and is about one place in it; the next call goes
  /// on behind it.
  std::optional<Result<CrawledPage>> next();

  /// Answers passed over so far: other statuses, pictures, scripts.
  std::size_t other_answers() const { return other_answers_; }
  /// And records that say that a page was as before.
  std::size_t revisits() const { return records_.revisits(); }

 private:
  using File = std::unique_ptr<std::FILE, void (*)(std::FILE*)>;
  WarcPages(std::string name, File file);

  std::string name_;
  File file_;
  warc::Records records_;
  std::size_t other_answers_ = 0;
};

}  // namespace depesche::cli
