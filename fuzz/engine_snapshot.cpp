// A damaged snapshot is an error; one that restores must still work.
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "story/engine.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view blob(reinterpret_cast<const char*>(bytes), size);
  auto engine = depesche::Engine::restore(blob);
  if (!engine) return 0;
  depesche::Article article;
  article.title = "Feuer im Hafen von Musterstadt";
  depesche::Arrival arrival;
  arrival.article = depesche::ArticleId{INT64_MAX};
  arrival.analysis = depesche::analyse(article, "de");
  engine->add(arrival);
  assert(engine->live_articles() > 0);
  return 0;
}
