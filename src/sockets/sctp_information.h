#pragma once

#include <cstdint>

namespace portreeve::sockets {

/// The inside of an SCTP association, or the options of an endpoint: struct sctp_info (linux/sctp.h). What
/// belongs to the other of the two is 0.
struct SctpInformation {
  std::uint32_t tag = 0;                  ///< the verification tag that the peer's packets carry
  std::uint32_t receive_window = 0;       ///< bytes
  std::uint16_t unacknowledged_data = 0;  ///< chunks
  std::uint16_t pending_data = 0;         ///< chunks
  std::uint16_t in_streams = 0;
  std::uint16_t out_streams = 0;
  std::uint32_t fragmentation_point = 0;  ///< bytes
  std::uint32_t in_queue = 0;             ///< chunks
  std::uint32_t out_queue = 0;            ///< chunks
  std::uint32_t overall_errors = 0;
  std::uint32_t maximum_burst = 0;         ///< packets
  std::uint32_t maximum_segment_size = 0;  ///< bytes, 0 for no limit
  std::uint32_t peer_receive_window = 0;   ///< bytes
  std::uint32_t peer_tag = 0;              ///< the verification tag that our packets carry
  std::uint8_t peer_capable = 0;           ///< the kernel's bits of what the peer can do
  std::uint8_t peer_sack = 0;
  // The options of an endpoint.
  std::uint32_t auto_close = 0;  ///< seconds until an idle association is closed, 0 for never
  std::uint32_t adaptation_indication = 0;
  std::uint32_t partial_delivery_point = 0;  ///< bytes
  bool no_delay = false;
  bool disable_fragments = false;
  bool mapped_ipv4 = false;  ///< an IPv4 peer of an IPv6 socket is shown as a mapped address
  std::uint8_t fragment_interleave = 0;
};

}  // namespace portreeve::sockets
