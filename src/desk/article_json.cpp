#include "desk/article_json.h"

#include <optional>
#include <utility>

#include "dates/dates.h"
#include "json/parse.h"

namespace depesche {
namespace {

using std::chrono::sys_seconds;

class ObjectWriter {
 public:
  explicit ObjectWriter(json::Writer& out) : out_(out) { out_.begin_object(); }
  ~ObjectWriter() { out_.end_object(); }
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;

  void text(std::string_view key, std::string_view value) {
    if (!value.empty()) out_.key(key).value(value);
  }
  void texts(std::string_view key, const std::vector<std::string>& values) {
    if (values.empty()) return;
    out_.key(key).begin_array();
    for (const std::string& value : values) out_.value(value);
    out_.end_array();
  }
  void moment(std::string_view key, const std::optional<Moment>& value) {
    if (value) out_.key(key).value(format_rfc3339(*value));
  }

 private:
  json::Writer& out_;
};

void write_block(json::Writer& out, const Block& block) {
  ObjectWriter object(out);
  object.text("kind", name(block.kind));
  out.key("text").value(block.text);
  object.text("html", block.html);
  if (block.level != 0) out.key("level").value(block.level);
  object.texts("items", block.items);
  if (!block.rows.empty()) {
    out.key("rows").begin_array();
    for (const auto& row : block.rows) {
      out.begin_array();
      for (const std::string& cell : row) out.value(cell);
      out.end_array();
    }
    out.end_array();
  }
}

void write_picture(json::Writer& out, const Picture& picture) {
  ObjectWriter object(out);
  object.text("url", picture.url);
  object.text("caption", picture.caption);
  object.text("credit", picture.credit);
  object.text("alt", picture.alt);
}

void write_enclosure(json::Writer& out, const Enclosure& enclosure) {
  ObjectWriter object(out);
  object.text("url", enclosure.url);
  object.text("type", enclosure.type);
  if (enclosure.bytes) out.key("bytes").value(*enclosure.bytes);
  if (enclosure.duration) out.key("seconds").value(enclosure.duration->count());
  object.text("title", enclosure.title);
}

void write_rights(json::Writer& out, const Rights& rights) {
  ObjectWriter object(out);
  object.text("robots", rights.robots);
  if (rights.max_snippet) out.key("max_snippet").value(*rights.max_snippet);
  object.text("tdm", rights.tdm);
  object.text("aipref", rights.aipref);
  object.text("license", rights.license);
  if (rights.seen_at) out.key("seen_at").value(format_rfc3339(*rights.seen_at));
}

// Reads the members of an object into fields and remembers the first that does not fit.
class ObjectReader {
 public:
  explicit ObjectReader(const json::Value& object) : object_(object) {}

  const json::Value* find(std::string_view key) const {
    const json::Value* value = object_.find(key);
    return value != nullptr && value->is_null() ? nullptr : value;
  }
  void text(std::string_view key, std::string& field) {
    if (const json::Value* value = find(key)) {
      if (!value->is_string()) return complain(key, "text");
      field = value->as_string();
    }
  }
  void texts(std::string_view key, std::vector<std::string>& field) {
    if (const json::Value* value = find(key)) read_texts(key, *value, field);
  }
  void read_texts(std::string_view key, const json::Value& value, std::vector<std::string>& field) {
    if (!value.is_array()) return complain(key, "a list of texts");
    for (const json::Value& element : value.elements()) {
      if (!element.is_string()) return complain(key, "a list of texts");
      field.emplace_back(element.as_string());
    }
  }
  void moment(std::string_view key, std::optional<Moment>& field) {
    if (const json::Value* value = find(key)) {
      field = parse_rfc3339(value->as_string());
      if (!field) complain(key, "an RFC 3339 time");
    }
  }
  void time(std::string_view key, sys_seconds& field) {
    std::optional<Moment> moment_read;
    moment(key, moment_read);
    if (moment_read) field = moment_read->at;
  }
  template <class Kind>
  void kind(std::string_view key, std::optional<Kind> (*read)(std::string_view), Kind& field) {
    if (const json::Value* value = find(key)) {
      const std::optional<Kind> known = read(value->as_string());
      if (!known) return complain(key, "one of the known kinds");
      field = *known;
    }
  }
  void complain(std::string_view key, std::string_view wanted) {
    if (!error_) {
      error_ = Error{ErrorCode::Malformed,
                     "the field '" + std::string(key) + "' should be " + std::string(wanted)};
    }
  }
  void adopt(const ObjectReader& inner) {
    if (!error_) error_ = inner.error_;
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  const json::Value& object_;
  std::optional<Error> error_;
};

Block read_block(const json::Value& value, ObjectReader& outer) {
  ObjectReader in(value);
  Block block;
  in.kind("kind", &block_kind, block.kind);
  in.text("text", block.text);
  in.text("html", block.html);
  if (const auto level = value.int_at("level"); level && *level >= 1 && *level <= 6) {
    block.level = static_cast<int>(*level);
  }
  in.texts("items", block.items);
  if (const json::Value* rows = in.find("rows")) {
    for (const json::Value& row : rows->elements()) {
      in.read_texts("rows", row, block.rows.emplace_back());
    }
  }
  outer.adopt(in);
  return block;
}

Picture read_picture(const json::Value& value, ObjectReader& outer) {
  ObjectReader in(value);
  Picture picture;
  in.text("url", picture.url);
  in.text("caption", picture.caption);
  in.text("credit", picture.credit);
  in.text("alt", picture.alt);
  outer.adopt(in);
  return picture;
}

Enclosure read_enclosure(const json::Value& value, ObjectReader& outer) {
  ObjectReader in(value);
  Enclosure enclosure;
  in.text("url", enclosure.url);
  in.text("type", enclosure.type);
  enclosure.bytes = value.int_at("bytes");
  if (const auto seconds = value.int_at("seconds")) {
    enclosure.duration = std::chrono::seconds(*seconds);
  }
  in.text("title", enclosure.title);
  outer.adopt(in);
  return enclosure;
}

Rights read_rights(const json::Value& value, ObjectReader& outer) {
  ObjectReader in(value);
  Rights rights;
  in.text("robots", rights.robots);
  if (const auto limit = value.int_at("max_snippet")) {
    rights.max_snippet = static_cast<int>(*limit);
  }
  in.text("tdm", rights.tdm);
  in.text("aipref", rights.aipref);
  in.text("license", rights.license);
  std::optional<Moment> seen;
  in.moment("seen_at", seen);
  if (seen) rights.seen_at = seen->at;
  outer.adopt(in);
  return rights;
}

void read_aliases(ObjectReader& in, Article& article) {
  if (article.language.empty()) in.text("lang", article.language);
  if (article.outlet.empty()) in.text("publisher", article.outlet);
  if (article.first_seen_at == sys_seconds{}) in.time("date", article.first_seen_at);
}

std::string read_id(const ObjectReader& in) {
  const json::Value* id = in.find("id");
  if (id == nullptr) return {};
  if (const auto number = id->as_int()) return std::to_string(*number);
  return std::string(id->as_string());
}

void read_nested(ObjectReader& in, Article& article) {
  if (const json::Value* blocks = in.find("blocks")) {
    for (const json::Value& block : blocks->elements()) {
      article.blocks.push_back(read_block(block, in));
    }
  }
  if (const json::Value* image = in.find("image")) article.image = read_picture(*image, in);
  if (const json::Value* enclosures = in.find("enclosures")) {
    if (!enclosures->is_array()) in.complain("enclosures", "a list");
    for (const json::Value& enclosure : enclosures->elements()) {
      article.enclosures.push_back(read_enclosure(enclosure, in));
    }
    article.enclosures = worth_keeping(std::move(article.enclosures));
  }
  if (const json::Value* rights = in.find("rights")) article.rights = read_rights(*rights, in);
  if (const json::Value* paywalled = in.find("paywalled")) {
    article.paywalled = paywalled->as_bool();
    if (!article.paywalled) in.complain("paywalled", "true or false");
  }
}

}  // namespace

void write_json(json::Writer& out, std::string_view id, const Article& article,
                const std::function<void(json::Writer&)>& more) {
  ObjectWriter object(out);
  object.text("id", id);
  if (article.stream_no != 0) out.key("stream_no").value(article.stream_no);
  if (article.first_seen_at != sys_seconds{}) {
    out.key("first_seen_at").value(format_rfc3339(article.first_seen_at));
  }
  object.text("url", article.url);
  object.text("canonical_url", article.canonical_url);
  object.text("outlet", article.outlet);
  object.text("origin", name(article.origin));
  object.text("language", article.language);
  object.text("kind", name(article.kind));
  object.text("kicker", article.kicker);
  object.text("title", article.title);
  object.text("standfirst", article.standfirst);
  object.text("text", article.text);
  if (!article.blocks.empty()) {
    out.key("blocks").begin_array();
    for (const Block& block : article.blocks) write_block(out, block);
    out.end_array();
  }
  object.texts("authors", article.authors);
  object.moment("published", article.published);
  object.moment("updated", article.updated);
  object.text("section", article.section);
  object.texts("keywords", article.keywords);
  if (article.image) {
    out.key("image");
    write_picture(out, *article.image);
  }
  if (!article.enclosures.empty()) {
    out.key("enclosures").begin_array();
    for (const Enclosure& enclosure : article.enclosures) write_enclosure(out, enclosure);
    out.end_array();
  }
  if (article.paywalled) out.key("paywalled").value(*article.paywalled);
  if (article.rights != Rights{}) {
    out.key("rights");
    write_rights(out, article.rights);
  }
  if (more) more(out);
}

std::string to_json(std::string_view id, const Article& article) {
  json::Writer out;
  write_json(out, id, article);
  return out.take();
}

Result<NamedArticle> article_from_json(std::string_view line, FieldNames names) {
  const Result<json::Value> value = json::parse(line);
  if (!value) return value.error();
  if (!value->is_object()) return Error{ErrorCode::Malformed, "the line is no JSON object"};
  ObjectReader in(*value);
  NamedArticle named;
  Article& article = named.article;
  named.id = read_id(in);
  if (const auto number = value->int_at("stream_no"); number && *number > 0) {
    article.stream_no = *number;
  }
  in.time("first_seen_at", article.first_seen_at);
  in.text("url", article.url);
  in.text("canonical_url", article.canonical_url);
  in.text("outlet", article.outlet);
  in.kind("origin", &origin, article.origin);
  in.text("language", article.language);
  in.kind("kind", &article_kind, article.kind);
  in.text("kicker", article.kicker);
  in.text("title", article.title);
  in.text("standfirst", article.standfirst);
  in.text("text", article.text);
  in.texts("authors", article.authors);
  in.moment("published", article.published);
  in.moment("updated", article.updated);
  in.text("section", article.section);
  in.texts("keywords", article.keywords);
  read_nested(in, article);
  if (names == FieldNames::WithAliases) read_aliases(in, article);
  if (in.error()) return *in.error();
  return named;
}

}  // namespace depesche
