// What words say about the kind of a page: in its address, its title, the names of its outermost
// elements, on its buttons, and in its running text.
//
// The lists are of what every site writes (imprint, login, category, basket …) in English, German,
// French, Spanish and Italian; no outlet's own words.
#pragma once

#include <cstdint>
#include <string_view>

namespace depesche::extract {

enum WordKind : std::uint32_t {
  kNoKind = 0,
  kImprintWord = 1,  // who answers for the site
  kLegalWord = 2,    // privacy, terms
  kContactWord = 4,  // contact, about us, help
  kErrorWord = 8,    // not found, forbidden
  kLoginWord = 16,
  kConsentWord = 32,
  kListWord = 64,      // home, archive, category, tag, search
  kShopWord = 128,     // product, shop, basket
  kServiceWord = 256,  // services, pricing, courses
  kArticleWord = 512,  // article, story, post
};
using WordKinds = std::uint32_t;

/// Of class and id names, in lower case.
WordKinds kinds_in_names(std::string_view names);
/// Of one part of an address' path, in lower case.
WordKinds kinds_of_part(std::string_view part);
/// Of a title, folded: what it is as a whole, or what it says where that leaves no doubt.
WordKinds kinds_of_title(std::string_view title);

/// How a text speaks: counts of words.
struct Manner {
  int words = 0;
  int you = 0;                      // addresses the reader
  int we = 0;                       // the site speaks of itself
  int self = 0;                     // a person does
  int told = 0;                     // verbs of saying
  int past = 0;                     // auxiliaries of the past
  int offer = 0;                    // buy, order, contact, free …
  int imprint = 0;                  // registers, tax numbers, "responsible for the content"
  int privacy = 0;                  // personal data, processing, consent
  std::uint64_t imprint_kinds = 0;  // a bit for each different word
  std::uint64_t privacy_kinds = 0;
  int numbers = 0;
  int third = 0;      // he, she, they
  int small = 0;      // articles, prepositions: what sentences have and lists do not
  int when = 0;       // days, months, "yesterday"
  int capitals = 0;   // words that begin with one
  int sentences = 0;  // ends of them
  int quotes = 0;     // quotation marks
  int marks = 0;      // ! and ?
  int long_words = 0;
};

void add_manner(std::string_view text, Manner& manner);

}  // namespace depesche::extract
