#include "sockets/tcp_diag.h"

#include <linux/inet_diag.h>
#include <linux/tcp.h>

#include <cstring>

#include <gtest/gtest.h>

#include "sockets/diag_messages_for_tests.h"

namespace portreeve::sockets {
namespace {

using for_tests::attribute;
using for_tests::Bytes;
using for_tests::bytes_of;
using for_tests::bytes_of_text;

TcpInformation read(std::uint16_t type, const Bytes& value) {
  TcpInformation tcp;
  read_tcp_attribute({.type = type, .value = value}, tcp);
  return tcp;
}

::tcp_info distinct_members() {
  ::tcp_info info{};
  info.tcpi_ca_state = 3;
  info.tcpi_retransmits = 4;
  info.tcpi_probes = 5;
  info.tcpi_backoff = 6;
  info.tcpi_options = 1 | 2 | 4;
  info.tcpi_snd_wscale = 7;
  info.tcpi_rcv_wscale = 9;
  info.tcpi_delivery_rate_app_limited = 1;
  info.tcpi_fastopen_client_fail = 2;
  info.tcpi_rto = 201'000;
  info.tcpi_ato = 40'000;
  info.tcpi_snd_mss = 1448;
  info.tcpi_rcv_mss = 536;
  info.tcpi_unacked = 11;
  info.tcpi_sacked = 12;
  info.tcpi_lost = 13;
  info.tcpi_retrans = 14;
  info.tcpi_fackets = 15;
  info.tcpi_last_data_sent = 16;
  info.tcpi_last_ack_sent = 17;
  info.tcpi_last_data_recv = 18;
  info.tcpi_last_ack_recv = 19;
  info.tcpi_pmtu = 1500;
  info.tcpi_rcv_ssthresh = 21;
  info.tcpi_rtt = 22;
  info.tcpi_rttvar = 23;
  info.tcpi_snd_ssthresh = 24;
  info.tcpi_snd_cwnd = 25;
  info.tcpi_advmss = 26;
  info.tcpi_reordering = 27;
  info.tcpi_rcv_rtt = 28;
  info.tcpi_rcv_space = 29;
  info.tcpi_total_retrans = 30;
  info.tcpi_pacing_rate = 0x1'0000'0031;
  info.tcpi_max_pacing_rate = ~std::uint64_t{0};
  info.tcpi_bytes_acked = 33;
  info.tcpi_bytes_received = 34;
  info.tcpi_segs_out = 35;
  info.tcpi_segs_in = 36;
  info.tcpi_notsent_bytes = 37;
  info.tcpi_min_rtt = 38;
  info.tcpi_data_segs_in = 39;
  info.tcpi_data_segs_out = 40;
  info.tcpi_delivery_rate = 41;
  info.tcpi_busy_time = 42;
  info.tcpi_rwnd_limited = 43;
  info.tcpi_sndbuf_limited = 44;
  info.tcpi_delivered = 45;
  info.tcpi_delivered_ce = 46;
  info.tcpi_bytes_sent = 47;
  info.tcpi_bytes_retrans = 48;
  info.tcpi_dsack_dups = 49;
  info.tcpi_reord_seen = 50;
  info.tcpi_rcv_ooopack = 51;
  info.tcpi_snd_wnd = 52;
  return info;
}

TEST(ReadTcpInfo, FindsEachOfTheEarlyMembers) {
  const TcpInformation tcp = read(INET_DIAG_INFO, bytes_of(distinct_members()));
  EXPECT_EQ(tcp.congestion_state, 3);
  EXPECT_EQ(tcp.retransmits, 4);
  EXPECT_EQ(tcp.probes, 5);
  EXPECT_EQ(tcp.backoff, 6);
  EXPECT_EQ(tcp.send_window_scale, 7);
  EXPECT_EQ(tcp.receive_window_scale, 9);
  EXPECT_TRUE(tcp.delivery_rate_application_limited);
  EXPECT_EQ(tcp.fast_open_client_fail, 2);
  EXPECT_EQ(tcp.retransmission_timeout_us, 201'000u);
  EXPECT_EQ(tcp.acknowledgement_timeout_us, 40'000u);
  EXPECT_EQ(tcp.send_segment_size, 1448u);
  EXPECT_EQ(tcp.receive_segment_size, 536u);
  EXPECT_EQ(tcp.unacknowledged, 11u);
  EXPECT_EQ(tcp.sacked, 12u);
  EXPECT_EQ(tcp.lost, 13u);
  EXPECT_EQ(tcp.retransmitted, 14u);
  EXPECT_EQ(tcp.forward_acknowledged, 15u);
  EXPECT_EQ(tcp.last_data_sent_ms, 16u);
  EXPECT_EQ(tcp.last_data_received_ms, 18u);
  EXPECT_EQ(tcp.last_acknowledgement_received_ms, 19u);
  EXPECT_EQ(tcp.path_mtu, 1500u);
  EXPECT_EQ(tcp.receive_slow_start_threshold, 21u);
  EXPECT_EQ(tcp.round_trip_us, 22u);
  EXPECT_EQ(tcp.round_trip_variation_us, 23u);
  EXPECT_EQ(tcp.send_slow_start_threshold, 24u);
  EXPECT_EQ(tcp.congestion_window, 25u);
  EXPECT_EQ(tcp.advertised_segment_size, 26u);
  EXPECT_EQ(tcp.reordering, 27u);
  EXPECT_EQ(tcp.receive_round_trip_us, 28u);
  EXPECT_EQ(tcp.receive_space, 29u);
  EXPECT_EQ(tcp.total_retransmitted, 30u);
}

TEST(ReadTcpInfo, FindsEachOfTheLaterMembers) {
  const TcpInformation tcp = read(INET_DIAG_INFO, bytes_of(distinct_members()));
  EXPECT_EQ(tcp.pacing_rate, 0x1'0000'0031u);
  EXPECT_EQ(tcp.maximum_pacing_rate, ~std::uint64_t{0});
  EXPECT_EQ(tcp.bytes_acknowledged, 33u);
  EXPECT_EQ(tcp.bytes_received, 34u);
  EXPECT_EQ(tcp.segments_out, 35u);
  EXPECT_EQ(tcp.segments_in, 36u);
  EXPECT_EQ(tcp.bytes_not_sent, 37u);
  EXPECT_EQ(tcp.minimum_round_trip_us, 38u);
  EXPECT_EQ(tcp.data_segments_in, 39u);
  EXPECT_EQ(tcp.data_segments_out, 40u);
  EXPECT_EQ(tcp.delivery_rate, 41u);
  EXPECT_EQ(tcp.busy_us, 42u);
  EXPECT_EQ(tcp.receive_window_limited_us, 43u);
  EXPECT_EQ(tcp.send_buffer_limited_us, 44u);
  EXPECT_EQ(tcp.delivered, 45u);
  EXPECT_EQ(tcp.delivered_marked, 46u);
  EXPECT_EQ(tcp.bytes_sent, 47u);
  EXPECT_EQ(tcp.bytes_retransmitted, 48u);
  EXPECT_EQ(tcp.duplicate_selective_acknowledgements, 49u);
  EXPECT_EQ(tcp.reorderings_seen, 50u);
  EXPECT_EQ(tcp.out_of_order_packets, 51u);
  EXPECT_EQ(tcp.send_window, 52u);
}

TEST(ReadTcpInfo, TellsTheOptionsApart) {
  const struct {
    std::uint8_t options;
    bool TcpInformation::* member;
  } rows[] = {
      {1, &TcpInformation::timestamps},
      {2, &TcpInformation::selective_acknowledgements},
      {4, &TcpInformation::window_scaling},
      {8, &TcpInformation::explicit_congestion_notification},
      {16, &TcpInformation::congestion_mark_seen},
      {32, &TcpInformation::fast_open_data},
  };
  for (const auto& row : rows) {
    ::tcp_info info{};
    info.tcpi_options = row.options;
    const TcpInformation tcp = read(INET_DIAG_INFO, bytes_of(info));
    for (const auto& other : rows)
      EXPECT_EQ(tcp.*other.member, other.options == row.options) << int{row.options};
  }
}

TEST(ReadTcpInfo, AKernelMayKnowMoreThanItsHeaderDid) {
  Bytes value = bytes_of(distinct_members());
  ASSERT_LE(value.size(), 232u) << "newer headers have these members themselves";
  value.resize(232);
  const std::uint32_t receive_window_and_rehashes[] = {65'535, 2};
  const std::uint16_t timeouts_and_recoveries[] = {3, 4};
  const std::uint32_t time_and_unknown[] = {5, 99};
  using for_tests::operator+;
  value = value + bytes_of(receive_window_and_rehashes) + bytes_of(timeouts_and_recoveries) +
          bytes_of(time_and_unknown);
  const TcpInformation tcp = read(INET_DIAG_INFO, value);
  EXPECT_EQ(tcp.send_window, 52u);
  EXPECT_EQ(tcp.receive_window, 65'535u);
  EXPECT_EQ(tcp.rehashes, 2u);
  EXPECT_EQ(tcp.total_timeouts, 3u);
  EXPECT_EQ(tcp.total_timeout_recoveries, 4u);
  EXPECT_EQ(tcp.total_timeout_ms, 5u);
}

TEST(ReadTcpInfo, WhatAnOlderKernelLacksStaysZero) {
  // Linux 2.6: up to tcpi_total_retrans.
  const TcpInformation tcp = read(INET_DIAG_INFO, for_tests::first(bytes_of(distinct_members()), 104));
  EXPECT_EQ(tcp.total_retransmitted, 30u);
  EXPECT_EQ(tcp.pacing_rate, 0u);
  EXPECT_EQ(tcp.send_window, 0u);
}

TEST(ReadTcpInfo, AnyLengthWillDo) {
  const Bytes whole(300, std::byte{0xff});
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const TcpInformation tcp = read(INET_DIAG_INFO, for_tests::first(whole, size));
    EXPECT_EQ(tcp.total_timeout_ms, size >= 248 ? 0xffff'ffffu : 0) << size;
  }
}

TEST(ReadTcpAttribute, ReadsTheCongestionControl) {
  const auto tcp = read(INET_DIAG_CONG, bytes_of_text(std::string_view("bbr\0", 4)));
  EXPECT_EQ(tcp.congestion_control, "bbr");
}

TEST(ReadTcpAttribute, ReadsBbr) {
  const auto tcp =
      read(INET_DIAG_BBRINFO,
           bytes_of(::tcp_bbr_info{
               .bbr_bw_lo = 1, .bbr_bw_hi = 2, .bbr_min_rtt = 3, .bbr_pacing_gain = 4, .bbr_cwnd_gain = 5}));
  ASSERT_TRUE(tcp.bbr);
  EXPECT_EQ(tcp.bbr->bandwidth, 0x2'0000'0001u);
  EXPECT_EQ(tcp.bbr->minimum_round_trip_us, 3u);
  EXPECT_EQ(tcp.bbr->pacing_gain, 4u);
  EXPECT_EQ(tcp.bbr->congestion_window_gain, 5u);
  EXPECT_FALSE(tcp.vegas);
}

TEST(ReadTcpAttribute, ReadsVegas) {
  const auto tcp =
      read(INET_DIAG_VEGASINFO,
           bytes_of(::tcpvegas_info{.tcpv_enabled = 1, .tcpv_rttcnt = 2, .tcpv_rtt = 3, .tcpv_minrtt = 4}));
  ASSERT_TRUE(tcp.vegas);
  EXPECT_TRUE(tcp.vegas->enabled);
  EXPECT_EQ(tcp.vegas->round_trips, 2u);
  EXPECT_EQ(tcp.vegas->round_trip_us, 3u);
  EXPECT_EQ(tcp.vegas->minimum_round_trip_us, 4u);
}

TEST(ReadTcpAttribute, ReadsDctcp) {
  const auto tcp = read(
      INET_DIAG_DCTCPINFO,
      bytes_of(::tcp_dctcp_info{
          .dctcp_enabled = 1, .dctcp_ce_state = 2, .dctcp_alpha = 3, .dctcp_ab_ecn = 4, .dctcp_ab_tot = 5}));
  ASSERT_TRUE(tcp.dctcp);
  EXPECT_TRUE(tcp.dctcp->enabled);
  EXPECT_EQ(tcp.dctcp->ce_state, 2u);
  EXPECT_EQ(tcp.dctcp->alpha, 3u);
  EXPECT_EQ(tcp.dctcp->bytes_marked, 4u);
  EXPECT_EQ(tcp.dctcp->bytes_total, 5u);
}

TEST(ReadTcpAttribute, ReadsTheNameOfTheUpperLayer) {
  const auto tcp =
      read(INET_DIAG_ULP_INFO, attribute(INET_ULP_INFO_NAME, bytes_of_text(std::string_view("mptcp\0", 6))));
  EXPECT_EQ(tcp.upper_layer, "mptcp");
}

TEST(IsTcpAttribute, TellsThemFromThoseOfAnySocket) {
  EXPECT_TRUE(is_tcp_attribute({.type = INET_DIAG_INFO, .value = {}}));
  EXPECT_TRUE(is_tcp_attribute({.type = INET_DIAG_ULP_INFO, .value = {}}));
  EXPECT_FALSE(is_tcp_attribute({.type = INET_DIAG_SHUTDOWN, .value = {}}));
}

}  // namespace
}  // namespace portreeve::sockets
