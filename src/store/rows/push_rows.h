// A WebSub subscription as columns.
#pragma once

#include <string_view>

#include "news/push.h"
#include "store/sqlite/database.h"

namespace depesche {

/// In the order read_push() reads; all NULL where a LEFT JOIN finds none.
inline constexpr std::string_view kPushColumns =
    " hub, topic, callback, token, secret, stage, next_step_at, verified_at, expires_at,"
    " last_push_at, missed_at, bad_at, pushes, push_subscription.failures, last_code,"
    " last_reason";
/// How many they are.
inline constexpr int kPushColumnCount = 16;

/// From the columns beginning at `first`.
PushSubscription read_push(const Statement& row, int first);

}  // namespace depesche
