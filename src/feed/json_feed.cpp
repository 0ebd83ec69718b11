#include "feed/json_feed.h"

#include <chrono>

#include "base/ascii.h"
#include "dates/dates.h"
#include "feed/parse.h"
#include "feed/shared_elements.h"
#include "feed/xml_feed.h"
#include "html/escape.h"
#include "html/sanitise.h"
#include "html/text_content.h"
#include "json/parse.h"
#include "text/utf8.h"
#include "url/url.h"

namespace depesche::feed {
namespace {

class JsonFeedReader {
 public:
  JsonFeedReader(const json::Value& root, std::string_view address)
      : root_(root), address_(address) {}

  ParsedFeed read() {
    out_.format = FeedFormat::JsonFeed;
    out_.title = squeeze(root_.string_at("title"));
    out_.home = web(root_.string_at("home_page_url"));
    out_.self = web(root_.string_at("feed_url"));
    out_.next = web(root_.string_at("next_url"));
    out_.description = squeeze(root_.string_at("description"));
    out_.language = squeeze(root_.string_at("language"));
    out_.icon = web(root_.string_at("favicon"));
    const json::Value* expired = root_.find("expired");
    out_.has_ended = expired != nullptr && expired->as_bool() == true;
    if (std::string icon = web(root_.string_at("icon")); !icon.empty()) {
      out_.image = Picture{std::move(icon), {}, {}, {}};
    }
    authors(root_, out_.people);
    if (const json::Value* hubs = root_.find("hubs")) {
      for (const json::Value& hub : hubs->elements()) {
        // Others, such as rssCloud, do not speak WebSub; the early name of it is written, too.
        const std::string type = to_lower(trim(hub.string_at("type")));
        const bool is_websub = type.empty() || type == "websub" || type == "pubsubhubbub";
        if (is_websub) add_unique(out_.hubs, web(hub.string_at("url")));
      }
    }
    if (const json::Value* items = root_.find("items")) {
      for (const json::Value& item : items->elements()) {
        if (out_.entries.size() >= kMaxFeedEntries) break;
        out_.entries.push_back(entry(item));
      }
    }
    return std::move(out_);
  }

 private:
  std::string web(std::string_view reference) const {
    reference = trim(reference);
    if (reference.empty()) return {};
    std::string absolute = resolve_address(reference, address_);
    if (!absolute.empty()) return absolute;
    const Result<Url> alone = parse_url(reference);
    return alone && alone->is_web() ? alone->to_string() : std::string{};
  }

  Entry entry(const json::Value& item) {
    Entry entry;
    entry.id = id_of(item);
    entry.url = web(item.string_at("url"));
    // The page elsewhere that this is about; where there is no other, it is the entry's page.
    std::string external = web(item.string_at("external_url"));
    if (entry.url.empty()) {
      entry.url = std::move(external);
    } else if (!external.empty() && external != entry.url) {
      entry.links.push_back({std::move(external), "related", {}, {}, {}});
    }
    if (entry.url.empty() && starts_with_ignoring_case(entry.id, "http")) entry.url = web(entry.id);
    entry.title = html::plain_line(item.string_at("title"));
    entry.summary = html::escape_text(item.string_at("summary"));
    const std::string_view content = item.string_at("content_html");
    const std::string& base = entry.url.empty() ? address_ : entry.url;
    entry.content = content.empty() ? html::escape_text(item.string_at("content_text"))
                                    : html::sanitise_fragment(content, base);
    entry.published = moment(item, "date_published");
    entry.updated = moment(item, "date_modified");
    entry.language = squeeze(item.string_at("language"));
    authors(item, entry.people);
    if (const json::Value* tags = item.find("tags")) {
      for (const json::Value& tag : tags->elements()) {
        add_unique(entry.categories, squeeze(tag.as_string()));
      }
    }
    attachments(item, entry);
    std::string image = web(item.string_at("image"));
    if (image.empty()) image = web(item.string_at("banner_image"));
    if (!image.empty()) entry.image = Picture{image, {}, {}, {}};
    return entry;
  }

  // 1.0 lets an id be a number.
  static std::string id_of(const json::Value& item) {
    const std::string_view text = item.string_at("id");
    if (!text.empty()) return std::string(text);
    const auto number = item.int_at("id");
    return number ? std::to_string(*number) : std::string{};
  }

  // 1.1 has a list, 1.0 one; feeds that want to be read by all write both.
  void authors(const json::Value& of, std::vector<Person>& people) const {
    const auto add = [&](const json::Value& author) {
      add_person(people,
                 {"author", squeeze(author.string_at("name")), {}, web(author.string_at("url"))});
    };
    if (const json::Value* all = of.find("authors")) {
      for (const json::Value& author : all->elements()) add(author);
    }
    if (const json::Value* author = of.find("author")) add(*author);
  }

  void attachments(const json::Value& item, Entry& entry) const {
    const json::Value* all = item.find("attachments");
    if (!all) return;
    for (const json::Value& attachment : all->elements()) {
      Enclosure enclosure;
      enclosure.url = web(attachment.string_at("url"));
      enclosure.type = attachment.string_at("mime_type");
      enclosure.bytes = attachment.int_at("size_in_bytes");
      if (const auto seconds = attachment.int_at("duration_in_seconds"); seconds && *seconds > 0) {
        enclosure.duration = std::chrono::seconds(*seconds);
      }
      enclosure.title = squeeze(attachment.string_at("title"));
      if (enclosure.title == entry.title) enclosure.title.clear();  // says nothing of the file
      if (!enclosure.url.empty()) entry.enclosures.push_back(std::move(enclosure));
    }
  }

  std::optional<Moment> moment(const json::Value& item, std::string_view name) {
    const std::string_view text = trim(item.string_at(name));
    if (text.empty()) return std::nullopt;
    std::optional<Moment> parsed = parse_feed_date(text);
    if (!parsed) {
      const std::string shown(truncate_utf8(text, 60));
      out_.oddities.push_back({"bad_date", "entry " + std::to_string(out_.entries.size() + 1),
                               "\"" + shown + "\" is not a date", shown});
    }
    return parsed;
  }

  const json::Value& root_;
  std::string address_;
  ParsedFeed out_;
};

}  // namespace

Result<ParsedFeed> parse_json_feed(std::string_view utf8, std::string_view address) {
  Result<json::Value> root = json::parse(utf8);
  const bool repaired = !root;
  if (repaired) root = json::parse_repaired(utf8);
  if (!root) return root.error();
  const bool is_feed =
      root->is_object() && (root->string_at("version").find("jsonfeed") != std::string_view::npos ||
                            root->find("items") != nullptr);
  if (!is_feed) return Error{ErrorCode::Unsupported, "this is JSON, but not a JSON Feed"};
  ParsedFeed feed = JsonFeedReader(*root, address).read();
  if (repaired) feed.oddities.push_back({"not_well_formed", "", "it is not quite JSON", {}});
  return feed;
}

}  // namespace depesche::feed
