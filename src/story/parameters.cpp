#include "story/parameters.h"

namespace depesche {

const StoryParameters& shipped_parameters() {
  static constexpr StoryParameters kShipped{
      .headline = 1000,
      .lede = 500,
      .body = 300,
      .address = 300,
      .word = 1000,
      .piece = 300,
      .name = 300,
      .number = 616,
      .most_terms = 64,
      .most_pieces = 64,
      .least_link = 450,
      .half_evidence = 1125,
      .half_hours = 240,
      .foreign_scale = 1200,
      .foreign_least_shared = 3,
      .nearest_share = 179,
      .nearest_few = 3,
      .cover_share = 0,
      .join = 791,
      .merge = 1035,
      .move_margin = 200,
      .least_similar = 410,
      .prior_articles = 300,
  };
  return kShipped;
}

}  // namespace depesche
