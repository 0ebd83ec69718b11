#include "store/claims.h"

#include "pack/hash.h"

namespace depesche {

Claim::~Claim() {
  if (claims_ != nullptr) claims_->give_back(at_);
}

Claims::Claims(const std::filesystem::path& data_dir) : file_(data_dir / "claims.lock") {}

std::optional<Claim> Claims::take(std::string_view name) {
  const auto at = static_cast<std::int64_t>(hash64(name) >> 2U);
  const std::scoped_lock lock(mutex_);
  if (held_.contains(at) || !file_.try_lock({at})) return std::nullopt;
  held_.insert(at);
  return Claim(*this, at);
}

void Claims::give_back(std::int64_t at) {
  const std::scoped_lock lock(mutex_);
  held_.erase(at);
  file_.unlock({at});
}

}  // namespace depesche
