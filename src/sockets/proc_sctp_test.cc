#include "sockets/proc_sctp.h"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace portreeve::sockets {
namespace {

std::string join(const std::vector<core::Address>& addresses) {
  std::string text;
  for (const core::Address& address : addresses)
    text += (text.empty() ? "" : ",") + address.to_string();
  return text;
}

// Lines as Debian 12's kernel prints them, its pointers shortened.
struct EndpointRow {
  const char* line;
  SocketType type;
  core::Family family;
  const char* local;
  const char* locals;
  std::uint64_t inode;
};

constexpr EndpointRow kEndpoints[] = {
    {"(ptr) (ptr) 0   10  45   2600      7 10081 192.0.2.1 192.0.2.2 ", SocketType::kSequencedPacket,
     core::Family::kIpv4, "192.0.2.1:2600", "192.0.2.1,192.0.2.2", 10'081},
    {"(ptr) (ptr) 2   10  17   2700      7 10121 127.0.0.1 ", SocketType::kStream, core::Family::kIpv4,
     "127.0.0.1:2700", "127.0.0.1", 10'121},
    {"(ptr) (ptr) 0   10  53   2800      7 10141 0000:0000:0000:0000:0000:0000:0000:0000 ",
     SocketType::kSequencedPacket, core::Family::kIpv6, "[::]:2800", "::", 10'141},
};

TEST(ParseProcSctpEndpoint, ReadsALineOfTheKernel) {
  for (const EndpointRow& row : kEndpoints) {
    const auto socket = parse_proc_sctp_endpoint(row.line);
    ASSERT_TRUE(socket) << socket.error().to_string();
    EXPECT_EQ(socket->protocol, Protocol::kSctp);
    EXPECT_EQ(socket->source, Source::kProcNet);
    EXPECT_EQ(socket->type, row.type) << row.line;
    EXPECT_EQ(socket->family, row.family) << row.line;
    EXPECT_EQ(socket->state, State::kListen);
    EXPECT_EQ(socket->local.to_string(), row.local);
    EXPECT_EQ(socket->peer, (core::Endpoint{core::Address::any(row.family), 0}));
    EXPECT_EQ(socket->uid, 7u);
    EXPECT_EQ(socket->inode, row.inode);
    const auto& detail = std::get<SctpDetail>(socket->detail);
    EXPECT_FALSE(detail.is_association);
    EXPECT_EQ(join(detail.locals), row.locals);
  }
}

struct AssociationRow {
  const char* line;
  SocketType type;
  core::Family family;
  AssociationState state;
  const char* ends;
  const char* locals;
  const char* peers;
  std::uint32_t send_q;
  std::uint32_t recv_q;
  std::uint64_t inode;
};

constexpr AssociationRow kAssociations[] = {
    {"(ptr) (ptr) 0   7   3  0       7        0      239       7 10331 3002    250  192.0.2.1 <-> *192.0.2.1 "
     "192.0.2.2 192.0.2.3 \t    7500    10    10   10    0    0        0        1        0   212992   212992",
     SocketType::kSequencedPacket, core::Family::kIpv4, AssociationState::kEstablished,
     "192.0.2.1:3002 192.0.2.1:250", "192.0.2.1", "192.0.2.1,192.0.2.2,192.0.2.3", 0, 239, 10'331},
    {"(ptr) (ptr) 2   7   4  0      17     1024        0       7     0 3007   2601  192.0.2.1 <-> 192.0.2.2 "
     "*192.0.2.3 \t    7500    10    10   10    0    0        2     1025     1024   212992   212992",
     SocketType::kStream, core::Family::kIpv4, AssociationState::kShutdownPending,
     "192.0.2.1:3007 192.0.2.3:2601", "192.0.2.1", "192.0.2.2,192.0.2.3", 1024, 0, 0},
    {"(ptr) (ptr) 0   10  3  0      14        0        0       7 10141 2800   3005  127.0.0.1 "
     "0000:0000:0000:0000:0000:0000:0000:0001 <-> *127.0.0.1 \t    7500    10    10   10    0    0        0  "
     "      1        0   212992   212992",
     SocketType::kSequencedPacket, core::Family::kIpv6, AssociationState::kEstablished,
     "127.0.0.1:2800 127.0.0.1:3005", "127.0.0.1,::1", "127.0.0.1", 0, 0, 10'141},
};

TEST(ParseProcSctpAssociation, ReadsALineOfTheKernel) {
  for (const AssociationRow& row : kAssociations) {
    const auto socket = parse_proc_sctp_association(row.line);
    ASSERT_TRUE(socket) << socket.error().to_string();
    EXPECT_EQ(socket->protocol, Protocol::kSctp);
    EXPECT_EQ(socket->source, Source::kProcNet);
    EXPECT_EQ(socket->type, row.type) << row.line;
    EXPECT_EQ(socket->family, row.family) << row.line;
    EXPECT_EQ(fmt::format("{} {}", socket->local.to_string(), socket->peer.to_string()), row.ends);
    EXPECT_EQ(socket->send_q, row.send_q) << row.line;
    EXPECT_EQ(socket->recv_q, row.recv_q) << row.line;
    EXPECT_EQ(socket->uid, 7u);
    EXPECT_EQ(socket->inode, row.inode);
    const auto& detail = std::get<SctpDetail>(socket->detail);
    EXPECT_TRUE(detail.is_association);
    EXPECT_EQ(detail.state, row.state);
    EXPECT_EQ(join(detail.locals), row.locals);
    EXPECT_EQ(join(detail.peers), row.peers);
  }
}

TEST(ParseProcSctpEndpoint, RefusesWhatIsNone) {
  const char* const lines[] = {
      "",
      " ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS",
      "(ptr) (ptr) 0   10  45   2600      7 10081",                 // no address
      "(ptr) (ptr) 0   10  45   2600      7 10081 192.0.2.1 more",  // something behind them
      "(ptr) (ptr) 0   10  45   65536     7 10081 192.0.2.1",
      "(ptr) (ptr) 0   14  45   2600      7 10081 192.0.2.1",
      "(ptr) (ptr) 0   0   45   2600      7 10081 192.0.2.1",
      "(ptr) (ptr) 0   10  45   2600      7 inode 192.0.2.1",
  };
  for (const char* const line : lines)
    EXPECT_FALSE(parse_proc_sctp_endpoint(line)) << line;
}

TEST(ParseProcSctpAssociation, RefusesWhatIsNone) {
  const char* const lines[] = {
      "",
      " ASSOC     SOCK   STY SST ST HBKT ASSOC-ID TX_QUEUE RX_QUEUE UID INODE LPORT RPORT LADDRS <-> RADDRS",
      "(ptr) (ptr) 0 7 3 0 7 0 0 7 10331 3002 250",
      "(ptr) (ptr) 0 7 3 0 7 0 0 7 10331 3002 250 192.0.2.1",
      "(ptr) (ptr) 0 7 3 0 7 0 0 7 10331 3002 250 192.0.2.1 <->",
      "(ptr) (ptr) 0 7 3 0 7 0 0 7 10331 3002 250 <-> 192.0.2.1",
      "(ptr) (ptr) 0 7 3 0 7 0 0 7 10331 3002 250 192.0.2.1 192.0.2.2",
      "(ptr) (ptr) 0 7 8 0 7 0 0 7 10331 3002 250 192.0.2.1 <-> 192.0.2.2",  // an unknown state
      "(ptr) (ptr) 0 7 3 0 7 -1 0 7 10331 3002 250 192.0.2.1 <-> 192.0.2.2",
      "(ptr) (ptr) 0 7 3 0 7 0 0 7 10331 3002 65536 192.0.2.1 <-> 192.0.2.2",
  };
  for (const char* const line : lines)
    EXPECT_FALSE(parse_proc_sctp_association(line)) << line;
}

}  // namespace
}  // namespace portreeve::sockets
