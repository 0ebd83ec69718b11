// depesche outlets: list, set.
#include <iostream>

#include "cli/command.h"
#include "json/writer.h"
#include "rights/ledger.h"
#include "store/writing/outlets.h"

namespace depesche::cli {
namespace {

std::string shown_in_words(std::optional<int> most_quoted) {
  if (!most_quoted) return "in public: excerpts, as long as it allows";
  if (*most_quoted == 0) return "in public: headline and link alone, as you said";
  return "in public: excerpts of at most " + std::to_string(*most_quoted) +
         (*most_quoted == 1 ? " character" : " characters") + ", as you said";
}

void print_outlet(const OutletView& outlet) {
  std::cout << outlet.slug << "  " << outlet.name << "\n    " << outlet.articles
            << (outlet.articles == 1 ? " article; " : " articles; ")
            << shown_in_words(outlet.most_quoted) << '\n';
}

void print_outlet_json(const OutletView& outlet) {
  json::Writer out;
  out.begin_object().key("outlet").value(outlet.slug).key("name").value(outlet.name);
  out.key("home").value(outlet.home).key("articles").value(outlet.articles);
  if (outlet.most_quoted) out.key("excerpt").value(*outlet.most_quoted);
  out.end_object();
  std::cout << out.text() << '\n';
}

int list_outlets(Archive& archive, bool as_json) {
  const std::vector<OutletView> outlets = archive.reader().outlets();
  for (const OutletView& outlet : outlets) {
    if (as_json) {
      print_outlet_json(outlet);
    } else {
      print_outlet(outlet);
    }
  }
  if (outlets.empty() && !as_json) std::cerr << "no outlets yet; they come with their articles\n";
  return kDone;
}

/// By the word in its address (/o/OUTLET), else by its name, which may be another's word.
std::optional<OutletView> outlet_meant(const Reader& reader, const std::string& named) {
  std::optional<OutletView> found;
  for (OutletView& outlet : reader.outlets()) {
    if (outlet.slug == named) return std::move(outlet);
    if (outlet.name == named) found = std::move(outlet);
  }
  return found;
}

constexpr std::string_view kAsAll = "default";

/// Nothing inside for "default"; an Error for what is no length.
Result<std::optional<int>> read_length(std::string_view text) {
  if (text == kAsAll) return std::optional<int>();
  const std::optional<int> characters = rights::read_limit(text);
  if (!characters) {
    return Error{ErrorCode::InvalidInput,
                 "--excerpt wants a number of characters from 0 (headline and link alone) to " +
                     std::to_string(rights::kLongestLimit) +
                     ", which no excerpt in public exceeds, or 'default'"};
  }
  return characters;
}

int set_outlet(Archive& archive, const std::string& named, const std::string& length) {
  const Result<std::optional<int>> limit = read_length(length);
  if (!limit) return fail(kUsage, limit.error().message);
  std::optional<OutletView> outlet = outlet_meant(archive.reader(), named);
  if (!outlet || !Outlets(archive.writer()).limit_excerpts(outlet->id, *limit)) {
    return fail(kSomeUnreadable,
                "there is no outlet '" + named + "'; `depesche outlets list` shows them");
  }
  outlet->most_quoted = *limit;
  print_outlet(*outlet);
  return kDone;
}

}  // namespace

void add_outlets(CLI::App& app, Context& context) {
  CLI::App* outlets = app.add_subcommand("outlets", "whose articles are here: list, set");
  outlets->require_subcommand(1)->fallthrough();
  const auto as_json = std::make_shared<bool>(false);
  add_command(*outlets, context, "list", "all outlets, and what is shown of them in public",
              [&context, as_json] {
                return with_archive(context, NeedStore::Existing, [&](Archive& archive) {
                  return list_outlets(archive, *as_json);
                });
              })
      ->add_flag("--json", *as_json, "one JSON object a line");
  const auto named = std::make_shared<std::string>();
  const auto length = std::make_shared<std::string>();
  CLI::App* set = add_command(
      *outlets, context, "set", "say how much of an outlet is shown in public",
      [&context, named, length] {
        return with_archive(context, NeedStore::Existing,
                            [&](Archive& archive) { return set_outlet(archive, *named, *length); });
      });
  set->add_option("OUTLET", *named, "its name, or the word in its address (/o/OUTLET)")->required();
  set->add_option("--excerpt", *length,
                  "characters at most of an excerpt, for anonymous readers and exports to the"
                  " public; 0: headline and link alone; default: as of all")
      ->required();
}

}  // namespace depesche::cli
