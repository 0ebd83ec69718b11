// Templates: mustache files embedded in the program (src/web/templates), one per page.
//
// They hold structure only; every decision and every word comes from C++. {{x}} is always escaped;
// {{{x}}} is for HTML we made ourselves, and its name ends in _html or is `body` or `content`.
// Loading puts the messages ([[key]]) and partials ({{> name}}) in, so that rendering does neither.
//
// Thread-safe: each thread keeps its own loaded copies.
#pragma once

#include <string>
#include <string_view>

#include <kainjow/mustache.hpp>

#include "web/pages/messages.h"

namespace depesche::web {

using Data = kainjow::mustache::data;
using DataList = kainjow::mustache::list;

/// Throws std::logic_error for a template that does not exist or does not parse: wrong program.
std::string render(std::string_view name, Language language, const Data& data);

/// The template's text with messages and partials in; for tests.
std::string template_text(std::string_view name, Language language);

/// An empty text is false, so that a section around it is left out and an outer value never shows
/// through.
void set(Data& data, const std::string& key, std::string_view text);
void set(Data& data, const std::string& key, const std::string& text);
void set(Data& data, const std::string& key, const char* text);
void set(Data& data, const std::string& key, bool is_true);
void set(Data& data, const std::string& key, Data value);
/// As an object with the member `each`; false when there is nothing in the list.
void set_list(Data& data, const std::string& key, const DataList& each);

/// & < > " ' as references.
std::string escape_html(std::string_view text);

}  // namespace depesche::web
