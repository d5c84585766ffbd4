#include <linux/inet_diag.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "diag_property.h"
#include "sockets/inet_diag.h"
#include "sockets/sctp_diag.h"

using portreeve::core::Family;
using portreeve::core::Result;
using portreeve::fuzz::require;
using portreeve::fuzz::require_decoder;
using portreeve::sockets::decode_inet_diag;
using portreeve::sockets::decode_sctp_diag;
using portreeve::sockets::Protocol;
using portreeve::sockets::SctpDetail;
using portreeve::sockets::SctpEndpoint;
using portreeve::sockets::Socket;

namespace {

using Body = std::span<const std::byte>;

void try_protocol(Body body, Protocol protocol) {
  require_decoder(body, protocol, sizeof(::inet_diag_msg),
                  [=](Body bytes) { return decode_inet_diag(bytes, protocol); });
  const auto socket = decode_inet_diag(body, protocol);
  if (!socket) return;
  require(socket->local.address.family() == socket->family, "the local address is of the socket's family");
  require(socket->peer.address.family() == socket->family, "the peer's address is of the socket's family");
  require(socket->family == Family::kIpv6 || !socket->v6_only, "an IPv4 socket says nothing of IPV6_V6ONLY");
  require(protocol == Protocol::kTcp || !socket->tcp, "TCP alone has TCP's information");
  require(protocol == Protocol::kMptcp || !socket->mptcp, "MPTCP alone has MPTCP's information");
}

Result<Socket> decode_as_sctp(Body body) {
  SctpEndpoint endpoint;
  return decode_sctp_diag(body, {.tcp = true}, endpoint);
}

void try_sctp(Body body) {
  require_decoder(body, Protocol::kSctp, sizeof(::inet_diag_msg), decode_as_sctp);
  const auto socket = decode_as_sctp(body);
  if (!socket) return;
  const auto& detail = std::get<SctpDetail>(socket->detail);
  constexpr std::size_t kAddressSize = 128;
  require((detail.locals.size() + detail.peers.size()) * kAddressSize <= body.size(),
          "each address takes its bytes");
  require(detail.is_association || detail.peers.empty(), "an endpoint has no peers");
  require(to_string(detail.state) != "UNKNOWN", "an association is in a state that there is");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto body = std::as_bytes(std::span(data, size));
  try_protocol(body, Protocol::kTcp);
  try_protocol(body, Protocol::kMptcp);
  try_protocol(body, Protocol::kRaw);
  try_sctp(body);
  return 0;
}
