#include "web/http/server.h"

#include <algorithm>
#include <atomic>
#include <list>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <spdlog/spdlog.h>

#include "base/ascii.h"
#include "base/version.h"

namespace depesche::web {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace net = boost::asio;
using tcp = net::ip::tcp;
using boost::system::error_code;

constexpr auto kAwait = net::as_tuple(net::use_awaitable);
constexpr std::chrono::milliseconds kLinger{1000};  // for a refused client to read why
constexpr std::chrono::milliseconds kAcceptPause{50};
constexpr std::size_t kReadAhead = 64u << 10;  // Beast reads bodies in pieces of this size

using Parser = http::request_parser<http::string_body>;
using Message = http::response<http::string_body>;

/// A connection as the others see it: enough to close it. Only the socket thread touches these.
struct Guest {
  explicit Guest(tcp::socket socket) : stream(std::move(socket)) {}
  beast::tcp_stream stream;
  std::list<Guest*>::iterator place;  // among the waiting, while `waiting`
  bool waiting = false;
  bool evicted = false;
};

Fields copy_headers(const http::request<http::string_body>& message) {
  Fields headers;
  for (const auto& field : message) {
    headers.push_back({to_lower(std::string_view(field.name_string())),
                       std::string(std::string_view(field.value()))});
  }
  return headers;
}

RawRequest take_raw(http::request<http::string_body>& message) {
  return {std::string(std::string_view(message.method_string())),
          std::string(std::string_view(message.target())), copy_headers(message),
          std::move(message.body())};
}

Message to_message(Response response, bool keep_alive) {
  Message message;
  message.version(11);
  message.result(static_cast<unsigned>(response.status));
  message.set(http::field::server, "depesche/" + std::string(version()));
  if (response.status != 304) message.set(http::field::content_type, response.type);
  for (const Field& header : response.headers) {
    // Nothing a visitor wrote may begin a header of its own.
    if (header.value.find_first_of("\r\n") == std::string::npos) {
      message.insert(header.name, header.value);
    }
  }
  message.body() = std::move(response.body);
  message.keep_alive(keep_alive);
  if (response.status != 304 && response.status != 204) {
    message.content_length(message.body().size());
  }
  return message;
}

int status_of(const error_code& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return 431;
  if (error == http::error::body_limit) return 413;
  return 400;
}

/// Errors after which nobody is there to read an answer.
bool is_gone(const error_code& error) {
  return error == http::error::end_of_stream || error == net::error::eof ||
         error == net::error::connection_reset || error == net::error::operation_aborted ||
         error == net::error::broken_pipe || error == net::error::bad_descriptor ||
         error == beast::error::timeout;  // Beast has closed the socket then
}

Error listen_error(const error_code& error, const ListenAddress& address) {
  const std::string where = to_string(address);
  if (error == net::error::address_in_use) {
    return {ErrorCode::PortInUse, "another program listens on " + where +
                                      "; stop it or choose another port with --listen " +
                                      to_string({address.host, 0}) + " (0: any free one)"};
  }
  if (error == net::error::access_denied) {
    return {ErrorCode::Forbidden, "this user may not listen on " + where +
                                      "; ports below 1024 belong to root, choose a higher one"};
  }
  return {ErrorCode::InvalidInput, "cannot listen on " + where + ": " + error.message()};
}

}  // namespace

struct Server::Inside {
  ListenAddress address;
  Answer answer;
  Refuse refuse;
  ServerLimits limits;

  // Touched by the socket thread only.
  std::size_t guests = 0;
  std::list<Guest*> waiting;  // longest first
  bool stopping = false;
  std::atomic<bool> abandoned{false};  // stopped for good: queued answers are not worth computing
  // For `counts`.
  std::atomic<std::uint64_t> open{0}, accepted{0}, turned_away{0}, requests{0};
  // Last, so that the coroutines, which die with the context, still find the above.
  net::io_context context{1};
  tcp::acceptor acceptor{context};
  net::steady_timer grace_timer{context};
  net::thread_pool pool;

  Inside(ListenAddress where, Answer how, Refuse how_not, const ServerLimits& bounds)
      : address(std::move(where)),
        answer(std::move(how)),
        refuse(std::move(how_not)),
        limits(bounds),
        pool(std::max(1u, bounds.threads)) {}

  Result<void> listen();
  void stop();
  void make_room();
  void start_waiting(Guest& guest);
  void end_waiting(Guest& guest);
  Response answer_safely(const Request& request);
  struct Visit;
  net::awaitable<void> accept_all();
  net::awaitable<void> serve(tcp::socket socket);
  net::awaitable<void> converse(Guest& guest);
  net::awaitable<error_code> read_head(Guest& guest, beast::flat_buffer& buffer, Parser& parser);
  net::awaitable<error_code> read_body(Guest& guest, beast::flat_buffer& buffer, Parser& parser);
  net::awaitable<error_code> write(Guest& guest, Message message, bool body_wanted);
  net::awaitable<void> turn_away(Guest& guest, int status);
};

Result<void> Server::Inside::listen() {
  error_code error;
  const std::string host = address.host == "localhost" ? "127.0.0.1" : address.host;
  const auto ip = net::ip::make_address(host, error);
  if (error) {
    return Error{ErrorCode::InvalidInput, "'" + address.host + "' is no IP address to listen on"};
  }
  const tcp::endpoint endpoint(ip, address.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(net::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error) return listen_error(error, address);
  address.port = acceptor.local_endpoint().port();
  return {};
}

void Server::Inside::stop() {
  if (stopping) return;
  stopping = true;
  error_code ignored;
  acceptor.close(ignored);
  while (!waiting.empty()) {
    Guest& guest = *waiting.front();
    end_waiting(guest);
    guest.evicted = true;
    guest.stream.socket().close(ignored);
  }
  grace_timer.expires_after(limits.grace);
  grace_timer.async_wait([this](error_code error) {
    if (error) return;
    abandoned = true;
    context.stop();
  });
  if (guests == 0) grace_timer.cancel();
}

/// Closes the connection that has waited longest without a whole request, if there is one.
void Server::Inside::make_room() {
  if (waiting.empty()) return;
  Guest& guest = *waiting.front();
  end_waiting(guest);
  guest.evicted = true;
  turned_away.fetch_add(1, std::memory_order_relaxed);
  error_code ignored;
  guest.stream.socket().close(ignored);
}

void Server::Inside::start_waiting(Guest& guest) {
  guest.place = waiting.insert(waiting.end(), &guest);
  guest.waiting = true;
}

void Server::Inside::end_waiting(Guest& guest) {
  if (!guest.waiting) return;
  waiting.erase(guest.place);
  guest.waiting = false;
}

Response Server::Inside::answer_safely(const Request& request) {
  requests.fetch_add(1, std::memory_order_relaxed);
  if (abandoned) return {503, "text/plain", {}, {}};
  try {
    return answer(request);
  } catch (const std::exception& failure) {
    spdlog::error("answering {}: {}", request.path, failure.what());
  }
  return refuse(500, request);
}

net::awaitable<void> Server::Inside::accept_all() {
  while (!stopping) {
    auto [error, socket] = co_await acceptor.async_accept(kAwait);
    if (stopping) co_return;
    if (error) {
      // Out of descriptors, or the client was gone already: the next may do better.
      net::steady_timer pause(context, kAcceptPause);
      co_await pause.async_wait(kAwait);
      continue;
    }
    accepted.fetch_add(1, std::memory_order_relaxed);
    if (guests >= limits.connections) make_room();
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    net::co_spawn(context, serve(std::move(socket)), [](const std::exception_ptr& failure) {
      try {
        if (failure) std::rethrow_exception(failure);
      } catch (const std::exception& exception) {
        spdlog::error("a connection failed: {}", exception.what());
      }
    });
  }
}

/// Comes and goes with a connection, also when the coroutine dies with the context.
struct Server::Inside::Visit {
  Inside& inside;
  Guest& guest;
  Visit(Inside& where, Guest& who) : inside(where), guest(who) {
    ++inside.guests;
    inside.open.fetch_add(1, std::memory_order_relaxed);
  }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;
  ~Visit() {
    inside.end_waiting(guest);
    --inside.guests;
    inside.open.fetch_sub(1, std::memory_order_relaxed);
  }
};

net::awaitable<void> Server::Inside::serve(tcp::socket socket) {
  {
    Guest guest(std::move(socket));
    const Visit visit(*this, guest);
    // Making room frees places only as fast as the closed ones notice; this keeps the bound hard.
    if (guests > limits.connections + limits.connections / 8 + 1) {
      turned_away.fetch_add(1, std::memory_order_relaxed);
      co_await turn_away(guest, 503);
    } else {
      co_await converse(guest);
    }
  }
  if (stopping && guests == 0) grace_timer.cancel();
}

net::awaitable<void> Server::Inside::converse(Guest& guest) {
  beast::flat_buffer buffer(limits.header_bytes + kReadAhead);
  for (;;) {
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    parser.body_limit(limits.body_bytes);
    start_waiting(guest);
    error_code error = co_await read_head(guest, buffer, parser);
    end_waiting(guest);
    if (!error) error = co_await read_body(guest, buffer, parser);
    if (guest.evicted || is_gone(error)) co_return;
    if (error) {
      co_await turn_away(guest, status_of(error));
      co_return;
    }
    const bool keep_alive = parser.get().keep_alive() && !stopping;
    auto request = read_request(take_raw(parser.get()));
    if (!request) {
      co_await turn_away(guest, 400);
      co_return;
    }
    const Request& asked = *request;
    auto answering = [this, &asked]() -> net::awaitable<Response> {
      co_return answer_safely(asked);
    };
    Response response = co_await net::co_spawn(pool, std::move(answering), net::use_awaitable);
    error = co_await write(guest, to_message(std::move(response), keep_alive && !stopping),
                           asked.method != Method::Head);
    if (error || !keep_alive || stopping) break;
  }
  error_code ignored;
  guest.stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

net::awaitable<error_code> Server::Inside::read_head(Guest& guest, beast::flat_buffer& buffer,
                                                     Parser& parser) {
  if (buffer.size() == 0) {
    guest.stream.expires_after(limits.idle);
    const auto [error, bytes] = co_await guest.stream.async_read_some(buffer.prepare(4096), kAwait);
    if (error) co_return error;
    buffer.commit(bytes);
  }
  guest.stream.expires_after(limits.header_time);
  const auto [error, bytes] =
      co_await http::async_read_header(guest.stream, buffer, parser, kAwait);
  co_return error;
}

net::awaitable<error_code> Server::Inside::read_body(Guest& guest, beast::flat_buffer& buffer,
                                                     Parser& parser) {
  guest.stream.expires_after(limits.body_time);
  if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto [error, bytes] = co_await net::async_write(
        guest.stream, net::buffer(kContinue.data(), kContinue.size()), kAwait);
    if (error) co_return error;
  }
  if (parser.is_done()) co_return error_code();
  const auto [error, bytes] = co_await http::async_read(guest.stream, buffer, parser, kAwait);
  co_return error;
}

net::awaitable<error_code> Server::Inside::write(Guest& guest, Message message, bool body_wanted) {
  guest.stream.expires_after(limits.write_time);
  http::response_serializer<http::string_body> serializer(message);
  if (!body_wanted) {
    const auto [error, bytes] = co_await http::async_write_header(guest.stream, serializer, kAwait);
    co_return error;
  }
  const auto [error, bytes] = co_await http::async_write(guest.stream, serializer, kAwait);
  co_return error;
}

/// Answers and closes. What the client still sends is read for a moment, because closing with
/// unread bytes resets the connection and takes the answer away from the client.
net::awaitable<void> Server::Inside::turn_away(Guest& guest, int status) {
  Response response = refuse(status, Request{});
  const error_code failed = co_await write(guest, to_message(std::move(response), false), true);
  if (failed) co_return;
  error_code ignored;
  guest.stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  guest.stream.expires_after(kLinger);
  std::vector<char> sink(16u << 10);
  start_waiting(guest);
  for (;;) {
    const auto [error, bytes] = co_await guest.stream.async_read_some(net::buffer(sink), kAwait);
    if (error) co_return;
  }
}

Server::Server(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::open(const ListenAddress& address, Answer answer,
                                             Refuse refuse, const ServerLimits& limits) {
  auto inside = std::make_unique<Inside>(address, std::move(answer), std::move(refuse), limits);
  if (const auto listening = inside->listen(); !listening) return listening.error();
  return std::unique_ptr<Server>(new Server(std::move(inside)));
}

const ListenAddress& Server::address() const { return inside_->address; }

void Server::run(const std::stop_token& stop) {
  Inside& inside = *inside_;
  const std::stop_callback on_stop(
      stop, [&inside] { net::post(inside.context, [&inside] { inside.stop(); }); });
  net::co_spawn(inside.context, inside.accept_all(), net::detached);
  inside.context.run();
  // Answers still computing refer to requests inside their connections' coroutines, which die with
  // the context: wait for them first.
  inside.pool.join();
}

Server::Counts Server::counts() const {
  return {inside_->open.load(std::memory_order_relaxed),
          inside_->accepted.load(std::memory_order_relaxed),
          inside_->turned_away.load(std::memory_order_relaxed),
          inside_->requests.load(std::memory_order_relaxed)};
}

}  // namespace depesche::web
