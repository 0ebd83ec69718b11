// The one writing connection of a process and whose turn it is. Inside the module only.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "news/ids.h"
#include "store/sqlite/database.h"

namespace depesche {

class Writer {
 public:
  explicit Writer(const std::string& path, const ConnectionOptions& options) : db(path, options) {}

  Connection db;  // guarded by turn
  /// Recursive, so that what is called inside an AcceptTransaction becomes a part of it.
  mutable std::recursive_mutex turn;
};

/// The outlet of that name, made when it is new.
OutletId outlet_id(Connection& db, std::string_view name);

/// Lower-case ASCII letters, digits and single hyphens; umlauts are written out. Empty when
/// nothing is left.
std::string outlet_slug(std::string_view name);

}  // namespace depesche
