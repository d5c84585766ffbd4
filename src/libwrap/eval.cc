#include <chrono>
#include <cstring>
#include <string>
#include <string_view>

#include "libwrap/abi_request.h"
#include "libwrap/c_text.h"
#include "libwrap/globals.h"
#include "wrappers/host_name.h"
#include "wrappers/ident.h"
#include "wrappers/text.h"

namespace {

using portreeve::libwrap::copy_text;

// The original's buffers; what does not fit is cut.
constexpr std::size_t kClientText = 256;
constexpr std::size_t kPortText = 16;

bool is_believed(const char* name) {
  return *name != '\0' && HOSTNAME_KNOWN(name);
}

}  // namespace

extern "C" {

char* eval_user(request_info* request) {
  if (request->user[0] == '\0') {
    copy_text(request->user, STRING_UNKNOWN);
    const bool can_ask =
        request->sink == nullptr && request->client->sin != nullptr && request->server->sin != nullptr;
    if (can_ask) rfc931(request->client->sin, request->server->sin, request->user);
  }
  return request->user;
}

char* eval_hostaddr(host_info* host) {
  if (host->addr[0] == '\0') {
    copy_text(host->addr, STRING_UNKNOWN);
    if (host->request != nullptr && host->request->hostaddr != nullptr) host->request->hostaddr(host);
  }
  return host->addr;
}

char* eval_hostname(host_info* host) {
  if (host->name[0] == '\0') {
    copy_text(host->name, STRING_UNKNOWN);
    if (host->request != nullptr && host->request->hostname != nullptr) host->request->hostname(host);
  }
  return host->name;
}

char* eval_hostinfo(host_info* host) {
  return is_believed(host->name) ? host->name : eval_hostaddr(host);
}

char* eval_client(request_info* request) {
  thread_local char text[kClientText];
  portreeve::libwrap::AbiRequest asked(*request);
  return copy_text(text, portreeve::wrappers::client_text(asked));
}

char* eval_server(request_info* request) {
  thread_local char text[kClientText];
  portreeve::libwrap::AbiRequest asked(*request);
  return copy_text(text, portreeve::wrappers::server_text(asked));
}

char* eval_port(sockaddr* endpoint) {
  thread_local char text[kPortText];
  const int port = endpoint == nullptr ? 0 : portreeve::wrappers::port_of(*endpoint);
  return copy_text(text, portreeve::wrappers::decimal(port));
}

void rfc931(sockaddr* client, sockaddr* server, char* user) {
  const std::chrono::seconds timeout(portreeve::libwrap::load(rfc931_timeout));
  const auto answer = portreeve::wrappers::ask_ident(*client, *server, timeout);
  copy_text(user, STRING_LENGTH, answer ? std::string_view(*answer) : STRING_UNKNOWN);
}

}  // extern "C"
