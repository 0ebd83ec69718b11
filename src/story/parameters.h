// The numbers the story engine decides by. Their values live in parameters.cpp, which names the
// data and the date they were fitted on; nothing else in the engine is tuned.
//
// Weights and shares are per mille, scores are in 1/4096 (story/fixed_point.h), evidence is in
// 1/256 bits of inverse document frequency.
#pragma once

#include "story/link_weights.h"

namespace depesche {

struct StoryParameters {
  // What a term weighs by where it stands …
  int headline;
  int lede;
  int body;
  int address;
  // … and by what it is.
  int word;
  int piece;
  int name;
  int number;
  int most_terms;  // of an article's vector, not counting pieces
  int most_pieces;
  int most_together;  // terms and pieces; pieces give way
  int most_telling;   // of the heaviest, by which an article is searched for

  // How alike two articles are: cosine, shrunk where little is shared.
  int most_judged;           // articles an arrival is compared with …
  int most_foreign;          // … and of other languages
  int half_evidence;         // shared evidence that halves the cosine
  int foreign_scale;         // per mille of it between languages, where only names and numbers meet
  int foreign_least_shared;  // names, numbers, countries and words, to be judged for a link
  int meaning;         // what a word weighs that means the same, where a name weighs a thousand
  int apart_in_place;  // per mille that is left when two reports name places of different regions,
                       // or two short ones other towns
  int other_numbers;   // … and when two short ones are full of other numbers
  int other_numbers_abroad;  // … of two languages

  int part;  // per mille of what holds each of two groups of a story, below which they part

  int least_similar;  // likeness from which news are called similar
  int sealed_span;    // articles whose postings are packed together (story/postings.h)
  int live_days;      // after so many an article leaves the live window

  // How sure it is that two articles of different languages tell one event
  // (trained_foreign_link.inc).
  story::ForeignLinkWeights foreign_link;

  // What follows is trained (trained_parameters.inc). How near an article is to a story: its
  // nearest member and the mean of the nearest few.
  int least_link;  // less sure links are not kept
  int nearest_share;
  int nearest_few;
  int cover_share;  // how much of the score depends on the share of members it is linked to
  // What a teaser must reach, and a full text: those share more by chance.
  int join;  // score from which an article joins
  int join_full;
  int merge;  // mean score of the smaller story's articles to the larger
  int merge_full;
  int move_margin;          // by how much an article must be nearer to another story to move there
  story::LinkWeights link;  // how sure it is that two articles of one language tell one event
};

/// Of the live window: memory grows with it, and what is older tells of other events.
inline constexpr int kMostLiveDays = 60;

/// What a release decides by.
const StoryParameters& shipped_parameters();

}  // namespace depesche
