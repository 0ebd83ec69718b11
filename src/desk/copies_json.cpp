#include "desk/copies_json.h"

#include <string_view>

namespace depesche {
namespace {

void write_copy(json::Writer& out, ArticleId article, std::string_view outlet, int permille) {
  out.begin_object().key("article").value(article.value).key("outlet").value(outlet);
  out.key("copied").value(permille / 1000.0).end_object();
}

}  // namespace

void write_copies(json::Writer& out, const ArticlePage& page) {
  const ArticleCard& card = page.card;
  if (!card.agency.empty()) out.key("agency").value(card.agency);
  if (card.reprint_of) {
    out.key("reprint_of");
    write_copy(out, card.reprint_of, card.copied_from, card.copied_permille);
  }
  if (page.reprints.empty()) return;
  out.key("reprints").begin_array();
  for (const ArticleCard& copy : page.reprints) {
    write_copy(out, copy.id, copy.outlet_name, copy.copied_permille);
  }
  out.end_array();
}

}  // namespace depesche
