#include "xml/document.h"

#include <algorithm>
#include <climits>
#include <cstdarg>
#include <memory>
#include <unordered_map>

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/ascii.h"
#include "xml/prepare.h"

namespace depesche::xml {
namespace {

std::string_view view(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view{};
}

struct FreeContext {
  void operator()(xmlParserCtxt* context) const {
    if (context->myDoc) xmlFreeDoc(context->myDoc);  // made when a document type is met
    xmlFreeParserCtxt(context);
  }
};

constexpr std::size_t kMaxProblems = 20;

}  // namespace

// Receives libxml2's events and lays the nodes down.
class Document::Reader {
 public:
  Reader(Document& document, const Limits& limits) : document_(document), limits_(limits) {
    document_.uris_.emplace_back();
    uri_numbers_.emplace(std::string(), 0);
  }

  void run(std::string_view text) {
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = &start_element;
    handler.endElementNs = &end_element;
    handler.characters = &characters;
    handler.cdataBlock = &characters;
    handler.serror = &error;
    const std::unique_ptr<xmlParserCtxt, FreeContext> context(
        xmlCreateMemoryParserCtxt(text.data(), static_cast<int>(text.size())));
    if (!context) return;
    context_ = context.get();
    *context->sax = handler;
    context->userData = this;
    // HUGE lifts limits of libxml2 that ours replace: on depth, on the length of a text. NOENT only
    // makes it decode "&#38;" in values: there is no document type that could declare an entity.
    xmlCtxtUseOptions(context.get(), XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOCDATA |
                                         XML_PARSE_NOENT | XML_PARSE_HUGE);
    xmlParseDocument(context.get());
    document_.cut_ = stopped_ || (!open_.empty() && !ends_with_root(text));
    document_.open_at_end_ = open_;
    finish();
  }

  bool too_large() const { return too_large_; }

 private:
  // Where tags are misnested, elements are open at the end of a document that is complete.
  bool ends_with_root(std::string_view text) const {
    const std::size_t last = text.rfind("</");
    if (last == std::string_view::npos) return false;
    std::string_view name = text.substr(last + 2);
    if (name.find('>') == std::string_view::npos) return false;
    name = trim(name.substr(0, name.find('>')));
    if (const std::size_t colon = name.find(':'); colon != std::string_view::npos) {
      name.remove_prefix(colon + 1);
    }
    return equals_ignoring_case(name, document_.nodes_.front().name);
  }

  static Reader& self(void* user) { return *static_cast<Reader*>(user); }

  static void start_element(void* user, const xmlChar* name, const xmlChar* prefix,
                            const xmlChar* uri, int, const xmlChar**, int attribute_count, int,
                            const xmlChar** attributes) {
    self(user).start(view(name), view(prefix), view(uri), attribute_count, attributes);
  }
  static void end_element(void* user, const xmlChar*, const xmlChar*, const xmlChar*) {
    Reader& reader = self(user);
    if (!reader.open_.empty()) reader.open_.pop_back();
  }
  static void characters(void* user, const xmlChar* text, int length) {
    self(user).text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)});
  }
  static void error(void* user, xmlError* error) {
    self(user).note(error->line, error->message ? error->message : "unknown");
  }

  void start(std::string_view name, std::string_view prefix, std::string_view uri, int count,
             const xmlChar** attributes) {
    if (document_.nodes_.size() >= limits_.nodes || open_.size() >= limits_.depth) return stop();
    Node node;
    node.name = to_lower(name);
    node.prefix = to_lower(prefix);
    // An undeclared prefix may stay in the name.
    if (const std::size_t colon = node.name.find(':'); colon != std::string::npos) {
      node.prefix = node.name.substr(0, colon);
      node.name.erase(0, colon + 1);
    }
    node.uri = number_of(uri);
    node.line = xmlSAX2GetLineNumber(context_);
    node.first_attribute = static_cast<std::uint32_t>(document_.attributes_.size());
    node.attribute_count = static_cast<std::uint32_t>(count);
    for (int i = 0; i < count; ++i) {
      // Five pointers each: name, prefix, namespace, begin and end of the value.
      const xmlChar** a = attributes + static_cast<std::ptrdiff_t>(i) * 5;
      document_.attributes_.push_back({to_lower(view(a[0])), to_lower(view(a[1])),
                                       std::string(reinterpret_cast<const char*>(a[3]),
                                                   static_cast<std::size_t>(a[4] - a[3]))});
    }
    open_.push_back(append(std::move(node)));
  }

  void text(std::string_view text) {
    if (open_.empty()) return;
    const bool continues = !document_.nodes_.empty() && document_.nodes_.back().is_text &&
                           document_.nodes_.back().parent == open_.back();
    if (continues) {
      document_.nodes_.back().name += text;
      return;
    }
    if (document_.nodes_.size() >= limits_.nodes) return stop();
    Node node;
    node.is_text = true;
    node.name = text;
    append(std::move(node));
  }

  NodeIndex append(Node node) {
    const NodeIndex index = static_cast<NodeIndex>(document_.nodes_.size());
    node.parent = open_.empty() ? (index == 0 ? kNoNode : 0) : open_.back();
    node.end = index + 1;
    document_.nodes_.push_back(std::move(node));
    return index;
  }

  void note(int line, std::string_view message) {
    if (document_.problems_.size() >= kMaxProblems) return;
    while (!message.empty() && (is_space(message.back()) || message.back() == '.')) {
      message.remove_suffix(1);
    }
    document_.problems_.push_back({line, std::string(message)});
  }

  void stop() {
    if (!stopped_) note(0, "too large: the rest is left out");
    stopped_ = too_large_ = true;
    xmlStopParser(context_);
  }

  std::uint32_t number_of(std::string_view uri) {
    const auto [found, fresh] = uri_numbers_.try_emplace(
        std::string(uri), static_cast<std::uint32_t>(document_.uris_.size()));
    if (fresh) document_.uris_.emplace_back(uri);
    return found->second;
  }

  void finish() {
    for (std::size_t i = document_.nodes_.size(); i-- > 1;) {
      const Node& node = document_.nodes_[i];
      Node& parent = document_.nodes_[node.parent];
      parent.end = std::max(parent.end, node.end);
    }
  }

  Document& document_;
  const Limits& limits_;
  xmlParserCtxt* context_ = nullptr;
  std::vector<NodeIndex> open_;
  std::unordered_map<std::string, std::uint32_t> uri_numbers_;
  bool stopped_ = false;
  bool too_large_ = false;
};

Result<Document> parse(std::string_view utf8, NamedReferences names, const Limits& limits) {
  static const bool initialised = (xmlInitParser(), true);
  (void)initialised;
  if (utf8.size() > limits.bytes) {
    return Error{ErrorCode::TooLarge, "the document is larger than we read"};
  }
  Result<Prepared> prepared = prepare(utf8, names, limits);
  if (!prepared) return prepared.error();
  Document document;
  Document::Reader(document, limits).run(document.take_problems(*prepared));
  if (document.root() == kNoNode) {
    return Error{ErrorCode::Empty, "there is no XML element in it"};
  }
  return document;
}

std::string_view Document::take_problems(Prepared& prepared) {
  problems_ = std::move(prepared.problems);
  return prepared.text;
}

std::vector<NodeIndex> Document::children(NodeIndex node) const {
  std::vector<NodeIndex> found;
  for (NodeIndex child = first_child(node); child != kNoNode; child = next_sibling(child)) {
    if (is_element(child)) found.push_back(child);
  }
  return found;
}

std::string_view Document::attribute(NodeIndex node, std::string_view name) const {
  const Node& n = nodes_[node];
  std::string_view found;
  for (std::uint32_t i = 0; i < n.attribute_count; ++i) {
    const Attribute& attribute = attributes_[n.first_attribute + i];
    if (attribute.name != name) continue;
    if (attribute.prefix.empty()) return attribute.value;
    if (found.empty()) found = attribute.value;
  }
  return found;
}

std::string_view Document::xml_attribute(NodeIndex node, std::string_view name) const {
  const Node& n = nodes_[node];
  for (std::uint32_t i = 0; i < n.attribute_count; ++i) {
    const Attribute& attribute = attributes_[n.first_attribute + i];
    if (attribute.name == name && attribute.prefix == "xml") return attribute.value;
  }
  return {};
}

bool Document::is_cut_within(NodeIndex node) const {
  return cut_ && std::binary_search(open_at_end_.begin(), open_at_end_.end(), node);
}

std::string Document::text(NodeIndex node) const {
  std::string out;
  for (NodeIndex at = node; at < end_of(node); ++at) {
    if (is_text(at)) out += nodes_[at].name;
  }
  return out;
}

namespace {

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
}

}  // namespace

std::string Document::inner_markup(NodeIndex node, const Rewrite& rewrite) const {
  std::string out;
  std::vector<NodeIndex> open;
  const auto close_before = [&](NodeIndex at) {
    while (!open.empty() && end_of(open.back()) <= at) {
      out += "</" + nodes_[open.back()].name + ">";
      open.pop_back();
    }
  };
  for (NodeIndex at = node + 1; at < end_of(node); ++at) {
    close_before(at);
    const Node& n = nodes_[at];
    if (n.is_text) {
      append_escaped(out, n.name);
      continue;
    }
    out += "<" + n.name;
    for (std::uint32_t i = 0; i < n.attribute_count; ++i) {
      const Attribute& attribute = attributes_[n.first_attribute + i];
      if (!attribute.prefix.empty() && attribute.prefix != "xml") continue;
      out += " " + attribute.name + "=\"";
      if (rewrite) {
        append_escaped(out, rewrite(at, attribute.name, attribute.value));
      } else {
        append_escaped(out, attribute.value);
      }
      out += '"';
    }
    // Void elements of XHTML have no end tag in HTML.
    const bool is_void = n.end == at + 1 && (n.name == "br" || n.name == "img" || n.name == "hr" ||
                                             n.name == "input" || n.name == "wbr");
    out += '>';
    if (!is_void) open.push_back(at);
  }
  close_before(end_of(node));
  return out;
}

}  // namespace depesche::xml
