#include "sockets/socket.h"

namespace portreeve::sockets {

std::string_view to_string(State state) {
  switch (state) {
    case State::kEstablished:
      return "ESTAB";
    case State::kSynSent:
      return "SYN-SENT";
    case State::kSynReceived:
    case State::kNewSynReceived:
      return "SYN-RECV";
    case State::kFinWait1:
      return "FIN-WAIT-1";
    case State::kFinWait2:
      return "FIN-WAIT-2";
    case State::kTimeWait:
      return "TIME-WAIT";
    case State::kClose:
      return "UNCONN";
    case State::kCloseWait:
      return "CLOSE-WAIT";
    case State::kLastAck:
      return "LAST-ACK";
    case State::kListen:
      return "LISTEN";
    case State::kClosing:
      return "CLOSING";
    case State::kBoundInactive:
      return "BOUND-INACTIVE";
  }
  return "UNKNOWN";
}

std::string_view to_string(AssociationState state) {
  switch (state) {
    case AssociationState::kClosed:
      return "CLOSED";
    case AssociationState::kCookieWait:
      return "COOKIE-WAIT";
    case AssociationState::kCookieEchoed:
      return "COOKIE-ECHOED";
    case AssociationState::kEstablished:
      return "ESTABLISHED";
    case AssociationState::kShutdownPending:
      return "SHUTDOWN-PENDING";
    case AssociationState::kShutdownSent:
      return "SHUTDOWN-SENT";
    case AssociationState::kShutdownReceived:
      return "SHUTDOWN-RECEIVED";
    case AssociationState::kShutdownAckSent:
      return "SHUTDOWN-ACK-SENT";
  }
  return "UNKNOWN";
}

std::string_view to_string(Source source) {
  return source == Source::kSockDiag ? "sock_diag" : "proc";
}

}  // namespace portreeve::sockets
