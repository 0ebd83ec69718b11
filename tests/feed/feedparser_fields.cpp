#include "tests/feed/feedparser_fields.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <initializer_list>

#include "base/ascii.h"
#include "dates/dates.h"
#include "feed/persons.h"
#include "feed/xml_feed.h"
#include "html/entities.h"
#include "html/sanitise.h"
#include "html/text_content.h"
#include "text/charset.h"
#include "url/url.h"
#include "xml/charset.h"

namespace depesche::feedparser {
namespace {

// Fields of the other program's model that we do not carry. The first pattern that stands at the
// beginning of a path gives the reason; anywhere in it where it starts with '*', alone where it
// ends with '$'.
struct NotOurs {
  std::string_view pattern, reason;
};
constexpr std::array kNotOurs{
    NotOurs{"feed/info", "Atom 0.3's note for people who open a feed in a browser"},
    NotOurs{"*_detail/language", "of a feed, one language is kept, not each text's"},
    NotOurs{"*_detail/type", "texts are made one kind when read: plain, or sanitised HTML"},
    NotOurs{"*content/#/type", "texts are made one kind when read: plain, or sanitised HTML"},
    NotOurs{"*content/#/src", "content at another address is the entry's address"},
    NotOurs{"*itunes_duration", "a length without the recording it is the length of"},
    NotOurs{"*itunes_", "a podcast's wishes about directories"},
    NotOurs{"*psc_", "chapters of podcasts, written into the feed"},
    NotOurs{"*media_", "Media RSS beyond pictures, recordings, their words, credits and licence"},
    NotOurs{"*thr_", "the id of what is answered, beside its address"},
    NotOurs{"entries/#/wfw_comment", "where a comment is sent to by a program"},
    NotOurs{"*tags/#/scheme", "categories are words"},
    NotOurs{"*generator_detail", "of the program that wrote the feed, the name is kept"},
    NotOurs{"*where", "places in other systems than WGS 84"},
    NotOurs{"feed/docs", "where the format is explained"},
    NotOurs{"feed/image", "of a feed's picture, the address and the words are kept"},
    NotOurs{"*guidislink", "whether an id is an address: it becomes the entry's where it is"},
    NotOurs{"*expired", "until when something is said to hold"},
    NotOurs{"*validity", "until when something is said to hold"},
    NotOurs{"feed/created", "of a feed, the last change counts"},
    NotOurs{"entries/#/subtitle", "of several summaries, the longer kind is kept"},
    NotOurs{"entries/#/madeup_element", "elements nobody knows"},
    NotOurs{"entries/#$", "that a key is not there"},
    NotOurs{"feed$", "that a key is not there"},
    NotOurs{"feed/newlocation", "the fetcher follows redirects of the server, not of a document"},
    NotOurs{"feed/cloud", "rssCloud"},
    NotOurs{"feed/textinput", "a form in a feed"},
    NotOurs{"etag", "the answer's headers belong to the fetcher"},
    NotOurs{"modified", "the answer's headers belong to the fetcher"},
};

// Where we mean something else than the other program does: a part of the case's id, the beginning
// of the path.
struct Difference {
  std::string_view id, path, reason;
};
constexpr std::array kDifferences{
    Difference{"lang/http_content_language", "", "the parser is not given the header"},
    Difference{"lang/entry_title_xml_lang_inherit", "",
               "an entry is in one language, that of its longest text; here the title has another"},
    Difference{"chardet/", "encoding", "a guess without any declaration"},
    Difference{"bozo_linenoise", "", "bytes that mean nothing, made printable in another way"},
    Difference{"entities/lang", "", "HTML5 gives the reference another character"},
    Difference{"entities/rang", "", "HTML5 gives the reference another character"},
    Difference{"entry_created_multiple_values", "", "the first of several dates counts"},
    Difference{"inline_markup_2", "", "escaped HTML in a <div> is taken for HTML, as it mostly is"},
    Difference{"text_plain_brackets", "", "plain text is kept as it is written"},
    Difference{"category_term", "", "a category with a label is the label"},
    Difference{"link_length", "", "links have no length, enclosures do"},
    Difference{"rel_self_default_type", "", "a type that is not written is not there"},
    Difference{"entity_in_doctype", "", "no entity declared in a document type is expanded"},
    Difference{"gml_point_3d", "", "heights are left out"},
    Difference{"id_base_", "", "ids are compared letter by letter (RFC 4287 4.2.6.1)"},
};

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// {2026, 5, 4, 8, 30, 0, …} as feedparser gives times, in UTC.
std::string utc_text(const std::optional<Moment>& moment) {
  if (!moment) return "";
  const auto day = std::chrono::floor<std::chrono::days>(moment->at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(moment->at - day);
  std::string out;
  for (const long part :
       {static_cast<long>(int{date.year()}), static_cast<long>(unsigned{date.month()}),
        static_cast<long>(unsigned{date.day()}), static_cast<long>(time.hours().count()),
        static_cast<long>(time.minutes().count()), static_cast<long>(time.seconds().count())}) {
    out += std::to_string(part) + " ";
  }
  return out;
}

// A moment as the feed writes it, or as six numbers.
std::string expected_moment(const json::Value& value) {
  if (value.is_string()) return utc_text(parse_feed_date(value.as_string()));
  std::string out;
  for (std::size_t i = 0; i < 6 && i < value.elements().size(); ++i) {
    out += std::to_string(value.elements()[i].as_int().value_or(-1)) + " ";
  }
  return out;
}

std::string html_form(std::string_view html, const std::string& address) {
  return squeeze(html::sanitise_fragment(html, address));
}

// What is plain text there may look like markup; then it must be the same letter by letter.
std::string plain_form(const std::string& text, std::string_view actual) {
  return squeeze(text) == actual ? squeeze(text) : html::plain_line(text);
}

// The <div> around inline markup is not part of the text (RFC 4287 §3.1.1.3).
std::string unwrapped(std::string html, std::string_view actual) {
  constexpr std::string_view kOpen = "<div>", kClose = "</div>";
  if (html.starts_with(kOpen) && html.ends_with(kClose) && !actual.starts_with(kOpen)) {
    html = html.substr(kOpen.size(), html.size() - kOpen.size() - kClose.size());
  }
  return html;
}

std::string format_name(std::string_view version) {
  if (version.starts_with("rss1") || version == "rss090") return "rdf";
  if (version.starts_with("rss")) return "rss";
  if (version.starts_with("atom")) return "atom";
  return version.starts_with("json") ? "json" : std::string(version);
}

std::string joined_if_has(const std::vector<std::string>& list, const std::string& wanted) {
  if (std::find(list.begin(), list.end(), wanted) != list.end()) return wanted;
  std::string all;
  for (const std::string& one : list) all += one + "|";
  return all;
}

// We write addresses in one spelling: host names in ASCII, a path at least.
std::string one_spelling(std::string_view address) {
  const Result<Url> url = parse_url(address);
  return url && url->is_web() ? url->to_string() : std::string(address);
}

Compared compare_address(std::string_view expected, std::string actual) {
  return {one_spelling(expected), std::move(actual)};
}

std::string picture_address(const std::optional<Picture>& picture) {
  return picture ? picture->url : std::string{};
}

// What a feed and an entry have in common.
struct Common {
  const std::vector<Person>& people;
  const std::vector<Link>& links;
  const std::vector<std::string>& categories;
  const std::string& rights;
  const std::string& license;
  const std::string& page;                   // RSS's link without a relation is not among `links`
  const std::vector<Enclosure>* enclosures;  // nor are these
};

// --- people

std::vector<Person> with_roles(const std::vector<Person>& people,
                               std::initializer_list<std::string_view> roles) {
  std::vector<Person> out;
  std::copy_if(people.begin(), people.end(), std::back_inserter(out),
               [&](const Person& person) { return is_one_of(person.role, roles); });
  return out;
}

std::string person_part(const Person& person, std::string_view part) {
  if (part == "name") return person.name;
  return part == "email" ? person.email : person.url;
}

Compared compare_person_part(const std::vector<Person>& people, std::string_view part,
                             std::string_view value) {
  const std::string wanted = part == "url" ? one_spelling(value) : std::string(value);
  std::vector<std::string> all;
  all.reserve(people.size());
  for (const Person& person : people) all.push_back(person_part(person, part));
  return {wanted, joined_if_has(all, wanted)};
}

std::string in_one(const Person& person) {
  return person.name + " (" + person.email + ") " + person.url;
}

// "Name (address)"
Compared compare_person_line(const std::vector<Person>& people, std::string_view line) {
  const Person wanted = feed::read_person(line, {});
  std::vector<std::string> all;
  for (Person person : people) {
    if (wanted.email.empty()) person.email.clear();
    person.url.clear();
    all.push_back(in_one(person));
  }
  return {in_one(wanted), joined_if_has(all, in_one(wanted))};
}

std::optional<Compared> compare_people(const std::vector<Person>& people, std::string_view field,
                                       const Path& path, const json::Value& value) {
  // The other program takes editors for authors, and who looks after the feed for its publisher.
  const std::vector<Person> authors = with_roles(people, {"author", "editor"});
  const std::vector<Person> publishers = with_roles(people, {"publisher", "owner", "webmaster"});
  const std::vector<Person> contributors = with_roles(people, {"contributor"});
  const std::string_view part = field.substr(field.rfind('/') + 1);
  const std::string_view text = value.as_string();
  if (field == "author") return compare_person_line(authors, text);
  if (field == "publisher") return compare_person_line(publishers, text);
  if (field.starts_with("author_detail/")) return compare_person_part(authors, part, text);
  if (field.starts_with("publisher_detail/")) return compare_person_part(publishers, part, text);
  const std::size_t index = path.indexes.empty() ? 0 : path.indexes.back();
  if (field.starts_with("authors/#/")) {
    if (index >= authors.size()) return Compared{std::string(text), "nobody"};
    return compare_person_part({authors[index]}, part, text);
  }
  if (!field.starts_with("contributors/#")) return std::nullopt;
  if (index >= contributors.size()) return Compared{std::string(text), "nobody"};
  if (field != "contributors/#") return compare_person_part({contributors[index]}, part, text);
  const Person wanted{{},
                      std::string(value.string_at("name")),
                      std::string(value.string_at("email")),
                      one_spelling(value.string_at("href"))};
  return Compared{in_one(wanted), in_one(contributors[index])};
}

// --- links

struct SeenLink {
  Link link;
  std::string length;
};

std::vector<SeenLink> all_links(const Common& common) {
  std::vector<SeenLink> all;
  bool has_page = common.page.empty();
  for (const Link& link : common.links) {
    all.push_back({link, {}});
    has_page = has_page || link.url == common.page;
  }
  if (!has_page) all.push_back({{common.page, "alternate", {}, {}, {}}, {}});
  if (common.enclosures == nullptr) return all;
  for (const Enclosure& one : *common.enclosures) {
    const std::string length = one.bytes ? std::to_string(*one.bytes) : "";
    all.push_back({{one.url, "enclosure", one.type, one.title, {}}, length});
  }
  return all;
}

std::string link_part(const SeenLink& seen, std::string_view part) {
  if (part == "href") return seen.link.url;
  if (part == "rel") return seen.link.rel;
  if (part == "type") return seen.link.type;
  if (part == "title") return seen.link.title;
  return part == "hreflang" ? seen.link.language : seen.length;
}

std::optional<Compared> compare_links(const Common& common, std::string_view field,
                                      std::string_view op, const json::Value& value) {
  const std::vector<SeenLink> all = all_links(common);
  if (op == "length") {
    return Compared{std::to_string(value.as_int().value_or(-1)), std::to_string(all.size())};
  }
  std::vector<std::string> parts;
  if (field == "links/#") {
    for (const auto& [link, length] : all) {
      parts.push_back(link.rel + " " + link.type + " " + link.url);
    }
    const std::string wanted = std::string(value.string_at("rel")) + " " +
                               std::string(value.string_at("type")) + " " +
                               one_spelling(value.string_at("href"));
    return Compared{wanted, joined_if_has(parts, wanted)};
  }
  const std::string_view part = field.substr(field.rfind('/') + 1);
  for (const SeenLink& seen : all) parts.push_back(link_part(seen, part));
  const std::string wanted =
      part == "href" ? one_spelling(value.as_string()) : std::string(value.as_string());
  return Compared{wanted, joined_if_has(parts, wanted)};
}

Compared compare_link_of(const Common& common, std::string_view rel, bool (*is_it)(const Link&),
                         const json::Value& value) {
  std::vector<std::string> addresses;
  for (const Link& link : common.links) {
    if (link.rel == rel && is_it(link)) addresses.push_back(link.url);
  }
  const std::string wanted = one_spelling(value.as_string());
  return {wanted, joined_if_has(addresses, wanted)};
}

// Answers to something (RFC 4685), and where answers can be read.
std::optional<Compared> compare_threads(const Common& common, std::string_view field,
                                        const json::Value& value) {
  const auto is_feed = [](const Link& link) { return !link.type.empty(); };
  const auto is_page = [](const Link& link) { return link.type.empty(); };
  const auto is_any = [](const Link&) { return true; };
  if (field == "comments") return compare_link_of(common, "replies", is_page, value);
  if (field == "wfw_commentrss") return compare_link_of(common, "replies", is_feed, value);
  if (field == "thr_in-reply-to/href") {
    return compare_link_of(common, "in-reply-to", is_any, value);
  }
  if (field != "thr_in-reply-to/type") return std::nullopt;
  std::vector<std::string> types;
  for (const Link& link : common.links) types.push_back(link.type);
  const std::string wanted(value.as_string());
  return Compared{wanted, joined_if_has(types, wanted)};
}

// --- in common

std::optional<Compared> compare_common(const Common& common, std::string_view field,
                                       const Path& path, std::string_view op,
                                       const json::Value& value) {
  const std::string text(value.as_string());
  if (field.starts_with("links")) return compare_links(common, field, op, value);
  if (field == "tags" && op == "length") {
    return Compared{std::to_string(value.as_int().value_or(-1)),
                    std::to_string(common.categories.size())};
  }
  if (op != "equals") return std::nullopt;
  if (auto compared = compare_people(common.people, field, path, value)) return compared;
  if (auto compared = compare_threads(common, field, value)) return compared;
  if (is_one_of(field, {"tags/#/term", "tags/#/label", "category"})) {
    return Compared{text, joined_if_has(common.categories, text)};
  }
  if (is_one_of(field, {"rights", "copyright", "rights_detail/value", "copyright_detail/value"})) {
    return Compared{plain_form(text, common.rights), common.rights};
  }
  if (is_one_of(field, {"license", "media_license/href"})) {
    return compare_address(text, common.license);
  }
  return std::nullopt;
}

// --- a feed, or the one an entry was taken from

std::optional<Compared> compare_masthead(const Masthead& feed, std::string_view field,
                                         const Path& path, std::string_view op,
                                         const json::Value& value) {
  const Common common{feed.people,  feed.links, feed.categories, feed.rights,
                      feed.license, feed.home,  nullptr};
  if (auto compared = compare_common(common, field, path, op, value)) return compared;
  if (op != "equals") return std::nullopt;
  const std::string text(value.as_string());
  if (is_one_of(field, {"title", "title_detail/value"})) {
    return Compared{html::plain_line(text), feed.title};
  }
  if (is_one_of(field, {"tagline", "subtitle", "description", "tagline_detail/value",
                        "subtitle_detail/value"})) {
    return Compared{html::plain_line(text), feed.description};
  }
  if (field == "link") return compare_address(text, feed.home);
  if (field == "href") return compare_address(text, feed.self);
  if (is_one_of(field, {"id", "guid"})) return Compared{text, feed.id};
  if (field == "language") return Compared{text, feed.language};
  if (is_one_of(field, {"generator", "generator_detail/name"})) {
    return Compared{text, feed.generator};
  }
  if (is_one_of(field, {"image/href", "image/url", "logo"})) {
    return compare_address(text, picture_address(feed.image));
  }
  if (field == "image/title") return Compared{text, feed.image ? feed.image->alt : ""};
  if (field == "image/description") return Compared{text, feed.image ? feed.image->caption : ""};
  if (field == "icon") return compare_address(text, feed.icon);
  if (is_one_of(field, {"updated", "updated_parsed", "published", "published_parsed"})) {
    return Compared{expected_moment(value), utc_text(feed.updated)};
  }
  return std::nullopt;
}

// --- places

std::string pair_text(double longitude, double latitude) {
  return std::to_string(longitude) + " " + std::to_string(latitude);
}

std::optional<Compared> compare_place(const Entry& entry, std::string_view field, const Path& path,
                                      const json::Value& value) {
  const Place place = entry.places.empty() ? Place{} : entry.places.front();
  if (field == "where/type") {
    std::string wanted = to_lower(value.as_string());
    if (wanted == "linestring") wanted = "line";
    return Compared{wanted, place.points.empty() ? "nowhere" : std::string(name(place.shape))};
  }
  if (!is_one_of(field, {"where/coordinates", "where/coordinates/#"})) return std::nullopt;
  std::string wanted;
  for (const json::Value& one : value.elements()) {
    wanted += (wanted.empty() ? "" : " ") + std::to_string(one.as_double().value_or(0));
  }
  const std::size_t index = path.indexes.size() > 1 ? path.indexes[1] : 0;
  if (index >= place.points.size()) return Compared{wanted, "nowhere"};
  return Compared{wanted, pair_text(place.points[index].longitude, place.points[index].latitude)};
}

// --- an entry

std::optional<Compared> compare_texts(const Case& test, const Entry& entry, std::string_view field,
                                      const std::string& text) {
  if (is_one_of(field, {"title", "title_detail/value"})) {
    return Compared{plain_form(text, entry.title), entry.title};
  }
  if (is_one_of(field, {"description", "summary", "summary_detail/value"})) {
    const std::string& ours = entry.summary.empty() ? entry.content : entry.summary;
    return Compared{unwrapped(html_form(text, test.address), ours), squeeze(ours)};
  }
  if (field == "content/#/value") {
    return Compared{unwrapped(html_form(text, test.address), entry.content),
                    squeeze(entry.content)};
  }
  // The entry is in the language of its longest text.
  if (is_one_of(field, {"language", "title_detail/language", "summary_detail/language",
                        "content/#/language"})) {
    return Compared{text, entry.language};
  }
  return std::nullopt;
}

std::optional<Compared> compare_dates(const Entry& entry, std::string_view field,
                                      const json::Value& value) {
  if (is_one_of(field, {"published", "created", "published_parsed", "created_parsed"})) {
    return Compared{expected_moment(value), utc_text(entry.published)};
  }
  if (is_one_of(field, {"updated", "updated_parsed"})) {
    return Compared{expected_moment(value),
                    utc_text(entry.updated ? entry.updated : entry.published)};
  }
  return std::nullopt;
}

std::optional<Compared> compare_recordings(const Entry& entry, std::string_view field,
                                           const Path& path, const json::Value& value) {
  const std::string text(value.as_string());
  const std::size_t index = path.indexes.size() > 1 ? path.indexes[1] : 0;
  const Enclosure one = index < entry.enclosures.size() ? entry.enclosures[index] : Enclosure{};
  const std::string length = one.bytes ? std::to_string(*one.bytes) : "";
  if (field == "enclosures/#") {
    return Compared{one_spelling(value.string_at("href")) + " " +
                        std::string(value.string_at("type")) + " " +
                        std::string(value.string_at("length")),
                    one.url + " " + one.type + " " + length};
  }
  if (is_one_of(field, {"enclosures/#/href", "enclosures/#/url"})) {
    return compare_address(text, one.url);
  }
  if (field == "enclosures/#/type") return Compared{text, one.type};
  if (field == "enclosures/#/length") return Compared{text, length};
  if (is_one_of(field, {"image/href", "media_thumbnail/#/url"})) {
    return compare_address(text, picture_address(entry.image));
  }
  return std::nullopt;
}

std::optional<Compared> compare_entry(const Case& test, const Path& path, std::string_view op,
                                      const json::Value& value) {
  static const Entry none;
  static const Masthead no_source;
  const auto& entries = test.feed->entries;
  const std::size_t index = path.indexes.empty() ? 0 : path.indexes[0];
  const Entry& entry = index < entries.size() ? entries[index] : none;
  const std::string_view field = std::string_view(path.name).substr(10);
  constexpr std::string_view kSource = "source/";
  if (field.starts_with(kSource)) {
    const Masthead& source = entry.source ? *entry.source : no_source;
    return compare_masthead(source, field.substr(kSource.size()), path, op, value);
  }
  const Common common{entry.people,  entry.links, entry.categories, entry.rights,
                      entry.license, entry.url,   &entry.enclosures};
  if (auto compared = compare_common(common, field, path, op, value)) return compared;
  if (op != "equals") return std::nullopt;
  const std::string text(value.as_string());
  if (field == "link") return compare_address(text, entry.url);
  if (is_one_of(field, {"id", "guid"})) return Compared{text, entry.id};
  if (auto compared = compare_texts(test, entry, field, text)) return compared;
  if (auto compared = compare_dates(entry, field, value)) return compared;
  // In metres of a grid (UTM), which is no place on the globe without its projection.
  const bool is_on_grid = test.bytes.find("EPSG:26913") != std::string::npos;
  if (is_on_grid && field.starts_with("where")) return std::nullopt;
  if (auto compared = compare_place(entry, field, path, value)) return compared;
  return compare_recordings(entry, field, path, value);
}

// --- xml:base is no field: it is what addresses in an element are resolved against. So the very
// function is asked that resolves them, for the element the field comes from.

std::vector<std::string_view> elements_of(std::string_view field) {
  if (field.starts_with("title")) return {"title"};
  if (field.starts_with("content")) return {"content", "encoded", "body", "div"};
  if (field.starts_with("summary")) return {"summary", "description", "abstract"};
  if (field.starts_with("copyright")) return {"copyright", "rights"};
  return {"tagline", "subtitle", "description", "abstract"};
}

bool is_entry(std::string_view name) { return name == "item" || name == "entry"; }

std::optional<Compared> compare_base(const Case& test, const Path& path, const json::Value& value) {
  const Result<xml::Document> document =
      xml::parse(xml::decode_document(test.bytes, test.content_type).utf8, &html::text_of_name);
  if (!document) return std::nullopt;
  ParsedFeed unused;
  const feed::XmlFeed reader(*document, test.address, unused);
  const bool of_entry = path.name.starts_with("entries/#/");
  const std::vector<std::string_view> wanted =
      elements_of(std::string_view(path.name).substr(path.name.find('/') + (of_entry ? 3 : 1)));
  std::size_t entry = 0;
  for (xml::NodeIndex node = 1; node < document->size(); ++node) {
    if (document->is_text(node)) continue;
    const std::string_view parent = document->name(document->parent(node));
    if (is_entry(parent) != of_entry) continue;
    if (std::find(wanted.begin(), wanted.end(), document->name(node)) == wanted.end()) continue;
    if (of_entry && entry++ < path.indexes[0]) continue;
    return compare_address(value.as_string(), one_spelling(reader.base(node)));
  }
  return Compared{std::string(value.as_string()), "no such element"};
}

}  // namespace

std::string_view reason_for_difference(std::string_view id, std::string_view path) {
  for (const Difference& one : kDifferences) {
    if (id.find(one.id) != id.npos && path.starts_with(one.path)) return one.reason;
  }
  return {};
}

std::string_view reason_not_ours(std::string_view path) {
  for (const NotOurs& one : kNotOurs) {
    const std::string_view pattern = one.pattern;
    const bool matches = pattern.starts_with('*') ? path.find(pattern.substr(1)) != path.npos
                         : pattern.ends_with('$') ? path == pattern.substr(0, pattern.size() - 1)
                                                  : path.starts_with(pattern);
    if (matches) return one.reason;
  }
  return {};
}

std::optional<Compared> compare_field(const Case& test, const Path& path, std::string_view op,
                                      const json::Value& value) {
  const ParsedFeed& feed = *test.feed;
  const std::string text(value.as_string());
  if (path.name == "entries" && op == "length") {
    return Compared{std::to_string(value.as_int().value_or(0)),
                    std::to_string(feed.entries.size())};
  }
  const bool is_base = path.name.ends_with("/base") && !path.name.starts_with("feed/info");
  if (is_base) return compare_base(test, path, value);
  if (path.name.starts_with("entries/#/")) return compare_entry(test, path, op, value);
  if (path.name == "version") return Compared{format_name(text), std::string(name(feed.format))};
  if (path.name == "encoding") {
    const std::string label = xml::decode_document(test.bytes, test.content_type).label;
    // We name GBK by the standard, and read it as GB18030.
    std::string wanted(encoding_name(text));
    if (wanted == "gb18030" && label == "GBK") wanted = label;
    return Compared{wanted, label};
  }
  constexpr std::string_view kFeed = "feed/";
  if (!path.name.starts_with(kFeed)) return std::nullopt;
  const std::string_view field = std::string_view(path.name).substr(kFeed.size());
  if (field == "ttl") {
    return Compared{text, feed.ttl_minutes ? std::to_string(*feed.ttl_minutes) : ""};
  }
  return compare_masthead(feed, field, path, op, value);
}

}  // namespace depesche::feedparser
