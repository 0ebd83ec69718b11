// What an ordinary bad day looks like: a value or the reason there is none.
//
// Outlets fail all the time, and each failure is news about an outlet: it is stored, shown and used
// for back-off. So it needs a code for the program and a sentence for a person. A broken machine
// (disk, memory) is an exception instead; docs/decisions/0005 says why.
//
// The names are those of std::expected, which needs C++23, so that it can replace this page later.
#pragma once

#include <cassert>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace depesche {

enum class ErrorCode {
  InvalidInput,  // the caller's words make no sense: an address, a query, an option
  Unsupported,   // understood what it is, but not how to read it
  Malformed,     // meant to be what we read, but broken
  TooLarge,      // beyond a limit on bytes, entries or nesting
  Empty,         // nothing there
  NotAnArticle,  // a front page, a consent wall, a login page
  NotFound,      // 404
  Gone,          // 410
  Forbidden,     // 401, 403, 451
  RateLimited,   // 429
  // The host has sent as much as it may in a day.
  AllowanceSpent,
  ServerFailed,  // 5xx
  BadStatus,     // any other unexpected status
  Unreachable,   // no address, no connection
  TimedOut,
  TlsFailed,
  TooManyRedirects,
  RobotsDisallowed,
  AddressNotAllowed,  // private, loopback and the like
  Busy,               // somebody else holds it; trying later may do
  Cancelled,          // we were asked to stop; says nothing about the outlet
  NotWritable,
  DiskFull,
  Damaged,      // our own store does not check out
  NewerSchema,  // the store was written by a newer program
  PortInUse,
  NoFeed,  // a page that offers no feed
};

/// The code as programs see it in JSON and in the store: "not_found", "too_large", …
std::string_view name(ErrorCode code);

struct Error {
  ErrorCode code;
  std::string message;  // for a person: lower case, no full stop
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const noexcept { return state_.index() == 0; }
  const T& operator*() const& {
    assert(*this);
    return *std::get_if<0>(&state_);
  }
  T& operator*() & {
    assert(*this);
    return *std::get_if<0>(&state_);
  }
  T&& operator*() && {
    assert(*this);
    return std::move(*std::get_if<0>(&state_));
  }
  const T* operator->() const { return &**this; }
  T* operator->() { return &**this; }
  const Error& error() const {
    assert(!*this);
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

/// Success without a value: `return {};`
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}

  explicit operator bool() const noexcept { return !failed_; }
  const Error& error() const {
    assert(failed_);
    return error_;
  }

 private:
  Error error_{};
  bool failed_ = false;
};

}  // namespace depesche
