#include "web/pages/template.h"

#include <map>
#include <span>
#include <stdexcept>

#include "base/embedded.h"

namespace depesche {
std::span<const EmbeddedFile> web_templates();
}

namespace depesche::web {
namespace {

constexpr int kMaxPartialDepth = 8;

std::string_view file(std::string_view name) {
  for (const EmbeddedFile& embedded : web_templates()) {
    if (embedded.path == std::string(name) + ".mustache") return embedded.bytes;
  }
  throw std::logic_error("no template named " + std::string(name));
}

/// Replaces every `open`word`close` by what `with` gives for the word.
template <class With>
std::string replace_all(std::string_view text, std::string_view open, std::string_view close,
                        With with) {
  std::string out;
  for (;;) {
    const auto begin = text.find(open);
    const auto end =
        begin == std::string_view::npos ? begin : text.find(close, begin + open.size());
    if (end == std::string_view::npos) return out.append(text);
    out.append(text.substr(0, begin));
    out += with(text.substr(begin + open.size(), end - begin - open.size()));
    text.remove_prefix(end + close.size());
  }
}

std::string with_partials(std::string_view name, int depth) {
  if (depth > kMaxPartialDepth) throw std::logic_error("partials include each other");
  return replace_all(file(name), "{{> ", "}}", [&](std::string_view partial) {
    std::string text = with_partials(partial, depth + 1);
    if (text.ends_with('\n')) text.pop_back();
    return text;
  });
}

}  // namespace

std::string template_text(std::string_view name, Language language) {
  return replace_all(with_partials(name, 0), "[[", "]]", [&](std::string_view key) {
    const std::string_view words = find_message(language, key);
    if (words.empty()) throw std::logic_error("no message named " + std::string(key));
    return escape_html(words);
  });
}

std::string render(std::string_view name, Language language, const Data& data) {
  // Rendering is not const in this library, so threads do not share.
  thread_local std::map<std::pair<std::string, Language>, kainjow::mustache::mustache> loaded;
  auto at = loaded.find({std::string(name), language});
  if (at == loaded.end()) {
    kainjow::mustache::mustache parsed(template_text(name, language));
    if (!parsed.is_valid()) {
      throw std::logic_error(std::string(name) + ": " + parsed.error_message());
    }
    parsed.set_custom_escape([](const std::string& text) { return escape_html(text); });
    at = loaded.emplace(std::pair(std::string(name), language), std::move(parsed)).first;
  }
  std::string out;
  at->second.render(data, [&](const std::string& piece) { out += piece; });
  return out;
}

void set(Data& data, const std::string& key, std::string_view text) {
  data[key] = text.empty() ? Data(false) : Data(std::string(text));
}
void set(Data& data, const std::string& key, const std::string& text) {
  set(data, key, std::string_view(text));
}
void set(Data& data, const std::string& key, const char* text) {
  set(data, key, std::string_view(text));
}
void set(Data& data, const std::string& key, bool is_true) { data[key] = Data(is_true); }
void set(Data& data, const std::string& key, Data value) { data[key] = std::move(value); }
void set_list(Data& data, const std::string& key, const DataList& each) {
  if (each.empty()) {
    data[key] = Data(false);
    return;
  }
  Data object;
  object["each"] = Data(each);
  data[key] = std::move(object);
}

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace depesche::web
