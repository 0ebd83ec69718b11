#include "tests/support/loopback_server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/ascii.h"
#include "pack/gzip.h"

namespace depesche::test {
namespace {

constexpr std::size_t kMaxRequest = 1 << 20;

LoopbackRequest parse_request(std::string_view head) {
  LoopbackRequest request;
  const std::size_t line_end = std::min(head.find("\r\n"), head.size());
  std::string_view line = head.substr(0, line_end);
  const std::size_t space = std::min(line.find(' '), line.size());
  request.method = line.substr(0, space);
  line.remove_prefix(std::min(space + 1, line.size()));
  request.target = line.substr(0, line.find(' '));
  request.path = request.target.substr(0, request.target.find('?'));
  head.remove_prefix(std::min(line_end + 2, head.size()));
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    const std::string_view header = head.substr(0, end);
    const std::size_t colon = header.find(':');
    if (colon != std::string_view::npos) {
      request.headers.emplace_back(to_lower(header.substr(0, colon)),
                                   trim(header.substr(colon + 1)));
    }
    head.remove_prefix(std::min(end + 2, head.size()));
  }
  return request;
}

}  // namespace

std::string LoopbackRequest::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (known == name) return value;
  }
  return {};
}

struct LoopbackServer::State {
  // One connection: reads requests, finds their responder, lets it write.
  class Connection final : public LoopbackConnection {
   public:
    Connection(State& state, int socket, int number)
        : state_(state), socket_(socket), number_(number) {}

    bool send(std::string_view bytes) override {
      while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) {
          open_ = false;
          return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      }
      return true;
    }

    bool wait(std::chrono::milliseconds span) override {
      std::unique_lock lock(state_.mutex);
      return !state_.stopped.wait_for(lock, span, [&] { return state_.is_stopping; });
    }

    void close() override { open_ = false; }

    void serve() {
      std::string buffer;
      while (open_) {
        if (!read_until(buffer, "\r\n\r\n")) return;
        const std::size_t end = buffer.find("\r\n\r\n");
        LoopbackRequest request = parse_request(std::string_view(buffer).substr(0, end));
        buffer.erase(0, end + 4);
        const std::string length = request.header("content-length");
        const std::size_t body = length.empty() ? 0 : std::stoul(length);
        if (!read_size(buffer, body)) return;
        request.body = buffer.substr(0, body);
        buffer.erase(0, body);
        request.connection = number_;
        request.at = std::chrono::steady_clock::now();
        state_.find_responder(request)(request, *this);
      }
    }

   private:
    bool read_more(std::string& buffer) {
      std::array<char, 8192> chunk{};
      const ssize_t got = ::recv(socket_, chunk.data(), chunk.size(), 0);
      if (got <= 0 || buffer.size() > kMaxRequest) return false;
      buffer.append(chunk.data(), static_cast<std::size_t>(got));
      return true;
    }
    bool read_until(std::string& buffer, std::string_view mark) {
      while (buffer.find(mark) == std::string::npos) {
        if (!read_more(buffer)) return false;
        if (!is_alpha(buffer.front())) {  // a TLS greeting, most likely
          send("HTTP/1.1 400 Not HTTP\r\nContent-Length: 0\r\n\r\n");
          return false;
        }
      }
      return true;
    }
    bool read_size(std::string& buffer, std::size_t size) {
      while (buffer.size() < size) {
        if (!read_more(buffer)) return false;
      }
      return true;
    }

    State& state_;
    int socket_;
    int number_;
    bool open_ = true;
  };

  Responder find_responder(const LoopbackRequest& request) {
    const std::scoped_lock lock(mutex);
    log.push_back(request);
    auto found = responders.find(request.path);
    if (found == responders.end()) found = responders.find("*");
    return found == responders.end() ? reply(404, "nothing here") : found->second;
  }

  void accept_connections() {
    while (true) {
      const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0 && (errno == EINTR || errno == ECONNABORTED)) continue;
      const std::scoped_lock lock(mutex);
      if (socket < 0 || is_stopping) {
        if (socket >= 0) ::close(socket);
        return;
      }
      const int on = 1;
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      sockets.push_back(socket);
      const int number = static_cast<int>(sockets.size());
      workers.emplace_back([this, socket, number] {
        Connection(*this, socket, number).serve();
        // The socket is closed when the server goes, so that its number is not used again before.
        ::shutdown(socket, SHUT_RDWR);
      });
    }
  }

  // Guards everything below but the listener and the port.
  mutable std::mutex mutex;
  std::condition_variable stopped;
  bool is_stopping = false;
  std::map<std::string, Responder, std::less<>> responders;
  std::vector<LoopbackRequest> log;
  std::vector<int> sockets;
  std::vector<std::jthread> workers;

  int listener = -1;
  int port = 0;
  std::jthread acceptor;
};

LoopbackServer::LoopbackServer() : state_(std::make_unique<State>()) {
  state_->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (state_->listener < 0 || ::bind(state_->listener, generic, size) != 0 ||
      ::listen(state_->listener, 128) != 0 ||
      ::getsockname(state_->listener, generic, &size) != 0) {
    throw std::runtime_error("no loopback server: a socket could not be opened");
  }
  state_->port = ntohs(address.sin_port);
  state_->acceptor = std::jthread([state = state_.get()] { state->accept_connections(); });
}

LoopbackServer::~LoopbackServer() {
  std::vector<std::jthread> workers;
  {
    const std::scoped_lock lock(state_->mutex);
    state_->is_stopping = true;
    for (const int socket : state_->sockets) ::shutdown(socket, SHUT_RDWR);
    workers.swap(state_->workers);
  }
  state_->stopped.notify_all();
  ::shutdown(state_->listener, SHUT_RDWR);
  state_->acceptor.join();
  workers.clear();
  for (const int socket : state_->sockets) ::close(socket);
  ::close(state_->listener);
}

void LoopbackServer::on(std::string_view path, Responder responder) {
  const std::scoped_lock lock(state_->mutex);
  state_->responders.insert_or_assign(std::string(path), std::move(responder));
}

int LoopbackServer::port() const { return state_->port; }

std::string LoopbackServer::url(std::string_view path, std::string_view host) const {
  return "http://" + std::string(host) + ":" + std::to_string(port()) + std::string(path);
}

std::vector<LoopbackRequest> LoopbackServer::requests() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->log;
}

int LoopbackServer::count(std::string_view path) const {
  const std::scoped_lock lock(state_->mutex);
  return static_cast<int>(std::count_if(state_->log.begin(), state_->log.end(),
                                        [&](const auto& request) { return request.path == path; }));
}

int LoopbackServer::connections() const {
  const std::scoped_lock lock(state_->mutex);
  return static_cast<int>(state_->sockets.size());
}

namespace {

std::string head(int status, const HeaderLines& headers) {
  std::string out = "HTTP/1.1 " + std::to_string(status) + " Scripted\r\n";
  for (const auto& [name, value] : headers) out += name + ": " + value + "\r\n";
  return out + "\r\n";
}

}  // namespace

Responder reply(int status, std::string body, HeaderLines headers) {
  if (status != 304) headers.emplace_back("Content-Length", std::to_string(body.size()));
  return [bytes = head(status, headers) + body](const LoopbackRequest&, LoopbackConnection& to) {
    to.send(bytes);
  };
}

Responder reply_with_etag(std::string etag, std::string body, HeaderLines headers) {
  headers.emplace_back("ETag", etag);
  return [etag, fresh = reply(200, std::move(body), headers), same = reply(304, {}, headers)](
             const LoopbackRequest& request, LoopbackConnection& to) {
    (request.header("if-none-match") == etag ? same : fresh)(request, to);
  };
}

Responder redirect(int status, std::string location) {
  return reply(status, "moved", {{"Location", std::move(location)}});
}

Responder in_turn(std::vector<Responder> responders) {
  auto turn = std::make_shared<std::atomic<std::size_t>>(0);
  return [responders = std::move(responders), turn](const LoopbackRequest& request,
                                                    LoopbackConnection& to) {
    responders[std::min(turn->fetch_add(1), responders.size() - 1)](request, to);
  };
}

Responder late(std::chrono::milliseconds delay, Responder responder) {
  return [delay, responder = std::move(responder)](const LoopbackRequest& request,
                                                   LoopbackConnection& to) {
    if (to.wait(delay)) responder(request, to);
  };
}

Responder stall_after(std::string beginning) {
  return [beginning = std::move(beginning)](const LoopbackRequest&, LoopbackConnection& to) {
    to.send(beginning);
    // Then nothing: the connection waits for a next request that does not come.
  };
}

Responder trickle(std::string bytes, std::chrono::milliseconds pause, std::string beginning) {
  return [bytes = std::move(bytes), pause, beginning = std::move(beginning)](
             const LoopbackRequest&, LoopbackConnection& to) {
    to.send(beginning);
    for (const char byte : bytes) {
      if (!to.send({&byte, 1}) || !to.wait(pause)) break;
    }
    to.close();
  };
}

Responder cut_after(std::string bytes) {
  return [bytes = std::move(bytes)](const LoopbackRequest&, LoopbackConnection& to) {
    to.send(bytes);
    to.close();
  };
}

Responder endless(std::uint64_t bytes, Announced announced) {
  return [bytes, announced](const LoopbackRequest&, LoopbackConnection& to) {
    HeaderLines headers;
    if (announced == Announced::Yes) headers.emplace_back("Content-Length", std::to_string(bytes));
    if (!to.send(head(200, headers))) return;
    const std::string chunk(64 * 1024, 'x');
    for (std::uint64_t sent = 0; sent < bytes; sent += chunk.size()) {
      if (!to.send(std::string_view(chunk).substr(0, bytes - sent))) break;
    }
    to.close();
  };
}

Responder gzip_bomb(std::size_t bytes) {
  return reply(200, gzip(std::string(bytes, 'x')), {{"Content-Encoding", "gzip"}});
}

Responder header_flood(int lines) {
  HeaderLines headers;
  for (int i = 0; i < lines; ++i) headers.emplace_back("X-" + std::to_string(i), "flood");
  return reply(200, "after the flood", headers);
}

}  // namespace depesche::test
