#include "story/parameters.h"

namespace depesche {

const StoryParameters& shipped_parameters() {
  static constexpr StoryParameters kShipped{
      .headline = 1000,
      .lede = 530,
      .body = 179,
      .address = 300,
      .word = 1000,
      .piece = 300,
      .name = 509,
      .number = 1205,
      .most_terms = 67,
      .most_pieces = 47,
      .least_link = 236,
      .half_evidence = 1125,
      .half_hours = 240,
      .foreign_scale = 1200,
      .foreign_least_shared = 3,
      .nearest_share = 194,
      .nearest_few = 3,
      .cover_share = 0,
      .join = 791,
      .merge = 1035,
      .move_margin = 224,
      .least_similar = 410,
      .prior_articles = 327,
  };
  return kShipped;
}

}  // namespace depesche
