#include "store/rows/push_rows.h"

namespace depesche {

PushSubscription read_push(const Statement& row, int first) {
  using At = std::chrono::sys_seconds;
  using MaybeAt = std::optional<At>;
  PushSubscription push;
  push.hub = row.text(first);
  push.topic = row.text(first + 1);
  push.callback = row.text(first + 2);
  push.token = row.text(first + 3);
  push.secret = row.text(first + 4);
  push.stage = push_stage(row.text(first + 5));
  push.next_step_at = row.get<At>(first + 6);
  push.verified_at = row.get<MaybeAt>(first + 7);
  push.expires_at = row.get<MaybeAt>(first + 8);
  push.last_push_at = row.get<MaybeAt>(first + 9);
  push.missed_at = row.get<MaybeAt>(first + 10);
  push.bad_at = row.get<MaybeAt>(first + 11);
  push.pushes = row.get<int>(first + 12);
  push.failures = row.get<int>(first + 13);
  push.last_code = row.text(first + 14);
  push.last_reason = row.text(first + 15);
  return push;
}

}  // namespace depesche
