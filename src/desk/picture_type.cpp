#include "desk/picture_type.h"

namespace depesche {

std::string_view picture_type(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff"sv)) return "image/jpeg";
  if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) return "image/gif";
  if (bytes.size() < 12) return "";
  if (bytes.starts_with("RIFF"sv) && bytes.substr(8, 4) == "WEBP"sv) return "image/webp";
  // ISO base media: a box "ftyp" and its major brand.
  const std::string_view brand = bytes.substr(8, 4);
  if (bytes.substr(4, 4) == "ftyp"sv && (brand == "avif"sv || brand == "avis"sv)) {
    return "image/avif";
  }
  return "";
}

}  // namespace depesche
