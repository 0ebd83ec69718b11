#include "web/pages/changes.h"

#include <algorithm>

#include "web/pages/card.h"

namespace depesche::web {
namespace {

bool has(const std::vector<RevisionKind>& kinds, RevisionKind kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

/// `word` says what the mark means to those who do not see it.
std::string marked(Language language, const std::string& tag, const std::string& word,
                   const std::string& text) {
  return "<" + tag + "><span class=\"hidden\" lang=\"" + std::string(code(language)) + "\">[" +
         escape_html(word) + " </span>" + escape_html(text) + "<span class=\"hidden\">]</span></" +
         tag + ">";
}

std::string passage_html(Language language, const ChangedPassage& passage) {
  return (passage.begins_inside ? "… " : "") + redline_html(language, passage.pieces) +
         (passage.ends_inside ? " …" : "");
}

}  // namespace

std::string changes_in_words(Language language, const std::vector<RevisionKind>& kinds) {
  // What was altered is one list, the rest are sentences of their own.
  std::string altered;
  for (const RevisionKind kind :
       {RevisionKind::Headline, RevisionKind::Number, RevisionKind::Name, RevisionKind::Wording}) {
    if (!has(kinds, kind)) continue;
    if (!altered.empty()) altered += ", ";
    altered += say(language, "changed_" + std::string(name(kind)));
  }
  std::string words = altered.empty() ? std::string() : say(language, "changed", {altered});
  for (const RevisionKind kind :
       {RevisionKind::PassageRemoved, RevisionKind::PassageAdded, RevisionKind::Gone}) {
    if (!has(kinds, kind)) continue;
    if (!words.empty()) words += "; ";
    words += say(language, "changed_" + std::string(name(kind)));
  }
  return words;
}

std::string redline_html(Language language, const std::vector<Piece>& pieces) {
  std::string out;
  for (const Piece& piece : pieces) {
    if (!out.empty()) out += ' ';
    switch (piece.kind) {
      case PieceKind::Same:
        out += escape_html(piece.text);
        break;
      case PieceKind::Removed:
        out += marked(language, "del", say(language, "struck_out"), piece.text);
        break;
      case PieceKind::Added:
        out += marked(language, "ins", say(language, "put_in"), piece.text);
        break;
    }
  }
  return out;
}

Data changes_data(const Viewer& viewer, const ArticlePage& page) {
  if (page.changes.empty()) return Data(false);
  const Language language = viewer.language();
  DataList each;
  for (const ArticleChange& change : page.changes) {
    Data line;
    set(line, "kinds", changes_in_words(language, change.line.kinds));
    set(line, "time", time_data(viewer.clock, change.at));
    set(line, "open", each.empty());
    set(line, "headline_html", redline_html(language, change.line.headline));
    DataList passages;
    if (viewer.reads_whole) {
      for (const ChangedPassage& passage : change.line.passages) {
        Data one;
        set(one, "passage_html", passage_html(language, passage));
        passages.push_back(one);
      }
    }
    set(line, "left_out",
        viewer.reads_whole && change.line.left_out > 0
            ? say_count(language, "changes_left_out", static_cast<long long>(change.line.left_out))
            : std::string());
    const bool is_kept_back = !viewer.reads_whole && !change.line.passages.empty();
    set(line, "kept_back", is_kept_back ? say(language, "changes_kept_back") : std::string());
    line["passages"] = Data(passages);
    set(line, "lang", page.article.language);
    set(line, "dir", direction(page.article.language));
    each.push_back(line);
  }
  Data data;
  data["each"] = Data(each);
  return data;
}

DataList change_log(const Viewer& viewer, const StoryPage& story) {
  DataList each;
  for (const StoryChangeView& change : story.changes) {
    Data line;
    set(line, "href", article_path(viewer, change.article.value) + "#changes");
    set(line, "title", change.title);
    set(line, "before", change.title_before);
    set(line, "lang", change.language);
    set(line, "dir", direction(change.language));
    set(line, "outlet", change.outlet_name);
    set(line, "kinds", changes_in_words(viewer.language(), change.kinds));
    set(line, "time", time_data(viewer.clock, change.at));
    each.push_back(line);
  }
  return each;
}

}  // namespace depesche::web
