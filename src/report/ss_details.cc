#include "report/ss_details.h"

#include <linux/packet_diag.h>

#include <array>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::report {
namespace {

using sockets::Protocol;
using sockets::Socket;
using sockets::Timer;

template <typename... Arguments>
void append(std::string& text, fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  fmt::format_to(std::back_inserter(text), format, std::forward<Arguments>(arguments)...);
}

// "1min4sec", "12sec", "2.345ms" for 2345 milliseconds, "200ms", as ss writes them.
std::string duration(std::uint32_t milliseconds) {
  constexpr std::uint32_t kPrecise = 9;  // up to so many of a unit, the next smaller one is shown as well
  const std::uint32_t minutes = milliseconds / 60000;
  const std::uint32_t seconds = minutes > kPrecise ? 0 : milliseconds / 1000 % 60;
  const std::uint32_t rest = minutes > 0 || seconds > kPrecise ? 0 : milliseconds % 1000;
  std::string text;
  if (minutes > 0) append(text, "{}min", minutes);
  if (seconds > 0) append(text, "{}{}", seconds, rest > 0 ? "." : "sec");
  if (rest > 0) append(text, "{:03}ms", rest);
  return text;
}

std::string_view timer_name(Timer::Kind kind) {
  switch (kind) {
    case Timer::Kind::kNone:
      return "off";
    case Timer::Kind::kRetransmit:
      return "on";
    case Timer::Kind::kKeepalive:
      return "keepalive";
    case Timer::Kind::kTimeWait:
      return "timewait";
    case Timer::Kind::kPersist:
      return "persist";
  }
  return "unknown";
}

void append_cgroup(std::uint64_t id, const SocketNames& names, std::string& text) {
  const std::string path = names.cgroup ? names.cgroup(id) : std::string();
  if (path.empty()) {
    append(text, " cgroup:unreachable:{:x}", id);
  } else {
    append(text, " cgroup:{}", core::printable(path));
  }
}

// printf(3)'s %#x: a zero has no prefix.
std::string prefixed_hexadecimal(std::uint32_t number) {
  return number == 0 ? "0" : fmt::format("{:#x}", number);
}

// Which of the directions are still open: receiving, sending.
void append_directions(const Socket& socket, std::string& text) {
  text += ' ';
  text += (socket.shutdown & 1U) != 0 ? '-' : '<';
  text += '-';
  text += (socket.shutdown & 2U) != 0 ? '-' : '>';
}

void append_identity(const Socket& socket, const SocketNames& names, std::string& text) {
  if (socket.uid.value_or(0) != 0) append(text, " uid:{}", *socket.uid);
  append(text, " ino:{} sk:{:x}", socket.inode, socket.cookie);
  if (socket.mark != 0) append(text, " fwmark:{:#x}", socket.mark);
  if (socket.cgroup.value_or(0) != 0) append_cgroup(*socket.cgroup, names, text);
}

// What the kernel keeps of a connection that is over or has only been asked for has no directions.
bool has_directions(const Socket& socket) {
  return socket.source == sockets::Source::kSockDiag && socket.state != sockets::State::kTimeWait &&
         socket.state != sockets::State::kSynReceived;
}

void append_unix(const Socket& socket, const sockets::UnixDetail& detail, std::string& text) {
  constexpr unsigned kMinorBits = 20;  // include/linux/kdev_t.h
  append_directions(socket, text);
  if (detail.file_inode != 0) {
    append(text, " ino:{} dev:{}/{}", detail.file_inode, detail.file_device >> kMinorBits,
           detail.file_device & ((1U << kMinorBits) - 1));
  }
  if (!detail.waiting) return;
  text += " peers:";
  for (const std::uint64_t inode : *detail.waiting)
    append(text, " {}", inode);
}

void append_ring(std::string_view name, const sockets::PacketRing& ring, std::string& text) {
  append(text, "{}(blk_size:{},blk_nr:{},frm_size:{},frm_nr:{},tmo:{},features:{:#x})", name, ring.block_size,
         ring.block_count, ring.frame_size, ring.frame_count, ring.timeout_ms, ring.features);
}

void append_fanout(std::uint32_t fanout, std::string& text) {
  constexpr std::array<std::string_view, 6> kTypes{"hash", "lb", "cpu", "roll", "random", "qm"};
  const std::uint32_t type = fanout >> 16U;
  append(text, "fanout(id:{},type:{})", fanout & 0xffffU,
         type < kTypes.size() ? std::string(kTypes[type]) : fmt::format("{:#x}", type));
}

void append_packet(const sockets::PacketDetail& detail, bool one_line, std::string& text) {
  const std::string_view between = one_line ? " " : "\n\t";
  append(text, "{}ver:{} cpy_thresh:{} flags( ", between, detail.version, detail.copy_threshold);
  if ((detail.flags & PDI_RUNNING) != 0) text += "running";
  if ((detail.flags & PDI_AUXDATA) != 0) text += " auxdata";
  if ((detail.flags & PDI_ORIGDEV) != 0) text += " origdev";
  if ((detail.flags & PDI_VNETHDR) != 0) text += " vnethdr";
  if ((detail.flags & PDI_LOSS) != 0) text += " loss";
  if (detail.flags == 0) text += '0';
  text += " )";
  if (detail.receive_ring) append_ring(fmt::format("{}ring_rx", between), *detail.receive_ring, text);
  if (detail.transmit_ring) append_ring(fmt::format("{}ring_tx", between), *detail.transmit_ring, text);
  if (detail.fanout) {
    text += between;
    append_fanout(*detail.fanout, text);
  }
}

void append_internet(const Socket& socket, const SocketNames& names, std::string& text) {
  append_identity(socket, names, text);
  if (socket.v6_only) append(text, " v6only:{}", *socket.v6_only ? 1 : 0);
  if (has_directions(socket)) append_directions(socket, text);
}

void append_socket_options(const sockets::SocketOptions& options, std::string& text) {
  const std::array<std::pair<bool, std::string_view>, 11> names{{
      {options.receive_errors, "recverr"},
      {options.is_connection_socket, "is_icsk"},
      {options.free_bind, "freebind"},
      {options.header_included, "hdrincl"},
      {options.multicast_loop, "mc_loop"},
      {options.transparent, "transparent"},
      {options.multicast_all, "mc_all"},
      {options.no_defragmentation, "nodefrag"},
      {options.bind_address_no_port, "bind_addr_no_port"},
      {options.receive_errors_rfc4884, "recverr_rfc4884"},
      {options.defer_connect, "defer_connect"},
  }};
  text += "inet-sockopt: (";
  for (const auto& [is_set, name] : names) {
    if (is_set) append(text, " {}", name);
  }
  text += ')';
}

}  // namespace

void append_owners(const Socket& socket, bool threads, std::string& text) {
  if (socket.owners.empty()) return;
  text += " users:(";
  for (auto owner = socket.owners.rbegin(); owner != socket.owners.rend(); ++owner) {
    if (owner != socket.owners.rbegin()) text += ',';
    append(text, "(\"{}\",pid={},", core::printable(owner->process.name), owner->process.pid);
    if (threads) append(text, "tid={},", owner->thread == 0 ? owner->process.pid : owner->thread);
    append(text, "fd={})", owner->descriptor);
  }
  text += ')';
}

void append_timer(const Socket& socket, std::string& text) {
  const Timer& timer = socket.timer;
  if (timer.kind == Timer::Kind::kNone) return;
  const std::string_view name = socket.protocol == Protocol::kSctp ? "T3_RTX" : timer_name(timer.kind);
  append(text, " timer:({},{},{})", name, duration(timer.expires_ms), timer.retransmissions);
}

void append_extended(const Socket& socket, const SsTextOptions& options, const SocketNames& names,
                     std::string& text) {
  if (options.extended) {
    if (const auto* local = std::get_if<sockets::UnixDetail>(&socket.detail)) {
      append_unix(socket, *local, text);
    } else if (const auto* netlink = std::get_if<sockets::NetlinkDetail>(&socket.detail)) {
      append(text, " sk=0 cb=0 groups={:#010x}", netlink->groups);
    } else if (const auto* packet = std::get_if<sockets::PacketDetail>(&socket.detail)) {
      append_identity(socket, names, text);
      append_packet(*packet, options.one_line, text);
    } else if (sockets::is_internet(socket.protocol)) {
      append_internet(socket, names, text);
    }
  }
  if (options.type_of_service) {
    if (socket.tos) append(text, " tos:{}", prefixed_hexadecimal(*socket.tos));
    if (socket.traffic_class) append(text, " tclass:{}", prefixed_hexadecimal(*socket.traffic_class));
    if (socket.class_id) append(text, " class_id:{}", prefixed_hexadecimal(*socket.class_id));
  }
  if (options.cgroup && socket.cgroup) append_cgroup(*socket.cgroup, names, text);
  if (options.socket_options && socket.options) {
    text += options.one_line ? " " : "\n\t";
    append_socket_options(*socket.options, text);
  }
}

void append_memory(const Socket& socket, std::string& text) {
  if (!socket.memory) return;
  const sockets::MemoryUse& use = *socket.memory;
  append(text, " skmem:(r{},rb{},t{},tb{},f{},w{},o{},bl{},d{})", use.receive_allocated, use.receive_limit,
         use.transmit_allocated, use.transmit_limit, use.forward_allocated, use.transmit_queued, use.options,
         use.backlog, use.drops);
}

}  // namespace portreeve::report
