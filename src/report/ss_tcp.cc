#include "report/ss_tcp.h"

#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "core/text.h"
#include "sockets/tcp_information.h"

namespace portreeve::report {
namespace {

using sockets::TcpInformation;

constexpr double kBitsAByte = 8;
constexpr std::uint32_t kDefaultTimeoutUs = 3'000'000;  // before a round trip was measured
constexpr std::uint32_t kNoThreshold = 0xffff;          // slow start without an end, for ss
constexpr std::uint32_t kUsualReordering = 3;           // net.ipv4.tcp_reordering
constexpr std::uint32_t kVegasUnmeasured = 0x7fffffff;

/// Writes items with a blank in front; those that are 0 are left out.
class Items {
 public:
  Items(std::string& text, bool numeric) : text_(text), numeric_(numeric) {}

  void word(bool present, std::string_view word) {
    if (present) append(" {}", word);
  }

  void number(std::string_view name, std::uint64_t value) {
    if (value != 0) append(" {}:{}", name, value);
  }

  // ss writes times with %g, which is six digits at most.
  void milliseconds(std::string_view name, std::uint32_t us) {
    if (us != 0) append(" {}:{:g}", name, us / 1000.0);
  }

  void rate(std::string_view name, double bits_a_second) {
    if (bits_a_second != 0) append(" {} {}bps", name, rate_text(bits_a_second));
  }

  [[nodiscard]] std::string rate_text(double bits_a_second) const {
    if (numeric_) return fmt::format("{:.0f}", bits_a_second);
    if (bits_a_second >= 1e12) return fmt::format("{:.3g}T", bits_a_second / 1e12);
    if (bits_a_second >= 1e9) return fmt::format("{:.3g}G", bits_a_second / 1e9);
    if (bits_a_second >= 1e6) return fmt::format("{:.3g}M", bits_a_second / 1e6);
    if (bits_a_second >= 1e3) return fmt::format("{:.3g}k", bits_a_second / 1e3);
    return fmt::format("{:g}", bits_a_second);
  }

  template <typename... Arguments>
  void append(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Arguments>(arguments)...);
  }

 private:
  std::string& text_;
  bool numeric_;
};

void append_options(const TcpInformation& tcp, Items& items) {
  items.word(tcp.timestamps, "ts");
  items.word(tcp.selective_acknowledgements, "sack");
  items.word(tcp.explicit_congestion_notification, "ecn");
  items.word(tcp.congestion_mark_seen, "ecnseen");
  items.word(tcp.fast_open_data, "fastopen");
}

void append_timing_and_sizes(const TcpInformation& tcp, Items& items) {
  if (tcp.window_scaling) items.append(" wscale:{},{}", tcp.send_window_scale, tcp.receive_window_scale);
  if (tcp.retransmission_timeout_us != kDefaultTimeoutUs)
    items.milliseconds("rto", tcp.retransmission_timeout_us);
  items.number("backoff", tcp.backoff);
  if (tcp.round_trip_us != 0) {
    items.append(" rtt:{:g}/{:g}", tcp.round_trip_us / 1000.0, tcp.round_trip_variation_us / 1000.0);
  }
  items.milliseconds("ato", tcp.acknowledgement_timeout_us);
  items.number("mss", tcp.send_segment_size);
  items.number("pmtu", tcp.path_mtu);
  items.number("rcvmss", tcp.receive_segment_size);
  items.number("advmss", tcp.advertised_segment_size);
  items.number("cwnd", tcp.congestion_window);
  if (tcp.send_slow_start_threshold < kNoThreshold) items.number("ssthresh", tcp.send_slow_start_threshold);
}

void append_counts(const TcpInformation& tcp, Items& items) {
  items.number("bytes_sent", tcp.bytes_sent);
  items.number("bytes_retrans", tcp.bytes_retransmitted);
  items.number("bytes_acked", tcp.bytes_acknowledged);
  items.number("bytes_received", tcp.bytes_received);
  items.number("segs_out", tcp.segments_out);
  items.number("segs_in", tcp.segments_in);
  items.number("data_segs_out", tcp.data_segments_out);
  items.number("data_segs_in", tcp.data_segments_in);
}

void append_algorithm(const TcpInformation& tcp, Items& items) {
  constexpr double kGainUnit = 256;
  if (tcp.dctcp) {
    if (tcp.dctcp->enabled) {
      items.append(" dctcp:(ce_state:{},alpha:{},ab_ecn:{},ab_tot:{})", tcp.dctcp->ce_state, tcp.dctcp->alpha,
                   tcp.dctcp->bytes_marked, tcp.dctcp->bytes_total);
    } else {
      items.append(" dctcp:fallback_mode");
    }
  }
  if (tcp.bbr) {
    items.append(" bbr:(bw:{}bps,mrtt:{:g}",
                 items.rate_text(static_cast<double>(tcp.bbr->bandwidth) * kBitsAByte),
                 tcp.bbr->minimum_round_trip_us / 1000.0);
    if (tcp.bbr->pacing_gain != 0) items.append(",pacing_gain:{:g}", tcp.bbr->pacing_gain / kGainUnit);
    if (tcp.bbr->congestion_window_gain != 0) {
      items.append(",cwnd_gain:{:g}", tcp.bbr->congestion_window_gain / kGainUnit);
    }
    items.append(")");
  }
}

// What the window lets through in a round trip.
double send_rate(const TcpInformation& tcp) {
  double round_trip_us = tcp.round_trip_us;
  if (tcp.vegas && tcp.vegas->enabled && tcp.vegas->round_trip_us != 0 &&
      tcp.vegas->round_trip_us != kVegasUnmeasured) {
    round_trip_us = tcp.vegas->round_trip_us;
  }
  if (round_trip_us == 0) return 0;
  return static_cast<double>(tcp.congestion_window) * tcp.send_segment_size * kBitsAByte * 1e6 /
         round_trip_us;
}

void append_rates(const TcpInformation& tcp, Items& items) {
  constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();
  items.rate("send", send_rate(tcp));
  items.number("lastsnd", tcp.last_data_sent_ms);
  items.number("lastrcv", tcp.last_data_received_ms);
  items.number("lastack", tcp.last_acknowledgement_received_ms);
  if (tcp.pacing_rate != 0 && tcp.pacing_rate != kUnlimited) {
    items.rate("pacing_rate", static_cast<double>(tcp.pacing_rate) * kBitsAByte);
    if (tcp.maximum_pacing_rate != 0 && tcp.maximum_pacing_rate != kUnlimited) {
      items.append("/{}bps", items.rate_text(static_cast<double>(tcp.maximum_pacing_rate) * kBitsAByte));
    }
  }
  items.rate("delivery_rate", static_cast<double>(tcp.delivery_rate) * kBitsAByte);
  items.number("delivered", tcp.delivered);
  items.number("delivered_ce", tcp.delivered_marked);
  items.word(tcp.delivery_rate_application_limited, "app_limited");
}

void append_limits(const TcpInformation& tcp, Items& items) {
  if (tcp.busy_us == 0) return;
  items.append(" busy:{}ms", tcp.busy_us / 1000);
  const auto limited = [&](std::string_view name, std::uint64_t us) {
    if (us == 0) return;
    items.append(" {}:{}ms({:.1f}%)", name, us / 1000,
                 100.0 * static_cast<double>(us) / static_cast<double>(tcp.busy_us));
  };
  limited("rwnd_limited", tcp.receive_window_limited_us);
  limited("sndbuf_limited", tcp.send_buffer_limited_us);
}

void append_segments(const sockets::Socket& socket, const TcpInformation& tcp, Items& items) {
  items.number("unacked", tcp.unacknowledged);
  if (tcp.retransmitted != 0 || tcp.total_retransmitted != 0) {
    items.append(" retrans:{}/{}", tcp.retransmitted, tcp.total_retransmitted);
  }
  items.number("lost", tcp.lost);
  // Of a listener this is its backlog, which stands under Send-Q.
  if (socket.state != sockets::State::kListen) items.number("sacked", tcp.sacked);
  items.number("dsack_dups", tcp.duplicate_selective_acknowledgements);
  items.number("fackets", tcp.forward_acknowledged);
  if (tcp.reordering != kUsualReordering) items.append(" reordering:{}", tcp.reordering);
  items.number("reord_seen", tcp.reorderings_seen);
  items.milliseconds("rcv_rtt", tcp.receive_round_trip_us);
  items.number("rcv_space", tcp.receive_space);
  items.number("rcv_ssthresh", tcp.receive_slow_start_threshold);
  items.number("notsent", tcp.bytes_not_sent);
  if (tcp.minimum_round_trip_us != std::numeric_limits<std::uint32_t>::max()) {
    items.milliseconds("minrtt", tcp.minimum_round_trip_us);
  }
  items.number("rcv_ooopack", tcp.out_of_order_packets);
  items.number("snd_wnd", tcp.send_window);
}

}  // namespace

void append_tcp_information(const sockets::Socket& socket, bool numeric, bool options, std::string& text) {
  if (!socket.tcp) return;
  const TcpInformation& tcp = *socket.tcp;
  Items items(text, numeric);
  if (options) append_options(tcp, items);
  if (!tcp.congestion_control.empty()) items.word(true, core::printable(tcp.congestion_control));
  append_timing_and_sizes(tcp, items);
  append_counts(tcp, items);
  append_algorithm(tcp, items);
  append_rates(tcp, items);
  append_limits(tcp, items);
  append_segments(socket, tcp, items);
  if (!tcp.upper_layer.empty()) items.append(" tcp-ulp-{}", core::printable(tcp.upper_layer));
}

}  // namespace portreeve::report
