// Every word the interface says, in German and English, in one table.
//
//   say(Language::De, "read_more")                     → "Mehr lesen"
//   say(Language::En, "progress_feeds", {"3", "12"})   → "3 of 12 feeds gone through"
//   say_count(Language::De, "outlets", 5)             → "5 Häuser" (rows outlets_one, outlets)
//
// A row without both languages does not compile; a key without a row is a wrong program, and a test
// looks for one in every template and source. Templates name rows as [[key]]; they are put in,
// escaped, when a template is loaded (pages/template.h).
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace depesche::web {

enum class Language { De, En };

/// "de", "en"; also the value of the setting and of the lang attribute.
std::string_view code(Language language);
std::optional<Language> language_from(std::string_view code);
/// The best of the two for an Accept-Language header; English when it names neither.
Language preferred_language(std::string_view accept_language);

struct Message {
  std::string_view key;
  std::string_view german;
  std::string_view english;
};
std::span<const Message> messages();

/// The row's words; empty for an unknown key.
std::string_view find_message(Language language, std::string_view key);

/// {0}, {1}, … are replaced by the arguments, which are plain text: escaping is the template's.
std::string say(Language language, std::string_view key,
                std::initializer_list<std::string_view> arguments = {});
/// `key`_one for 1, else `key`; {0} is the number, written as the language does (1.234, 1,234).
std::string say_count(Language language, std::string_view key, long long count);
std::string number(Language language, long long value);

}  // namespace depesche::web
