// What is remembered of a host's robots.txt, and for how long (RFC 9309, 2.3 and 2.4).
//
//   2xx                     its rules, for max-age within one hour and one day
//   4xx but 429             there are none: everything is allowed, for a day
//   429, 5xx, no answer     unreadable: the rules known before still hold, else nothing is
//                           allowed; tried again after 5 min, 10 min … one hour
//
// Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "fetch/http_client.h"
#include "fetch/robots.h"

namespace depesche::fetch {

struct RobotsRecord {
  std::optional<RobotsRules> rules;  // absent: never read so far
  std::optional<Error> unreadable;   // why the last attempt failed
  int failures = 0;                  // in a row
  std::chrono::steady_clock::time_point expires{};
};

RobotsRecord judge_robots(const Result<Reply>& answer, const RobotsRecord& before,
                          std::string_view agent, std::chrono::steady_clock::time_point now);

/// May this page of `url.host` be asked for? Unreadable rules give the error that made them so:
/// asking again later makes sense, after RobotsDisallowed it does not.
Result<void> check_robots(const RobotsRecord& record, const Url& url);

}  // namespace depesche::fetch
