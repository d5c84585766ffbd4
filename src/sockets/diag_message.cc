#include "sockets/diag_message.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>

#include <array>

namespace portreeve::sockets {

std::optional<DiagAttribute> DiagAttributes::next() {
  if (rest_.size() < sizeof(::nlattr)) return std::nullopt;
  const auto header = read_structure<::nlattr>(rest_);
  if (header.nla_len < sizeof header || header.nla_len > rest_.size()) {
    is_damaged_ = true;
    return std::nullopt;
  }
  const DiagAttribute attribute{static_cast<std::uint16_t>(header.nla_type & NLA_TYPE_MASK),
                                rest_.subspan(sizeof header, header.nla_len - sizeof header)};
  rest_ = rest_.subspan(std::min<std::size_t>(NLA_ALIGN(header.nla_len), rest_.size()));
  return attribute;
}

core::Status DiagAttributes::check() const {
  if (is_damaged_) return core::failure(damaged_message("an attribute reaches beyond its message"));
  return {};
}

std::string_view read_text(std::span<const std::byte> value) {
  const std::string_view text(reinterpret_cast<const char*>(value.data()), value.size());
  return text.substr(0, text.find('\0'));
}

MemoryUse read_memory_use(std::span<const std::byte> value) {
  const auto numbers = read_structure<std::array<std::uint32_t, SK_MEMINFO_VARS>>(value);
  return {.receive_allocated = numbers[SK_MEMINFO_RMEM_ALLOC],
          .receive_limit = numbers[SK_MEMINFO_RCVBUF],
          .transmit_allocated = numbers[SK_MEMINFO_WMEM_ALLOC],
          .transmit_limit = numbers[SK_MEMINFO_SNDBUF],
          .forward_allocated = numbers[SK_MEMINFO_FWD_ALLOC],
          .transmit_queued = numbers[SK_MEMINFO_WMEM_QUEUED],
          .options = numbers[SK_MEMINFO_OPTMEM],
          .backlog = numbers[SK_MEMINFO_BACKLOG],
          .drops = numbers[SK_MEMINFO_DROPS]};
}

std::uint64_t read_cookie(const std::uint32_t (&halves)[2]) {
  if (halves[0] == INET_DIAG_NOCOOKIE && halves[1] == INET_DIAG_NOCOOKIE) return 0;
  return std::uint64_t{halves[1]} << 32 | halves[0];
}

std::uint32_t state_mask(const std::vector<State>& states) {
  std::uint32_t mask = 0;
  for (const State state : states)
    mask |= 1u << static_cast<unsigned>(state);
  return states.empty() ? ~0u : mask;
}

core::Error damaged_message(std::string_view reason) {
  return core::make_error("read", "the kernel's list of sockets", reason);
}

}  // namespace portreeve::sockets
