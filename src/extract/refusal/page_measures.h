// What is measured of a page before it is judged: its shape, its address taken apart, the manner of
// its text, what its titles say, and what JSON-LD calls the things it describes.
//
// The address is the given one, else the one the page claims.
#pragma once

#include <cstdint>
#include <string_view>

#include "extract/refusal/page_shape.h"
#include "extract/refusal/page_ties.h"
#include "extract/refusal/page_words.h"
#include "extract/refusal/refusal.h"

namespace depesche::extract {

/// The address' path, taken apart.
struct PageAddress {
  bool known = false;
  bool front = false;  // the site's root, or a language's
  int depth = 0;
  int hyphens = 0;  // in the last part
  int digits = 0;   // in the longest number of the path
  int last_length = 0;
  bool dated = false;  // …/2024/05/…
  bool slash = false;  // ends with one
  bool file = false;   // ends with .html or the like
  bool query = false;
  WordKinds last = kNoKind;    // of the last part
  WordKinds before = kNoKind;  // of the others and of the host's first label
};

PageAddress read_address(std::string_view url);

/// What JSON-LD calls the things it describes; a bit for each group of types.
enum LinkedType : std::uint32_t {
  kLinkedArticle = 1,
  kLinkedProduct = 2,
  kLinkedOffer = 4,
  kLinkedList = 8,
  kLinkedCollection = 16,
  kLinkedWebPage = 32,
  kLinkedWebSite = 64,
  kLinkedBusiness = 128,
  kLinkedFaq = 256,
  kLinkedBreadcrumb = 512,
  kLinkedService = 1024,
  kLinkedPosting = 2048,  // events, jobs, courses
  kLinkedRecipe = 4096,
  kLinkedPerson = 8192,
  kLinkedVideo = 16384,
  kLinkedOrganization = 32768,
};

/// Everything measured; the features are made of it, and the sentence for a refusal.
struct PageMeasures {
  PageShape shape;
  PageAddress address;
  PageTies ties;
  Manner manner;             // of the body, or of all text where there is none
  WordKinds title = 0;       // of the headline and the page's title
  std::uint32_t linked = 0;  // LinkedType
  bool imprint = false;      // by its words
  bool small_print = false;  // a page of terms or on privacy
};

PageMeasures measure_page(const PageView& page);

}  // namespace depesche::extract
