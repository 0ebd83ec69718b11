// The files that go with an article: kind, length and size in words, and where they are.
//
// Nothing is loaded from there unless the reader follows the link. Readers who may not read the
// whole are not told the address: files' addresses often carry the key of the one subscriber they
// were made for, and the page says what it gives to everybody (docs/decisions/0049).
#pragma once

#include <string>
#include <vector>

#include "news/article.h"
#include "web/pages/frame.h"
#include "web/pages/template.h"

namespace depesche::web {

/// "32 Minuten", "1 Stunde 5 Minuten"; seconds below a minute.
std::string duration_in_words(Language language, std::chrono::seconds span);
/// "24 MB", "1,4 GB"; by thousands, as shops and feeds count.
std::string size_in_words(Language language, std::int64_t bytes);

/// "Audio · 32 minutes · 24 MB", as far as is known.
std::string in_words(Language language, const Enclosure& enclosure);

/// For the article page; false where it has none.
Data enclosures_data(const Viewer& viewer, const Article& article);

/// What this reader may be given of them in feeds.
const std::vector<Enclosure>& enclosures_for(const Viewer& viewer,
                                             const std::vector<Enclosure>& enclosures);

}  // namespace depesche::web
