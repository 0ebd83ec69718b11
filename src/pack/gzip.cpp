#include "pack/gzip.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <new>
#include <stdexcept>
#include <utility>

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
  /// appends what it holds to `out`, up to `max_bytes` in all.
  Ending read(std::string_view& bytes, std::string& out, std::size_t max_bytes) {
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
      if (made > room) return Ending::Full;
      if (status == Z_STREAM_END) return Ending::Whole;
      if (status == Z_MEM_ERROR) throw std::bad_alloc();
      if (status == Z_BUF_ERROR || (status == Z_OK && made == 0 && bytes.empty())) {
        return Ending::Early;
      }
      if (status != Z_OK) return Ending::Broken;
    }
  }

 private:
  z_stream stream_{};
};

Unfolding unfold_one(std::string_view bytes, std::size_t max_bytes, int window_bits) {
  Unfolding unfolding;
  Inflater inflater(window_bits);
  unfolding.ending = inflater.read(bytes, unfolding.bytes, max_bytes);
  return unfolding;
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

Unfolding unfold_gzip(std::string_view bytes, std::size_t max_bytes) {
  if (!is_gzip(bytes)) return {{}, bytes.size() < 3 ? Ending::Early : Ending::Broken};
  Unfolding unfolding;
  unfolding.bytes.reserve(std::min(size_of_last_member(bytes), max_bytes));
  Inflater inflater(kGzip);
  while (is_gzip(bytes) && unfolding.ending == Ending::Whole) {
    unfolding.ending = inflater.read(bytes, unfolding.bytes, max_bytes);
  }
  return unfolding;
}

Unfolding unfold_deflate(std::string_view bytes, std::size_t max_bytes) {
  Unfolding zlib = unfold_one(bytes, max_bytes, kZlib);
  if (zlib.ending == Ending::Whole || zlib.ending == Ending::Full) return zlib;
  Unfolding bare = unfold_one(bytes, max_bytes, kBare);
  // Two bytes of a zlib head may pass for the beginning of a bare stream for a while.
  const bool is_bare = bare.ending != Ending::Broken && bare.bytes.size() >= zlib.bytes.size();
  return is_bare ? bare : zlib;
}

Result<std::string> gunzip(std::string_view bytes, std::size_t max_bytes) {
  if (!is_gzip(bytes)) return Error{ErrorCode::Malformed, "does not begin like a gzip file"};
  return whole(unfold_gzip(bytes, max_bytes), max_bytes);
}

Result<Beginning> gunzip_beginning(std::string_view bytes, std::size_t max_bytes) {
  if (!is_gzip(bytes)) return Error{ErrorCode::Malformed, "does not begin like a gzip file"};
  Unfolding unfolding = unfold_gzip(bytes, max_bytes);
  if (unfolding.ending == Ending::Full) return Beginning{std::move(unfolding.bytes), true};
  Result<std::string> all = whole(std::move(unfolding), max_bytes);
  if (!all) return all.error();
  return Beginning{*std::move(all), false};
}

Result<std::string> inflate(std::string_view bytes, std::size_t max_bytes) {
  return whole(unfold_deflate(bytes, max_bytes), max_bytes);
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
