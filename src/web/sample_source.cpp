#include "web/sample_source.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <span>

#include "base/ascii.h"
#include "base/embedded.h"
#include "web/sample_text.h"

namespace depesche {
std::span<const EmbeddedFile> sample_files();
}

namespace depesche::web {
namespace {

using NamedTexts = std::vector<std::pair<std::string, std::string>>;

struct SourceFile {
  NamedTexts fields;
  std::string_view body;
};

/// The next line of `text`, which loses it.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

/// "key: value" lines up to a line of three dashes or the end.
SourceFile read_file(std::string_view text) {
  SourceFile file;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line == "---") break;
    const std::size_t colon = line.find(':');
    if (line.empty() || line[0] == '#' || colon == std::string_view::npos) continue;
    file.fields.emplace_back(line.substr(0, colon), trim(line.substr(colon + 1)));
  }
  file.body = text;
  return file;
}

std::string field(const SourceFile& file, std::string_view key) {
  for (const auto& [name, value] : file.fields) {
    if (name == key) return value;
  }
  return {};
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(trim(text.substr(0, end)));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

SampleTime time_of(const std::string& text) {
  const auto parsed = parse_sample_time(text);
  assert(parsed && "a time in share/sample makes no sense");
  return *parsed;
}

SampleBlock read_block(std::string_view text) {
  SampleBlock block;
  if (text.starts_with("## ")) {
    block.kind = SampleBlockKind::Heading;
    text.remove_prefix(3);
  } else if (text.starts_with("> ")) {
    block.kind = SampleBlockKind::Quote;
    text.remove_prefix(2);
  } else if (text.starts_with("@ ")) {
    block.kind = SampleBlockKind::LiveEntry;
    text.remove_prefix(2);
    const std::size_t space = std::min(text.find(' '), text.size());
    block.at = time_of(std::string(text.substr(0, space)));
    text.remove_prefix(space);
  } else if (text.starts_with("- ")) {
    block.kind = SampleBlockKind::List;
    while (!text.empty()) block.items.emplace_back(trim(take_line(text).substr(2)));
  }
  block.text = squeeze(text);
  return block;
}

/// Blocks are separated by empty lines.
std::vector<SampleBlock> read_blocks(std::string_view body) {
  std::vector<SampleBlock> blocks;
  while (!body.empty()) {
    const std::size_t end = body.find("\n\n");
    const std::string_view text = trim(body.substr(0, end));
    if (!text.empty()) blocks.push_back(read_block(text));
    if (end == std::string_view::npos) break;
    body.remove_prefix(end + 2);
  }
  return blocks;
}

using Wire = std::map<std::string, SourceFile>;

/// A reprint takes its text from a file in wire/, whole or its first `cut` blocks; what the outlet
/// writes itself (headline, standfirst, closing blocks) wins or follows.
SampleVersion read_version(const SourceFile& file, const Wire& wire) {
  SampleVersion version{{},
                        std::nullopt,
                        field(file, "kicker"),
                        field(file, "title"),
                        field(file, "standfirst"),
                        read_blocks(file.body)};
  if (const std::string updated = field(file, "updated"); !updated.empty()) {
    version.updated = time_of(updated);
  }
  const std::string reprint = field(file, "reprint");
  if (reprint.empty()) return version;
  const auto original = wire.find(reprint);
  assert(original != wire.end() && "a reprint of nothing");
  if (version.title.empty()) version.title = field(original->second, "title");
  if (version.standfirst.empty()) version.standfirst = field(original->second, "standfirst");
  std::vector<SampleBlock> blocks = read_blocks(original->second.body);
  if (const std::string cut = field(file, "cut"); !cut.empty()) {
    std::size_t kept = 0;
    std::from_chars(cut.data(), cut.data() + cut.size(), kept);
    blocks.resize(std::min(kept, blocks.size()));
  }
  blocks.insert(blocks.end(), version.blocks.begin(), version.blocks.end());
  version.blocks = std::move(blocks);
  return version;
}

SampleSourceArticle read_article(std::string id, const SourceFile& file, const Wire& wire) {
  SampleSourceArticle article;
  article.id = std::move(id);
  article.section = field(file, "section");
  article.author = field(file, "author");
  article.kind = field(file, "kind").empty() ? "news" : field(file, "kind");
  article.agency = field(file, "agency");
  article.keywords = field(file, "keywords");
  article.published = time_of(field(file, "published"));
  article.related = split(field(file, "related"), ' ');
  for (const auto& [key, value] : file.fields) {
    std::vector<std::string> parts = split(value, '|');
    if (key == "picture") {
      parts.resize(4);
      article.picture = SamplePicture{parts[0], parts[1], parts[2], parts[3]};
    } else if (key == "comment") {
      parts.resize(2);
      article.comments.push_back({parts[0], parts[1]});
    }
  }
  article.versions.push_back(read_version(file, wire));
  article.versions.front().appears = article.published;
  return article;
}

/// A later version repeats only what changed.
void add_version(SampleSourceArticle& article, const SourceFile& file, const Wire& wire) {
  const SampleVersion& before = article.versions.back();
  SampleVersion version = read_version(file, wire);
  version.appears = time_of(field(file, "appears"));
  if (!version.updated) version.updated = version.appears;
  if (version.kicker.empty()) version.kicker = before.kicker;
  if (version.title.empty()) version.title = before.title;
  if (version.standfirst.empty()) version.standfirst = before.standfirst;
  if (version.blocks.empty()) version.blocks = before.blocks;
  article.versions.push_back(std::move(version));
}

SampleSourceFeed read_feed(const std::string& line) {
  std::vector<std::string> parts = split(line, '|');
  assert(parts.size() >= 4 && "feed: path | file | type | name | options");
  SampleSourceFeed feed{parts[0], parts[1], parts[2], parts[3], {}, 30, SampleDefect::None, true};
  for (const std::string& option : split(parts.size() > 4 ? parts[4] : "", ' ')) {
    const std::size_t equals = option.find('=');
    const std::string value = equals == std::string::npos ? "" : option.substr(equals + 1);
    if (option.starts_with("limit=")) {
      std::from_chars(value.data(), value.data() + value.size(), feed.limit);
    } else if (option.starts_with("section=")) {
      feed.section = value;
    } else if (option == "unsubscribed") {
      feed.subscribed = false;
    } else if (option.starts_with("defect=")) {
      feed.defect = value == "cut"           ? SampleDefect::Cut
                    : value == "mislabelled" ? SampleDefect::Mislabelled
                                             : SampleDefect::Entities;
    }
  }
  return feed;
}

void read_settings(SampleOutlet& outlet, const SourceFile& file) {
  for (const auto& [key, value] : file.fields) {
    if (key == "section") {
      const std::vector<std::string> parts = split(value, '|');
      outlet.sections.emplace_back(parts.at(0), parts.at(1));
    } else if (key == "feed") {
      outlet.feeds.push_back(read_feed(value));
    } else if (key == "service") {
      std::vector<std::string> parts = split(value, '|');
      parts.resize(3);
      outlet.services.push_back({parts[0], parts[1], parts[2]});
    } else {
      outlet.settings[key] = value;
    }
  }
}

/// Seven digits that follow from outlet and id, so that addresses are the same at every start.
int article_number(std::string_view host, std::string_view id) {
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const std::string_view part : {host, id}) {
    for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  }
  return 1000000 + static_cast<int>(hash % 9000000U);
}

/// Where a file stands: "outlet/articles/id.v2.txt" in three parts.
struct Location {
  std::string folder, rest;
};

Location locate(std::string_view path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return {"", std::string(path)};
  return {std::string(path.substr(0, slash)), std::string(path.substr(slash + 1))};
}

SampleOutlet& outlet_named(SampleSource& source, const std::string& host) {
  for (SampleOutlet& outlet : source.outlets) {
    if (outlet.host == host) return outlet;
  }
  source.outlets.emplace_back().host = host;
  return source.outlets.back();
}

constexpr std::string_view kArticles = "articles/";

/// Files come in byte order, so "x.txt" stands before "x.v2.txt".
void read_outlet_file(SampleOutlet& outlet, const std::string& rest, std::string_view bytes,
                      const Wire& wire) {
  if (!rest.starts_with(kArticles)) {
    if (rest == "outlet.txt") read_settings(outlet, read_file(bytes));
    outlet.files[rest] = bytes;
    return;
  }
  const std::string name = rest.substr(kArticles.size());
  const std::string id = name.substr(0, name.find('.'));
  const auto known = std::find_if(outlet.articles.begin(), outlet.articles.end(),
                                  [&](const SampleSourceArticle& a) { return a.id == id; });
  if (known != outlet.articles.end()) {
    add_version(*known, read_file(bytes), wire);
  } else {
    outlet.articles.push_back(read_article(id, read_file(bytes), wire));
    outlet.articles.back().number = article_number(outlet.host, id);
  }
}

SampleSource load() {
  SampleSource source;
  Wire wire;
  for (const EmbeddedFile& file : sample_files()) {
    const Location at = locate(file.path);
    if (at.folder == "wire") wire[at.rest.substr(0, at.rest.find('.'))] = read_file(file.bytes);
    if (at.folder == "pictures") source.pictures[at.rest] = file.bytes;
  }
  for (const EmbeddedFile& file : sample_files()) {
    const Location at = locate(file.path);
    if (at.folder.empty() || at.folder == "wire" || at.folder == "pictures") continue;
    read_outlet_file(outlet_named(source, at.folder), at.rest, file.bytes, wire);
  }
  return source;
}

}  // namespace

const std::string& SampleOutlet::setting(const std::string& key) const {
  static const std::string none;
  const auto found = settings.find(key);
  return found == settings.end() ? none : found->second;
}

const SampleOutlet* SampleSource::outlet(std::string_view host) const {
  for (const SampleOutlet& candidate : outlets) {
    if (candidate.host == host) return &candidate;
  }
  return nullptr;
}

const SampleSource& sample_source() {
  static const SampleSource source = load();
  return source;
}

}  // namespace depesche::web
