#include "base/result.h"

namespace depesche {

std::string_view name(ErrorCode code) {
  switch (code) {
    case ErrorCode::InvalidInput:
      return "invalid_input";
    case ErrorCode::Unsupported:
      return "unsupported";
    case ErrorCode::Malformed:
      return "malformed";
    case ErrorCode::TooLarge:
      return "too_large";
    case ErrorCode::Empty:
      return "empty";
    case ErrorCode::NotAnArticle:
      return "not_an_article";
    case ErrorCode::NotFound:
      return "not_found";
    case ErrorCode::Gone:
      return "gone";
    case ErrorCode::Forbidden:
      return "forbidden";
    case ErrorCode::RateLimited:
      return "rate_limited";
    case ErrorCode::AllowanceSpent:
      return "allowance_spent";
    case ErrorCode::ServerFailed:
      return "server_failed";
    case ErrorCode::BadStatus:
      return "bad_status";
    case ErrorCode::Unreachable:
      return "unreachable";
    case ErrorCode::TimedOut:
      return "timed_out";
    case ErrorCode::TlsFailed:
      return "tls_failed";
    case ErrorCode::TooManyRedirects:
      return "too_many_redirects";
    case ErrorCode::RobotsDisallowed:
      return "robots_disallowed";
    case ErrorCode::AddressNotAllowed:
      return "address_not_allowed";
    case ErrorCode::Busy:
      return "busy";
    case ErrorCode::Cancelled:
      return "cancelled";
    case ErrorCode::NotWritable:
      return "not_writable";
    case ErrorCode::DiskFull:
      return "disk_full";
    case ErrorCode::Damaged:
      return "damaged";
    case ErrorCode::NewerSchema:
      return "newer_schema";
    case ErrorCode::PortInUse:
      return "port_in_use";
    case ErrorCode::NoFeed:
      return "no_feed";
  }
  assert(false);
  return "";
}

}  // namespace depesche
