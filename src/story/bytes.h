// Writes and reads the engine's blobs: varints and little-endian words, with every read checked.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/byte_sink.h"

namespace depesche::story {

/// Holds what it writes, or hands it on to a sink piece by piece.
class ByteWriter {
 public:
  ByteWriter() = default;
  /// Until flush(), the last of it is still here.
  explicit ByteWriter(ByteSink& sink) : sink_(&sink) {}

  void u8(std::uint8_t value) { out_.push_back(static_cast<char>(value)); }
  void u32(std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) u8(static_cast<std::uint8_t>(value >> shift));
  }
  /// LEB128; one byte for what is below 128.
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) u8(static_cast<std::uint8_t>(value | 0x80));
    u8(static_cast<std::uint8_t>(value));
  }
  /// Zigzag, so that small negative numbers stay small.
  void signed_varint(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(std::string_view value) {
    varint(value.size());
    out_ += value;
  }
  /// As they lie in memory: for arrays of millions.
  template <class T>
  void array(const std::vector<T>& values) {
    static_assert(std::has_unique_object_representations_v<T>);
    static_assert(std::endian::native == std::endian::little);
    varint(values.size());
    if (values.empty()) return;
    const std::string_view bytes(reinterpret_cast<const char*>(values.data()),
                                 values.size() * sizeof(T));
    if (sink_ == nullptr || bytes.size() < kHeld) {
      out_ += bytes;
      return;
    }
    flush();
    sink_->append(bytes);
    handed_on_ += bytes.size();
  }
  template <std::size_t kSize>
  void bytes(const std::array<std::uint8_t, kSize>& values) {
    out_.append(reinterpret_cast<const char*>(values.data()), kSize);
  }
  /// What `write` writes, behind its length, so that a reader can step over it.
  template <class Write>
  void section(Write&& write) {
    const std::uint64_t at = handed_on_ + out_.size();
    out_.append(sizeof(std::uint64_t), 0);
    write();
    const std::uint64_t size = handed_on_ + out_.size() - at - sizeof(size);
    if (at >= handed_on_) {
      std::memcpy(out_.data() + (at - handed_on_), &size, sizeof(size));
    } else {
      flush();
      sink_->patch(at, {reinterpret_cast<const char*>(&size), sizeof(size)});
    }
    hand_on();
  }
  /// To the sink, if there is one and much is held.
  void hand_on() {
    if (out_.size() >= kHeld) flush();
  }
  /// Hands on what is held. Nothing happens without a sink.
  void flush() {
    if (sink_ == nullptr) return;
    sink_->append(out_);
    handed_on_ += out_.size();
    out_.clear();
  }
  void reserve(std::size_t bytes) { out_.reserve(bytes); }
  std::string take() { return std::move(out_); }

 private:
  static constexpr std::size_t kHeld = std::size_t{1} << 20;  // bytes, about

  ByteSink* sink_ = nullptr;
  std::uint64_t handed_on_ = 0;
  std::string out_;
};

/// After a read beyond the end, ok() is false and every read gives zero.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return ok_ && bytes_.empty(); }
  /// Calls the input bad: a value that no writer writes.
  void fail() {
    ok_ = false;
    bytes_ = {};
  }

  std::uint8_t u8() {
    if (bytes_.empty()) {
      ok_ = false;
      return 0;
    }
    const char c = bytes_.front();
    bytes_.remove_prefix(1);
    return static_cast<std::uint8_t>(c);
  }
  std::uint32_t u32() {
    static_assert(std::endian::native == std::endian::little);
    std::uint32_t value = 0;
    if (bytes_.size() < sizeof(value)) {
      fail();
      return 0;
    }
    std::memcpy(&value, bytes_.data(), sizeof(value));
    bytes_.remove_prefix(sizeof(value));
    return value;
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t byte = u8();
      if (shift == 63 && byte > 1) break;
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    fail();
    return 0;
  }
  std::int64_t signed_varint() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  /// A count of things of at least `bytes_each`; more than can still follow is refused, so that a
  /// hostile length allocates nothing.
  std::size_t count(std::size_t bytes_each) {
    const std::uint64_t value = varint();
    if (value <= bytes_.size() / bytes_each) return static_cast<std::size_t>(value);
    fail();
    return 0;
  }
  template <class T>
  void array(std::vector<T>& values) {
    const std::size_t size = count(sizeof(T));
    if constexpr (std::is_same_v<T, std::uint8_t>) {  // without zeros first
      const auto* const from = reinterpret_cast<const std::uint8_t*>(bytes_.data());
      values.assign(from, from + size);
      bytes_.remove_prefix(size);
      return;
    }
    values.resize(size);
    if (size == 0) return;
    std::memcpy(values.data(), bytes_.data(), size * sizeof(T));
    bytes_.remove_prefix(size * sizeof(T));
  }
  /// Zeros where there are not so many.
  template <std::size_t kSize>
  void bytes(std::array<std::uint8_t, kSize>& values) {
    values = {};
    if (bytes_.size() < kSize) return fail();
    std::memcpy(values.data(), bytes_.data(), kSize);
    bytes_.remove_prefix(kSize);
  }
  /// Steps over a section and gives what reads it: at its end when all was read and well. Without a
  /// section that has failed, too.
  ByteReader section() {
    std::uint64_t size = 0;
    ByteReader out({});
    if (bytes_.size() >= sizeof(size)) std::memcpy(&size, bytes_.data(), sizeof(size));
    if (bytes_.size() < sizeof(size) || size > bytes_.size() - sizeof(size)) {
      fail();
      out.fail();
      return out;
    }
    out.bytes_ = bytes_.substr(sizeof(size), size);
    bytes_.remove_prefix(sizeof(size) + size);
    return out;
  }
  std::string_view text() {
    const std::size_t size = count(1);
    const std::string_view out = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return out;
  }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace depesche::story
