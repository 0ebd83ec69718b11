// How much searching for similar news read; for measuring.
#pragma once

#include <cstddef>

namespace depesche {

struct ScanEffort {
  std::size_t searches = 0;
  std::size_t spans = 0;      // opened, of those that are sealed
  std::size_t lists = 0;      // of these spans, that have a term of the article
  std::size_t postings = 0;   // in these lists
  std::size_t read = 0;       // one after the other
  std::size_t looked_up = 0;  // for one article
  std::size_t taken = 0;      // articles compared in full

  ScanEffort& operator+=(const ScanEffort& other) {
    searches += other.searches;
    spans += other.spans;
    lists += other.lists;
    postings += other.postings;
    read += other.read;
    looked_up += other.looked_up;
    taken += other.taken;
    return *this;
  }
  friend ScanEffort operator-(ScanEffort a, const ScanEffort& b) {
    a.searches -= b.searches;
    a.spans -= b.spans;
    a.lists -= b.lists;
    a.postings -= b.postings;
    a.read -= b.read;
    a.looked_up -= b.looked_up;
    a.taken -= b.taken;
    return a;
  }
};

}  // namespace depesche
