#pragma once

#include <chrono>
#include <cstddef>

namespace portreeve::scan {

/// How many probes may be in flight at once.
///
/// It begins small and doubles every 100 ms as long as nothing speaks against it. Silence does not: behind a
/// firewall that drops everything it is all there is to see. A loss does: an answer that came only after the
/// kernel had repeated the SYN halves the window, and from then on it grows by small steps.
class Window {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// REQUIRES: limit >= 1.
  Window(std::size_t limit, Time now);

  [[nodiscard]] std::size_t size() const { return size_; }

  /// Lets the window grow by as much as the time since the last growth allows. `in_flight` is how many probes
  /// there are: a window that is not half used does not grow.
  void grow(std::size_t in_flight, Time now);

  /// An answer came late. Answers that are late together, within a second, count once.
  void on_loss(Time now);

  /// This host had no resources for more than `in_flight` probes: that is the limit from now on.
  void on_exhaustion(std::size_t in_flight);

 private:
  std::size_t limit_;
  std::size_t size_;
  Time last_growth_;
  Time last_loss_;
  bool has_lost_ = false;
};

}  // namespace portreeve::scan
