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
      .name = 400,
      .number = 700,
      .most_terms = 64,
      .most_pieces = 64,
      .least_link = 410,
      .half_evidence = 1500,
      .half_hours = 240,
      .foreign_scale = 1200,
      .foreign_least_shared = 3,
      .nearest_share = 500,
      .nearest_few = 4,
      .cover_share = 0,
      .join = 900,
      .merge = 900,
      .move_margin = 200,
      .least_similar = 410,
      .prior_articles = 300,
  };
  return kShipped;
}

}  // namespace depesche
