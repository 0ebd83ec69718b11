// Editing stories from the shell: merge, split, link, unlink, undo, and what was said before.
//
// A correction is durable before anything else happens. It is obeyed here when no other process
// runs the engine, else by the server that does.
#include <iostream>
#include <thread>

#include "cli/command.h"
#include "cli/print.h"
#include "dates/dates.h"
#include "desk/named.h"
#include "desk/story_desk.h"
#include "rights/ledger.h"

namespace depesche::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookForOutcome = 100ms;
constexpr auto kServerTurn = 30s;  // a server in the middle of a large batch takes some seconds

struct StoryOptions {
  std::string story;
  std::string other;
  std::vector<std::string> articles;
  std::int64_t correction = 0;
  std::string who;
  std::string note;
  int limit = 50;
  bool json = false;
};

/// What has become of it; still waiting when a server did not take it up in time.
Result<CorrectionState> obey(Archive& archive, const StoryParameters& parameters, std::int64_t id,
                             bool quiet) {
  StoryDesk desk(archive, nullptr, parameters);
  const Result<void> opened = desk.open();
  if (opened) {
    desk.take_corrections(now());
    desk.save_snapshot();
  } else if (opened.error().code != ErrorCode::Busy) {
    return opened.error();
  } else if (!quiet) {
    std::fprintf(stderr, "depesche: the running server obeys it\n");
  }
  const auto until = std::chrono::steady_clock::now() + kServerTurn;
  while (true) {
    CorrectionState state = archive.corrections().state(id).value_or(CorrectionState{});
    if (!state.is_waiting || std::chrono::steady_clock::now() >= until) return state;
    std::this_thread::sleep_for(kLookForOutcome);
  }
}

std::string counted(int count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

void print(std::int64_t id, const CorrectionState& state, bool as_json) {
  if (as_json) {
    json::Writer out;
    out.begin_object().key("correction").value(id).key("waiting").value(state.is_waiting);
    out.key("moved").value(state.moved).key("story");
    state.story ? out.value(std::to_string(state.story.value)) : out.null();
    out.key("overrides").begin_array();
    for (const std::int64_t one : state.overrides) out.value(one);
    out.end_array().end_object();
    std::cout << out.text() << '\n';
    return;
  }
  std::cout << "correction " << id << ": ";
  if (state.is_waiting) {
    std::cout << "kept; the server has not taken it up yet. After an update it gathers the stories"
                 " again first, and it takes effect then (`depesche story corrections` says when it"
                 " has)\n";
    return;
  }
  if (state.moved == 0) {
    std::cout << "kept; nothing had to move";
  } else {
    std::cout << counted(state.moved, "article", "articles") << " moved";
    if (state.story) std::cout << ", now in story " << state.story.value;
  }
  std::cout << '\n';
  for (const std::int64_t one : state.overrides) {
    std::cout << "    correction " << one << " said otherwise and holds no more where it did\n";
  }
}

int say(Archive& archive, const Context& context, const StoryOptions& options,
        const Result<CorrectionWish>& wish) {
  if (!wish) return fail(kSomeUnreadable, wish.error().message);
  const Result<std::int64_t> id = archive.corrections().append(*wish, now());
  if (!id) {
    return fail(id.error().code == ErrorCode::NotFound ? kSomeUnreadable : exit_code(id.error()),
                id.error().message);
  }
  const Result<CorrectionState> state =
      obey(archive, story_parameters(*context.settings), *id, context.quiet);
  if (!state) return fail(exit_code(state.error()), state.error().message);
  if (!state->refusal.empty()) return fail(kSomeUnreadable, state->refusal);
  print(*id, *state, options.json);
  return kDone;
}

Result<CorrectionWish> merge(const Reader& reader, const StoryOptions& options) {
  CorrectionWish wish;
  const Result<StoryId> story = find_story(reader, options.story);
  if (!story) return story.error();
  const Result<StoryId> other = find_story(reader, options.other);
  if (!other) return other.error();
  wish.story = *story;
  wish.other = *other;
  return wish;
}

Result<CorrectionWish> naming_articles(const Reader& reader, const StoryOptions& options) {
  CorrectionWish wish;
  for (const std::string& named : options.articles) {
    const Result<ArticleId> article = find_article(reader, named);
    if (!article) return article.error();
    wish.articles.push_back(*article);
  }
  return wish;
}

Result<CorrectionWish> split(const Reader& reader, const StoryOptions& options) {
  const Result<StoryId> story = find_story(reader, options.story);
  if (!story) return story.error();
  Result<CorrectionWish> wish = naming_articles(reader, options);
  if (wish) wish->story = *story;
  return wish;
}

Result<CorrectionWish> undo(const Reader&, const StoryOptions& options) {
  CorrectionWish wish;
  wish.undoes = options.correction;
  return wish;
}

std::string in_words(const CorrectionView& one) {
  std::string words(name(one.kind));
  if (one.kind == CorrectionKind::Undo) return words + " " + std::to_string(one.undoes);
  if (one.story) words += " story " + std::to_string(one.story.value);
  if (one.other) words += " and story " + std::to_string(one.other.value);
  if (!one.articles.empty()) words += one.story ? ": articles" : " articles";
  for (const ArticleId article : one.articles) words += " " + std::to_string(article.value);
  return words;
}

std::string standing(const CorrectionView& one) {
  if (one.is_waiting) return "waits";
  if (one.undone_by != 0) return "undone by " + std::to_string(one.undone_by);
  std::string words = counted(one.moved, "article", "articles") + " moved";
  if (one.ended_by != 0) {
    words += one.pairs_ended == one.pairs ? ", overridden by " : ", overridden in part by ";
    words += std::to_string(one.ended_by);
  }
  return words;
}

void write_json(json::Writer& out, const CorrectionView& one) {
  out.begin_object().key("id").value(one.id).key("kind").value(name(one.kind));
  if (one.story) out.key("story").value(std::to_string(one.story.value));
  if (one.other) out.key("other").value(std::to_string(one.other.value));
  if (!one.articles.empty()) {
    out.key("articles").begin_array();
    for (const ArticleId article : one.articles) out.value(std::to_string(article.value));
    out.end_array();
  }
  if (one.undoes != 0) out.key("undoes").value(one.undoes);
  if (!one.who.empty()) out.key("by").value(one.who);
  if (!one.note.empty()) out.key("note").value(one.note);
  out.key("said_at").value(format_rfc3339(one.said_at));
  out.key("waiting").value(one.is_waiting).key("moved").value(one.moved);
  if (one.undone_by != 0) out.key("undone_by").value(one.undone_by);
  if (one.ended_by != 0) out.key("overridden_by").value(one.ended_by);
  out.end_object();
}

int list_corrections(Archive& archive, const StoryOptions& options) {
  const std::vector<CorrectionView> all = archive.reader().corrections(options.limit);
  for (const CorrectionView& one : all) {
    if (options.json) {
      json::Writer out;
      write_json(out, one);
      std::cout << out.text() << '\n';
      continue;
    }
    std::cout << one.id << "  " << short_time(one.said_at) << "  " << in_words(one) << " ("
              << standing(one) << ")\n";
    if (!one.who.empty()) std::cout << "    by " << one.who << '\n';
    if (!one.note.empty()) std::cout << "    " << one.note << '\n';
  }
  if (all.empty() && !options.json) std::cerr << "no story has been corrected\n";
  return kDone;
}

/// What training reads of it: its words where the outlet has not reserved mining, else its
/// headline.
void write_json(json::Writer& out, const LabelledPair::Side& side, const Reader& reader) {
  out.begin_object().key("id").value(std::to_string(side.id.value)).key("url").value(side.url);
  out.key("title").value(side.title).key("language").value(side.language);
  if (const std::optional<Article> article = reader.article(side.id)) {
    out.key("outlet").value(article->outlet);
    out.key("first_seen_at").value(format_rfc3339(article->first_seen_at));
    if (rights::showing(*article).may_mine) {
      out.key("standfirst").value(article->standfirst).key("text").value(article->text);
    }
  }
  out.end_object();
}

/// One JSON object a line: {"a": {…}, "b": {…}, "same": true, "correction": 3, "said_at": …}
int list_pairs(Archive& archive) {
  const Reader reader = archive.reader();
  reader.labelled_pairs([&reader](const LabelledPair& pair) {
    json::Writer out;
    out.begin_object().key("a");
    write_json(out, pair.a, reader);
    out.key("b");
    write_json(out, pair.b, reader);
    out.key("same").value(pair.same).key("correction").value(pair.correction);
    out.key("said_at").value(format_rfc3339(pair.said_at)).end_object();
    std::cout << out.text() << '\n';
    return static_cast<bool>(std::cout);  // nobody reads on
  });
  return kDone;
}

using Wording = Result<CorrectionWish> (*)(const Reader&, const StoryOptions&);

}  // namespace

void add_story(CLI::App& app, Context& context) {
  CLI::App* group =
      app.add_subcommand("story", "correct stories: say what belongs together and what does not");
  group->require_subcommand(1);
  group->fallthrough();
  const auto options = std::make_shared<StoryOptions>();
  const auto add = [&](const char* name, const char* description, CorrectionKind kind,
                       Wording wording) {
    CLI::App* command =
        add_command(*group, context, name, description, [&context, options, kind, wording] {
          return with_archive(context, NeedStore::Existing, [&](Archive& archive) {
            Result<CorrectionWish> wish = wording(archive.reader(), *options);
            if (wish) {
              wish->kind = kind;
              wish->who = options->who;
              wish->note = options->note;
            }
            return say(archive, context, *options, wish);
          });
        });
    command->add_option("--by", options->who, "who says so");
    command->add_option("--note", options->note, "why, for whoever reads the story's history");
    command->add_flag("--json", options->json, "the outcome as a JSON object");
    return command;
  };
  const char* const a_story =
      "a story's number or page, or the number or address of an article in it";
  const char* const an_article = "an article's number or address";
  CLI::App* command =
      add("merge", "two stories are one; the first keeps its number", CorrectionKind::Merge, merge);
  command->add_option("STORY", options->story, a_story)->required();
  command->add_option("OTHER", options->other, a_story)->required();
  command =
      add("split", "articles leave a story for one of their own", CorrectionKind::Split, split);
  command->add_option("STORY", options->story, a_story)->required();
  command->add_option("ARTICLE", options->articles, an_article)->required();
  command = add("link", "two articles belong to one story, whatever comes later",
                CorrectionKind::Link, naming_articles);
  command->add_option("ARTICLES", options->articles, an_article)->required()->expected(2);
  command = add("unlink", "two articles never belong to one story; the second leaves",
                CorrectionKind::Unlink, naming_articles);
  command->add_option("ARTICLES", options->articles, an_article)->required()->expected(2);
  command = add("undo", "a correction no longer holds; what it moved goes back",
                CorrectionKind::Undo, undo);
  command->add_option("CORRECTION", options->correction, "its number in `story corrections`")
      ->required()
      ->check(CLI::PositiveNumber);

  command = add_command(
      *group, context, "corrections", "what was said, newest first", [&context, options] {
        return with_archive(context, NeedStore::Existing,
                            [&](Archive& archive) { return list_corrections(archive, *options); });
      });
  command->add_option("--limit", options->limit, "corrections shown")
      ->check(CLI::Range(1, 100'000));
  command->add_flag("--json", options->json, "one JSON object a line");
  add_command(*group, context, "pairs",
              "the pairs of articles that were corrected, for training: one JSON object a line",
              [&context] { return with_archive(context, NeedStore::Existing, list_pairs); });
}

}  // namespace depesche::cli
