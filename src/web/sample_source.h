// The sample edition as its writers left it: outlets, articles and templates from share/sample.
//
// share/sample/README.md describes the files. Everything is read once, on first use, from the files
// embedded in the program, and never changes afterwards; views point into the program itself. The
// files are ours, so a mistake in them is a programming error: it is asserted, and a test loads
// all.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/sample_text.h"

namespace depesche::web {

enum class SampleBlockKind { Paragraph, Heading, Quote, List, LiveEntry };

struct SampleBlock {
  SampleBlockKind kind = SampleBlockKind::Paragraph;
  std::string text;                // with its markup and date tokens
  std::vector<std::string> items;  // lists
  SampleTime at;                   // entries of a live blog
};

struct SamplePicture {
  std::string file, caption, credit, alt;
};

struct SampleComment {
  std::string author, text;
};

/// What an article says from `appears` on.
struct SampleVersion {
  SampleTime appears;
  std::optional<SampleTime> updated;
  std::string kicker, title, standfirst;
  std::vector<SampleBlock> blocks;
};

struct SampleSourceArticle {
  std::string id;  // unique within its outlet
  std::string section, author, kind, agency, keywords;
  SampleTime published;
  std::optional<SamplePicture> picture;
  std::vector<std::string> related;
  std::vector<SampleComment> comments;
  std::vector<SampleVersion> versions;  // oldest first, never empty
  int number = 0;                       // for addresses that carry one; follows from outlet and id
};

/// How a feed is broken on its way out.
enum class SampleDefect {
  None,
  Cut,          // ends in the middle of an item
  Mislabelled,  // windows-1252 bytes under a UTF-8 label, and control characters
  Entities,     // HTML entities no XML reader knows, and bare ampersands
};

struct SampleSourceFeed {
  std::string path, file, type, name;
  std::string section;  // empty: all of the outlet
  std::size_t limit = 30;
  SampleDefect defect = SampleDefect::None;
  bool subscribed = true;
};

struct SampleService {
  std::string path, title, text;
};

struct SampleOutlet {
  std::string host;                                           // without ".localhost"
  std::map<std::string, std::string> settings;                // name, language, claim, colour …
  std::vector<std::pair<std::string, std::string>> sections;  // id, title
  std::vector<SampleSourceFeed> feeds;
  std::vector<SampleService> services;
  std::vector<SampleSourceArticle> articles;      // by id
  std::map<std::string, std::string_view> files;  // templates and robots.txt, by name

  const std::string& setting(const std::string& key) const;
};

struct SampleSource {
  std::vector<SampleOutlet> outlets;
  std::map<std::string, std::string_view> pictures;  // by file name

  const SampleOutlet* outlet(std::string_view host) const;
};

const SampleSource& sample_source();

}  // namespace depesche::web
