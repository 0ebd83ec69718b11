// What editors said and what came of it, in words: the pieces the story page and the list of
// corrections share.
#pragma once

#include <string>
#include <string_view>

#include "store/rows/views.h"
#include "web/pages/frame.h"
#include "web/pages/template.h"

namespace depesche::web {

/// "Zwei Geschichten zusammengeführt".
std::string what_was_said(Language language, const CorrectionView& one);

/// "2 Artikel versetzt", "wird gleich ausgeführt", "überholt durch Korrektur 7".
std::string outcome_in_words(const Viewer& viewer, const CorrectionView& one);

/// Why it was not obeyed: "das ist schon eine einzige Geschichte". Of `message`, which is English,
/// something is shown only where no words fit.
std::string refusal_in_words(Language language, CorrectionKind kind, const Error& refusal);

/// Where the list begins with that correction: "/corrections?after=4#c3".
std::string correction_path(const Viewer& viewer, std::int64_t correction);

/// What just happened: by the correction, where it became one, else by `failure`. The page is the
/// one of that story, or 0.
Data notice_data(const Viewer& viewer, const CorrectionView* said, std::string_view failure,
                 StoryId page);

}  // namespace depesche::web
