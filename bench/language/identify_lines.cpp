// Reads `id TAB text` lines, writes `id TAB code`: what eval/language.py scores.
#include <iostream>
#include <string>

#include "language/detect.h"

int main() {
  std::ios::sync_with_stdio(false);
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) continue;
    std::cout << line.substr(0, tab) << '\t' << depesche::detect_language(line.substr(tab + 1))
              << '\n';
  }
  return 0;
}
