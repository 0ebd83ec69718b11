#include "cli/warc_pages.h"

#include "dates/dates.h"
#include "extract/extract.h"
#include "warc/digests.h"
#include "warc/http_response.h"

namespace depesche::cli {
namespace {

// One byte more than is read of a page, so that it is said when one goes on.
constexpr std::size_t kMaxPage = kLargestPage + 1;

bool begins_like_warc(std::FILE* file) {
  const int first = std::fgetc(file);
  if (first != EOF) std::ungetc(first, file);
  return first == 'W' || first == 0x1f;
}

}  // namespace

bool is_warc_file(const std::filesystem::path& path) {
  if (path == "-") return begins_like_warc(stdin);
  const std::string name = path.filename().string();
  return name.ends_with(".warc") || name.ends_with(".warc.gz");
}

WarcPages::WarcPages(std::string name, File file)
    : name_(std::move(name)),
      file_(std::move(file)),
      records_([from = file_.get()](std::span<char> into) {
        return std::fread(into.data(), 1, into.size(), from);
      }) {}

Result<WarcPages> WarcPages::open(const std::filesystem::path& path) {
  if (path == "-") return WarcPages("standard input", File(stdin, [](std::FILE*) {}));
  File file(std::fopen(path.c_str(), "rb"),
            [](std::FILE* opened) { static_cast<void>(std::fclose(opened)); });
  if (!file) return Error{ErrorCode::NotFound, path.string() + " cannot be opened"};
  return WarcPages(path.string(), std::move(file));
}

std::optional<Result<CrawledPage>> WarcPages::next() {
  while (auto record = records_.next("response")) {
    if (!*record) {
      const Error& error = record->error();
      return Error{error.code, name_ + ": " + error.message};
    }
    auto response = warc::parse_http_response((*record)->block, kMaxPage);
    // Answers by other protocols (DNS) are records of this kind, too.
    if (!response || !warc::is_page(*response)) {
      ++other_answers_;
      continue;
    }
    CrawledPage page;
    page.id = (*record)->id();
    page.url = (*record)->target();
    page.content_type = response->content_type;
    page.around = rights::said_by_head(response->headers, page.url);
    page.is_other = warc::check_digests(**record) == warc::DigestCheck::Differs;
    page.page = {std::move(response->body), response->is_cut || (*record)->is_cut};
    if (const auto date = parse_rfc3339((*record)->field("warc-date"))) page.seen_at = date->at;
    return page;
  }
  return std::nullopt;
}

}  // namespace depesche::cli
