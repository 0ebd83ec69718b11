#include "pack/zstd.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <zstd.h>

namespace depesche {
namespace {

// 8 MiB: what RFC 8878 asks every reader to support, and no more.
constexpr int kMaxWindowLog = 23;

// A size a frame may claim and be believed: the reader below needs as much for any frame.
constexpr std::size_t kBelieved = std::size_t{128} << 10;

struct FreeStreams {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

/// Contexts at rest. Their tables are some hundred kilobytes, and to make them anew for each text
/// of a few kilobytes costs as much as packing it.
template <class Context>
class Spares {
 public:
  using Owned = std::unique_ptr<Context, FreeStreams>;

  Spares() { idle_.reserve(kMostIdle); }  // so that giving back cannot fail

  /// One on loan.
  class Loan {
   public:
    Loan(Spares& spares, Owned context) : spares_(spares), context_(std::move(context)) {}
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    ~Loan() { spares_.give_back(std::move(context_)); }
    Context* get() const { return context_.get(); }

   private:
    Spares& spares_;
    Owned context_;
  };

  Loan lend() {
    {
      const std::scoped_lock lock(mutex_);
      if (!idle_.empty()) {
        Owned context = std::move(idle_.back());
        idle_.pop_back();
        return {*this, std::move(context)};
      }
    }
    Owned made(create());
    if (!made) throw std::bad_alloc();
    return {*this, std::move(made)};
  }

 private:
  static constexpr std::size_t kMostIdle = 4;
  static constexpr std::size_t kLargest = std::size_t{2} << 20;  // those for large states go

  static Context* create() {
    if constexpr (std::is_same_v<Context, ZSTD_CCtx>) {
      return ZSTD_createCCtx();
    } else {
      return ZSTD_createDCtx();
    }
  }
  static std::size_t size_of(const ZSTD_CCtx* context) { return ZSTD_sizeof_CCtx(context); }
  static std::size_t size_of(const ZSTD_DCtx* context) { return ZSTD_sizeof_DCtx(context); }
  static void clear(ZSTD_CCtx* context) {
    ZSTD_CCtx_reset(context, ZSTD_reset_session_and_parameters);
  }
  static void clear(ZSTD_DCtx* context) {
    ZSTD_DCtx_reset(context, ZSTD_reset_session_and_parameters);
  }

  void give_back(Owned context) {
    if (size_of(context.get()) > kLargest) return;
    clear(context.get());
    const std::scoped_lock lock(mutex_);
    if (idle_.size() < kMostIdle) idle_.push_back(std::move(context));
  }

  std::mutex mutex_;  // guards idle_
  std::vector<Owned> idle_;
};

template <class Context>
typename Spares<Context>::Loan lend() {
  static Spares<Context> spares;
  return spares.lend();
}

/// A small frame that is all there is, in one go; nothing where it is something else.
std::optional<std::string> small_frame(std::string_view bytes, std::size_t max_bytes) {
  const unsigned long long claimed = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (claimed > std::min<std::size_t>(kBelieved, max_bytes)) return std::nullopt;  // or unknown
  if (ZSTD_findFrameCompressedSize(bytes.data(), bytes.size()) != bytes.size()) return std::nullopt;
  const auto context = lend<ZSTD_DCtx>();
  std::string out(static_cast<std::size_t>(claimed), '\0');
  const std::size_t made =
      ZSTD_decompressDCtx(context.get(), out.data(), out.size(), bytes.data(), bytes.size());
  if (made != out.size()) return std::nullopt;  // an error is a very large number
  return out;
}

}  // namespace

std::string zstd_compress(std::string_view bytes, int level) {
  const auto context = lend<ZSTD_CCtx>();
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
  const auto context = lend<ZSTD_DCtx>();
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
  if (auto small = small_frame(bytes, max_bytes)) return *std::move(small);
  return whole(unfold_zstd(bytes, max_bytes), max_bytes);
}

}  // namespace depesche
