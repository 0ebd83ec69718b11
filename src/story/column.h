// One value for each live article, side by side whatever the article's number: what many articles
// are asked for at once is found in few lines of cache.
#pragma once

#include <cassert>
#include <cstddef>
#include <utility>
#include <vector>

namespace depesche::story {

/// Grows at the back and shrinks from the front. Positions count from the front.
template <class T>
class Column {
 public:
  std::size_t size() const { return values_.size() - gone_; }
  const T& operator[](std::size_t at) const { return values_[gone_ + at]; }
  T& operator[](std::size_t at) { return values_[gone_ + at]; }

  void push_back(const T& value) {
    // By an eighth at a time: doubling would hold as much again.
    if (values_.size() == values_.capacity()) values_.reserve(values_.size() * 9 / 8 + kLeast);
    values_.push_back(value);
  }
  void pop_front() {
    assert(size() > 0);
    ++gone_;
    if (gone_ < kLeast || gone_ * 8 < values_.size()) return;
    values_ = std::vector<T>(values_.begin() + static_cast<std::ptrdiff_t>(gone_), values_.end());
    gone_ = 0;
  }
  void assign(std::vector<T> values) {
    values_ = std::move(values);
    gone_ = 0;
  }
  std::vector<T> all() const {
    return {values_.begin() + static_cast<std::ptrdiff_t>(gone_), values_.end()};
  }
  std::size_t bytes() const { return values_.capacity() * sizeof(T); }

 private:
  static constexpr std::size_t kLeast = 16;
  std::vector<T> values_;
  std::size_t gone_ = 0;  // at the front
};

}  // namespace depesche::story
