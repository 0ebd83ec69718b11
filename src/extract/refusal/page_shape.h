// What a page is built of, whatever it says: how much of it is links, which parts repeat, what it
// has of forms, prices, pictures and headings.
//
// Lists of other pages give themselves away by repetition: siblings of one kind, each with a link
// and a heading, a picture or a line long enough to be a headline. Articles do by what surrounds
// them once: a form to comment, links to share the page.
//
// One walk forwards and one backwards over the tree.
#pragma once

#include <cstdint>

#include "extract/page/survey.h"
#include "extract/refusal/page_labels.h"
#include "html/tree.h"

namespace depesche::extract {

struct PageShape {
  std::uint32_t text = 0;    // characters, with navigation and all
  std::uint32_t linked = 0;  // of these, in links
  std::uint32_t kept = 0;    // characters the survey does not leave out
  std::uint32_t kept_linked = 0;

  int links = 0;
  int kept_links = 0;
  int long_links = 0;     // of the kept ones, long enough to be a headline
  int page_numbers = 0;   // links that are a number
  int share_links = 0;    // hand this page's address to another site
  int outward_links = 0;  // kept, to an address with a scheme

  int headings[3] = {};     // h1, h2, h3
  int linked_headings = 0;  // h2 to h4 in or around a link
  int bare_headings = 0;    // h2 to h4 without one
  int pictures = 0;
  int kept_pictures = 0;
  int articles = 0;  // <article>
  int times = 0;     // <time>
  int tables = 0;
  int frames = 0;  // iframes and films

  int fields = 0;  // inputs that are shown
  int text_areas = 0;
  int choices = 0;  // <select>
  int buttons = 0;
  int prices = 0;                // short texts with a currency and a number
  int ratings = 0;               // "(29)", "4.5 out of 5"
  int dates = 0;                 // short texts that are a date, kept
  int labels[kLabelKinds] = {};  // different ones of each kind
  int more_links = 0;            // "read more" and the like, every one
  int cart_buttons = 0;          // every one
  int most_repeated = 0;         // how often the most frequent link's text is there, kept
  int cart_links = 0;            // to a basket
  int calls = 0;                 // telephone numbers to call
  int mails = 0;

  int teasers = 0;  // in all groups of repeated siblings
  int largest_group = 0;
  int groups = 0;
  std::uint32_t teaser_text = 0;

  bool says_single = false;  // <html> or <body> calls itself a single post, an article
  bool says_list = false;    // … home, archive, category
  bool says_shop = false;    // … product, shop
  bool says_page = false;    // … a fixed page, as content systems call what is no post

  bool item_article = false;  // microdata
  bool item_product = false;
};

PageShape shape_of(const html::Tree& tree, const Survey& survey);

}  // namespace depesche::extract
