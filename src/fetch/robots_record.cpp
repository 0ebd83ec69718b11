#include "fetch/robots_record.h"

#include <algorithm>

namespace depesche::fetch {
namespace {

using std::chrono::seconds;

constexpr seconds kShortestMemory = std::chrono::hours(1);
constexpr seconds kLongestMemory = std::chrono::hours(24);  // RFC 9309, 2.4
constexpr seconds kFirstRetry = std::chrono::minutes(5);
constexpr seconds kLongestRetry = std::chrono::hours(1);

bool has_rules(const Reply& reply) { return reply.status >= 200 && reply.status < 300; }

bool has_none(const Reply& reply) {
  return reply.status >= 400 && reply.status < 500 && reply.status != 429;
}

}  // namespace

RobotsRecord judge_robots(const Result<Reply>& answer, const RobotsRecord& before,
                          std::string_view agent, std::chrono::steady_clock::time_point now) {
  RobotsRecord record;
  if (answer && has_rules(*answer)) {
    record.rules = parse_robots(answer->body, agent);
    record.expires =
        now + std::clamp(answer->max_age.value_or(kLongestMemory), kShortestMemory, kLongestMemory);
    return record;
  }
  if (answer && has_none(*answer)) {
    record.rules = allow_everything();
    record.expires = now + kLongestMemory;
    return record;
  }
  record = before;
  record.unreadable = answer ? answer->problem().value_or(Error{
                                   ErrorCode::BadStatus, "the server does not show its robots.txt"})
                             : answer.error();
  ++record.failures;
  const seconds retry = kFirstRetry * (1 << std::min(record.failures - 1, 4));
  record.expires = now + std::min(retry, kLongestRetry);
  return record;
}

Result<void> check_robots(const RobotsRecord& record, const Url& url) {
  if (record.rules) {
    if (is_allowed(*record.rules, url.path_and_query())) return {};
    return Error{ErrorCode::RobotsDisallowed,
                 "the robots.txt of " + url.host + " asks us not to read this page"};
  }
  if (!record.unreadable) return {};
  return Error{record.unreadable->code, "the robots.txt of " + url.host + " cannot be read (" +
                                            record.unreadable->message +
                                            "); until then its pages are left alone"};
}

}  // namespace depesche::fetch
