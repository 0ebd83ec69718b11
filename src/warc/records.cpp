#include "warc/records.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/ascii.h"
#include "pack/gzip.h"

namespace depesche::warc {
namespace {

constexpr std::string_view kMagic = "WARC/";
constexpr std::size_t kStep = 64 * 1024;

/// What stands between < and >, where something does.
std::string without_brackets(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && text.front() == '<' && text.back() == '>') {
    text = text.substr(1, text.size() - 2);
  }
  return std::string(text);
}

std::optional<std::uint64_t> parse_length(std::string_view text) {
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return length;
}

/// The lines behind the version.
void read_fields(std::string_view head, Record& record) {
  while (!head.empty()) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 1, head.size()));
    const bool is_folded = !line.empty() && (line.front() == ' ' || line.front() == '\t');
    if (is_folded && !record.fields.empty()) {
      record.fields.back().second += " " + std::string(trim(line));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    record.fields.emplace_back(to_lower(trim(line.substr(0, colon))),
                               std::string(trim(line.substr(colon + 1))));
  }
}

}  // namespace

std::string_view Record::field(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const auto& field) { return field.first == name; });
  return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

std::string Record::type() const { return to_lower(field("warc-type")); }
std::string Record::id() const { return without_brackets(field("warc-record-id")); }
std::string Record::target() const { return without_brackets(field("warc-target-uri")); }

bool is_warc(std::string_view beginning) { return beginning.starts_with(kMagic); }

// The unpacked bytes, and where in them the next record is looked for.
struct Records::Inside {
  Inside(ByteSource from, RecordLimits bounds) : source(std::move(from)), limits(bounds) {}

  std::string_view ahead() const { return std::string_view(buffer).substr(at); }
  void pass(std::size_t bytes) { at += std::min(bytes, buffer.size() - at); }

  /// More bytes behind those ahead. False at the end, and before damage.
  bool read_more() {
    if (is_ended || is_damaged) return false;
    if (at > kStep) {
      buffer.erase(0, at);
      at = 0;
    }
    if (!has_begun && begin()) return true;
    if (members) return read_packed();
    buffer.resize(buffer.size() + kStep);
    const std::size_t got = source({buffer.data() + buffer.size() - kStep, kStep});
    buffer.resize(buffer.size() - (kStep - got));
    is_ended = got == 0;
    return !is_ended;
  }

  /// Plain or packed? True when that already gave bytes.
  bool begin() {
    has_begun = true;
    std::string first(kStep, '\0');
    std::size_t size = 0;
    while (size < 3) {
      const std::size_t got = source({first.data() + size, first.size() - size});
      if (got == 0) break;
      size += got;
    }
    first.resize(size);
    if (!is_gzip(first)) {
      buffer += first;
      return size > 0;
    }
    members = std::make_unique<GzipMembers>(
        [this, first = std::move(first), given = std::size_t{0}](std::span<char> into) mutable {
          if (given == first.size()) return source(into);
          const std::size_t more = first.copy(into.data(), into.size(), given);
          given += more;
          return more;
        });
    return false;
  }

  bool read_packed() {
    switch (members->read(buffer)) {
      case GzipMembers::Came::Bytes:
        return true;
      case GzipMembers::Came::Damage:
        is_damaged = true;
        return false;
      case GzipMembers::Came::End:
        is_ended = true;
        return false;
    }
    return false;
  }

  /// What is ahead belongs to a broken member: the next begins with a record.
  Error leave_damage() {
    buffer.clear();
    at = 0;
    is_damaged = false;
    return {ErrorCode::Malformed, "a part of the file is damaged"};
  }

  /// Line ends and padding between records are nobody's. False when nothing follows.
  bool skip_gap() {
    while (true) {
      const std::size_t gap =
          std::min(ahead().find_first_not_of(std::string_view("\r\n\0 \t", 5)), ahead().size());
      pass(gap);
      if (ahead().size() >= kMagic.size()) return true;
      if (!read_more()) return !ahead().empty();
    }
  }

  /// To the next line that begins like a record.
  void find_record() {
    constexpr std::string_view kLine = "\nWARC/";
    while (true) {
      const std::size_t found = ahead().find(kLine);
      if (found != std::string_view::npos) {
        pass(found + 1);
        return;
      }
      const std::size_t kept = std::min(ahead().size(), kLine.size() - 1);
      pass(ahead().size() - kept);
      if (read_more()) continue;
      pass(kept);
      return;
    }
  }

  /// The head without its blank line; nothing when there is none within the limit.
  std::optional<std::string> take_head() {
    for (std::size_t looked = 0;;) {
      const std::string_view bytes = ahead().substr(0, limits.head_bytes);
      const std::size_t crlf = bytes.find("\r\n\r\n", looked), lf = bytes.find("\n\n", looked);
      const std::size_t end = std::min(crlf, lf);
      if (end != std::string_view::npos) {
        std::string head(bytes.substr(0, end));
        pass(end + (crlf < lf ? 4 : 2));
        return head;
      }
      if (bytes.size() == limits.head_bytes) return std::nullopt;
      looked = bytes.size() < 3 ? 0 : bytes.size() - 3;
      if (!read_more()) return std::nullopt;
    }
  }

  void take_block(std::uint64_t length, bool is_wanted, Record& record) {
    std::uint64_t left = length;
    while (left > 0) {
      if (ahead().empty() && !read_more()) break;
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left, ahead().size()));
      const std::size_t room = limits.block_bytes - record.block.size();
      if (is_wanted) record.block.append(ahead().substr(0, std::min(size, room)));
      pass(size);
      left -= size;
    }
    record.is_cut = left > 0 || (is_wanted && length > limits.block_bytes);
  }

  Error no_record(std::string_view what) {
    // In a packed file what is not understood ends with its member, but that is not seen from here.
    find_record();
    if (std::exchange(has_found, true)) return {ErrorCode::Malformed, std::string(what)};
    return {ErrorCode::Unsupported, "this is no WARC file"};
  }

  ByteSource source;
  RecordLimits limits;
  std::unique_ptr<GzipMembers> members;  // null for a plain file
  std::string buffer;
  std::size_t at = 0;
  bool has_begun = false;
  bool is_ended = false;
  bool is_damaged = false;
  bool has_found = false;  // a record, or said that there is none
  std::size_t revisits = 0;
};

Records::Records(ByteSource source, RecordLimits limits)
    : inside_(std::make_unique<Inside>(std::move(source), limits)) {}
Records::~Records() = default;
Records::Records(Records&&) noexcept = default;
Records& Records::operator=(Records&&) noexcept = default;

std::size_t Records::revisits() const { return inside_->revisits; }

std::optional<Result<Record>> Records::next(std::string_view type) {
  Inside& in = *inside_;
  while (true) {
    const bool is_more = in.skip_gap();
    if (in.is_damaged) return in.leave_damage();
    if (!is_more) {
      if (in.has_found) return std::nullopt;
      in.has_found = true;  // said once
      return Error{ErrorCode::Unsupported, "this is no WARC file"};
    }
    if (!is_warc(in.ahead())) return in.no_record("something between the records is none");
    const auto head = in.take_head();
    if (!head) {
      in.pass(kMagic.size());
      if (in.is_damaged) return in.leave_damage();
      return in.no_record("the head of a record has no end");
    }
    in.has_found = true;
    Record record;
    read_fields(std::string_view(*head).substr(std::min(head->find('\n'), head->size())), record);
    const auto length = parse_length(record.field("content-length"));
    if (!length) return in.no_record("a record does not say how long it is");
    const std::string kind = record.type();
    const bool is_wanted = kind == type;
    if (!is_wanted && kind == "revisit") ++in.revisits;
    in.take_block(*length, is_wanted, record);
    if (!is_wanted) continue;
    record.is_cut = record.is_cut || !record.field("warc-truncated").empty();
    return record;
  }
}

}  // namespace depesche::warc
