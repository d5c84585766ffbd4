#include "sockets/tcp_diag.h"

#include <linux/inet_diag.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

namespace portreeve::sockets {
namespace {

// tcpi_options (TCPI_OPT_..., linux/tcp.h).
constexpr unsigned kTimestamps = 1;
constexpr unsigned kSack = 2;
constexpr unsigned kWindowScaling = 4;
constexpr unsigned kEcn = 8;
constexpr unsigned kEcnSeen = 16;
constexpr unsigned kSynData = 32;

// Takes the members of a structure one after the other, for as long as there are any.
class MemberReader {
 public:
  explicit MemberReader(std::span<const std::byte> bytes) : rest_(bytes) {}

  template <std::unsigned_integral Number>
  void read(Number& number) {
    if (rest_.size() < sizeof number) {
      rest_ = {};
      return;
    }
    number = read_structure<Number>(rest_);
    rest_ = rest_.subspan(sizeof number);
  }

  template <std::unsigned_integral... Numbers>
  void read_all(Numbers&... numbers) {
    (read(numbers), ...);
  }

 private:
  std::span<const std::byte> rest_;
};

void read_flags(MemberReader& reader, TcpInformation& tcp) {
  std::uint8_t options = 0;
  std::uint8_t scales = 0;  // two members of four bits, the first in the low ones on x86 and arm64
  std::uint8_t flags = 0;
  reader.read_all(options, scales, flags);
  tcp.timestamps = (options & kTimestamps) != 0;
  tcp.selective_acknowledgements = (options & kSack) != 0;
  tcp.window_scaling = (options & kWindowScaling) != 0;
  tcp.explicit_congestion_notification = (options & kEcn) != 0;
  tcp.congestion_mark_seen = (options & kEcnSeen) != 0;
  tcp.fast_open_data = (options & kSynData) != 0;
  tcp.send_window_scale = scales & 0xf;
  tcp.receive_window_scale = scales >> 4;
  tcp.delivery_rate_application_limited = (flags & 1) != 0;
  tcp.fast_open_client_fail = flags >> 1 & 3;
}

void read_upper_layer(std::span<const std::byte> value, TcpInformation& tcp) {
  DiagAttributes attributes(value);
  while (const auto attribute = attributes.next()) {
    if (attribute->type == INET_ULP_INFO_NAME) tcp.upper_layer = read_text(attribute->value);
  }
}

void read_tcp_info(std::span<const std::byte> value, TcpInformation& tcp) {
  MemberReader reader(value);
  std::uint8_t state = 0;                       // that of the message
  std::uint32_t last_acknowledgement_sent = 0;  // always 0
  reader.read_all(state, tcp.congestion_state, tcp.retransmits, tcp.probes, tcp.backoff);
  read_flags(reader, tcp);
  reader.read_all(tcp.retransmission_timeout_us, tcp.acknowledgement_timeout_us, tcp.send_segment_size,
                  tcp.receive_segment_size, tcp.unacknowledged, tcp.sacked, tcp.lost, tcp.retransmitted,
                  tcp.forward_acknowledged, tcp.last_data_sent_ms, last_acknowledgement_sent,
                  tcp.last_data_received_ms, tcp.last_acknowledgement_received_ms, tcp.path_mtu,
                  tcp.receive_slow_start_threshold, tcp.round_trip_us, tcp.round_trip_variation_us,
                  tcp.send_slow_start_threshold, tcp.congestion_window, tcp.advertised_segment_size,
                  tcp.reordering, tcp.receive_round_trip_us, tcp.receive_space, tcp.total_retransmitted);
  // From here on Linux 3.15 and later, in the order in which they were added.
  reader.read_all(tcp.pacing_rate, tcp.maximum_pacing_rate, tcp.bytes_acknowledged, tcp.bytes_received,
                  tcp.segments_out, tcp.segments_in, tcp.bytes_not_sent, tcp.minimum_round_trip_us,
                  tcp.data_segments_in, tcp.data_segments_out, tcp.delivery_rate, tcp.busy_us,
                  tcp.receive_window_limited_us, tcp.send_buffer_limited_us, tcp.delivered,
                  tcp.delivered_marked, tcp.bytes_sent, tcp.bytes_retransmitted,
                  tcp.duplicate_selective_acknowledgements, tcp.reorderings_seen, tcp.out_of_order_packets,
                  tcp.send_window, tcp.receive_window, tcp.rehashes, tcp.total_timeouts,
                  tcp.total_timeout_recoveries, tcp.total_timeout_ms);
}

}  // namespace

bool is_tcp_attribute(const DiagAttribute& attribute) {
  switch (attribute.type) {
    case INET_DIAG_INFO:
    case INET_DIAG_CONG:
    case INET_DIAG_VEGASINFO:
    case INET_DIAG_DCTCPINFO:
    case INET_DIAG_BBRINFO:
    case INET_DIAG_ULP_INFO:
      return true;
    default:
      return false;
  }
}

void read_tcp_attribute(const DiagAttribute& attribute, TcpInformation& tcp) {
  switch (attribute.type) {
    case INET_DIAG_INFO:
      read_tcp_info(attribute.value, tcp);
      break;
    case INET_DIAG_CONG:
      tcp.congestion_control = read_text(attribute.value);
      break;
    case INET_DIAG_VEGASINFO: {
      const auto vegas = read_structure<::tcpvegas_info>(attribute.value);
      tcp.vegas =
          VegasInformation{vegas.tcpv_enabled != 0, vegas.tcpv_rttcnt, vegas.tcpv_rtt, vegas.tcpv_minrtt};
      break;
    }
    case INET_DIAG_DCTCPINFO: {
      const auto dctcp = read_structure<::tcp_dctcp_info>(attribute.value);
      tcp.dctcp = DctcpInformation{dctcp.dctcp_enabled != 0, dctcp.dctcp_ce_state, dctcp.dctcp_alpha,
                                   dctcp.dctcp_ab_ecn, dctcp.dctcp_ab_tot};
      break;
    }
    case INET_DIAG_BBRINFO: {
      const auto bbr = read_structure<::tcp_bbr_info>(attribute.value);
      tcp.bbr = BbrInformation{std::uint64_t{bbr.bbr_bw_hi} << 32 | bbr.bbr_bw_lo, bbr.bbr_min_rtt,
                               bbr.bbr_pacing_gain, bbr.bbr_cwnd_gain};
      break;
    }
    case INET_DIAG_ULP_INFO:
      read_upper_layer(attribute.value, tcp);
      break;
    default:
      break;
  }
}

}  // namespace portreeve::sockets
