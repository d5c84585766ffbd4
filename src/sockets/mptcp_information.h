#pragma once

#include <cstdint>

namespace portreeve::sockets {

/// The inside of an MPTCP socket: struct mptcp_info (linux/mptcp.h). What a kernel does not know is 0.
struct MptcpInformation {
  std::uint8_t subflows = 0;             ///< beside the first
  std::uint8_t addresses_signalled = 0;  ///< to the peer (ADD_ADDR, RFC 8684)
  std::uint8_t addresses_accepted = 0;
  std::uint8_t maximum_subflows = 0;
  std::uint8_t maximum_addresses_signalled = 0;
  std::uint8_t maximum_addresses_accepted = 0;
  bool fallback = false;  ///< the peer knows nothing but TCP
  bool remote_key_received = false;
  std::uint32_t token = 0;  ///< by which both ends know the connection
  std::uint64_t write_sequence = 0;
  std::uint64_t send_unacknowledged = 0;  ///< the first sequence number that is
  std::uint64_t receive_next = 0;         ///< the sequence number that is expected
  std::uint8_t local_addresses_used = 0;
  std::uint8_t maximum_local_addresses = 0;
  bool checksums = false;
  std::uint32_t retransmissions = 0;  ///< Linux 6.5, as all that follows
  std::uint64_t bytes_retransmitted = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_received = 0;
  std::uint64_t bytes_acknowledged = 0;
  std::uint8_t total_subflows = 0;      ///< the first one included; Linux 6.8
  std::uint32_t last_data_sent_ms = 0;  ///< Linux 6.10, as those below
  std::uint32_t last_data_received_ms = 0;
  std::uint32_t last_acknowledgement_received_ms = 0;
};

}  // namespace portreeve::sockets
