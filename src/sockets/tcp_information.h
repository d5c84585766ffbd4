#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace portreeve::sockets {

/// What TCP Vegas measures (struct tcpvegas_info, linux/inet_diag.h).
struct VegasInformation {
  bool enabled = false;
  std::uint32_t round_trips = 0;  ///< how many were measured
  std::uint32_t round_trip_us = 0;
  std::uint32_t minimum_round_trip_us = 0;
};

/// What DCTCP measures (struct tcp_dctcp_info).
struct DctcpInformation {
  bool enabled = false;
  std::uint16_t ce_state = 0;
  std::uint32_t alpha = 0;
  std::uint32_t bytes_marked = 0;  ///< acknowledged with a congestion mark
  std::uint32_t bytes_total = 0;
};

/// What BBR measures (struct tcp_bbr_info).
struct BbrInformation {
  std::uint64_t bandwidth = 0;  ///< bytes a second
  std::uint32_t minimum_round_trip_us = 0;
  std::uint32_t pacing_gain = 0;             ///< times 256
  std::uint32_t congestion_window_gain = 0;  ///< times 256
};

/// The inside of a TCP socket: struct tcp_info (linux/tcp.h) and what comes with it. Times end in _us
/// (microseconds) or _ms, rates are bytes a second, sizes are bytes or say what they count. What a kernel
/// does not know is 0.
struct TcpInformation {
  std::string congestion_control;     ///< the name of the algorithm: "cubic"
  std::string upper_layer;            ///< of what sits on top inside the kernel (TCP_ULP): "tls", "mptcp"
  std::uint8_t congestion_state = 0;  ///< 0 open, 1 disorder, 2 congestion window reduced, 3 recovery, 4 loss
  std::uint8_t retransmits = 0;       ///< of the segment that waits now, without an answer
  std::uint8_t probes = 0;            ///< of a closed window or an idle peer, without an answer
  std::uint8_t backoff = 0;           ///< how often the time to wait was doubled
  bool timestamps = false;
  bool selective_acknowledgements = false;
  bool explicit_congestion_notification = false;
  bool congestion_mark_seen = false;
  bool fast_open_data = false;  ///< data in its SYN was acknowledged
  bool window_scaling = false;
  std::uint8_t send_window_scale = 0;
  std::uint8_t receive_window_scale = 0;
  bool delivery_rate_application_limited = false;
  std::uint8_t fast_open_client_fail = 0;  ///< TFO_..., why a fast open failed
  std::uint32_t retransmission_timeout_us = 0;
  std::uint32_t acknowledgement_timeout_us = 0;
  std::uint32_t send_segment_size = 0;
  std::uint32_t receive_segment_size = 0;
  std::uint32_t unacknowledged = 0;  ///< segments; of a listener: connections waiting to be accepted
  std::uint32_t sacked = 0;          ///< segments; of a listener: its backlog
  std::uint32_t lost = 0;            ///< segments
  std::uint32_t retransmitted = 0;   ///< segments on their way
  std::uint32_t forward_acknowledged = 0;
  std::uint32_t last_data_sent_ms = 0;
  std::uint32_t last_data_received_ms = 0;
  std::uint32_t last_acknowledgement_received_ms = 0;
  std::uint32_t path_mtu = 0;
  std::uint32_t receive_slow_start_threshold = 0;
  std::uint32_t round_trip_us = 0;
  std::uint32_t round_trip_variation_us = 0;
  std::uint32_t send_slow_start_threshold = 0;  ///< segments; 0x7fffffff while there is none
  std::uint32_t congestion_window = 0;          ///< segments
  std::uint32_t advertised_segment_size = 0;
  std::uint32_t reordering = 0;
  std::uint32_t receive_round_trip_us = 0;
  std::uint32_t receive_space = 0;
  std::uint32_t total_retransmitted = 0;  ///< segments since the start
  std::uint64_t pacing_rate = 0;          ///< all ones for no limit
  std::uint64_t maximum_pacing_rate = 0;
  std::uint64_t bytes_acknowledged = 0;
  std::uint64_t bytes_received = 0;
  std::uint32_t segments_out = 0;
  std::uint32_t segments_in = 0;
  std::uint32_t bytes_not_sent = 0;
  std::uint32_t minimum_round_trip_us = 0;
  std::uint32_t data_segments_in = 0;
  std::uint32_t data_segments_out = 0;
  std::uint64_t delivery_rate = 0;
  std::uint64_t busy_us = 0;
  std::uint64_t receive_window_limited_us = 0;
  std::uint64_t send_buffer_limited_us = 0;
  std::uint32_t delivered = 0;
  std::uint32_t delivered_marked = 0;
  std::uint64_t bytes_sent = 0;
  std::uint64_t bytes_retransmitted = 0;
  std::uint32_t duplicate_selective_acknowledgements = 0;
  std::uint32_t reorderings_seen = 0;
  std::uint32_t out_of_order_packets = 0;
  std::uint32_t send_window = 0;               ///< what the peer advertises
  std::uint32_t receive_window = 0;            ///< what is advertised to the peer; Linux 6.2
  std::uint32_t rehashes = 0;                  ///< changes of the flow's hash after timeouts; Linux 6.2
  std::uint16_t total_timeouts = 0;            ///< Linux 6.7
  std::uint16_t total_timeout_recoveries = 0;  ///< Linux 6.7
  std::uint32_t total_timeout_ms = 0;          ///< spent in recovery from timeouts; Linux 6.7
  std::optional<VegasInformation> vegas;
  std::optional<DctcpInformation> dctcp;
  std::optional<BbrInformation> bbr;
};

}  // namespace portreeve::sockets
