#include "extract/refusal/page_measures.h"

#include <array>
#include <bit>

#include "base/ascii.h"
#include "text/fold.h"

namespace depesche::extract {
namespace {

// The manner of a text shows in its first pages.
constexpr std::size_t kMannerBytes = 20'000;

// Of a thousand words of the text, and how many different ones: what imprints and the small print
// of sites have and reports about companies or data protection do not.
constexpr int kImprintShare = 28;
constexpr int kImprintKinds = 5;
constexpr int kPrivacyShare = 20;
constexpr int kPrivacyKinds = 9;
constexpr int kPrivacyWords = 400;
constexpr int kLegalShare = 8;  // enough where address or title say it too

bool says(WordKinds kinds, WordKinds wanted) { return (kinds & wanted) != 0; }

int per_mille(int count, int words) { return words == 0 ? 0 : count * 1000 / words; }

bool is_imprint(const Manner& manner, WordKinds titles, const PageAddress& address) {
  const int share = per_mille(manner.imprint, manner.words);
  if (share >= kImprintShare && std::popcount(manner.imprint_kinds) >= kImprintKinds) return true;
  const bool named = says(titles, kImprintWord) || says(address.last, kImprintWord);
  return named && (share >= kLegalShare || says(titles, kImprintWord));
}

bool is_small_print(const Manner& manner, WordKinds titles, const PageAddress& address) {
  const int share = per_mille(manner.privacy, manner.words);
  if (share >= kPrivacyShare && std::popcount(manner.privacy_kinds) >= kPrivacyKinds &&
      manner.words >= kPrivacyWords) {
    return true;
  }
  return says(titles, kLegalWord) || (says(address.last, kLegalWord) && share >= kLegalShare);
}

std::uint32_t linked_types(const LinkedData& linked) {
  struct Group {
    std::string_view type;
    std::uint32_t bit;
  };
  static constexpr std::array kGroups{
      Group{"Product", kLinkedProduct},
      Group{"ProductGroup", kLinkedProduct},
      Group{"IndividualProduct", kLinkedProduct},
      Group{"Offer", kLinkedOffer},
      Group{"AggregateOffer", kLinkedOffer},
      Group{"ItemList", kLinkedList},
      Group{"OfferCatalog", kLinkedList},
      Group{"CollectionPage", kLinkedCollection},
      Group{"SearchResultsPage", kLinkedCollection},
      Group{"Blog", kLinkedCollection},
      Group{"WebPage", kLinkedWebPage},
      Group{"WebSite", kLinkedWebSite},
      Group{"LocalBusiness", kLinkedBusiness},
      Group{"ProfessionalService", kLinkedBusiness},
      Group{"Store", kLinkedBusiness},
      Group{"FAQPage", kLinkedFaq},
      Group{"BreadcrumbList", kLinkedBreadcrumb},
      Group{"Service", kLinkedService},
      Group{"SoftwareApplication", kLinkedService},
      Group{"WebApplication", kLinkedService},
      Group{"Event", kLinkedPosting},
      Group{"JobPosting", kLinkedPosting},
      Group{"Course", kLinkedPosting},
      Group{"Recipe", kLinkedRecipe},
      Group{"Person", kLinkedPerson},
      Group{"VideoObject", kLinkedVideo},
      Group{"Organization", kLinkedOrganization},
      Group{"NewsMediaOrganization", kLinkedOrganization},
      Group{"Corporation", kLinkedOrganization},
  };
  std::uint32_t bits = 0;
  for (const json::Value* object : linked.objects()) {
    for (const std::string_view type : types_of(*object)) {
      if (is_article_type(type)) bits |= kLinkedArticle;
      for (const Group& group : kGroups) {
        if (group.type == type) bits |= group.bit;
      }
    }
  }
  return bits;
}

Manner manner_of(const PageView& page) {
  Manner manner;
  std::size_t bytes = 0;
  const auto add = [&](const RawBlock& block) {
    bytes += block.text.size();
    if (bytes <= kMannerBytes) add_manner(block.text, manner);
    return bytes <= kMannerBytes;
  };
  for (const RawBlock* block : page.body.blocks) {
    if (!add(*block)) return manner;
  }
  if (!page.body.blocks.empty()) return manner;
  for (const RawBlock& block : page.blocks) {
    if (!block.beside && !add(block)) break;
  }
  return manner;
}

std::string_view address_of(const PageView& page) {
  if (!page.url.empty()) return page.url;
  const std::string_view canonical = page.signs.canonical;
  return canonical.empty() ? page.signs.meta({"og:url"}) : canonical;
}

}  // namespace

PageMeasures measure_page(const PageView& page) {
  PageMeasures out{.shape = shape_of(page.tree, page.survey),
                   .address = read_address(address_of(page)),
                   .ties = ties_of(page, address_of(page)),
                   .manner = manner_of(page),
                   .title = kinds_of_title(squeeze(fold(page.headline.title))) |
                            kinds_of_title(squeeze(fold(page.signs.page_title))),
                   .linked = linked_types(page.signs.linked)};
  out.imprint = is_imprint(out.manner, out.title, out.address);
  out.small_print = is_small_print(out.manner, out.title, out.address);
  return out;
}

}  // namespace depesche::extract
