#include "desk/own_articles.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "desk/article_json.h"
#include "language/detect.h"
#include "url/canonical.h"
#include "url/url.h"

namespace depesche {
namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::vector<std::string_view> split(std::string_view json, ArticleLines lines) {
  if (lines == ArticleLines::One) return {json};
  std::vector<std::string_view> all;
  while (!json.empty()) {
    const std::size_t end = std::min(json.find('\n'), json.size());
    all.push_back(json.substr(0, end));
    json.remove_prefix(std::min(end + 1, json.size()));
  }
  return all;
}

Result<Submission> own_submission(std::string_view json) {
  Result<Submission> submission = submission_from_json(json);
  if (!submission) return submission;
  Article& article = submission->article;
  article.origin = Origin::Push;
  article.stream_no = 0;
  article.first_seen_at = {};
  return submission;
}

Result<std::vector<Submission>> read_all(std::string_view json, ArticleLines lines) {
  std::vector<Submission> submissions;
  std::size_t number = 0;
  for (const std::string_view line : split(json, lines)) {
    ++number;
    if (lines == ArticleLines::Many && is_blank(line)) continue;
    Result<Submission> submission = own_submission(line);
    if (!submission) {
      const std::string where =
          lines == ArticleLines::Many ? "line " + std::to_string(number) + ": " : "";
      return Error{submission.error().code, where + submission.error().message};
    }
    if (submissions.size() == kMostOwnArticles) {
      return Error{ErrorCode::TooLarge,
                   "more than " + std::to_string(kMostOwnArticles) + " articles at once"};
    }
    submissions.push_back(*std::move(submission));
  }
  return submissions;
}

}  // namespace

Result<Submission> to_submission(Article article) {
  if (article.canonical_url.empty()) article.canonical_url = canonical_url(article.url);
  if (article.canonical_url.empty()) {
    return Error{ErrorCode::InvalidInput, "the article has no http or https address in 'url'"};
  }
  if (article.title.empty()) return Error{ErrorCode::InvalidInput, "the article has no title"};
  if (article.url.empty()) article.url = article.canonical_url;
  if (article.outlet.empty()) {
    if (const Result<Url> url = parse_url(article.url)) article.outlet = url->host;
  }
  if (article.language.empty()) {
    article.language = detect_language(article.title + "\n" + article.text);
  }
  return Submission{std::move(article), {}, {}, {}};
}

Result<Submission> submission_from_json(std::string_view json) {
  Result<NamedArticle> named = article_from_json(json);
  if (!named) return named.error();
  return to_submission(std::move(named->article));
}

Result<TakenIn> take_in_articles(Archive& archive, std::string_view json, ArticleLines lines,
                                 std::chrono::sys_seconds now) {
  const Result<std::vector<Submission>> submissions = read_all(json, lines);
  if (!submissions) return submissions.error();
  const auto appended = archive.intake().append(*submissions, now);
  if (!appended) return appended.error();
  TakenIn taken;
  for (const Intake::Appended one : *appended) {
    switch (one) {
      case Intake::Appended::New:
        ++taken.added;
        break;
      case Intake::Appended::Known:
        ++taken.known;
        break;
      case Intake::Appended::TakenDown:
        ++taken.taken_down;
        break;
    }
  }
  return taken;
}

}  // namespace depesche
