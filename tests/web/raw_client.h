// A bare TCP client for tests: sends exactly the bytes it is given, as slowly as the test likes.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace depesche::test {

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  RawClient(RawClient&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_) {}
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() {
    if (socket_ >= 0) ::close(socket_);
  }

  bool connected() const { return connected_; }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// One response by its Content-Length; what arrived when the peer closes or time runs out.
  std::string read_response(std::chrono::milliseconds patience = std::chrono::seconds(5)) {
    std::string got = std::exchange(rest_, {});
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
      const auto blank = got.find("\r\n\r\n");
      if (blank != std::string::npos) {
        const auto at = got.find("Content-Length: ");
        const std::size_t length = at < blank ? std::stoul(got.substr(at + 16)) : 0;
        if (got.size() >= blank + 4 + length) {
          rest_ = got.substr(blank + 4 + length);
          return got.substr(0, blank + 4 + length);
        }
      }
      if (!read_some(got, deadline)) return got;
    }
  }

  /// Everything until the peer closes. `closed` tells whether it did so in time.
  std::string read_all(bool& closed, std::chrono::milliseconds patience = std::chrono::seconds(5)) {
    std::string got = std::exchange(rest_, {});
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (read_some(got, deadline)) continue;
    closed = std::chrono::steady_clock::now() < deadline;
    return got;
  }

 private:
  bool read_some(std::string& into, std::chrono::steady_clock::time_point deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd waiting{socket_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return false;
    char chunk[16384];
    const ssize_t count = ::recv(socket_, chunk, sizeof chunk, 0);
    if (count <= 0) return false;
    into.append(chunk, static_cast<std::size_t>(count));
    return true;
  }

  int socket_;
  bool connected_ = false;
  std::string rest_;
};

}  // namespace depesche::test
