#include "pack/zstd.h"

#include <algorithm>
#include <memory>
#include <new>

#include <zstd.h>

namespace depesche {
namespace {

// 8 MiB: what RFC 8878 asks every reader to support, and no more.
constexpr int kMaxWindowLog = 23;

struct FreeStreams {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

}  // namespace

std::string zstd_compress(std::string_view bytes, int level) {
  const std::unique_ptr<ZSTD_CCtx, FreeStreams> context(ZSTD_createCCtx());
  if (!context) throw std::bad_alloc();
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t made =
      ZSTD_compress2(context.get(), out.data(), out.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(made)) throw std::bad_alloc();  // nothing else can fail with enough room
  out.resize(made);
  return out;
}

Unfolding unfold_zstd(std::string_view bytes, std::size_t max_bytes) {
  const std::unique_ptr<ZSTD_DCtx, FreeStreams> context(ZSTD_createDCtx());
  if (!context) throw std::bad_alloc();
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMaxWindowLog);
  if (bytes.empty()) return {{}, Ending::Early};
  Unfolding unfolding;
  std::string& out = unfolding.bytes;
  std::string chunk(std::min(ZSTD_DStreamOutSize(), max_bytes + 1), '\0');
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  std::size_t wanted = 1;  // 0 at the end of a frame
  while (in.pos < in.size || wanted != 0) {
    ZSTD_outBuffer space{chunk.data(), chunk.size(), 0};
    const std::size_t read_before = in.pos;
    wanted = ZSTD_decompressStream(context.get(), &space, &in);
    const bool is_broken = ZSTD_isError(wanted) != 0;
    const std::size_t fits = std::min(space.pos, max_bytes - out.size());
    out.append(chunk.data(), fits);
    if (is_broken || space.pos > fits) {
      unfolding.ending = is_broken ? Ending::Broken : Ending::Full;
      return unfolding;
    }
    if (wanted != 0 && space.pos == 0 && in.pos == read_before) {
      unfolding.ending = Ending::Early;
      return unfolding;
    }
  }
  return unfolding;
}

Result<std::string> zstd_decompress(std::string_view bytes, std::size_t max_bytes) {
  return whole(unfold_zstd(bytes, max_bytes), max_bytes);
}

}  // namespace depesche
