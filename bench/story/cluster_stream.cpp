// Gathers a JSON Lines stream and writes `{"id", "story", "reprint_of"}` lines, as
// eval/clustering.py reads them; the speed goes to stderr.
//
//   cluster_stream [--online] STREAM.jsonl > predicted.jsonl
#include <chrono>
#include <iostream>
#include <string>

#include "bench/story/read_stream.h"

int main(int argc, char** argv) {
  const bool online = argc > 2 && std::string(argv[1]) == "--online";
  if (argc < 2) return 2;
  const depesche::GoldStream stream = depesche::read_stream(argv[argc - 1]);
  const auto begin = std::chrono::steady_clock::now();
  const auto placed = depesche::gather(
      stream.items, online ? depesche::Membership::First : depesche::Membership::Final);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  for (const depesche::PlacedItem& item : placed) {
    std::cout << "{\"id\": \"" << item.id << "\", \"story\": \"" << item.story
              << "\", \"reprint_of\": \"" << item.reprint_of << "\"}\n";
  }
  std::cerr << placed.size() << " articles, "
            << static_cast<long>(static_cast<double>(placed.size()) / took.count())
            << " articles/s\n";
  return 0;
}
