// What programs of the owner's may do.
#include "base/ascii.h"
#include "json/writer.h"
#include "web/http/csrf.h"
#include "web/site/room.h"

namespace depesche::web {
namespace {

/// One object, or one a line; nothing for what is neither.
std::optional<ArticleLines> lines_of(std::string_view content_type) {
  const std::string_view type =
      trim(content_type.substr(0, std::min(content_type.find(';'), content_type.size())));
  if (equals_ignoring_case(type, "application/json")) return ArticleLines::One;
  for (const char* lines :
       {"application/x-ndjson", "application/jsonl", "application/json-lines"}) {
    if (equals_ignoring_case(type, lines)) return ArticleLines::Many;
  }
  return std::nullopt;
}

Response refusal(const Error& error) {
  switch (error.code) {
    case ErrorCode::Malformed:
      return problem(400, "this is no article in JSON", error.message);
    case ErrorCode::TooLarge:
      return problem(413, "too many articles at once", error.message);
    default:
      return problem(422, "an article cannot be taken in", error.message);
  }
}

/// PUT /api/v1/articles: a JSON object as `import` reads it (application/json), or one a line
/// (application/x-ndjson). All are taken in or none; the same once more changes nothing. 201 when
/// there was something new, else 200. Where it says origin, stream_no or first_seen_at, that is
/// ours to say.
Response put_articles(Room& room, const Request& request) {
  if (!room.viewer(request).may_edit) return problem(403, "only the owner may put articles here");
  if (is_from_another_site(request)) return problem(403, "another site's page may not");
  const auto lines = lines_of(request.header("content-type"));
  if (!lines) {
    return problem(415, "the content type is wrong",
                   "application/json for one article, application/x-ndjson for one a line");
  }
  const Result<TakenIn> taken = room.desk.put_articles(request.body, *lines);
  if (!taken) return refusal(taken.error());
  json::Writer out;
  out.begin_object().key("taken_in").value(taken->added).key("known").value(taken->known);
  out.key("taken_down").value(taken->taken_down).end_object();
  return {taken->added > 0 ? 201 : 200, "application/json", out.take() + "\n", {}};
}

}  // namespace

Response problem(int status, std::string_view title, std::string_view detail) {
  json::Writer out;
  out.begin_object().key("type").value("about:blank").key("title").value(title);
  out.key("status").value(status);
  if (!detail.empty()) out.key("detail").value(detail);
  out.end_object();
  return {status, "application/problem+json", out.take() + "\n", {}};
}

void add_api_routes(Router& router, Room& room) {
  router.put("/api/v1/articles",
             [&room](const Request& request, const Match&) { return put_articles(room, request); });
}

}  // namespace depesche::web
