// Why an article is where it is, in words: the engine's reason as the store keeps it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/rows/views.h"
#include "web/pages/messages.h"

namespace depesche::web {

/// For a member of a story: "Als erster Bericht dazu eingetroffen", "Gemeinsam: Elbbrücke,
/// Sperrung".
std::string member_reason(Language language, const ArticleCard& card,
                          std::string_view stored_reason);

/// For an article near this one: "Gemeinsam: Elbbrücke, Sperrung"; empty without words.
std::string similar_reason(Language language, const std::vector<std::string>& words);

}  // namespace depesche::web
