#include "fetch/session.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <new>
#include <optional>

#include <netinet/in.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

#include "base/ascii.h"
#include "fetch/answer/body.h"
#include "fetch/answer/head.h"
#include "url/percent.h"

namespace depesche::fetch {

namespace {
using Clock = std::chrono::steady_clock;

constexpr long kConnectionsKept = 16;
// The body of an error page or a redirect is read up to here, so that its connection lives on …
constexpr std::size_t kMaxUnwantedBody = 64 * 1024;
// … and for this long after its head.
constexpr auto kUnwantedPatience = std::chrono::milliseconds(500);

// A list of lines for libcurl, which does not copy it.
class Lines {
 public:
  Lines() : list_(nullptr, curl_slist_free_all) {}
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

}  // namespace

// What libcurl's callbacks see of the hop under way.
struct Exchange {
  Exchange(const Errand& errand, const ClientOptions& client)
      : url(errand.url),
        request(errand.request),
        proxy(errand.proxy),
        options(client),
        max_bytes(request.max_bytes == 0 ? kDefaultMaxBytes : request.max_bytes),
        head(url.host, client.max_header_bytes,
             url.scheme == "https" ? Head::Versions::Any : Head::Versions::One),
        body(url.host, max_bytes, request.at_limit) {}

  const Url& url;
  const Request& request;
  const Proxy* const proxy;  // null without one
  const ClientOptions& options;
  const std::size_t max_bytes;
  Lines headers;  // of the request
  Lines addresses;
  Head head;
  Body body;
  std::size_t unwanted_bytes = 0;
  std::optional<Error> failure;  // our own reason for stopping; goes before libcurl's
  std::optional<Error> refused;  // an address that the policy did not allow
  long tunnel_status = 0;        // what a proxy answered to CONNECT
  long socks_failure = 0;        // CURLproxycode
  Clock::time_point last_byte = Clock::now();
  std::optional<Clock::time_point> answered_at;  // by a head whose body nobody wants
  std::array<char, CURL_ERROR_SIZE> curl_message{};
};

namespace {

std::string in_seconds(std::chrono::milliseconds span) {
  const auto tenths = (span.count() + 50) / 100;
  std::string out = std::to_string(tenths / 10);
  if (tenths % 10 != 0) out += "." + std::to_string(tenths % 10);
  return out + " s";
}

Error cut_short() { return {ErrorCode::Cancelled, "stopped before the answer was complete"}; }

Error broke_off(const std::string& host) {
  return {ErrorCode::Unreachable, host + " broke off before the answer was complete"};
}

bool announces_too_much(const Exchange& exchange) {
  return exchange.head.is_success() && exchange.request.at_limit == AtLimit::Refuse &&
         exchange.head.length().value_or(0) > exchange.max_bytes;
}

std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* context) {
  Exchange& exchange = *static_cast<Exchange*>(context);
  exchange.last_byte = Clock::now();
  Head& head = exchange.head;
  const bool was_complete = head.is_complete();
  if (const Result<void> taken = head.take({bytes, size}); !taken) {
    exchange.failure = taken.error();
    return 0;
  }
  if (was_complete || !head.is_complete()) return size;
  if (!head.is_success()) exchange.answered_at = exchange.last_byte;
  if (!announces_too_much(exchange)) {
    if (head.is_success()) exchange.body.expect(head.length().value_or(0));
    return size;
  }
  exchange.failure = too_large(exchange.url.host, exchange.max_bytes);
  return 0;
}

// Gets the bytes as they came over the wire. Returning less than `size` makes libcurl stop.
std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* context) {
  Exchange& exchange = *static_cast<Exchange*>(context);
  exchange.last_byte = Clock::now();
  if (!exchange.head.is_complete() || !exchange.head.is_success()) {
    exchange.unwanted_bytes += size;
    return exchange.unwanted_bytes > kMaxUnwantedBody ? 0 : size;
  }
  const Result<Body::Wants> wants = exchange.body.take({bytes, size}, exchange.head.is_chunked());
  if (!wants) exchange.failure = wants.error();
  return wants && *wants == Body::Wants::More ? size : 0;
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

// For tests, whose servers have no public addresses.
void redirect_socket(curl_sockaddr& address, const IpAddress& to, std::uint16_t port) {
  if (!is_ipv4(to)) return;
  sockaddr_in four{};
  four.sin_family = AF_INET;
  four.sin_port = htons(port);
  std::memcpy(&four.sin_addr, to.bytes.data() + 12, 4);
  std::memcpy(&address.addr, &four, sizeof four);
  address.family = AF_INET;
  address.addrlen = sizeof four;
}

// The address here is the one that is connected to; nothing is resolved again after this.
curl_socket_t on_open_socket(void* context, curlsocktype, curl_sockaddr* address) {
  Exchange& exchange = *static_cast<Exchange*>(context);
  std::uint16_t port = 0;
  const auto ip = address_of(*address, port);
  if (!ip) return CURL_SOCKET_BAD;
  const AddressPolicy& policy = exchange.options.addresses;
  const auto allowed = exchange.proxy != nullptr
                           ? check_proxy_address(policy, *exchange.proxy, *ip)
                           : check_address(policy, exchange.url.host, port, *ip);
  if (!allowed) {
    exchange.refused = allowed.error();
    return CURL_SOCKET_BAD;
  }
  const auto& route = exchange.options.network.route;
  if (route) redirect_socket(*address, route(*ip), port);
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

bool wants_a_login(const Exchange& exchange) {
  constexpr long kAuthenticationRequired = 407;
  if (exchange.tunnel_status == kAuthenticationRequired) return true;
  return exchange.socks_failure == CURLPX_NO_AUTH || exchange.socks_failure == CURLPX_USER_REJECTED;
}

/// The proxy's own fault; nothing where it may be the server's.
std::optional<Error> proxy_failure_of(CURLcode code, const Exchange& exchange) {
  if (exchange.proxy == nullptr) return std::nullopt;
  const std::string proxy = "the proxy " + exchange.proxy->host;
  if (wants_a_login(exchange)) {
    return Error{ErrorCode::Forbidden, proxy + " wants a name and password (407)"};
  }
  if (exchange.tunnel_status >= 300) {
    return Error{ErrorCode::Unreachable, proxy + " does not let us through to " +
                                             exchange.url.host + " (" +
                                             std::to_string(exchange.tunnel_status) + ")"};
  }
  switch (code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Error{ErrorCode::Unreachable, "the name of " + proxy + " is not known"};
    case CURLE_COULDNT_CONNECT:
      return Error{ErrorCode::Unreachable, proxy + " accepts no connection"};
    case CURLE_PROXY:
      return Error{ErrorCode::Unreachable, proxy + " cannot reach " + exchange.url.host};
    default:
      return std::nullopt;
  }
}

// What the libraries say of a certificate, in words for a reader; theirs where there are none.
std::string distrust(std::string detail) {
  struct Meaning {
    std::string_view said, words;
  };
  constexpr std::string_view kUnknown = "its certificate is of no authority that is believed here";
  constexpr std::array kMeanings{
      Meaning{"certificate has expired", "its certificate has expired"},
      Meaning{"certificate is not yet valid", "its certificate is not valid yet"},
      Meaning{"subject name", "its certificate is for another name"},
      Meaning{"unable to get local issuer certificate", kUnknown},
      Meaning{"self-signed certificate", kUnknown},
  };
  for (const Meaning& one : kMeanings) {
    if (detail.find(one.said) != std::string::npos) return std::string(one.words);
  }
  return detail;
}

// libcurl says of a stream that ended in an error which one it was. PROTOCOL_ERROR is its own word
// for what it cannot read, and a length that is not kept counts as one; the others are the
// server's.
bool breaks_off(const Exchange& exchange) {
  const std::string_view said = exchange.curl_message.data();
  return exchange.head.is_complete() || said.find("PROTOCOL_ERROR") == std::string_view::npos;
}

Error failure_of(CURLcode code, const Exchange& exchange) {
  if (auto failure = proxy_failure_of(code, exchange)) return *std::move(failure);
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
    case CURLE_BAD_FUNCTION_ARGUMENT:  // what it says of a head that begins with a folded line
    case CURLE_BAD_CONTENT_ENCODING:   // a transfer coding, for the others are ours to undo
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_HTTP2:
      return {ErrorCode::Malformed, host + " does not speak proper HTTP"};
    case CURLE_HTTP2_STREAM:
      if (breaks_off(exchange)) return broke_off(host);
      return {ErrorCode::Malformed, host + " does not speak proper HTTP"};
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return broke_off(host);
    case CURLE_PEER_FAILED_VERIFICATION:
      return {ErrorCode::TlsFailed, "no secure connection to " + host + ": " +
                                        distrust(to_lower(std::string_view(detail)))};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
      return {ErrorCode::TlsFailed,
              "no secure connection to " + host + ": " + to_lower(std::string_view(detail))};
    case CURLE_SSL_CACERT_BADFILE:
      return {ErrorCode::TlsFailed,
              "no secure connection to " + host +
                  ": the certificates of authorities cannot be read" +
                  (options.ca_file.empty() ? "" : " from " + options.ca_file)};
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

Lines request_headers(const Request& request) {
  Lines list;
  list.add("Accept: " + (request.accept.empty() ? std::string("*/*") : request.accept));
  list.add("Accept-Encoding: gzip, deflate, br, zstd");
  if (!request.form.empty()) list.add("Expect:");  // no round trip before a few hundred bytes
  if (!request.etag.empty() && is_header_value(request.etag)) {
    list.add("If-None-Match: " + request.etag);
  }
  if (!request.last_modified.empty() && is_header_value(request.last_modified)) {
    list.add("If-Modified-Since: " + request.last_modified);
  }
  return list;
}

// "example.org:443:192.0.2.1,[2001:db8::1]", where the network is not the system's.
// Of the proxy, where there is one: it looks up the others.
Lines addresses_of(const Exchange& exchange, const Network& network) {
  Lines list;
  if (!network.resolve) return list;
  const Proxy* proxy = exchange.proxy;
  const std::string& host = proxy != nullptr ? proxy->host : exchange.url.host;
  std::string known;
  for (const IpAddress& address : network.resolve(host)) {
    known += (known.empty() ? "" : ",") + to_string(address);
  }
  const auto port = proxy != nullptr ? proxy->port : exchange.url.effective_port();
  const std::string name = host + ":" + std::to_string(port);
  if (!known.empty()) list.add(name + ":" + known);
  return list;
}

Error out_of_time(const Exchange& exchange, std::chrono::milliseconds span) {
  return {ErrorCode::TimedOut,
          exchange.url.host + " did not " +
              (exchange.head.is_complete() ? "finish its answer within " : "answer within ") +
              in_seconds(span)};
}

// Runs the transfer until it is done, time is up, or somebody asks to stop.
std::optional<CURLcode> run(CURLM* multi, Exchange& exchange, std::chrono::milliseconds patience,
                            const std::stop_token& stop) {
  const std::stop_callback wake(stop, [multi] { curl_multi_wakeup(multi); });
  exchange.last_byte = Clock::now();
  const auto deadline = exchange.last_byte + patience;
  while (true) {
    int running = 0;
    if (curl_multi_perform(multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
    int left = 0;
    if (const CURLMsg* message = curl_multi_info_read(multi, &left)) return message->data.result;
    if (stop.stop_requested()) {
      exchange.failure = cut_short();
      return std::nullopt;
    }
    const auto now = Clock::now();
    const auto stalled = exchange.last_byte + exchange.options.stall_timeout;
    auto until = std::min(deadline, stalled);
    if (exchange.answered_at) until = std::min(until, *exchange.answered_at + kUnwantedPatience);
    if (now >= until) {
      if (!exchange.answered_at) {
        exchange.failure = out_of_time(exchange, now >= deadline ? exchange.options.total_timeout
                                                                 : exchange.options.stall_timeout);
      }
      return std::nullopt;
    }
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(until - now);
    curl_multi_poll(multi, nullptr, 0, static_cast<int>(std::min<std::int64_t>(wait.count(), 1000)),
                    nullptr);
  }
}

// What the hop brought, once nothing more comes; `code` is libcurl's word, absent where we stopped
// it.
Result<Hop> outcome_of(Exchange& exchange, std::optional<CURLcode> code) {
  const std::string& host = exchange.url.host;
  Head& head = exchange.head;
  if (exchange.failure) return *exchange.failure;
  if (!head.is_complete()) {
    if (exchange.refused) return *exchange.refused;
    // libcurl takes a head that breaks off between two lines for a whole one.
    return code == CURLE_OK ? broke_off(host)
                            : failure_of(code.value_or(CURLE_FAILED_INIT), exchange);
  }
  Hop hop;
  hop.status = head.status();
  if (head.is_success() && head.status() != 204) {  // a 204 has no body, whatever it announces
    if (code != CURLE_OK && !exchange.body.is_cut()) {
      return failure_of(code.value_or(CURLE_FAILED_INIT), exchange);
    }
    Result<std::string> body =
        exchange.body.finish(head.is_chunked(), head.headers().joined("content-encoding"));
    if (!body) return body.error();
    hop.body = *std::move(body);
    hop.is_cut = exchange.body.is_cut();
  }
  hop.headers = std::move(head.headers());
  return hop;
}

// Whether the system has its authorities in a folder, each under the hash of its name
// ("002c0b4f.0"), as OpenSSL looks for them; asked once a process.
bool has_folder_of_authorities() {
  static const bool has_any = [] {
    const char* folder = curl_version_info(CURLVERSION_NOW)->capath;
    if (folder == nullptr) return false;
    std::error_code unreadable;
    for (std::filesystem::directory_iterator file(folder, unreadable), end; file != end;
         file.increment(unreadable)) {
      const std::string name = file->path().filename().string();
      if (name.find_first_not_of("0123456789abcdef") == 8 && name.substr(8) == ".0") return true;
    }
    return false;
  }();
  return has_any;
}

template <class Handle>
Handle* checked(Handle* handle) {
  if (handle == nullptr) throw std::bad_alloc();
  return handle;
}

}  // namespace

Session::Session(const ClientOptions& options, std::string lane)
    : options_(options),
      lane_(std::move(lane)),
      multi_(checked(curl_multi_init()), curl_multi_cleanup),
      easy_(nullptr, curl_easy_cleanup) {
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, kConnectionsKept);
}

bool Session::knows(const std::string& origin) const {
  return std::find(origins_.begin(), origins_.end(), origin) != origins_.end();
}

void Session::prepare_proxy(const Proxy* proxy) {
  CURL* easy = easy_.get();
  const auto set = [easy](CURLoption option, auto value) { curl_easy_setopt(easy, option, value); };
  // Without these two libcurl would look into the environment.
  set(CURLOPT_NOPROXY, "");
  set(CURLOPT_PROXY, proxy == nullptr ? "" : proxy->place().c_str());
  if (proxy == nullptr) return;
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);  // the head is the server's
  if (proxy->username.empty() && proxy->password.empty()) return;
  set(CURLOPT_PROXYAUTH, static_cast<long>(CURLAUTH_BASIC));
  set(CURLOPT_PROXYUSERNAME, proxy->username.c_str());
  set(CURLOPT_PROXYPASSWORD, proxy->password.c_str());
}

void Session::prepare(Exchange& exchange) {
  const Url& url = exchange.url;
  // A new one each time: libcurl 7.88 keeps a pointer to the last header of an exchange that is
  // over, and reads it when the next head begins with a folded line. Connections belong to the
  // multi handle.
  easy_.reset(checked(curl_easy_init()));
  CURL* easy = easy_.get();
  const auto set = [easy](CURLoption option, auto value) { curl_easy_setopt(easy, option, value); };
  Url bare = url;
  bare.username.clear();
  bare.password.clear();
  bare.fragment.reset();
  set(CURLOPT_URL, bare.to_string().c_str());
  const Behalf& behalf = exchange.request.behalf;
  const FeedOptions& asked_as = behalf.options;
  const bool is_trusted = url.origin() == behalf.secrets_for;
  if (is_trusted && !asked_as.cookie.empty()) set(CURLOPT_COOKIE, asked_as.cookie.c_str());
  if (is_trusted && !asked_as.login.empty()) {
    set(CURLOPT_USERNAME, asked_as.login.c_str());
    set(CURLOPT_PASSWORD, asked_as.password.c_str());
  } else if (!url.username.empty() || !url.password.empty()) {
    set(CURLOPT_USERNAME, percent_decode(url.username).c_str());
    set(CURLOPT_PASSWORD, percent_decode(url.password).c_str());
  }
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_PATH_AS_IS, 1L);
  prepare_proxy(exchange.proxy);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // do not wait for a resolver that hangs
  set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  if (const char* file = options_.ca_file.c_str(); *file != '\0') {
    // In the place of the system's file; its folder, with the same authorities, stays (CAPATH).
    set(CURLOPT_CAINFO, file);
    set(CURLOPT_PROXY_CAINFO, file);
  } else if (has_folder_of_authorities()) {
    // OpenSSL reads all of a file anew for each connection, and of a folder what it looks for.
    set(CURLOPT_CAINFO, static_cast<const char*>(nullptr));
    set(CURLOPT_PROXY_CAINFO, static_cast<const char*>(nullptr));
  }
  const bool has_own_name = !asked_as.user_agent.empty();
  set(CURLOPT_USERAGENT, (has_own_name ? asked_as.user_agent : options_.user_agent).c_str());
  if (const std::string& form = exchange.request.form; !form.empty()) {
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(form.size()));
    set(CURLOPT_POSTFIELDS, form.c_str());  // not copied; the request outlives the exchange
  }
  set(CURLOPT_HTTP_TRANSFER_DECODING, 0L);  // the body is ours to read (answer/body.h)
  set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
  set(CURLOPT_BUFFERSIZE, 64L * 1024);
  set(CURLOPT_ERRORBUFFER, exchange.curl_message.data());
  set(CURLOPT_HEADERFUNCTION, on_header);
  set(CURLOPT_HEADERDATA, &exchange);
  set(CURLOPT_WRITEFUNCTION, on_body);
  set(CURLOPT_WRITEDATA, &exchange);
  exchange.headers = request_headers(exchange.request);
  set(CURLOPT_HTTPHEADER, exchange.headers.get());
  exchange.addresses = addresses_of(exchange, options_.network);
  if (exchange.addresses.get() != nullptr) set(CURLOPT_RESOLVE, exchange.addresses.get());
  set(CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
  set(CURLOPT_OPENSOCKETDATA, &exchange);
}

Asked Session::ask(const Errand& errand, std::chrono::milliseconds patience,
                   const std::stop_token& stop) {
  if (stop.stop_requested()) return {cut_short()};
  Exchange exchange(errand, options_);
  prepare(exchange);
  const std::string origin = errand.url.origin();
  std::erase(origins_, origin);
  origins_.push_back(origin);
  if (origins_.size() > static_cast<std::size_t>(kConnectionsKept)) origins_.pop_front();

  curl_multi_add_handle(multi_.get(), easy_.get());
  const std::optional<CURLcode> code = run(multi_.get(), exchange, patience, stop);
  if (errand.proxy != nullptr) {
    curl_easy_getinfo(easy_.get(), CURLINFO_HTTP_CONNECTCODE, &exchange.tunnel_status);
    curl_easy_getinfo(easy_.get(), CURLINFO_PROXY_ERROR, &exchange.socks_failure);
  }
  curl_multi_remove_handle(multi_.get(), easy_.get());
  easy_.reset();
  const std::size_t wire_bytes =
      exchange.head.bytes() + exchange.body.wire_bytes() + exchange.unwanted_bytes;
  return {outcome_of(exchange, code), wire_bytes};
}

}  // namespace depesche::fetch
