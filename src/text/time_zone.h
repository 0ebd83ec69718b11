// Where on the clock a reader lives: the offset from UTC at any moment, by IANA zone name.
//
// ICU's own zone tables are used, not the system's, so that every machine shows the same times.
// Cheap to copy; safe to read from many threads.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace depesche {

class TimeZone {
 public:
  /// UTC.
  TimeZone() = default;
  /// "Europe/Berlin"; nothing for a name ICU does not know.
  static std::optional<TimeZone> find(std::string_view name);
  /// What the machine is set to; UTC when it does not say.
  static TimeZone of_this_machine();
  /// The usual names, one for each clock people live by ("Europe/Berlin"), in byte order.
  static const std::vector<std::string>& names();

  const std::string& name() const { return name_; }
  std::chrono::seconds offset_at(std::chrono::sys_seconds at) const;

 private:
  std::string name_ = "UTC";
  std::shared_ptr<const void> zone_;  // an icu::TimeZone; none for UTC
};

}  // namespace depesche
