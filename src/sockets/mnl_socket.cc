#include "sockets/mnl_socket.h"

#include <sys/socket.h>

#include <ctime>

#include <libmnl/libmnl.h>

namespace portreeve::sockets {

void MnlSocketCloser::operator()(::mnl_socket* socket) const {
  ::mnl_socket_close(socket);
}

MnlSocket open_mnl_socket(int family) {
  constexpr ::timeval kPatience{.tv_sec = 30, .tv_usec = 0};
  MnlSocket socket(::mnl_socket_open2(family, SOCK_CLOEXEC));
  if (!socket || ::mnl_socket_bind(socket.get(), 0, MNL_SOCKET_AUTOPID) != 0 ||
      ::setsockopt(::mnl_socket_get_fd(socket.get()), SOL_SOCKET, SO_RCVTIMEO, &kPatience,
                   sizeof kPatience) != 0) {
    return nullptr;
  }
  return socket;
}

}  // namespace portreeve::sockets
