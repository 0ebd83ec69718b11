#include "story/parameters.h"

namespace depesche {

const StoryParameters& shipped_parameters() {
  static constexpr StoryParameters kShipped{
      .headline = 1000,
      .lede = 530,
      .body = 242,
      .address = 384,
      .word = 1000,
      .piece = 300,
      .name = 509,
      .number = 1205,
      .most_terms = 67,
      .most_pieces = 64,
      .least_link = 208,
      .half_evidence = 1125,
      .half_hours = 210,
      .foreign_scale = 1200,
      .foreign_least_shared = 3,
      .apart_in_place = 240,
      .nearest_share = 180,
      .nearest_few = 3,
      .cover_share = 0,
      .join = 791,
      .merge = 983,
      .move_margin = 224,
      .least_similar = 410,
      .prior_articles = 387,
  };
  return kShipped;
}

}  // namespace depesche
