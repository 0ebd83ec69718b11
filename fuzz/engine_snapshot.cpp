// A damaged snapshot is an error; one that restores must still work.
#include <cassert>
#include <chrono>
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
  engine->similar_to(arrival.article);
  assert(depesche::Engine::restore(engine->snapshot()));
  arrival.article = depesche::ArticleId{INT64_MAX - 1};
  arrival.first_seen_at = std::chrono::sys_days{std::chrono::year{11000} / 1 / 1};
  engine->add(arrival);
  assert(engine->live_articles() == 1);
  return 0;
}
