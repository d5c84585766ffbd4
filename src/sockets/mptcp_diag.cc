#include "sockets/mptcp_diag.h"

#include <cstdint>

#include "sockets/diag_message.h"

namespace portreeve::sockets {
namespace {

// struct mptcp_info as later kernels have it (include/uapi/linux/mptcp.h), which only ever grew.
struct KernelMptcpInfo {
  std::uint8_t subflows;
  std::uint8_t add_addr_signal;
  std::uint8_t add_addr_accepted;
  std::uint8_t subflows_max;
  std::uint8_t add_addr_signal_max;
  std::uint8_t add_addr_accepted_max;
  std::uint32_t flags;
  std::uint32_t token;
  std::uint64_t write_seq;
  std::uint64_t snd_una;
  std::uint64_t rcv_nxt;
  std::uint8_t local_addr_used;
  std::uint8_t local_addr_max;
  std::uint8_t csum_enabled;
  std::uint32_t retransmits;
  std::uint64_t bytes_retrans;
  std::uint64_t bytes_sent;
  std::uint64_t bytes_received;
  std::uint64_t bytes_acked;
  std::uint8_t subflows_total;
  std::uint8_t reserved[3];
  std::uint32_t last_data_sent;
  std::uint32_t last_data_recv;
  std::uint32_t last_ack_recv;
};

constexpr std::uint32_t kFallback = 1;           // MPTCP_INFO_FLAG_FALLBACK
constexpr std::uint32_t kRemoteKeyReceived = 2;  // MPTCP_INFO_FLAG_REMOTE_KEY_RECEIVED

}  // namespace

MptcpInformation read_mptcp_info(std::span<const std::byte> value) {
  const auto info = read_structure<KernelMptcpInfo>(value);
  return {.subflows = info.subflows,
          .addresses_signalled = info.add_addr_signal,
          .addresses_accepted = info.add_addr_accepted,
          .maximum_subflows = info.subflows_max,
          .maximum_addresses_signalled = info.add_addr_signal_max,
          .maximum_addresses_accepted = info.add_addr_accepted_max,
          .fallback = (info.flags & kFallback) != 0,
          .remote_key_received = (info.flags & kRemoteKeyReceived) != 0,
          .token = info.token,
          .write_sequence = info.write_seq,
          .send_unacknowledged = info.snd_una,
          .receive_next = info.rcv_nxt,
          .local_addresses_used = info.local_addr_used,
          .maximum_local_addresses = info.local_addr_max,
          .checksums = info.csum_enabled != 0,
          .retransmissions = info.retransmits,
          .bytes_retransmitted = info.bytes_retrans,
          .bytes_sent = info.bytes_sent,
          .bytes_received = info.bytes_received,
          .bytes_acknowledged = info.bytes_acked,
          .total_subflows = info.subflows_total,
          .last_data_sent_ms = info.last_data_sent,
          .last_data_received_ms = info.last_data_recv,
          .last_acknowledgement_received_ms = info.last_ack_recv};
}

}  // namespace portreeve::sockets
