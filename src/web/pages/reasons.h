// Why an article is where it is, in words: the engine's reason as the store keeps it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "web/pages/messages.h"

namespace depesche::web {

/// For a member of a story: "Eröffnete die Geschichte", "Gemeinsam: Elbbrücke, Sperrung". The first
/// member founded it, whatever became of the article since.
enum class Member { Founder, Other };
std::string member_reason(Language language, std::string_view stored_reason, Member member);

/// For an article near this one: "Gemeinsam: Elbbrücke, Sperrung"; empty without words.
std::string similar_reason(Language language, const std::vector<std::string>& words);

}  // namespace depesche::web
