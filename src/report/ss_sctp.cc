#include "report/ss_sctp.h"

#include <cstdint>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "sockets/mptcp_information.h"
#include "sockets/sctp_information.h"

namespace portreeve::report {
namespace {

/// Writes numbers behind their names; those that are 0 are left out.
class Items {
 public:
  explicit Items(std::string& text) : text_(text) {}

  void number(std::string_view name, std::uint64_t value) {
    if (value != 0) fmt::format_to(std::back_inserter(text_), " {}:{}", name, value);
  }

  void hexadecimal(std::string_view name, std::uint64_t value) {
    if (value != 0) fmt::format_to(std::back_inserter(text_), " {}:{:x}", name, value);
  }

  void word(bool present, std::string_view word) {
    if (present) fmt::format_to(std::back_inserter(text_), " {}", word);
  }

 private:
  std::string& text_;
};

void append_addresses(std::string_view name, const std::vector<core::Address>& addresses, std::string& text) {
  if (addresses.empty()) return;
  text += name;
  for (const core::Address& address : addresses) {
    if (&address != &addresses.front()) text += ',';
    text += address.with_zone("").to_string();
  }
}

}  // namespace

std::string_view ss_association_state(sockets::AssociationState state) {
  using sockets::AssociationState;
  switch (state) {
    case AssociationState::kClosed:
      return "CLOSED";
    case AssociationState::kCookieWait:
      return "COOKIE_WAIT";
    case AssociationState::kCookieEchoed:
      return "COOKIE_ECHOED";
    case AssociationState::kEstablished:
      return "ESTAB";
    case AssociationState::kShutdownPending:
      return "SHUTDOWN_PENDING";
    case AssociationState::kShutdownSent:
      return "SHUTDOWN_SENT";
    case AssociationState::kShutdownReceived:
      return "SHUTDOWN_RECEIVED";
    case AssociationState::kShutdownAckSent:
      return "ACK_SENT";
  }
  return "UNKNOWN";
}

void append_sctp_information(const sockets::Socket& socket, std::string& text) {
  const auto* const sctp = std::get_if<sockets::SctpDetail>(&socket.detail);
  if (sctp == nullptr) return;
  append_addresses(" locals:", sctp->locals, text);
  append_addresses(" peers:", sctp->peers, text);
  if (!sctp->information) return;
  const sockets::SctpInformation& inside = *sctp->information;
  Items items(text);
  items.hexadecimal("tag", inside.tag);
  if (sctp->is_association && sctp->state != sockets::AssociationState::kClosed) {
    text += " state:";
    text += ss_association_state(sctp->state);
  }
  items.number("rwnd", inside.receive_window);
  items.number("unackdata", inside.unacknowledged_data);
  items.number("penddata", inside.pending_data);
  items.number("instrms", inside.in_streams);
  items.number("outstrms", inside.out_streams);
  items.number("inqueue", inside.in_queue);
  items.number("outqueue", inside.out_queue);
  items.number("overerr", inside.overall_errors);
  items.number("maxburst", inside.maximum_burst);
  items.number("maxseg", inside.maximum_segment_size);
  items.number("prwnd", inside.peer_receive_window);
  items.hexadecimal("ptag", inside.peer_tag);
  items.number("pcapable", inside.peer_capable);
  items.number("psack", inside.peer_sack);
  items.number("autoclose", inside.auto_close);
  items.number("adapind", inside.adaptation_indication);
  items.number("pdpoint", inside.partial_delivery_point);
  items.number("nodelay", inside.no_delay ? 1 : 0);
  items.number("nofrag", inside.disable_fragments ? 1 : 0);
  items.number("v4mapped", inside.mapped_ipv4 ? 1 : 0);
  items.number("fraginl", inside.fragment_interleave);
}

void append_mptcp_information(const sockets::Socket& socket, std::string& text) {
  if (!socket.mptcp) return;
  const sockets::MptcpInformation& inside = *socket.mptcp;
  Items items(text);
  items.number("subflows", inside.subflows);
  items.number("add_addr_signal", inside.addresses_signalled);
  items.number("add_addr_accepted", inside.addresses_accepted);
  items.number("subflows_max", inside.maximum_subflows);
  items.number("add_addr_signal_max", inside.maximum_addresses_signalled);
  items.number("add_addr_accepted_max", inside.maximum_addresses_accepted);
  items.word(inside.fallback, "fallback");
  items.word(inside.remote_key_received, "remote_key");
  items.hexadecimal("token", inside.token);
  items.hexadecimal("write_seq", inside.write_sequence);
  items.hexadecimal("snd_una", inside.send_unacknowledged);
  items.hexadecimal("rcv_nxt", inside.receive_next);
}

}  // namespace portreeve::report
