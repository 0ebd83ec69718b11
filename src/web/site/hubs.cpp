// WebSub: hubs ask back whether we asked them, and bring news. They are strangers who know an
// address nobody can guess; what they may learn and do by it is decided in fetch/websub.h.
#include "web/site/room.h"

namespace depesche::web {
namespace {

Response plain_answer(int status, std::string text) {
  return {status, "text/plain; charset=utf-8", std::move(text), {}};
}

/// GET /websub/TOKEN, hub.mode= hub.topic= hub.challenge= hub.lease_seconds= hub.reason=
Response answer_hub(Room& room, const Request& request, const Match& match) {
  const auto field = [&](std::string_view name) { return std::string(value(request.query, name)); };
  Hubs::Answer answer = room.desk.answer_hub(
      match.words[0], {field("hub.mode"), field("hub.topic"), field("hub.challenge"),
                       field("hub.lease_seconds"), field("hub.reason")});
  return plain_answer(answer.status, std::move(answer.body));
}

/// POST /websub/TOKEN, the feed or its news as body
Response take_push(Room& room, const Request& request, const Match& match) {
  return plain_answer(
      room.desk.take_push(match.words[0],
                          {std::string(request.header("x-hub-signature")),
                           std::string(request.header("content-type")), request.body}),
      {});
}

}  // namespace

void add_hub_routes(Router& router, Room& room) {
  router.get("/websub/:token", Formats::Html, [&room](const Request& request, const Match& match) {
    return answer_hub(room, request, match);
  });
  router.post_from_outside("/websub/:token", [&room](const Request& request, const Match& match) {
    return take_push(room, request, match);
  });
}

}  // namespace depesche::web
