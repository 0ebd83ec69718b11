// From a feed's entry to an article: what the feed alone can say, and what it adds to a page.
//
// Pure. Nothing is invented: an entry without a title is headed by the beginning of its own text,
// and without any text makes no article.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "news/article.h"
#include "news/feed.h"

namespace depesche {

/// The entry's title; where it has none (RSS 2.0 allows that, short posts come so) the first
/// sentence of its text, at a word's end with an ellipsis if it is longer than headlines are.
std::string headline_of(const Entry& entry);

/// The article an entry makes when its page cannot be read (origin feed): headline, summary as
/// standfirst, and the content as body where the feed carries it whole. Without an address in the
/// entry the article has none; that is the caller's to give.
std::optional<Article> article_from_entry(const Entry& entry, std::string_view outlet);

/// Fills what the page left open (dates, authors, picture, keywords, section, licence) from the
/// entry that led there, and adds its enclosures. What the page says stands.
void complete_from_entry(Article& article, const Entry& entry);

/// What only the entry had said, for a page that is read without it: its time, its enclosures.
void keep_from_before(Article& article, const Article& before);

/// Whether a page can be the report that was announced under this headline: half of its words are
/// in it. A login or a list of reports in its place has few of them.
bool can_be_told_by(std::string_view headline, const Article& page);

/// The outlet's name out of a feed's title: "Der Bote - Politik | RSS" is "Der Bote". Falls back to
/// the host of `home`; never empty when either is given.
std::string outlet_name(std::string_view feed_title, std::string_view home);

}  // namespace depesche
