// Whatever the characters and however they are to be read, tokens come in the order of the source,
// lie inside it, are valid UTF-8 when it is, and end.
#include "html/tokenizer.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/utf8.h"

using namespace depesche::html;

namespace {

class Checked {
 public:
  Checked(const TextPool& pool, bool valid_utf8) : pool_(pool), valid_utf8_(valid_utf8) {}

  /// `piece` was kept: it lies behind what was kept before.
  void take(Piece piece) {
    const std::string_view text = pool_.view(piece);
    if (valid_utf8_) assert(depesche::is_valid_utf8(text));
    if (TextPool::is_grown(piece)) return;
    assert(piece.empty() || piece.begin >= kept_);
    assert(piece.begin + piece.length <= pool_.source().size());
    kept_ = std::max(kept_, piece.begin + piece.length);
  }

 private:
  const TextPool& pool_;
  bool valid_utf8_;
  std::uint32_t kept_ = 0;
};

}  // namespace

// The first byte says how the content is to be read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const auto model = static_cast<ContentModel>(bytes[0] % 6);
  std::string source(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  const bool valid_utf8 = depesche::is_valid_utf8(source);
  TextPool pool(normalise_newlines(std::move(source)));
  Tokenizer tokenizer(pool);
  tokenizer.set_content(model, model == ContentModel::ScriptData ? "script" : "title");
  tokenizer.allow_cdata((bytes[0] & 64) != 0);
  Checked checked(pool, valid_utf8);
  std::size_t tokens = 0;
  Token token;
  while (tokenizer.next(token)) {
    assert(++tokens <= size);  // each takes at least a byte
    switch (token.kind) {
      case TokenKind::Text:
      case TokenKind::Comment:
        checked.take(token.text);
        break;
      case TokenKind::StartTag:
      case TokenKind::EndTag:
        assert(!token.name.empty());
        checked.take(token.name);
        for (const TokenAttribute& attribute : token.attributes) {
          assert(!attribute.name.empty());
          checked.take(attribute.name);
          checked.take(attribute.value);
        }
        break;
      case TokenKind::Doctype:
        checked.take(token.name);
        if (token.public_id) checked.take(*token.public_id);
        if (token.system_id) checked.take(*token.system_id);
        break;
    }
    // As the tree does, so that raw content is met in the middle of a page.
    if (token.kind == TokenKind::StartTag && token.tag == Tag::Script) {
      tokenizer.set_content(ContentModel::ScriptData, "script");
    }
  }
  return 0;
}
