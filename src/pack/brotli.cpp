#include "pack/brotli.h"

#include <algorithm>
#include <array>
#include <memory>
#include <new>

#include <brotli/decode.h>
#include <brotli/encode.h>

namespace depesche {
namespace {

constexpr std::size_t kChunk = 64 * 1024;

struct FreeDecoder {
  void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};

}  // namespace

Result<std::string> brotli_decompress(std::string_view bytes, std::size_t max_bytes) {
  const std::unique_ptr<BrotliDecoderState, FreeDecoder> decoder(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  if (!decoder) throw std::bad_alloc();
  std::string out;
  std::array<std::uint8_t, kChunk> chunk;
  std::size_t left = bytes.size();
  const auto* next = reinterpret_cast<const std::uint8_t*>(bytes.data());
  for (;;) {
    std::size_t room = chunk.size();
    std::uint8_t* space = chunk.data();
    const BrotliDecoderResult status =
        BrotliDecoderDecompressStream(decoder.get(), &left, &next, &room, &space, nullptr);
    const std::size_t made = chunk.size() - room;
    if (made > max_bytes - out.size()) {
      return Error{ErrorCode::TooLarge,
                   "unfolds to more than " + std::to_string(max_bytes) + " bytes"};
    }
    out.append(reinterpret_cast<const char*>(chunk.data()), made);
    switch (status) {
      case BROTLI_DECODER_RESULT_SUCCESS:
        return out;
      case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT:
        continue;
      case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
        return Error{ErrorCode::Malformed, "the compressed bytes end too early"};
      case BROTLI_DECODER_RESULT_ERROR:
        return Error{ErrorCode::Malformed, "the compressed bytes are broken"};
    }
  }
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
