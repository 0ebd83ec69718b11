#include "pack/gzip_members.h"

#include <array>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

#include <zlib.h>

#include "pack/gzip.h"

namespace depesche {
namespace {

constexpr std::size_t kMemberChunk = 64 * 1024;
constexpr int kMemberWindow = 15 + 16;  // zlib's window bits: the largest window, in a gzip file
constexpr std::string_view kMagic = "\x1f\x8b\x08";

}  // namespace

struct GzipMembers::Inside {
  explicit Inside(ByteSource from) : source(std::move(from)) {
    if (inflateInit2(&stream, kMemberWindow) != Z_OK) throw std::bad_alloc();
  }
  ~Inside() { inflateEnd(&stream); }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  std::string_view left() const {
    return {reinterpret_cast<const char*>(stream.next_in), stream.avail_in};
  }

  /// Keeps what is left and reads more behind it. False at the file's end.
  bool refill() {
    const std::size_t kept = left().size();
    if (kept == buffer.size()) return true;  // nobody asks for more than that at once
    if (kept > 0) std::memmove(buffer.data(), left().data(), kept);
    const std::size_t got = source({buffer.data() + kept, buffer.size() - kept});
    point_at(0, kept + got);
    return got > 0;
  }
  void point_at(std::size_t begin, std::size_t end) {
    stream.next_in = reinterpret_cast<Bytef*>(buffer.data() + begin);
    stream.avail_in = static_cast<uInt>(end - begin);
  }
  void skip(std::size_t bytes) {
    stream.next_in += bytes;
    stream.avail_in -= static_cast<uInt>(bytes);
  }

  /// Goes to the beginning of the next member; false when there is none. What lies between members
  /// (padding, a broken one's rest) is passed over.
  bool find_member() {
    while (true) {
      const std::size_t at = left().find(kMagic);
      if (at != std::string_view::npos) {
        skip(at);
        return true;
      }
      // The last two bytes may be the beginning of one.
      if (left().size() > kMagic.size() - 1) skip(left().size() - (kMagic.size() - 1));
      if (!refill()) return false;
    }
  }

  ByteSource source;
  z_stream stream{};
  std::array<char, kMemberChunk> buffer{};
  bool is_inside = false;  // a member
  bool is_damaged = false;
};

GzipMembers::GzipMembers(ByteSource source)
    : inside_(std::make_unique<Inside>(std::move(source))) {}
GzipMembers::~GzipMembers() = default;

GzipMembers::Came GzipMembers::read(std::string& into) {
  Inside& in = *inside_;
  std::array<char, kMemberChunk> chunk;
  while (true) {
    if (std::exchange(in.is_damaged, false)) return Came::Damage;
    if (!in.is_inside) {
      if (!in.find_member()) return Came::End;
      inflateReset(&in.stream);
      in.is_inside = true;
    }
    if (in.stream.avail_in == 0 && !in.refill()) {
      in.is_inside = false;
      in.is_damaged = true;
      continue;
    }
    in.stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    in.stream.avail_out = static_cast<uInt>(chunk.size());
    const int status = ::inflate(&in.stream, Z_NO_FLUSH);
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    const std::size_t made = chunk.size() - in.stream.avail_out;
    into.append(chunk.data(), made);
    if (status == Z_STREAM_END) in.is_inside = false;
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
      in.is_inside = false;
      in.is_damaged = true;  // said when what came before it is taken
    }
    if (made > 0) return Came::Bytes;
  }
}

}  // namespace depesche
