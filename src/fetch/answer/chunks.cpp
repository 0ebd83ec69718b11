#include "fetch/answer/chunks.h"

#include <algorithm>

namespace depesche::fetch {
namespace {

constexpr int kMostDigits = 15;  // as many as cannot overflow anybody

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

bool ChunkReader::take(std::string_view bytes, std::string& body) {
  while (!bytes.empty() && state_ != State::Done) {
    if (state_ == State::Content) {
      const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(size_, bytes.size()));
      body.append(bytes.substr(0, piece));
      bytes.remove_prefix(piece);
      size_ -= piece;
      if (size_ == 0) state_ = State::ContentEnd;
      continue;
    }
    const char byte = bytes.front();
    bytes.remove_prefix(1);
    bool is_good = true;
    if (state_ == State::Size)
      is_good = take_size(byte);
    else if (state_ == State::Extension)
      is_good = take_extra(byte);
    else if (state_ == State::SizeEnd)
      is_good = byte == '\n' && end_size_line();
    else if (state_ == State::ContentEnd)
      is_good = take_content_end(byte);
    else
      is_good = take_trailer(byte);
    if (!is_good) return false;
  }
  return true;
}

bool ChunkReader::take_size(char byte) {
  if (const int value = hex_value(byte); value >= 0) {
    size_ = size_ << 4 | static_cast<std::uint64_t>(value);
    return ++digits_ <= kMostDigits;
  }
  if (digits_ == 0) return false;
  if (byte == '\n') return end_size_line();
  if (byte == '\r') {
    state_ = State::SizeEnd;
    return true;
  }
  // Old servers pad the size with blanks.
  if (byte != ';' && byte != ' ' && byte != '\t') return false;
  state_ = State::Extension;
  return take_extra(byte);
}

// Everything up to the end of the line, quoted or not: nobody uses it, so nobody's quotes matter.
bool ChunkReader::take_extra(char byte) {
  if (byte == '\n') return end_size_line();
  return ++extras_ <= kMaxChunkExtras;
}

bool ChunkReader::end_size_line() {
  state_ = size_ == 0 ? State::Trailer : State::Content;
  digits_ = 0;
  line_ = 0;
  saw_return_ = false;
  return true;
}

bool ChunkReader::take_content_end(char byte) {
  if (byte == '\r' && !saw_return_) {
    saw_return_ = true;
    return true;
  }
  if (byte != '\n') return false;
  saw_return_ = false;
  state_ = State::Size;
  return true;
}

bool ChunkReader::take_trailer(char byte) {
  if (byte == '\r') return ++extras_ <= kMaxChunkExtras;
  if (byte == '\n') {
    if (line_ == 0) state_ = State::Done;
    line_ = 0;
    return true;
  }
  ++line_;
  return ++extras_ <= kMaxChunkExtras;
}

}  // namespace depesche::fetch
