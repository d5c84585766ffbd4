#include "wrappers/evaluation.h"

#include <ctime>

#include "wrappers/network_pattern.h"

namespace portreeve::wrappers {

void HostAddress::read() {
  if (is_read_) return;
  is_read_ = true;
  const std::string_view written = request_.address(side_);
  text_ = without_mapped_prefix(written);
  is_mapped_ = text_.size() != written.size();
}

std::string_view HostAddress::text() {
  read();
  return text_;
}

std::optional<std::uint32_t> HostAddress::ipv4() {
  read();
  if (!has_ipv4_) {
    has_ipv4_ = true;
    ipv4_ = parse_dotted_quad(text_);
  }
  return ipv4_;
}

std::optional<Ipv6Bytes> HostAddress::ipv6() {
  read();
  if (!has_ipv6_) {
    has_ipv6_ = true;
    ipv6_ = parse_ipv6(text_);
  }
  return ipv6_;
}

bool HostAddress::is_mapped() {
  read();
  return is_mapped_;
}

std::chrono::nanoseconds Evaluation::time() {
  if (!time_) {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    time_ = std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
  }
  return *time_;
}

}  // namespace portreeve::wrappers
