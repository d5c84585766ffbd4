#include "sockets/mptcp_diag.h"

#include <linux/mptcp.h>

#include <gtest/gtest.h>

#include "sockets/diag_messages_for_tests.h"

namespace portreeve::sockets {
namespace {

using for_tests::Bytes;
using for_tests::bytes_of;

::mptcp_info distinct_members() {
  ::mptcp_info info{};
  info.mptcpi_subflows = 1;
  info.mptcpi_add_addr_signal = 2;
  info.mptcpi_add_addr_accepted = 3;
  info.mptcpi_subflows_max = 4;
  info.mptcpi_add_addr_signal_max = 5;
  info.mptcpi_add_addr_accepted_max = 6;
  info.mptcpi_flags = 2;
  info.mptcpi_token = 0xabcdef01;
  info.mptcpi_write_seq = 8;
  info.mptcpi_snd_una = 9;
  info.mptcpi_rcv_nxt = 10;
  info.mptcpi_local_addr_used = 11;
  info.mptcpi_local_addr_max = 12;
  info.mptcpi_csum_enabled = 1;
  return info;
}

TEST(ReadMptcpInfo, FindsEachMember) {
  const MptcpInformation mptcp = read_mptcp_info(bytes_of(distinct_members()));
  EXPECT_EQ(mptcp.subflows, 1);
  EXPECT_EQ(mptcp.addresses_signalled, 2);
  EXPECT_EQ(mptcp.addresses_accepted, 3);
  EXPECT_EQ(mptcp.maximum_subflows, 4);
  EXPECT_EQ(mptcp.maximum_addresses_signalled, 5);
  EXPECT_EQ(mptcp.maximum_addresses_accepted, 6);
  EXPECT_FALSE(mptcp.fallback);
  EXPECT_TRUE(mptcp.remote_key_received);
  EXPECT_EQ(mptcp.token, 0xabcdef01u);
  EXPECT_EQ(mptcp.write_sequence, 8u);
  EXPECT_EQ(mptcp.send_unacknowledged, 9u);
  EXPECT_EQ(mptcp.receive_next, 10u);
  EXPECT_EQ(mptcp.local_addresses_used, 11);
  EXPECT_EQ(mptcp.maximum_local_addresses, 12);
  EXPECT_TRUE(mptcp.checksums);
}

TEST(ReadMptcpInfo, AKernelMayKnowMoreThanItsHeaderDid) {
  // Behind three bytes and a hole of one: a number, four long ones, a byte and three reserved, three numbers.
  Bytes value = bytes_of(distinct_members());
  value.resize(44);
  using for_tests::operator+;
  const std::uint32_t retransmissions = 20;
  const std::uint64_t bytes[] = {21, 22, 23, 24};
  const std::uint8_t total[] = {25, 0, 0, 0};
  const std::uint32_t times[] = {26, 27, 28, 99};
  value = value + bytes_of(retransmissions) + bytes_of(bytes) + bytes_of(total) + bytes_of(times);
  const MptcpInformation mptcp = read_mptcp_info(value);
  EXPECT_TRUE(mptcp.checksums);
  EXPECT_EQ(mptcp.retransmissions, 20u);
  EXPECT_EQ(mptcp.bytes_retransmitted, 21u);
  EXPECT_EQ(mptcp.bytes_sent, 22u);
  EXPECT_EQ(mptcp.bytes_received, 23u);
  EXPECT_EQ(mptcp.bytes_acknowledged, 24u);
  EXPECT_EQ(mptcp.total_subflows, 25);
  EXPECT_EQ(mptcp.last_data_sent_ms, 26u);
  EXPECT_EQ(mptcp.last_data_received_ms, 27u);
  EXPECT_EQ(mptcp.last_acknowledgement_received_ms, 28u);
}

TEST(ReadMptcpInfo, AnyLengthWillDo) {
  const Bytes whole(200, std::byte{0xff});
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const MptcpInformation mptcp = read_mptcp_info(for_tests::first(whole, size));
    EXPECT_EQ(mptcp.subflows, size == 0 ? 0 : 0xff) << size;
  }
}

}  // namespace
}  // namespace portreeve::sockets
