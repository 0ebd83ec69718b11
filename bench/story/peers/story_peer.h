// A way of gathering articles into stories that the engine is compared with.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/story/peers/weigh.h"

namespace depesche::peers {

class StoryPeer {
 public:
  StoryPeer() = default;
  StoryPeer(const StoryPeer&) = delete;
  StoryPeer& operator=(const StoryPeer&) = delete;
  virtual ~StoryPeer() = default;

  /// In the order of the stream.
  virtual void add(PeerArticle article) = 0;
  /// After the last: a number for each article's story, in the order they came.
  virtual std::vector<std::uint32_t> stories() = 0;
};

}  // namespace depesche::peers
