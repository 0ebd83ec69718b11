// Memory that is going to be read, told to the processor in advance.
#pragma once

namespace depesche {

/// Fetches the cache line that `at` lies in; any address is allowed.
///
/// GCC takes a function that does nothing but __builtin_prefetch for one without effect and drops
/// the calls to it. An empty volatile asm is an effect, and no instruction.
inline void prefetch_line(const void* at) {
  __builtin_prefetch(at);
  asm volatile("");
}

}  // namespace depesche
