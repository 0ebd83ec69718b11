// Pages and feeds of one sample outlet, rendered from its templates.
//
// What a template may use is described in share/sample/README.md.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "web/sample_site.h"
#include "web/sample_source.h"
#include "web/sample_text.h"

namespace depesche::web {

/// One outlet at one moment.
struct SampleView {
  const SampleSource& source;
  const SampleOutlet& outlet;
  const SampleClock& clock;

  OutletPlace place() const;
  std::string home() const;  // "http://talvebote.localhost:8420", no slash at the end
  std::chrono::sys_seconds at(const SampleTime& time) const;
  /// What the article says now; null when it has not appeared.
  const SampleVersion* version(const SampleSourceArticle& article) const;
  std::string path(const SampleSourceArticle& article) const;
  std::string section_path(std::string_view section) const;
  /// Those that have appeared, newest first.
  std::vector<const SampleSourceArticle*> articles() const;
  /// When the article last changed, as of now.
  std::chrono::sys_seconds changed(const SampleSourceArticle& article) const;
};

std::vector<std::string> split_names(std::string_view names);

std::string render_article(const SampleView& view, const SampleSourceArticle& article);
/// The front page, or that of a section.
std::string render_front(const SampleView& view, std::string_view section);
std::string render_service(const SampleView& view, const SampleService& service);
std::string render_feed(const SampleView& view, const SampleSourceFeed& feed);
std::string render_robots(const SampleView& view);

}  // namespace depesche::web
