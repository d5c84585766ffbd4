#include <netinet/ip.h>
#include <sys/socket.h>
#include <syslog.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "libwrap/c_text.h"
#include "libwrap/globals.h"
#include "libwrap/syslog_diagnostics.h"
#include "wrappers/host_name.h"
#include "wrappers/text.h"

namespace {

namespace wrappers = portreeve::wrappers;
using portreeve::libwrap::copy_text;
using portreeve::libwrap::log_line;

// Takes one datagram away, so that inetd does not start the daemon for it again.
void take_datagram(int descriptor) {
  char bytes[1];
  (void)recvfrom(descriptor, bytes, sizeof bytes, MSG_DONTWAIT, nullptr, nullptr);
}

void warn_of_errno(std::string_view attempted) {
  portreeve::libwrap::SyslogDiagnostics().warning({},
                                                  wrappers::concat({attempted, ": ", std::strerror(errno)}));
}

bool is_internet(const sockaddr& endpoint) {
  return endpoint.sa_family == AF_INET || endpoint.sa_family == AF_INET6;
}

// Whether the IPv4 options of a packet hold a loose or strict source route (RFC 791, section 3.1).
bool has_source_route(const unsigned char* options, std::size_t length) {
  std::size_t i = 0;
  while (i < length && options[i] != IPOPT_EOL) {
    if (options[i] == IPOPT_LSRR || options[i] == IPOPT_SSRR) return true;
    const bool has_length = options[i] != IPOPT_NOP;
    if (has_length && (i + 1 >= length || options[i + 1] < 2)) return false;
    i += has_length ? options[i + 1] : 1;
  }
  return false;
}

}  // namespace

extern "C" {

void sock_hostaddr(host_info* host) {
  if (host->sin == nullptr) return;
  const std::string address = wrappers::numeric_address(*host->sin);
  if (!address.empty()) copy_text(host->addr, address);
}

void sock_hostname(host_info* host) {
  if (host->sin == nullptr || !is_internet(*host->sin)) return;
  const wrappers::HostName found = wrappers::verified_name(*host->sin);
  if (!found.objection.empty()) portreeve::libwrap::warn(found.objection);
  copy_text(host->name, found.name);
}

void sock_host(request_info* request) {
  // Each thread has a pair of its own; the pointers in a request hold until the thread's next call.
  thread_local sockaddr_storage client;
  thread_local sockaddr_storage server;
  request->hostname = sock_hostname;
  request->hostaddr = sock_hostaddr;

  auto* const peer = reinterpret_cast<sockaddr*>(&client);
  socklen_t length = sizeof client;
  if (getpeername(request->fd, peer, &length) < 0) {
    request->sink = take_datagram;
    char bytes[1];
    length = sizeof client;
    if (recvfrom(request->fd, bytes, sizeof bytes, MSG_PEEK, peer, &length) < 0) {
      warn_of_errno("can't get client address");
      return;
    }
  }
  request->client->sin = peer;

  auto* const self = reinterpret_cast<sockaddr*>(&server);
  length = sizeof server;
  if (getsockname(request->fd, self, &length) < 0) {
    warn_of_errno("getsockname");
    return;
  }
  request->server->sin = self;
}

void fix_options(request_info* request) {
  sockaddr_storage self = {};
  socklen_t self_length = sizeof self;
  if (getsockname(request->fd, reinterpret_cast<sockaddr*>(&self), &self_length) != 0) {
    // The name of the call is the original's, which administrators search their logs for.
    log_line(LOG_ERR, wrappers::concat({"getpeername: ", std::strerror(errno)}));
    clean_exit(request);
  }
  if (self.ss_family != AF_INET) return;
  unsigned char options[MAX_IPOPTLEN * 3];
  socklen_t length = sizeof options;
  if (getsockopt(request->fd, IPPROTO_IP, IP_OPTIONS, options, &length) != 0 || length == 0) return;
  // Where the 4 bytes of a first hop come before the options, as in 4.4BSD, they are looked at behind those
  // too.
  constexpr socklen_t kFirstHop = 4;
  if (has_source_route(options, length) ||
      (length > kFirstHop && has_source_route(options + kFirstHop, length - kFirstHop))) {
    log_line(LOG_WARNING, wrappers::concat({"refused connect from ", eval_client(request),
                                            " with IP source routing options"}));
    shutdown(request->fd, SHUT_RDWR);
    return;
  }
  std::string bytes;
  for (socklen_t i = 0; i < length; ++i) {
    char hexadecimal[4];
    std::snprintf(hexadecimal, sizeof hexadecimal, " %02x", options[i]);
    bytes += hexadecimal;
  }
  log_line(LOG_NOTICE,
           wrappers::concat({"connect from ", eval_client(request), " with IP options (ignored):", bytes}));
  // No options at all, which is what clears them (ip(7)).
  // NOLINTNEXTLINE(clang-analyzer-unix.StdCLibraryFunctions): the pointer is not read where the length is 0
  if (setsockopt(request->fd, IPPROTO_IP, IP_OPTIONS, nullptr, 0) != 0) {
    log_line(LOG_ERR, wrappers::concat({"setsockopt IP_OPTIONS NULL: ", std::strerror(errno)}));
    shutdown(request->fd, SHUT_RDWR);
  }
}

}  // extern "C"
