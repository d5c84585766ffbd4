#include "scan/window.h"

#include <algorithm>

namespace portreeve::scan {
namespace {

constexpr std::size_t kInitialSize = 128;
// Even a lossy path carries this many: fewer would make a scan crawl without making it any truer.
constexpr std::size_t kSmallestAfterLoss = 32;
constexpr std::size_t kStepAfterLoss = 16;
constexpr std::chrono::milliseconds kGrowthInterval{100};
// The time after which the kernel repeats a SYN: what was lost together is noticed together.
constexpr std::chrono::seconds kLossInterval{1};

}  // namespace

Window::Window(std::size_t limit, Time now)
    : limit_(limit), size_(std::min(limit, kInitialSize)), last_growth_(now), last_loss_(now) {}

void Window::grow(std::size_t in_flight, Time now) {
  if (now - last_growth_ < kGrowthInterval || in_flight < size_ / 2) return;
  last_growth_ = now;
  size_ = std::min(limit_, has_lost_ ? size_ + kStepAfterLoss : size_ * 2);
}

void Window::on_loss(Time now) {
  if (has_lost_ && now - last_loss_ < kLossInterval) return;
  has_lost_ = true;
  last_loss_ = now;
  size_ = std::min(limit_, std::max(kSmallestAfterLoss, size_ / 2));
}

void Window::on_exhaustion(std::size_t in_flight) {
  limit_ = std::clamp<std::size_t>(in_flight, 1, limit_);
  size_ = std::min(size_, limit_);
}

}  // namespace portreeve::scan
