// The vocabularies of the languages that articles are in, made when the first one comes.
//
// Pages and imports claim what languages they like, and each vocabulary has names of countries and
// towns; so those asked for last are kept, and one that was let go is made anew and says the same.
// What words come to is remembered for all of them together.
//
// Inside the module. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "story/vocabulary.h"

namespace depesche::story {

class Vocabularies {
 public:
  static constexpr std::size_t kMost = 32;

  /// Never null; whoever holds it may go on with it though it is let go here.
  std::shared_ptr<Vocabulary> of(std::string_view language);
  std::size_t size() const { return known_.size(); }
  const RememberedWords& remembered() const { return *remembered_; }

 private:
  struct Known {
    std::shared_ptr<Vocabulary> vocabulary;
    std::uint64_t asked_at = 0;
  };
  std::map<std::string, Known, std::less<>> known_;
  std::uint64_t asked_ = 0;
  std::shared_ptr<RememberedWords> remembered_ = std::make_shared<RememberedWords>();
};

}  // namespace depesche::story
