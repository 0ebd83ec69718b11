// A broken machine as the store meets it: disk full, a damaged file, somebody else's lock.
//
// error() is for a person: one sentence that names the file. what() is for the log: the same, and
// what SQLite was doing and said.
//
// Thrown by everything in this module; the doors that open, back up, restore or check a store catch
// it and return its Error instead. After one is thrown inside a transaction nothing of it is kept,
// and the same connection works on (docs/decisions/0005).
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "base/result.h"

namespace depesche {

class StoreError : public std::runtime_error {
 public:
  explicit StoreError(Error error) : std::runtime_error(error.message), error_(std::move(error)) {}
  StoreError(ErrorCode code, std::string message) : StoreError(Error{code, std::move(message)}) {}
  StoreError(Error error, const std::string& detail)
      : std::runtime_error(error.message + " (" + detail + ")"), error_(std::move(error)) {}

  ErrorCode code() const noexcept { return error_.code; }
  const Error& error() const noexcept { return error_; }

 private:
  Error error_;
};

}  // namespace depesche
