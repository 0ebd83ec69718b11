// What outlets changed, as pages and programs are told it.
//
// What was struck out is <del>, what is new <ins>; both are also said in words that only screen
// readers meet, so that nothing hangs on colour or on a line through the text.
#pragma once

#include <string>
#include <vector>

#include "redline/redline.h"
#include "store/rows/views.h"
#include "web/pages/frame.h"
#include "web/pages/template.h"

namespace depesche::web {

/// "Überschrift, Zahl geändert; Absatz gestrichen".
std::string changes_in_words(Language language, const std::vector<RevisionKind>& kinds);

/// `text` is in the language of its article, the words around it in the reader's.
std::string redline_html(Language language, const std::vector<Piece>& pieces);

/// For the article page; false where nothing was changed. Anonymous readers see what was changed
/// in the headline, of the body only of what kind.
Data changes_data(const Viewer& viewer, const ArticlePage& page);

/// For the story page's log.
DataList change_log(const Viewer& viewer, const StoryPage& story);

}  // namespace depesche::web
