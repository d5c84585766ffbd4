#include "report/socket_detail_json.h"

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include "report/json_values.h"
#include "sockets/mptcp_information.h"
#include "sockets/protocol_names.h"
#include "sockets/sctp_information.h"
#include "sockets/tcp_information.h"

namespace portreeve::report {
namespace {

using core::Json;
using sockets::Socket;

Json shutdown_json(std::uint8_t shutdown) {
  Json sides = Json::array();
  if ((shutdown & 1U) != 0) sides.push_back("receive");
  if ((shutdown & 2U) != 0) sides.push_back("send");
  return sides;
}

// By the names that their manual gives them (ip(7), tcp(7)).
Json options_json(const sockets::SocketOptions& options) {
  Json names = Json::array();
  for (const auto& [is_set, name] : {
           std::pair{options.receive_errors, "IP_RECVERR"},
           std::pair{options.receive_errors_rfc4884, "IP_RECVERR_RFC4884"},
           std::pair{options.free_bind, "IP_FREEBIND"},
           std::pair{options.header_included, "IP_HDRINCL"},
           std::pair{options.multicast_loop, "IP_MULTICAST_LOOP"},
           std::pair{options.multicast_all, "IP_MULTICAST_ALL"},
           std::pair{options.transparent, "IP_TRANSPARENT"},
           std::pair{options.no_defragmentation, "IP_NODEFRAG"},
           std::pair{options.bind_address_no_port, "IP_BIND_ADDRESS_NO_PORT"},
           std::pair{options.defer_connect, "TCP_FASTOPEN_CONNECT"},
       }) {
    if (is_set) names.push_back(name);
  }
  return names;
}

Json memory_json(const sockets::MemoryUse& memory) {
  return {{"receive_allocated", memory.receive_allocated},
          {"receive_limit", memory.receive_limit},
          {"transmit_allocated", memory.transmit_allocated},
          {"transmit_limit", memory.transmit_limit},
          {"forward_allocated", memory.forward_allocated},
          {"transmit_queued", memory.transmit_queued},
          {"options", memory.options},
          {"backlog", memory.backlog},
          {"drops", memory.drops}};
}

// A rate of all ones is no limit.
Json rate_json(std::uint64_t rate) {
  return rate == std::numeric_limits<std::uint64_t>::max() ? Json() : Json(rate);
}

std::string_view congestion_state_name(std::uint8_t state) {
  constexpr std::array<std::string_view, 5> kNames{"open", "disorder", "cwr", "recovery", "loss"};
  return state < kNames.size() ? kNames[state] : "unknown";
}

Json tcp_counts_json(const sockets::TcpInformation& tcp) {
  return {{"bytes_sent", tcp.bytes_sent},
          {"bytes_retransmitted", tcp.bytes_retransmitted},
          {"bytes_acknowledged", tcp.bytes_acknowledged},
          {"bytes_received", tcp.bytes_received},
          {"bytes_not_sent", tcp.bytes_not_sent},
          {"segments_out", tcp.segments_out},
          {"segments_in", tcp.segments_in},
          {"data_segments_out", tcp.data_segments_out},
          {"data_segments_in", tcp.data_segments_in},
          {"delivered", tcp.delivered},
          {"delivered_marked", tcp.delivered_marked},
          {"unacknowledged", tcp.unacknowledged},
          {"sacked", tcp.sacked},
          {"lost", tcp.lost},
          {"retransmitted", tcp.retransmitted},
          {"total_retransmitted", tcp.total_retransmitted},
          {"duplicate_sacks", tcp.duplicate_selective_acknowledgements},
          {"out_of_order_packets", tcp.out_of_order_packets},
          {"reordering", tcp.reordering},
          {"reorderings_seen", tcp.reorderings_seen},
          {"total_timeouts", tcp.total_timeouts},
          {"rehashes", tcp.rehashes}};
}

Json tcp_times_json(const sockets::TcpInformation& tcp) {
  return {{"round_trip_us", tcp.round_trip_us},
          {"round_trip_variation_us", tcp.round_trip_variation_us},
          {"minimum_round_trip_us", tcp.minimum_round_trip_us},
          {"receive_round_trip_us", tcp.receive_round_trip_us},
          {"retransmission_timeout_us", tcp.retransmission_timeout_us},
          {"acknowledgement_timeout_us", tcp.acknowledgement_timeout_us},
          {"last_data_sent_ms", tcp.last_data_sent_ms},
          {"last_data_received_ms", tcp.last_data_received_ms},
          {"last_acknowledgement_received_ms", tcp.last_acknowledgement_received_ms},
          {"busy_us", tcp.busy_us},
          {"receive_window_limited_us", tcp.receive_window_limited_us},
          {"send_buffer_limited_us", tcp.send_buffer_limited_us}};
}

// What the algorithm that controls congestion measures, of those that tell.
void add_algorithm(const sockets::TcpInformation& tcp, Json& object) {
  if (tcp.vegas) {
    object["vegas"] = {{"enabled", tcp.vegas->enabled},
                       {"round_trips", tcp.vegas->round_trips},
                       {"round_trip_us", tcp.vegas->round_trip_us},
                       {"minimum_round_trip_us", tcp.vegas->minimum_round_trip_us}};
  }
  if (tcp.dctcp) {
    object["dctcp"] = {{"enabled", tcp.dctcp->enabled},
                       {"ce_state", tcp.dctcp->ce_state},
                       {"alpha", tcp.dctcp->alpha},
                       {"bytes_marked", tcp.dctcp->bytes_marked},
                       {"bytes_total", tcp.dctcp->bytes_total}};
  }
  if (tcp.bbr) {
    object["bbr"] = {{"bandwidth", tcp.bbr->bandwidth},
                     {"minimum_round_trip_us", tcp.bbr->minimum_round_trip_us},
                     {"pacing_gain", tcp.bbr->pacing_gain},
                     {"congestion_window_gain", tcp.bbr->congestion_window_gain}};
  }
}

Json tcp_json(const sockets::TcpInformation& tcp) {
  constexpr std::uint32_t kNoThreshold = 0x7fffffff;
  Json object{{"congestion_control", or_null(tcp.congestion_control)},
              {"upper_layer", or_null(tcp.upper_layer)},
              {"congestion_state", congestion_state_name(tcp.congestion_state)},
              {"timestamps", tcp.timestamps},
              {"sack", tcp.selective_acknowledgements},
              {"ecn", tcp.explicit_congestion_notification},
              {"send_window_scale", tcp.window_scaling ? Json(tcp.send_window_scale) : Json()},
              {"receive_window_scale", tcp.window_scaling ? Json(tcp.receive_window_scale) : Json()},
              {"retransmits", tcp.retransmits},
              {"probes", tcp.probes},
              {"backoff", tcp.backoff},
              {"send_segment_size", tcp.send_segment_size},
              {"receive_segment_size", tcp.receive_segment_size},
              {"advertised_segment_size", tcp.advertised_segment_size},
              {"path_mtu", tcp.path_mtu},
              {"congestion_window", tcp.congestion_window},
              {"send_slow_start_threshold",
               tcp.send_slow_start_threshold >= kNoThreshold ? Json() : Json(tcp.send_slow_start_threshold)},
              {"receive_slow_start_threshold", tcp.receive_slow_start_threshold},
              {"send_window", tcp.send_window},
              {"receive_window", tcp.receive_window},
              {"receive_space", tcp.receive_space},
              {"pacing_rate", rate_json(tcp.pacing_rate)},
              {"maximum_pacing_rate", rate_json(tcp.maximum_pacing_rate)},
              {"delivery_rate", tcp.delivery_rate}};
  object.update(tcp_counts_json(tcp));
  object.update(tcp_times_json(tcp));
  add_algorithm(tcp, object);
  return object;
}

Json mptcp_json(const sockets::MptcpInformation& mptcp) {
  return {{"token", mptcp.token},
          {"subflows", mptcp.subflows},
          {"maximum_subflows", mptcp.maximum_subflows},
          {"addresses_signalled", mptcp.addresses_signalled},
          {"addresses_accepted", mptcp.addresses_accepted},
          {"local_addresses_used", mptcp.local_addresses_used},
          {"fallback", mptcp.fallback},
          {"remote_key_received", mptcp.remote_key_received},
          {"checksums", mptcp.checksums},
          {"retransmissions", mptcp.retransmissions},
          {"bytes_sent", mptcp.bytes_sent},
          {"bytes_retransmitted", mptcp.bytes_retransmitted},
          {"bytes_received", mptcp.bytes_received},
          {"bytes_acknowledged", mptcp.bytes_acknowledged}};
}

Json addresses_json(const std::vector<core::Address>& addresses) {
  Json array = Json::array();
  for (const core::Address& address : addresses)
    array.push_back(address.to_string());
  return array;
}

Json sctp_information_json(const sockets::SctpInformation& sctp) {
  return {{"tag", sctp.tag},
          {"peer_tag", sctp.peer_tag},
          {"receive_window", sctp.receive_window},
          {"peer_receive_window", sctp.peer_receive_window},
          {"unacknowledged_data", sctp.unacknowledged_data},
          {"pending_data", sctp.pending_data},
          {"in_streams", sctp.in_streams},
          {"out_streams", sctp.out_streams},
          {"in_queue", sctp.in_queue},
          {"out_queue", sctp.out_queue},
          {"fragmentation_point", sctp.fragmentation_point},
          {"maximum_segment_size", sctp.maximum_segment_size},
          {"overall_errors", sctp.overall_errors},
          {"auto_close", sctp.auto_close},
          {"no_delay", sctp.no_delay}};
}

Json ring_json(const std::optional<sockets::PacketRing>& ring) {
  if (!ring) return {};
  return {{"block_size", ring->block_size}, {"block_count", ring->block_count},
          {"frame_size", ring->frame_size}, {"frame_count", ring->frame_count},
          {"timeout_ms", ring->timeout_ms}, {"features", ring->features}};
}

/// Adds what only sockets of one kind have, under the name of the kind.
struct AddDetail {
  Json& object;

  void operator()(std::monostate) const {}
  void operator()(const sockets::VsockDetail&) const {}
  void operator()(const sockets::SctpDetail& detail) const {
    Json sctp{{"association", detail.is_association ? Json(to_string(detail.state)) : Json()},
              {"locals", addresses_json(detail.locals)},
              {"peers", addresses_json(detail.peers)}};
    if (detail.information) sctp.update(sctp_information_json(*detail.information));
    object["sctp"] = std::move(sctp);
  }
  void operator()(const sockets::UnixDetail& detail) const {
    object["unix"] = {{"peer_inode", detail.peer_inode},
                      {"file_inode", detail.file_inode},
                      {"file_device", detail.file_device},
                      {"waiting", or_null(detail.waiting)}};
  }
  void operator()(const sockets::PacketDetail& detail) const {
    object["packet"] = {{"version", detail.version},
                        {"copy_threshold", detail.copy_threshold},
                        {"flags", detail.flags},
                        {"receive_ring", ring_json(detail.receive_ring)},
                        {"transmit_ring", ring_json(detail.transmit_ring)},
                        {"fanout", or_null(detail.fanout)}};
  }
  void operator()(const sockets::NetlinkDetail& detail) const {
    object["netlink"] = {{"family", sockets::netlink_family_name(detail.family)},
                         {"groups", detail.groups},
                         {"peer_groups", detail.peer_groups}};
  }
};

}  // namespace

void add_socket_details(const Socket& socket, Json& object) {
  if (socket.shutdown != 0) object["shutdown"] = shutdown_json(socket.shutdown);
  if (socket.tos) object["tos"] = *socket.tos;
  if (socket.traffic_class) object["traffic_class"] = *socket.traffic_class;
  if (socket.class_id) object["class_id"] = *socket.class_id;
  if (socket.options) object["options"] = options_json(*socket.options);
  if (socket.memory) object["memory"] = memory_json(*socket.memory);
  if (socket.tcp) object["tcp"] = tcp_json(*socket.tcp);
  if (socket.mptcp) object["mptcp"] = mptcp_json(*socket.mptcp);
  std::visit(AddDetail{object}, socket.detail);
}

}  // namespace portreeve::report
