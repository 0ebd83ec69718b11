// Why an article is where it is, in words: the engine's reason as the store keeps it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/rows/views.h"
#include "web/pages/messages.h"

namespace depesche::web {

/// For a member of a story: "Als erster Bericht dazu eingetroffen", "Gemeinsam: Name Elbbrücke;
/// Zahl 400; Wort Sperrung".
std::string member_reason(Language language, const ArticleCard& card,
                          std::string_view stored_reason);

/// For an article near this one: "Gemeinsam: Elbbrücke, Sperrung"; empty without words.
std::string similar_reason(Language language, const std::vector<std::string>& words);

/// How long one report came before or after another, as their outlets say: "2 Stunden früher".
std::string apart_in_words(Language language, const ArticleCard& one, const ArticleCard& other);

}  // namespace depesche::web
