#include "pack/brotli.h"

#include <algorithm>
#include <array>
#include <memory>
#include <new>

#include <brotli/decode.h>
#include <brotli/encode.h>

namespace depesche {
namespace {

constexpr std::size_t kPackChunk = 64 * 1024;

struct FreeDecoder {
  void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};

}  // namespace

Unfolding unfold_brotli(std::string_view bytes, std::size_t max_bytes) {
  const std::unique_ptr<BrotliDecoderState, FreeDecoder> decoder(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  if (!decoder) throw std::bad_alloc();
  Unfolding unfolding;
  std::string& out = unfolding.bytes;
  std::array<std::uint8_t, kPackChunk> chunk;
  std::size_t left = bytes.size();
  const auto* next = reinterpret_cast<const std::uint8_t*>(bytes.data());
  BrotliDecoderResult status = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
  while (status == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
    std::size_t room = chunk.size();
    std::uint8_t* space = chunk.data();
    status = BrotliDecoderDecompressStream(decoder.get(), &left, &next, &room, &space, nullptr);
    const std::size_t made = chunk.size() - room;
    const std::size_t fits = std::min(made, max_bytes - out.size());
    out.append(reinterpret_cast<const char*>(chunk.data()), fits);
    if (made > fits) {
      unfolding.ending = Ending::Full;
      return unfolding;
    }
  }
  // Where the input ends early, the decoder may hold more than fitted into the last chunk.
  while (BrotliDecoderHasMoreOutput(decoder.get()) != BROTLI_FALSE) {
    std::size_t made = 0;  // as much as there is
    const std::uint8_t* rest = BrotliDecoderTakeOutput(decoder.get(), &made);
    const std::size_t fits = std::min(made, max_bytes - out.size());
    out.append(reinterpret_cast<const char*>(rest), fits);
    if (made > fits) {
      unfolding.ending = Ending::Full;
      return unfolding;
    }
  }
  unfolding.ending = status == BROTLI_DECODER_RESULT_SUCCESS            ? Ending::Whole
                     : status == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT ? Ending::Early
                                                                        : Ending::Broken;
  return unfolding;
}

Result<std::string> brotli_decompress(std::string_view bytes, std::size_t max_bytes) {
  return whole(unfold_brotli(bytes, max_bytes), max_bytes);
}

std::string brotli_compress(std::string_view bytes, int quality) {
  std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
  std::string out(size, '\0');
  const BROTLI_BOOL done =
      BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, bytes.size(),
                            reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                            reinterpret_cast<std::uint8_t*>(out.data()));
  if (done == BROTLI_FALSE) throw std::bad_alloc();  // the room is enough by promise
  out.resize(size);
  return out;
}

}  // namespace depesche
