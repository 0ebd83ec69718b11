#include "cli/print.h"

#include <algorithm>

#include "dates/dates.h"
#include "desk/changes_json.h"
#include "web/pages/enclosures.h"

namespace depesche::cli {
namespace {

void write_counts(json::Writer& out, const StoryCounts& counts) {
  out.key("articles").value(counts.articles);
  out.key("outlets").value(counts.outlets);
  out.key("independent").value(counts.independent);
}

std::string to_line(const std::vector<Piece>& pieces) {
  std::string line;
  for (const Piece& piece : pieces) {
    if (!line.empty()) line += ' ';
    switch (piece.kind) {
      case PieceKind::Removed:
        line += "[-" + piece.text + "-]";
        break;
      case PieceKind::Added:
        line += "{+" + piece.text + "+}";
        break;
      case PieceKind::Same:
        line += piece.text;
        break;
    }
  }
  return line;
}

std::string with_commas(const std::vector<RevisionKind>& kinds) {
  std::string words;
  for (const RevisionKind kind : kinds) {
    if (!words.empty()) words += ", ";
    words += name(kind);
  }
  return words;
}

std::string outlets_of(const std::vector<FoldedReprint>& folded) {
  std::vector<std::string> outlets;
  for (const FoldedReprint& one : folded) {
    if (std::find(outlets.begin(), outlets.end(), one.outlet_name) == outlets.end()) {
      outlets.push_back(one.outlet_name);
    }
  }
  std::string words;
  for (const std::string& outlet : outlets) words += (words.empty() ? "" : ", ") + outlet;
  return words;
}

}  // namespace

std::string short_time(std::chrono::sys_seconds at) {
  std::string text = format_rfc3339(at);  // 2026-11-23T14:05:09Z
  text[10] = ' ';
  return text.substr(0, 16);
}

std::string to_lines(const ArticleCard& card) {
  std::string lines = card.title + "\n    " + std::to_string(card.id.value) + " · " +
                      card.outlet_name + " · " + short_time(card.first_seen_at);
  if (!card.agency.empty()) lines += " · from " + card.agency + " copy";
  if (card.reprint_of) {
    lines += " · reprint of " + std::to_string(card.reprint_of.value) + " (" + card.copied_from +
             ", " + std::to_string(card.copied_permille / 10) +
             (card.is_longer ? " % of that text)" : " %)");
  }
  if (!card.folded.empty()) lines += " · reprinted by " + outlets_of(card.folded);
  return lines + " · " + card.url + "\n";
}

void write_json(json::Writer& out, const ArticleCard& card) {
  out.begin_object().key("id").value(std::to_string(card.id.value));
  if (card.story) out.key("story").value(std::to_string(card.story.value));
  out.key("outlet").value(card.outlet_name).key("title").value(card.title);
  if (!card.standfirst.empty()) out.key("standfirst").value(card.standfirst);
  out.key("language").value(card.language).key("kind").value(name(card.kind));
  out.key("origin").value(name(card.origin)).key("url").value(card.url);
  out.key("first_seen_at").value(format_rfc3339(card.first_seen_at));
  if (card.published) out.key("published").value(format_rfc3339(*card.published));
  if (!card.agency.empty()) out.key("agency").value(card.agency);
  if (card.reprint_of) {
    out.key("reprint_of").value(std::to_string(card.reprint_of.value));
    out.key("copied").value(card.copied_permille / 1000.0);
  }
  if (!card.folded.empty()) {
    out.key("reprints").begin_array();
    for (const FoldedReprint& one : card.folded) out.value(std::to_string(one.id.value));
    out.end_array();
  }
  out.end_object();
}

std::string to_lines(const std::vector<Enclosure>& enclosures) {
  std::string lines;
  for (const Enclosure& enclosure : enclosures) {
    lines += "+ " + web::in_words(web::Language::En, enclosure);
    if (!enclosure.title.empty()) lines += " · " + enclosure.title;
    lines += " · " + enclosure.url + "\n";
  }
  return lines;
}

std::string to_lines(const std::vector<ArticleChange>& changes) {
  std::string lines;
  for (const ArticleChange& change : changes) {
    lines += "changed " + short_time(change.at) + ": " + with_commas(change.line.kinds) + '\n';
    if (!change.line.headline.empty()) lines += "    " + to_line(change.line.headline) + '\n';
    for (const ChangedPassage& passage : change.line.passages) {
      lines += "    " + std::string(passage.begins_inside ? "… " : "") + to_line(passage.pieces) +
               (passage.ends_inside ? " …\n" : "\n");
    }
    if (change.line.left_out > 0) {
      lines += "    and " + std::to_string(change.line.left_out) + " more places\n";
    }
  }
  return lines;
}

std::string to_lines(const StoryPage& story) {
  std::string lines =
      "story " + std::to_string(story.id.value) + ": " + std::to_string(story.counts.articles) +
      " articles, " + std::to_string(story.counts.outlets) + " outlets, " +
      std::to_string(story.counts.independent) + " of them with reports of their own\n";
  for (const StoryMember& member : story.members) {
    lines += "  " + to_lines(member.card);
    for (const StoryReprint& reprint : member.reprints) lines += "    = " + to_lines(reprint.card);
  }
  for (const StoryChangeView& change : story.changes) {
    lines += "  changed " + short_time(change.at) + ": " + change.outlet_name + ", " +
             with_commas(change.kinds) + ": " + change.title +
             (change.title_before.empty() ? "" : " (before: " + change.title_before + ")") + '\n';
  }
  return lines;
}

void write_json(json::Writer& out, const StoryPage& story) {
  out.begin_object().key("id").value(std::to_string(story.id.value));
  write_counts(out, story.counts);
  out.key("founded_at").value(format_rfc3339(story.founded_at));
  out.key("last_at").value(format_rfc3339(story.last_at));
  out.key("members").begin_array();
  for (const StoryMember& member : story.members) {
    write_json(out, member.card);
    for (const StoryReprint& reprint : member.reprints) write_json(out, reprint.card);
  }
  out.end_array();
  if (!story.changes.empty()) {
    out.key("changes");
    write_json(out, story.changes);
  }
  out.end_object();
}

}  // namespace depesche::cli
