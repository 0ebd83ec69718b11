#include "store/writing/outlets.h"

#include <mutex>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "store/sqlite/writer.h"
#include "text/fold.h"

namespace depesche {
namespace {

// Folding makes "ü" a "u"; in an address a German reader expects "ue".
constexpr std::pair<std::string_view, std::string_view> kWrittenOut[] = {
    {"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "ae"}, {"Ö", "oe"},
    {"Ü", "ue"}, {"ß", "ss"}, {"æ", "ae"}, {"ø", "oe"}, {"å", "aa"}};
constexpr std::size_t kMaxSlug = 80;  // an address stays readable

std::string write_out(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    std::size_t taken = 1;
    std::string_view written = name.substr(0, 1);
    for (const auto& [letter, letters] : kWrittenOut) {
      if (name.substr(0, letter.size()) != letter) continue;
      taken = letter.size();
      written = letters;
      break;
    }
    out += written;
    name.remove_prefix(taken);
  }
  return out;
}

}  // namespace

std::string outlet_slug(std::string_view name) {
  std::string slug;
  for (const char c : fold_accents(write_out(name))) {
    if (is_alnum(c)) {
      slug.push_back(c);
    } else if (!slug.empty() && slug.back() != '-' && static_cast<unsigned char>(c) < 0x80) {
      slug.push_back('-');
    }
    if (slug.size() == kMaxSlug) break;
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

OutletId outlet_id(Connection& db, std::string_view name) {
  if (const auto known = db.one<OutletId>("SELECT outlet_id FROM outlet WHERE name = ?1", name)) {
    return *known;
  }
  std::string base = outlet_slug(name);
  if (base.empty()) base = "outlet";  // a name in a script without Latin letters
  std::string slug = base;
  for (int number = 2; db.one<int>("SELECT 1 FROM outlet WHERE slug = ?1", slug); ++number) {
    slug = base + "-" + std::to_string(number);
  }
  db.run("INSERT INTO outlet(name, slug, home) VALUES(?1, ?2, '')", name, slug);
  return OutletId{db.last_insert_id()};
}

bool Outlets::limit_excerpts(OutletId outlet, std::optional<int> characters) {
  const std::scoped_lock turn(writer_.turn);
  return writer_.db.run("UPDATE outlet SET most_quoted = ?2 WHERE outlet_id = ?1", outlet,
                        characters) > 0;
}

}  // namespace depesche
