#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/file_descriptor.h"
#include "sockets/dump.h"
#include "sockets/kernel_protocols.h"
#include "sockets/proc_net.h"
#include "sockets/tcp_information.h"

// What the running kernel says of sockets that are made here, each test in a network namespace of its own.

namespace portreeve::sockets {
namespace {

using core::Family;
using core::FileDescriptor;

using ::testing::Each;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

bool bring_up_loopback() {
  const FileDescriptor descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ::ifreq request{};
  std::strncpy(request.ifr_name, "lo", IFNAMSIZ - 1);
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  return ::ioctl(descriptor.get(), SIOCSIFFLAGS, &request) == 0;
}

// Runs each test's body in a thread that has a network namespace to itself, which ends with its last socket.
class LiveDump : public ::testing::Test {
 protected:
  void in_a_namespace(const std::function<void()>& body) {
    int error = 0;
    std::thread([&] {
      const bool entered = ::unshare(CLONE_NEWNET) == 0 && bring_up_loopback();
      if (!entered) error = errno;
      if (entered) body();
    }).join();
    if (error != 0) GTEST_SKIP() << "no network namespace can be made: " << std::strerror(error);
  }

  std::vector<Socket> dump(Protocol protocol, Family family = Family::kIpv4) {
    std::vector<Socket> sockets;
    unseen_.clear();
    complete_ = dump_sockets(
        core::SystemRoot(), protocol, family, query_,
        [&](Socket&& socket) { sockets.push_back(std::move(socket)); }, unseen_);
    return sockets;
  }

  Query query_;
  bool complete_ = false;
  std::vector<core::Unseen> unseen_;
};

FileDescriptor make_socket(int family, int type, int protocol = 0) {
  FileDescriptor descriptor(::socket(family, type | SOCK_CLOEXEC, protocol));
  EXPECT_TRUE(descriptor) << std::strerror(errno);
  return descriptor;
}

template <typename Address>
void bind_to(const FileDescriptor& descriptor, const Address& address, socklen_t size = sizeof(Address)) {
  ASSERT_EQ(::bind(descriptor.get(), reinterpret_cast<const ::sockaddr*>(&address), size), 0)
      << std::strerror(errno);
}

::sockaddr_in loopback(std::uint16_t port) {
  ::sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

::sockaddr_in6 any_ipv6(std::uint16_t port) {
  ::sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(port);
  return address;
}

void connect_to(const FileDescriptor& descriptor, std::uint16_t port) {
  const ::sockaddr_in address = loopback(port);
  ASSERT_EQ(::connect(descriptor.get(), reinterpret_cast<const ::sockaddr*>(&address), sizeof address), 0);
}

FileDescriptor listen_on(std::uint16_t port, int protocol = 0) {
  FileDescriptor descriptor = make_socket(AF_INET, SOCK_STREAM, protocol);
  bind_to(descriptor, loopback(port));
  EXPECT_EQ(::listen(descriptor.get(), 3), 0);
  return descriptor;
}

void set_option(const FileDescriptor& descriptor, int level, int name, int value) {
  ASSERT_EQ(::setsockopt(descriptor.get(), level, name, &value, sizeof value), 0) << std::strerror(errno);
}

std::uint64_t inode_of(const FileDescriptor& descriptor) {
  struct stat status{};
  EXPECT_EQ(::fstat(descriptor.get(), &status), 0);
  return status.st_ino;
}

std::uint64_t cookie_of(const FileDescriptor& descriptor) {
  std::uint64_t cookie = 0;
  socklen_t size = sizeof cookie;
  EXPECT_EQ(::getsockopt(descriptor.get(), SOL_SOCKET, SO_COOKIE, &cookie, &size), 0);
  return cookie;
}

const Socket* find(const std::vector<Socket>& sockets, const FileDescriptor& descriptor) {
  const auto found = std::ranges::find(sockets, inode_of(descriptor), &Socket::inode);
  return found == sockets.end() ? nullptr : &*found;
}

TEST_F(LiveDump, ATcpListenerIsWhatWasMade) {
  in_a_namespace([this] {
    const FileDescriptor listener = make_socket(AF_INET, SOCK_STREAM);
    set_option(listener, SOL_SOCKET, SO_MARK, 0x1234);
    set_option(listener, IPPROTO_IP, IP_TOS, 0x10);
    set_option(listener, IPPROTO_IP, IP_FREEBIND, 1);
    ASSERT_EQ(::setsockopt(listener.get(), SOL_SOCKET, SO_BINDTODEVICE, "lo", 2), 0);
    bind_to(listener, loopback(2500));
    ASSERT_EQ(::listen(listener.get(), 7), 0);
    query_.details = {.memory = true, .tcp = true, .type_of_service = true};
    const auto sockets = dump(Protocol::kTcp);
    EXPECT_TRUE(complete_);
    ASSERT_THAT(sockets, SizeIs(1));
    const Socket& socket = sockets.front();
    EXPECT_EQ(socket.source, Source::kSockDiag);
    EXPECT_EQ(socket.state, State::kListen);
    EXPECT_EQ(socket.local.to_string(), "127.0.0.1:2500");
    EXPECT_EQ(socket.send_q, 7u);
    EXPECT_EQ(socket.inode, inode_of(listener));
    EXPECT_EQ(socket.cookie, cookie_of(listener));
    EXPECT_EQ(socket.uid, ::geteuid());
    EXPECT_EQ(socket.mark, 0x1234u);
    EXPECT_EQ(socket.tos, 0x10);
    ASSERT_TRUE(socket.interface);
    EXPECT_EQ(socket.interface->name, "lo");
    ASSERT_TRUE(socket.options);
    EXPECT_TRUE(socket.options->free_bind);
    EXPECT_FALSE(socket.options->transparent);
    EXPECT_TRUE(socket.memory);
    ASSERT_TRUE(socket.tcp);
    EXPECT_FALSE(socket.tcp->congestion_control.empty());
  });
}

TEST_F(LiveDump, V6OnlyIsToldOfEachIpv6Socket) {
  in_a_namespace([this] {
    const FileDescriptor both = make_socket(AF_INET6, SOCK_STREAM);
    const FileDescriptor one = make_socket(AF_INET6, SOCK_STREAM);
    set_option(both, IPPROTO_IPV6, IPV6_V6ONLY, 0);
    set_option(one, IPPROTO_IPV6, IPV6_V6ONLY, 1);
    bind_to(both, any_ipv6(2500));
    bind_to(one, any_ipv6(2501));
    ASSERT_EQ(::listen(both.get(), 1) + ::listen(one.get(), 1), 0);
    const auto sockets = dump(Protocol::kTcp, Family::kIpv6);
    ASSERT_THAT(sockets, SizeIs(2));
    EXPECT_EQ(find(sockets, both)->v6_only, false);
    EXPECT_EQ(find(sockets, one)->v6_only, true);
    EXPECT_THAT(dump(Protocol::kTcp, Family::kIpv4), IsEmpty());
  });
}

TEST_F(LiveDump, BothEndsOfAConnectionAndWhatIsLeftOfIt) {
  in_a_namespace([this] {
    const FileDescriptor listener = listen_on(2500);
    FileDescriptor client = make_socket(AF_INET, SOCK_STREAM);
    connect_to(client, 2500);
    FileDescriptor server(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    ASSERT_EQ(::send(client.get(), "hello", 5, 0), 5);
    query_.details.tcp = true;
    query_.states = {State::kEstablished};
    auto sockets = dump(Protocol::kTcp);
    ASSERT_THAT(sockets, SizeIs(2));
    ASSERT_NE(find(sockets, server), nullptr);
    ASSERT_NE(find(sockets, client), nullptr);
    EXPECT_EQ(find(sockets, server)->recv_q, 5u);
    EXPECT_EQ(find(sockets, server)->peer, find(sockets, client)->local);
    ASSERT_TRUE(find(sockets, client)->tcp);
    EXPECT_EQ(find(sockets, client)->tcp->bytes_sent, 5u);

    client = FileDescriptor();
    server = FileDescriptor();
    query_.states = {State::kTimeWait, State::kFinWait2, State::kFinWait1, State::kClosing, State::kLastAck};
    sockets = dump(Protocol::kTcp);
    EXPECT_THAT(sockets, Each(Field(&Socket::inode, 0u)));
    EXPECT_THAT(sockets, Each(Field(&Socket::cookie, ::testing::Ne(0u))));
  });
}

struct DatagramKind {
  Protocol protocol;
  int type;
  int number;
  std::uint16_t port;  // that is bound to, and that is told
};

TEST_F(LiveDump, DatagramsAndRawSockets) {
  const DatagramKind kinds[] = {{Protocol::kUdp, SOCK_DGRAM, IPPROTO_UDP, 2500},
                                {Protocol::kUdplite, SOCK_DGRAM, IPPROTO_UDPLITE, 2501},
                                {Protocol::kRaw, SOCK_RAW, 89, 89},
                                {Protocol::kIcmp, SOCK_DGRAM, IPPROTO_ICMP, 77}};
  in_a_namespace([&] {
    const FileDescriptor range(::open("/proc/sys/net/ipv4/ping_group_range", O_WRONLY | O_CLOEXEC));
    ASSERT_EQ(::write(range.get(), "0 0", 3), 3) << std::strerror(errno);
    for (const DatagramKind& kind : kinds) {
      const FileDescriptor bound(::socket(AF_INET, kind.type | SOCK_CLOEXEC, kind.number));
      if (!bound && errno == EPROTONOSUPPORT) continue;  // UDP-Lite leaves the kernel some day
      bind_to(bound, loopback(kind.port));
      const auto sockets = dump(kind.protocol);
      EXPECT_TRUE(complete_) << to_string(kind.protocol);
      ASSERT_THAT(sockets, SizeIs(1)) << to_string(kind.protocol);
      EXPECT_EQ(sockets.front().state, State::kClose);
      EXPECT_EQ(sockets.front().local.port, kind.port) << to_string(kind.protocol);
      EXPECT_EQ(sockets.front().inode, inode_of(bound));
    }
  });
}

TEST_F(LiveDump, AnMptcpListenerIsNotTakenForTcpNorTheOtherWayRound) {
  in_a_namespace([this] {
    constexpr int kMptcp = 262;
    if (!FileDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, kMptcp))) return;
    const FileDescriptor tcp = listen_on(2500);
    const FileDescriptor mptcp = listen_on(2501, kMptcp);
    const auto sockets = dump(Protocol::kMptcp);
    ASSERT_THAT(sockets, SizeIs(1));
    EXPECT_EQ(sockets.front().local.port, 2501);
    EXPECT_EQ(sockets.front().inode, inode_of(mptcp));
  });
}

TEST_F(LiveDump, UnixSocketsHaveTheirNamesAndPeers) {
  in_a_namespace([this] {
    const std::string name("\0port\0reeve @\n", 14);
    ::sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    const FileDescriptor abstract = make_socket(AF_UNIX, SOCK_SEQPACKET);
    bind_to(abstract, address, static_cast<socklen_t>(offsetof(::sockaddr_un, sun_path) + name.size()));
    ASSERT_EQ(::listen(abstract.get(), 5), 0);
    int ends[2] = {};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    const FileDescriptor left(ends[0]);
    const FileDescriptor right(ends[1]);

    const auto sockets = dump(Protocol::kUnix);
    ASSERT_THAT(sockets, SizeIs(3));
    const Socket* const listener = find(sockets, abstract);
    ASSERT_NE(listener, nullptr);
    EXPECT_EQ(listener->type, SocketType::kSequencedPacket);
    EXPECT_EQ(listener->state, State::kListen);
    EXPECT_EQ(listener->send_q, 5u);
    EXPECT_EQ(listener->uid, ::geteuid());
    EXPECT_EQ(std::get<UnixDetail>(listener->detail).path, name);
    ASSERT_NE(find(sockets, left), nullptr);
    EXPECT_EQ(std::get<UnixDetail>(find(sockets, left)->detail).peer_inode, inode_of(right));
  });
}

TEST_F(LiveDump, PacketAndNetlinkSockets) {
  in_a_namespace([this] {
    const FileDescriptor packet = make_socket(AF_PACKET, SOCK_DGRAM, 0);
    ::sockaddr_ll device{};
    device.sll_family = AF_PACKET;
    device.sll_protocol = htons(ETH_P_IP);
    device.sll_ifindex = static_cast<int>(::if_nametoindex("lo"));
    bind_to(packet, device);
    auto sockets = dump(Protocol::kPacket);
    ASSERT_THAT(sockets, SizeIs(1));
    EXPECT_EQ(std::get<PacketDetail>(sockets.front().detail).ethernet_protocol, ETH_P_IP);
    EXPECT_EQ(sockets.front().type, SocketType::kDatagram);
    ASSERT_TRUE(sockets.front().interface);
    EXPECT_EQ(sockets.front().interface->name, "lo");

    const FileDescriptor netlink = make_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    ::sockaddr_nl groups{};
    groups.nl_family = AF_NETLINK;
    groups.nl_groups = 0x11;
    bind_to(netlink, groups);
    sockets = dump(Protocol::kNetlink);
    ASSERT_NE(find(sockets, netlink), nullptr);
    EXPECT_EQ(std::get<NetlinkDetail>(find(sockets, netlink)->detail).groups, 0x11u);
  });
}

// The inodes of the sockets that a table names, those without one left out.
std::multiset<std::uint64_t> inodes_of(const std::vector<Socket>& sockets) {
  std::multiset<std::uint64_t> inodes;
  for (const Socket& socket : sockets) {
    if (socket.inode != 0) inodes.insert(socket.inode);
  }
  return inodes;
}

TEST_F(LiveDump, TheTablesNameTheSameSockets) {
  in_a_namespace([this] {
    const FileDescriptor tcp = listen_on(2500);
    const FileDescriptor udp = make_socket(AF_INET, SOCK_DGRAM);
    bind_to(udp, loopback(2500));
    const FileDescriptor unix_socket = make_socket(AF_UNIX, SOCK_DGRAM);
    const FileDescriptor packet = make_socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL));
    for (const Protocol protocol : {Protocol::kTcp, Protocol::kUdp, Protocol::kUnix, Protocol::kPacket}) {
      std::vector<Socket> table;
      const auto read = read_proc_net(
          core::SystemRoot(), protocol, Family::kIpv4,
          [&](Socket&& socket) { table.push_back(std::move(socket)); }, unseen_);
      EXPECT_EQ(read, true) << to_string(protocol);
      EXPECT_FALSE(table.empty()) << to_string(protocol);
      EXPECT_EQ(inodes_of(table), inodes_of(dump(protocol))) << to_string(protocol);
    }
  });
}

TEST_F(LiveDump, SocketsThatComeAndGoMeanwhileAreNamedOnceAtMost) {
  in_a_namespace([this] {
    std::vector<FileDescriptor> lasting;
    for (std::uint16_t port = 3000; port < 3300; ++port)
      lasting.push_back(listen_on(port));
    std::atomic<bool> stop = false;
    std::thread churn([&] {  // in the namespace of the thread that starts it
      for (std::uint16_t round = 0; round < 2000 && !stop; ++round)
        const FileDescriptor passing = listen_on(static_cast<std::uint16_t>(4000 + round % 500));
    });
    for (int round = 0; round < 20; ++round) {
      const auto sockets = dump(Protocol::kTcp);
      std::set<std::uint64_t> cookies;
      for (const Socket& socket : sockets)
        EXPECT_TRUE(cookies.insert(socket.cookie).second);
      EXPECT_GE(sockets.size(), lasting.size());
    }
    stop = true;
    churn.join();
  });
}

TEST_F(LiveDump, AProtocolThatTheKernelDoesNotHaveIsToldFromAnEmptyList) {
  if (protocol_support(core::SystemRoot(), Protocol::kSctp, Family::kIpv4) != Support::kNone) {
    GTEST_SKIP() << "this kernel has SCTP";
  }
  EXPECT_THAT(dump(Protocol::kSctp), IsEmpty());
  EXPECT_TRUE(complete_);
  EXPECT_THAT(unseen_, SizeIs(1));
  query_.protocols_named = false;
  EXPECT_THAT(dump(Protocol::kSctp), IsEmpty());
  EXPECT_THAT(unseen_, IsEmpty());
}

}  // namespace
}  // namespace portreeve::sockets
