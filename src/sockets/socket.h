#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/endpoint.h"
#include "core/interface.h"
#include "core/process_ref.h"
#include "sockets/protocol.h"

namespace portreeve::sockets {

struct MptcpInformation;
struct SctpInformation;
struct TcpInformation;

/// The state of a socket, with the kernel's numbers (include/net/tcp_states.h). What has no states of its own
/// (UDP, raw, packet, netlink, datagrams of unix) is kClose until it is connected, then kEstablished.
enum class State : std::uint8_t {
  kEstablished = 1,
  kSynSent,
  kSynReceived,
  kFinWait1,
  kFinWait2,
  kTimeWait,
  kClose,
  kCloseWait,
  kLastAck,
  kListen,
  kClosing,
  kNewSynReceived,
  kBoundInactive,  ///< bound but neither listening nor connected; kernel 6.8 and later tell of these
};

/// The highest number of a state.
constexpr std::uint8_t kLastState = static_cast<std::uint8_t>(State::kBoundInactive);

/// A state as ss(8) names it: "ESTAB", "LISTEN", "UNCONN" for kClose, ...
[[nodiscard]] std::string_view to_string(State state);

/// A process that holds a socket, and by which of its descriptors.
struct Owner {
  core::ProcessRef process;
  int descriptor = 0;
  pid_t thread = 0;  ///< the thread whose descriptor it is where the main thread has not the same, else 0
};

/// Where a socket was seen.
enum class Source : std::uint8_t {
  kSockDiag,  ///< asked of the kernel over netlink (sock_diag(7))
  kProcNet,   ///< read from a table in /proc/net (proc(5)), which knows no devices
};

/// "sock_diag", "proc".
[[nodiscard]] std::string_view to_string(Source source);

/// How a socket passes on what it carries, with the kernel's numbers (SOCK_STREAM, ...; socket(2)).
enum class SocketType : std::uint8_t {
  kStream = 1,
  kDatagram = 2,
  kRaw = 3,
  kReliableDatagram = 4,
  kSequencedPacket = 5,
  kPacket = 10,  ///< the obsolete way to a socket of packet(7)
};

/// What a TCP socket waits for (idiag_timer, net/ipv4/inet_diag.c).
struct Timer {
  enum class Kind : std::uint8_t { kNone, kRetransmit, kKeepalive, kTimeWait, kPersist };
  Kind kind = Kind::kNone;
  std::uint8_t retransmissions = 0;
  std::uint32_t expires_ms = 0;  ///< milliseconds until it goes off
};

/// What a socket takes of the kernel's memory, in bytes (SK_MEMINFO_..., include/uapi/linux/sock_diag.h).
struct MemoryUse {
  std::uint32_t receive_allocated = 0;
  std::uint32_t receive_limit = 0;
  std::uint32_t transmit_allocated = 0;
  std::uint32_t transmit_limit = 0;
  std::uint32_t forward_allocated = 0;
  std::uint32_t transmit_queued = 0;
  std::uint32_t options = 0;
  std::uint32_t backlog = 0;
  std::uint32_t drops = 0;  ///< packets, not bytes
};

/// The options of an internet socket that the kernel tells of (struct inet_diag_sockopt, linux/inet_diag.h;
/// ip(7)).
struct SocketOptions {
  bool receive_errors = false;          ///< IP_RECVERR
  bool is_connection_socket = false;    ///< of a protocol that knows connections, such as TCP
  bool free_bind = false;               ///< IP_FREEBIND
  bool header_included = false;         ///< IP_HDRINCL
  bool multicast_loop = false;          ///< IP_MULTICAST_LOOP
  bool transparent = false;             ///< IP_TRANSPARENT
  bool multicast_all = false;           ///< IP_MULTICAST_ALL
  bool no_defragmentation = false;      ///< IP_NODEFRAG
  bool bind_address_no_port = false;    ///< IP_BIND_ADDRESS_NO_PORT
  bool receive_errors_rfc4884 = false;  ///< IP_RECVERR_RFC4884
  bool defer_connect = false;           ///< TCP_FASTOPEN_CONNECT is still waiting for data to send
};

/// Of a socket of unix(7).
struct UnixDetail {
  std::string path;              ///< as bound: with a leading NUL if it is abstract; empty if unnamed
  std::uint64_t peer_inode = 0;  ///< of the socket that it is connected to, 0 if it is not or it is not known
  std::uint32_t file_inode = 0;  ///< of the file that it is bound to, 0 if there is none or it is not known
  std::uint32_t file_device = 0;  ///< on which device: the major number, and below it 20 bits of the minor
  /// Of a listener, the inodes of those that wait to be accepted; nothing unless it was asked for.
  std::optional<std::vector<std::uint64_t>> waiting{};
};

/// A ring of packets that a socket of packet(7) shares with its process (struct packet_diag_ring).
struct PacketRing {
  std::uint32_t block_size = 0;
  std::uint32_t block_count = 0;
  std::uint32_t frame_size = 0;
  std::uint32_t frame_count = 0;
  std::uint32_t timeout_ms = 0;  ///< until a block that is not full is handed over
  std::uint32_t features = 0;
};

/// Of a socket of packet(7). The device, if any, is Socket::interface.
struct PacketDetail {
  std::uint16_t ethernet_protocol = 0;  ///< ETH_P_...: 3 for all of them, 0 for none yet
  std::uint32_t version = 0;            ///< TPACKET_V1 is 0
  std::uint32_t copy_threshold = 0;     ///< packets above it are not put into the ring
  std::uint32_t flags = 0;              ///< PDI_..., include/uapi/linux/packet_diag.h
  std::optional<PacketRing> receive_ring{};
  std::optional<PacketRing> transmit_ring{};
  std::optional<std::uint32_t> fanout{};  ///< the group that it shares packets with, and above 16 bits how
};

/// Of a socket of netlink(7).
struct NetlinkDetail {
  std::uint8_t family = 0;        ///< NETLINK_ROUTE, ...
  std::uint32_t port = 0;         ///< its port ID, mostly a pid; 0 is the kernel's own
  std::uint32_t peer_port = 0;    ///< of the socket that it is connected to
  std::uint32_t groups = 0;       ///< the first 32 multicast groups that it listens to
  std::uint32_t peer_groups = 0;  ///< those that it sends to
};

/// Of a socket of vsock(7).
struct VsockDetail {
  std::uint32_t cid = 0;  ///< the machine; VMADDR_CID_ANY (2^32 - 1) for any
  std::uint32_t port = 0;
  std::uint32_t peer_cid = 0;
  std::uint32_t peer_port = 0;
};

/// The state of an SCTP association, with the kernel's numbers (sctp_state_t, include/net/sctp/constants.h).
enum class AssociationState : std::uint8_t {
  kClosed,
  kCookieWait,
  kCookieEchoed,
  kEstablished,
  kShutdownPending,
  kShutdownSent,
  kShutdownReceived,
  kShutdownAckSent,
};

/// As RFC 9260 names it: "COOKIE-WAIT", "ESTABLISHED", ...
[[nodiscard]] std::string_view to_string(AssociationState state);

/// Of an SCTP endpoint or association. Socket::local and peer hold one address of each: of an association the
/// primary path's where the socket's family allows it. An association has the inode and the cookie of its
/// endpoint; its Socket::state is what in TCP is most like its own.
struct SctpDetail {
  bool is_association = false;
  AssociationState state = AssociationState::kClosed;  ///< of an association
  std::vector<core::Address> locals;  ///< all of them, of both families maybe (INET_DIAG_LOCALS)
  std::vector<core::Address> peers;   ///< all of them, for an association (INET_DIAG_PEERS)
  std::shared_ptr<const SctpInformation> information;  ///< nothing unless it was asked for
};

/// A socket as the kernel describes it.
///
/// What a kind of socket does not have stays as it is here: a socket of unix(7) has no endpoints, and only
/// those asked for with Details have a memory use, a type of service or TCP's own information.
struct Socket {
  Protocol protocol = Protocol::kTcp;
  SocketType type = SocketType::kStream;
  core::Family family = core::Family::kIpv4;  ///< of an internet socket; an IPv6 one may serve IPv4 as well
  State state = State::kClose;
  Source source = Source::kSockDiag;
  core::Endpoint local;  ///< a link-local address has its interface as zone; of a raw or ICMP socket the port
                         ///< is the IP protocol or the identifier
  core::Endpoint peer;   ///< all zero when there is none
  std::optional<core::Interface> interface;  ///< the device that it is bound to (SO_BINDTODEVICE); of an SCTP
                                             ///< association that of the way to its primary peer
  std::optional<bool> v6_only;               ///< IPV6_V6ONLY of an IPv6 socket, where the source knows it
  std::uint32_t recv_q = 0;  ///< bytes waiting to be read; for a listener: connections waiting to be accepted
  std::uint32_t send_q = 0;  ///< bytes not yet acknowledged; for a listener: its backlog, 0 from /proc/net
  std::optional<uid_t> uid;  ///< of the user who made it, where the source knows it
  std::uint64_t inode = 0;   ///< 0 for a socket that no process holds any more
  std::uint64_t cookie = 0;  ///< the kernel's number for it, never used again while it is up; 0 if not known
  std::uint32_t mark = 0;    ///< SO_MARK; seen with CAP_NET_ADMIN only
  std::optional<std::uint64_t> cgroup;  ///< the ID of the control group that it was made in (cgroups(7))
  Timer timer;
  std::uint8_t shutdown = 0;                  ///< bit 0: receiving is shut down, bit 1: sending is
  std::optional<std::uint8_t> tos;            ///< of an IPv4 packet that it sends
  std::optional<std::uint8_t> traffic_class;  ///< of an IPv6 packet that it sends
  std::optional<std::uint32_t> class_id;      ///< net_cls of its control group, else SO_PRIORITY
  std::optional<SocketOptions> options;       ///< of an internet socket, where the source knows them
  std::optional<MemoryUse> memory;
  std::shared_ptr<const TcpInformation> tcp;      ///< nothing unless it was asked for
  std::shared_ptr<const MptcpInformation> mptcp;  ///< nothing unless it was asked for
  std::variant<std::monostate, UnixDetail, PacketDetail, NetlinkDetail, VsockDetail, SctpDetail> detail;
  std::vector<Owner> owners;  ///< sorted by pid, then descriptor; empty if there are none or none was seen
  bool owners_hidden =
      false;  ///< it has none that could be seen, but some processes could not be looked into
  std::string network_namespace;  ///< its label (namespaces.h); empty if only one is looked at
};

}  // namespace portreeve::sockets
