#include "fetch/session.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <new>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/ascii.h"
#include "url/percent.h"

namespace depesche::fetch {

namespace {
using Clock = std::chrono::steady_clock;

constexpr long kConnectionsKept = 32;
// The body of an error page or a redirect is read up to here, so that its connection lives on.
constexpr std::size_t kMaxUnwantedBody = 64 * 1024;
}  // namespace

// What libcurl's callbacks see of the hop under way.
struct Exchange {
  Exchange(const Url& address, const Request& asked, const ClientOptions& client)
      : url(address), request(asked), options(client) {}

  const Url& url;
  const Request& request;
  const ClientOptions& options;
  Hop hop;
  std::size_t header_bytes = 0;
  std::size_t unwanted_bytes = 0;
  bool headers_complete = false;
  std::optional<Error> failure;  // our own reason for stopping; goes before libcurl's
  std::optional<Error> refused;  // an address that the policy did not allow
  Clock::time_point last_byte = Clock::now();
  std::array<char, CURL_ERROR_SIZE> curl_message{};

  std::size_t max_bytes() const {
    return request.max_bytes == 0 ? kDefaultMaxBytes : request.max_bytes;
  }
  bool wants_body() const { return hop.status >= 200 && hop.status < 300; }
};

namespace {

std::string in_seconds(std::chrono::milliseconds span) {
  const auto tenths = (span.count() + 50) / 100;
  std::string out = std::to_string(tenths / 10);
  if (tenths % 10 != 0) out += "." + std::to_string(tenths % 10);
  return out + " s";
}

std::string in_megabytes(std::size_t bytes) {
  if (bytes < 1024 * 1024) return std::to_string(bytes / 1024) + " KB";
  return std::to_string(bytes / (1024 * 1024)) + " MB";
}

Error too_large(const Exchange& exchange) {
  return {ErrorCode::TooLarge,
          exchange.url.host + " sent more than " + in_megabytes(exchange.max_bytes())};
}

Error cancelled() { return {ErrorCode::Cancelled, "stopped before the answer was complete"}; }

bool announces_too_much(const Exchange& exchange) {
  if (!exchange.wants_body() || exchange.request.at_limit == AtLimit::Cut) return false;
  const std::string length(exchange.hop.headers.first("content-length"));
  return std::strtoull(length.c_str(), nullptr, 10) > exchange.max_bytes();
}

std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* context) {
  Exchange& exchange = *static_cast<Exchange*>(context);
  exchange.last_byte = Clock::now();
  exchange.header_bytes += size;
  if (exchange.header_bytes > exchange.options.max_header_bytes) {
    exchange.failure = Error{ErrorCode::TooLarge,
                             exchange.url.host + " sent more than " +
                                 in_megabytes(exchange.options.max_header_bytes) + " of headers"};
    return 0;
  }
  const std::string_view line(bytes, size);
  if (line.starts_with("HTTP/")) {
    exchange.hop.headers.clear();  // an interim answer (100, 103) came before
    const std::size_t space = line.find(' ');
    exchange.hop.status =
        space == std::string_view::npos
            ? 0
            : static_cast<int>(std::strtol(std::string(line.substr(space)).c_str(), nullptr, 10));
  } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
    exchange.hop.headers.add(line.substr(0, colon), line.substr(colon + 1));
  } else if (trim(line).empty()) {
    exchange.headers_complete = exchange.hop.status >= 200;
    if (announces_too_much(exchange)) {
      exchange.failure = too_large(exchange);
      return 0;
    }
  }
  return size;
}

// Gets unpacked bytes. Returning less than `size` makes libcurl stop.
std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* context) {
  Exchange& exchange = *static_cast<Exchange*>(context);
  exchange.last_byte = Clock::now();
  if (!exchange.wants_body()) {
    exchange.unwanted_bytes += size;
    return exchange.unwanted_bytes > kMaxUnwantedBody ? 0 : size;
  }
  std::string& body = exchange.hop.body;
  const std::size_t room = exchange.max_bytes() - body.size();
  body.append(bytes, std::min(room, size));
  if (size <= room) return size;
  if (exchange.request.at_limit == AtLimit::Cut) {
    exchange.hop.is_cut = true;
  } else {
    exchange.failure = too_large(exchange);
  }
  return 0;
}

// Counts what comes over the wire: packed bytes that unpack to nothing are bytes too.
int on_progress(void* context, curl_off_t, curl_off_t received, curl_off_t, curl_off_t) {
  Exchange& exchange = *static_cast<Exchange*>(context);
  const auto bytes = static_cast<std::size_t>(std::max<curl_off_t>(received, 0));
  if (bytes > exchange.hop.wire_bytes) {
    exchange.hop.wire_bytes = bytes;
    exchange.last_byte = Clock::now();
  }
  if (!exchange.wants_body() || bytes <= exchange.max_bytes() || exchange.hop.is_cut) return 0;
  if (exchange.request.at_limit == AtLimit::Cut) {
    exchange.hop.is_cut = true;
  } else {
    exchange.failure = too_large(exchange);
  }
  return 1;
}

std::optional<IpAddress> address_of(const curl_sockaddr& address, std::uint16_t& port) {
  if (address.family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &address.addr, sizeof four);
    std::array<std::uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &four.sin_addr, bytes.size());
    port = ntohs(four.sin_port);
    return ipv4(bytes[0], bytes[1], bytes[2], bytes[3]);
  }
  if (address.family == AF_INET6) {
    sockaddr_in6 six{};
    std::memcpy(&six, &address.addr, std::min<std::size_t>(sizeof six, address.addrlen));
    IpAddress out;
    std::memcpy(out.bytes.data(), &six.sin6_addr, out.bytes.size());
    port = ntohs(six.sin6_port);
    return out;
  }
  return std::nullopt;
}

// The address here is the one that is connected to; nothing is resolved again after this.
curl_socket_t on_open_socket(void* context, curlsocktype, curl_sockaddr* address) {
  Exchange& exchange = *static_cast<Exchange*>(context);
  std::uint16_t port = 0;
  const auto ip = address_of(*address, port);
  if (!ip) return CURL_SOCKET_BAD;
  const auto allowed = check_address(exchange.options.addresses, exchange.url.host, port, *ip);
  if (!allowed) {
    exchange.refused = allowed.error();
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

Error failure_of(CURLcode code, const Exchange& exchange) {
  const std::string& host = exchange.url.host;
  const ClientOptions& options = exchange.options;
  const char* detail =
      exchange.curl_message[0] != '\0' ? exchange.curl_message.data() : curl_easy_strerror(code);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return {ErrorCode::Unreachable, "the name " + host + " is not known"};
    case CURLE_COULDNT_CONNECT:
      return {ErrorCode::Unreachable, host + " accepts no connection"};
    case CURLE_OPERATION_TIMEDOUT:
      return {ErrorCode::TimedOut,
              host + " did not answer within " + in_seconds(options.connect_timeout)};
    case CURLE_OUT_OF_MEMORY:  // what libcurl says of a header line beyond its 100 KB
      return {ErrorCode::TooLarge, host + " sent a header line of more than 100 KB"};
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WRITE_ERROR:  // not by our writer: bytes after the end of the packed body
      return {ErrorCode::Malformed, host + " sent a body that cannot be unpacked"};
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return {ErrorCode::Malformed, host + " does not speak proper HTTP"};
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return {ErrorCode::Unreachable, host + " broke off before the answer was complete"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
      return {ErrorCode::TlsFailed,
              "no secure connection to " + host + ": " + to_lower(std::string_view(detail))};
    default:
      return {ErrorCode::Unreachable,
              host + " could not be asked: " + to_lower(std::string_view(detail))};
  }
}

// A header value that came from outside must not become two header lines.
bool is_header_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
}

class HeaderList {
 public:
  HeaderList() : list_(nullptr, curl_slist_free_all) {}
  void add(const std::string& line) {
    curl_slist* longer = curl_slist_append(list_.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    (void)list_.release();
    list_.reset(longer);
  }
  curl_slist* get() const { return list_.get(); }

 private:
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> list_;
};

HeaderList request_headers(const Request& request) {
  HeaderList list;
  list.add("Accept: " + (request.accept.empty() ? std::string("*/*") : request.accept));
  if (!request.etag.empty() && is_header_value(request.etag)) {
    list.add("If-None-Match: " + request.etag);
  }
  if (!request.last_modified.empty() && is_header_value(request.last_modified)) {
    list.add("If-Modified-Since: " + request.last_modified);
  }
  return list;
}

// Runs the transfer until it is done, time is up, or somebody asks to stop.
std::optional<CURLcode> run(CURLM* multi, Exchange& exchange, const std::stop_token& stop) {
  const std::stop_callback wake(stop, [multi] { curl_multi_wakeup(multi); });
  const auto deadline = Clock::now() + exchange.options.total_timeout;
  exchange.last_byte = Clock::now();
  while (true) {
    int running = 0;
    if (curl_multi_perform(multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
    int left = 0;
    if (const CURLMsg* message = curl_multi_info_read(multi, &left)) return message->data.result;
    if (stop.stop_requested()) {
      exchange.failure = cancelled();
      return std::nullopt;
    }
    const auto now = Clock::now();
    const auto stalled = exchange.last_byte + exchange.options.stall_timeout;
    if (now >= deadline || now >= stalled) {
      const auto span =
          now >= deadline ? exchange.options.total_timeout : exchange.options.stall_timeout;
      exchange.failure =
          Error{ErrorCode::TimedOut,
                exchange.url.host + " did not " +
                    (exchange.headers_complete ? "finish its answer within " : "answer within ") +
                    in_seconds(span)};
      return std::nullopt;
    }
    const auto wait =
        std::chrono::ceil<std::chrono::milliseconds>(std::min(deadline, stalled) - now);
    curl_multi_poll(multi, nullptr, 0, static_cast<int>(std::min<std::int64_t>(wait.count(), 1000)),
                    nullptr);
  }
}

template <class Handle>
Handle* checked(Handle* handle) {
  if (handle == nullptr) throw std::bad_alloc();
  return handle;
}

}  // namespace

Session::Session(const ClientOptions& options)
    : options_(options),
      multi_(checked(curl_multi_init()), curl_multi_cleanup),
      easy_(checked(curl_easy_init()), curl_easy_cleanup) {
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, kConnectionsKept);
}

bool Session::knows(const std::string& origin) const {
  return std::find(origins_.begin(), origins_.end(), origin) != origins_.end();
}

void Session::prepare(const Url& url, Exchange& exchange) {
  CURL* easy = easy_.get();
  const auto set = [easy](CURLoption option, auto value) { curl_easy_setopt(easy, option, value); };
  curl_easy_reset(easy);  // options only; connections and the resolver's cache stay
  Url bare = url;
  bare.username.clear();
  bare.password.clear();
  bare.fragment.reset();
  set(CURLOPT_URL, bare.to_string().c_str());
  if (!url.username.empty() || !url.password.empty()) {
    set(CURLOPT_USERNAME, percent_decode(url.username).c_str());
    set(CURLOPT_PASSWORD, percent_decode(url.password).c_str());
  }
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // do not wait for a resolver that hangs
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(CURLOPT_USERAGENT, options_.user_agent.c_str());
  set(CURLOPT_ACCEPT_ENCODING, "");  // all that libcurl can unpack: gzip, deflate, br, zstd
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
  set(CURLOPT_BUFFERSIZE, 64L * 1024);
  set(CURLOPT_ERRORBUFFER, exchange.curl_message.data());
  set(CURLOPT_HEADERFUNCTION, on_header);
  set(CURLOPT_HEADERDATA, &exchange);
  set(CURLOPT_WRITEFUNCTION, on_body);
  set(CURLOPT_WRITEDATA, &exchange);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, on_progress);
  set(CURLOPT_XFERINFODATA, &exchange);
  set(CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
  set(CURLOPT_OPENSOCKETDATA, &exchange);
}

Result<Hop> Session::ask(const Url& url, const Request& request, const std::stop_token& stop) {
  if (stop.stop_requested()) return cancelled();
  Exchange exchange(url, request, options_);
  prepare(url, exchange);
  const HeaderList headers = request_headers(request);
  curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, headers.get());
  std::erase(origins_, url.origin());
  origins_.push_back(url.origin());
  if (origins_.size() > static_cast<std::size_t>(kConnectionsKept)) origins_.pop_front();

  curl_multi_add_handle(multi_.get(), easy_.get());
  const std::optional<CURLcode> code = run(multi_.get(), exchange, stop);
  curl_multi_remove_handle(multi_.get(), easy_.get());
  curl_easy_reset(easy_.get());  // it must not remember this exchange

  if (exchange.failure) return *exchange.failure;
  const bool has_answer = exchange.headers_complete && !exchange.wants_body();
  if (code == CURLE_OK || exchange.hop.is_cut || has_answer) return std::move(exchange.hop);
  if (exchange.refused) return *exchange.refused;
  return failure_of(code.value_or(CURLE_FAILED_INIT), exchange);
}

}  // namespace depesche::fetch
