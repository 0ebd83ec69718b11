#include "desk/changes_json.h"

#include "dates/dates.h"

namespace depesche {
namespace {

void write_kinds(json::Writer& out, const std::vector<RevisionKind>& kinds) {
  out.key("kinds").begin_array();
  for (const RevisionKind kind : kinds) out.value(name(kind));
  out.end_array();
}

std::string_view name(PieceKind kind) {
  switch (kind) {
    case PieceKind::Removed:
      return "removed";
    case PieceKind::Added:
      return "added";
    case PieceKind::Same:
      break;
  }
  return "same";
}

void write_pieces(json::Writer& out, const std::vector<Piece>& pieces) {
  out.begin_array();
  for (const Piece& piece : pieces) {
    out.begin_object().key("is").value(name(piece.kind)).key("text").value(piece.text).end_object();
  }
  out.end_array();
}

}  // namespace

void write_json(json::Writer& out, const std::vector<ArticleChange>& changes, ChangedText text) {
  out.begin_array();
  for (const ArticleChange& change : changes) {
    out.begin_object().key("at").value(format_rfc3339(change.at));
    write_kinds(out, change.line.kinds);
    out.key("title_before").value(change.title_before);
    if (!change.line.headline.empty()) {
      out.key("headline");
      write_pieces(out, change.line.headline);
    }
    if (text == ChangedText::Whole && !change.line.passages.empty()) {
      out.key("passages").begin_array();
      for (const ChangedPassage& passage : change.line.passages) write_pieces(out, passage.pieces);
      out.end_array();
    }
    out.end_object();
  }
  out.end_array();
}

void write_json(json::Writer& out, const std::vector<StoryChangeView>& log) {
  out.begin_array();
  for (const StoryChangeView& change : log) {
    out.begin_object().key("at").value(format_rfc3339(change.at));
    out.key("article").value(change.article.value).key("outlet").value(change.outlet_name);
    out.key("title").value(change.title);
    if (!change.title_before.empty()) out.key("title_before").value(change.title_before);
    write_kinds(out, change.kinds);
    out.end_object();
  }
  out.end_array();
}

}  // namespace depesche
