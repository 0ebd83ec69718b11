#include "pack/gzip.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <new>
#include <stdexcept>

#include <zlib.h>

namespace depesche {
namespace {

constexpr std::size_t kChunk = 64 * 1024;
// zlib's window bits: 15 is the largest window; 16 more asks for gzip, a negative sign for bare
// deflate.
constexpr int kGzip = 15 + 16;
constexpr int kZlib = 15;
constexpr int kBare = -15;

class Inflater {
 public:
  explicit Inflater(int window_bits) {
    if (inflateInit2(&stream_, window_bits) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// Reads one stream (a gzip member) from the front of `bytes`, which then begins behind it, and
  /// appends what it holds to `out`.
  Result<void> read(std::string_view& bytes, std::string& out, std::size_t max_bytes) {
    const Result<Fill> filled = fill(bytes, out, max_bytes);
    if (!filled) return filled.error();
    if (*filled == Fill::Full) {
      return Error{ErrorCode::TooLarge,
                   "unfolds to more than " + std::to_string(max_bytes) + " bytes"};
    }
    return {};
  }

  enum class Fill { Whole, Full };

  /// The same, but stops with `max_bytes` in `out` where there is more.
  Result<Fill> fill(std::string_view& bytes, std::string& out, std::size_t max_bytes) {
    inflateReset(&stream_);
    std::array<char, kChunk> chunk;
    for (;;) {
      const std::size_t given =
          std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max());
      // zlib reads only; its interface is older than const.
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
      stream_.avail_in = static_cast<uInt>(given);
      stream_.next_out = reinterpret_cast<Bytef*>(chunk.data());
      stream_.avail_out = static_cast<uInt>(chunk.size());
      const int status = ::inflate(&stream_, Z_NO_FLUSH);
      bytes.remove_prefix(given - stream_.avail_in);
      const std::size_t made = chunk.size() - stream_.avail_out;
      const std::size_t room = max_bytes - out.size();
      out.append(chunk.data(), std::min(made, room));
      if (made > room) return Fill::Full;
      if (status == Z_STREAM_END) return Fill::Whole;
      if (status == Z_MEM_ERROR) throw std::bad_alloc();
      if (status == Z_BUF_ERROR || (status == Z_OK && made == 0 && bytes.empty())) {
        return Error{ErrorCode::Malformed, "the compressed bytes end too early"};
      }
      if (status != Z_OK) return Error{ErrorCode::Malformed, "the compressed bytes are broken"};
    }
  }

 private:
  z_stream stream_{};
};

Result<std::string> read_one(std::string_view bytes, std::size_t max_bytes, int window_bits) {
  std::string out;
  Inflater inflater(window_bits);
  const Result<void> read = inflater.read(bytes, out, max_bytes);
  if (!read) return read.error();
  return out;
}

// What a gzip file says at its end about its size (RFC 1952 §2.3.1): a guess for making room.
std::size_t size_of_last_member(std::string_view bytes) {
  if (bytes.size() < 4) return 0;
  std::size_t size = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    size = size << 8 | static_cast<std::uint8_t>(bytes[bytes.size() - 1 - i]);
  }
  // Nothing unfolds to more than 1032 times its size; what says so is damaged.
  return size / 1032 > bytes.size() ? 0 : size;
}

}  // namespace

bool is_gzip(std::string_view bytes) {
  return bytes.size() >= 3 && bytes[0] == '\x1f' && bytes[1] == '\x8b' && bytes[2] == '\x08';
}

Result<std::string> gunzip(std::string_view bytes, std::size_t max_bytes) {
  if (!is_gzip(bytes)) return Error{ErrorCode::Malformed, "does not begin like a gzip file"};
  std::string out;
  out.reserve(std::min(size_of_last_member(bytes), max_bytes));
  Inflater inflater(kGzip);
  while (is_gzip(bytes)) {
    const Result<void> member = inflater.read(bytes, out, max_bytes);
    if (!member) return member.error();
  }
  return out;
}

Result<Beginning> gunzip_beginning(std::string_view bytes, std::size_t max_bytes) {
  if (!is_gzip(bytes)) return Error{ErrorCode::Malformed, "does not begin like a gzip file"};
  Beginning beginning;
  beginning.bytes.reserve(std::min(size_of_last_member(bytes), max_bytes));
  Inflater inflater(kGzip);
  while (is_gzip(bytes) && !beginning.cut) {
    const auto member = inflater.fill(bytes, beginning.bytes, max_bytes);
    if (!member) return member.error();
    beginning.cut = *member == Inflater::Fill::Full;
  }
  return beginning;
}

Result<std::string> inflate(std::string_view bytes, std::size_t max_bytes) {
  Result<std::string> zlib = read_one(bytes, max_bytes, kZlib);
  if (zlib || zlib.error().code == ErrorCode::TooLarge) return zlib;
  return read_one(bytes, max_bytes, kBare);
}

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  constexpr int kMemoryLevel = 8;  // zlib's own default
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzip, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  // avail_in and avail_out have 32 bits; what the program packs is far below.
  if (bytes.size() > std::numeric_limits<uInt>::max() / 2) {
    deflateEnd(&stream);
    throw std::length_error("gzip: more than 2 GB at once");
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  assert(status == Z_STREAM_END);  // deflateBound promises the room
  static_cast<void>(status);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace depesche
