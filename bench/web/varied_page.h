// A real page as a mould for any number of pages: its words of five letters and more are exchanged
// for others of its language, its links lead to the outlet it is served from.
//
// Which word stands for which depends on two seeds: articles with the same `event` share three
// words of four, so that stories and look-alikes come up as they do in life; with the same `own`,
// too, they are one text. The words of markup, scripts and addresses stay.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace depesche::bench {

inline std::uint64_t mix(std::uint64_t value) {  // splitmix64's finaliser
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

inline std::uint64_t hash_of(std::string_view text) {  // FNV-1a
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

struct Vocabulary {
  std::vector<std::string> lower, upper;  // of small and of capital words
};

/// A text of `many` words; of two with the same `event` three words of four are the same.
inline std::string some_words(const Vocabulary& vocabulary, std::uint64_t event, std::uint64_t own,
                              std::size_t many) {
  std::string out;
  for (std::uint64_t place = 0; place < many; ++place) {
    const std::uint64_t of_event = mix(event + place);
    const std::uint64_t pick = of_event % 4 == 0 ? mix(of_event ^ own) : of_event;
    const auto& words = place == 0 || pick % 16 < 4 ? vocabulary.upper : vocabulary.lower;
    if (words.empty()) continue;
    out += (out.empty() ? "" : " ") + words[(pick >> 8) % words.size()];
  }
  return out;
}

struct ArticleAddress {
  std::string origin;  // "http://o7.localhost:8000"
  std::string own;     // the article's
  std::uint64_t number = 0;
};

class VariedPage {
 public:
  explicit VariedPage(std::string_view html) {
    find_canonical(html);
    std::size_t at = 0;
    while (at < html.size()) at = html[at] == '<' ? take_markup(html, at) : take_text(html, at);
  }

  void add_words(Vocabulary& vocabulary) const {
    for (const Part& part : parts_) {
      if (part.kind != Part::Word) continue;
      auto& words = is_capital(part.text.front()) ? vocabulary.upper : vocabulary.lower;
      words.push_back(part.text);
    }
  }

  void write(std::string& out, const Vocabulary& vocabulary, std::uint64_t event, std::uint64_t own,
             const ArticleAddress& address) const {
    for (const Part& part : parts_) {
      switch (part.kind) {
        case Part::Literal:
          out += part.text;
          break;
        case Part::Own:
          out += address.own;
          break;
        case Part::Link:
          out += address.origin + "/x/" + std::to_string(address.number) + "-" + part.text;
          break;
        case Part::Word: {
          const auto& words = is_capital(part.text.front()) ? vocabulary.upper : vocabulary.lower;
          const std::uint64_t of_event = mix(part.hash ^ event);
          const std::uint64_t pick = of_event % 4 == 0 ? mix(of_event ^ own) : of_event;
          out += words.empty() ? part.text : words[(pick >> 8) % words.size()];
          break;
        }
      }
    }
  }

 private:
  struct Part {
    enum Kind { Literal, Word, Link, Own } kind;
    std::string text;
    std::uint64_t hash = 0;
  };

  static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
  static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || is_capital(c) || static_cast<unsigned char>(c) >= 0x80;
  }

  void find_canonical(std::string_view html) {
    const std::size_t rel = html.find("\"canonical\"");
    if (rel == std::string_view::npos) return;
    const std::size_t tag = html.rfind('<', rel);
    const std::size_t href = html.find("href=\"", tag);
    if (href == std::string_view::npos || href > html.find('>', rel)) return;
    const std::size_t begin = href + 6;
    canonical_ = html.substr(begin, html.find('"', begin) - begin);
  }

  void literal(std::string_view text) {
    if (parts_.empty() || parts_.back().kind != Part::Literal) {
      parts_.push_back({Part::Literal, ""});
    }
    parts_.back().text += text;
  }

  /// Words in running text; `text` holds no markup.
  void prose(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
      std::size_t end = at;
      if (text[at] == '&') {  // a character reference is no word
        end = std::min(text.find(';', at), text.size() - 1) + 1;
        if (end - at > 10) end = at + 1;
        literal(text.substr(at, end - at));
      } else if (!is_letter(text[at])) {
        while (end < text.size() && !is_letter(text[end]) && text[end] != '&') ++end;
        literal(text.substr(at, end - at));
      } else {
        while (end < text.size() && is_letter(text[end])) ++end;
        const std::string_view word = text.substr(at, end - at);
        if (word.size() >= 5 && static_cast<unsigned char>(word.front()) < 0x80) {
          parts_.push_back({Part::Word, std::string(word), hash_of(word)});
        } else {
          literal(word);
        }
      }
      at = end;
    }
  }

  /// Markup and data: addresses are exchanged, and values that are sentences.
  void data(std::string_view text) {
    std::size_t at = 0;
    std::size_t kept = 0;
    while ((at = text.find("http", at)) != std::string_view::npos) {
      std::size_t end = at;
      while (end < text.size() &&
             std::string_view("\"'<> \\)&\n").find(text[end]) == std::string_view::npos) {
        ++end;
      }
      const std::string_view address = text.substr(at, end - at);
      const bool stays = !address.starts_with("http://") && !address.starts_with("https://");
      const bool is_name = address.find("schema.org") != std::string_view::npos ||
                           address.find("w3.org") != std::string_view::npos;
      if (!stays && !is_name) {
        values(text.substr(kept, at - kept));
        if (address == canonical_) {
          parts_.push_back({Part::Own, ""});
        } else {
          parts_.push_back({Part::Link, std::to_string(hash_of(address) % 100000)});
        }
        kept = end;
      }
      at = std::max(end, at + 4);
    }
    values(text.substr(kept));
  }

  /// What stands between quotation marks and is long and spaced, is prose.
  void values(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t open = text.find('"', at);
      const std::size_t close = open == std::string_view::npos ? open : text.find('"', open + 1);
      if (close == std::string_view::npos) break;
      const std::string_view value = text.substr(open + 1, close - open - 1);
      const bool is_sentence = value.size() > 25 && value.find(' ') != std::string_view::npos &&
                               value.find_first_of("={}<>;") == std::string_view::npos;
      literal(text.substr(at, open + 1 - at));
      is_sentence ? prose(value) : literal(value);
      at = close;  // the mark that ends this value may begin the next: values are told by length
      if (is_sentence) {
        literal("\"");
        at = close + 1;
      }
    }
    literal(text.substr(at));
  }

  std::size_t take_markup(std::string_view html, std::size_t at) {
    for (const std::string_view kind : {"script", "style"}) {
      if (html.substr(at + 1, kind.size()) != kind) continue;
      const std::size_t close = html.find("</" + std::string(kind), at);
      const std::size_t end = close == std::string_view::npos ? html.size() : close;
      const std::size_t head = std::min(html.find('>', at), end);
      const bool is_linked = html.substr(at, head - at).find("ld+json") != std::string_view::npos;
      is_linked ? data(html.substr(at, end - at)) : literal(html.substr(at, end - at));
      if (end == html.size()) return end;
      const std::size_t after = std::min(html.find('>', end), html.size() - 1) + 1;
      literal(html.substr(end, after - end));
      return after;
    }
    const std::size_t end = std::min(html.find('>', at), html.size() - 1) + 1;
    const std::string_view tag = html.substr(at, end - at);
    for (const std::string_view text : {"p", "h1", "h2", "title"}) {
      const bool is_end = tag.starts_with("</");
      const std::string_view rest = tag.substr(is_end ? 2 : 1);
      const bool is_named = rest.starts_with(text) && rest.size() > text.size() &&
                            (rest[text.size()] == '>' || rest[text.size()] == ' ');
      if (is_named) in_prose_ = !is_end;
    }
    data(tag);
    return end;
  }

  std::size_t take_text(std::string_view html, std::size_t at) {
    const std::size_t end = std::min(html.find('<', at), html.size());
    in_prose_ ? prose(html.substr(at, end - at)) : literal(html.substr(at, end - at));
    return end;
  }

  std::string_view canonical_;
  bool in_prose_ = false;
  std::vector<Part> parts_;
};

}  // namespace depesche::bench
