#include "url/path_pattern.h"

#include <algorithm>

namespace depesche {

// Every part between stars is taken at its first place; only an end mark asks for the last.
bool matches_path(std::string_view pattern, std::string_view path) {
  const bool to_end = pattern.ends_with('$');
  if (to_end) pattern.remove_suffix(1);
  std::size_t star = std::min(pattern.find('*'), pattern.size());
  if (!path.starts_with(pattern.substr(0, star))) return false;
  path.remove_prefix(star);
  if (star == pattern.size()) return !to_end || path.empty();
  pattern.remove_prefix(star + 1);
  while ((star = pattern.find('*')) != std::string_view::npos) {
    const std::size_t at = path.find(pattern.substr(0, star));
    if (at == std::string_view::npos) return false;
    path.remove_prefix(at + star);
    pattern.remove_prefix(star + 1);
  }
  return to_end ? path.ends_with(pattern) : path.find(pattern) != std::string_view::npos;
}

}  // namespace depesche
