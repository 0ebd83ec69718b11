#include "cli/import_remarks.h"

#include <iostream>

namespace depesche::cli {

void print_remarks(const ImportedList& list) {
  for (const std::string& page : list.ruled_pages) {
    std::cerr << "depesche: left out " << page << ": a page with rules of another kind than ours\n";
  }
  if (list.muted > 0) {
    std::cerr << "depesche: " << list.muted << (list.muted == 1 ? " new feed is" : " new feeds are")
              << " muted, as in the list (frss:ttl), and not asked\n";
  }
  for (const auto& [name, feeds] : list.ignored) {
    std::cerr << "depesche: ignored " << name << " of " << feeds
              << (feeds == 1 ? " feed\n" : " feeds\n");
  }
  if (list.beyond_limit > 0) {
    std::cerr << "depesche: left out " << list.beyond_limit
              << " entries at the end, for the list is too long\n";
  }
}

}  // namespace depesche::cli
