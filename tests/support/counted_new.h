// Counts what operator new has given and not got back. It replaces the operators of a whole
// program, so include it in one file of it only; for tests of one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>

#include <malloc.h>

namespace {

std::size_t in_use = 0;
std::size_t most_in_use = 0;

void* allocate(std::size_t size) {
  void* block = std::malloc(std::max<std::size_t>(size, 1));
  if (block == nullptr) return nullptr;
  in_use += malloc_usable_size(block);
  most_in_use = std::max(most_in_use, in_use);
  return block;
}

void* allocate_or_throw(std::size_t size) {
  void* block = allocate(size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void release(void* block) {
  if (block != nullptr) in_use -= malloc_usable_size(block);
  std::free(block);
}

}  // namespace

// All forms are replaced: under the sanitizers each of the library's has a record of its own.
void* operator new(std::size_t size) { return allocate_or_throw(size); }
void* operator new[](std::size_t size) { return allocate_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void operator delete(void* block) noexcept { release(block); }
void operator delete[](void* block) noexcept { release(block); }
void operator delete(void* block, std::size_t) noexcept { release(block); }
void operator delete[](void* block, std::size_t) noexcept { release(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { release(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { release(block); }

namespace depesche::test {

/// The most bytes that were in use at once while `work` ran, beyond those that were before.
template <class Work>
std::size_t peak_of(const Work& work) {
  const std::size_t before = in_use;
  most_in_use = before;
  work();
  return most_in_use - before;
}

}  // namespace depesche::test
