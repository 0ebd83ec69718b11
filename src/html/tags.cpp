#include "html/tags.h"

#include <array>
#include <cstddef>

namespace depesche::html {
namespace {

constexpr std::size_t kCount = static_cast<std::size_t>(Tag::Count);
constexpr std::array<std::string_view, kCount> kNames{"",
#define DEPESCHE_HTML_NAME(id, name, traits) name,
                                                      DEPESCHE_HTML_TAGS(DEPESCHE_HTML_NAME)
#undef DEPESCHE_HTML_NAME
};

constexpr std::size_t kSlots = 1024;  // a power of two, sparse enough for short probes

constexpr std::size_t slot_of(std::string_view name) {
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
  return (hash ^ hash >> 15) & (kSlots - 1);
}

constexpr std::array<std::uint8_t, kSlots> make_slots() {
  std::array<std::uint8_t, kSlots> slots{};
  for (std::size_t tag = 1; tag < kCount; ++tag) {
    std::size_t slot = slot_of(kNames[tag]);
    while (slots[slot] != 0) slot = (slot + 1) & (kSlots - 1);
    slots[slot] = static_cast<std::uint8_t>(tag);
  }
  return slots;
}

constexpr std::array<std::uint8_t, kSlots> kSlotTags = make_slots();

}  // namespace

Tag tag_of(std::string_view name) {
  constexpr std::size_t kLongest = 13;  // foreignobject
  if (name.size() > kLongest) return Tag::Other;
  for (std::size_t slot = slot_of(name); kSlotTags[slot] != 0; slot = (slot + 1) & (kSlots - 1)) {
    if (kNames[kSlotTags[slot]] == name) return static_cast<Tag>(kSlotTags[slot]);
  }
  return Tag::Other;
}

std::string_view name(Tag tag) { return kNames[static_cast<std::size_t>(tag)]; }

}  // namespace depesche::html
