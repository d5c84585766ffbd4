#include "wrappers/ident.h"

#include <netinet/in.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "core/file_descriptor.h"
#include "wrappers/host_name.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint16_t kIdentPort = 113;
constexpr std::size_t kLongestUser = 127;

// An IPv4 or IPv6 endpoint with another port.
sockaddr_storage with_port(const sockaddr& endpoint, std::uint16_t port) {
  sockaddr_storage storage{};
  std::memcpy(&storage, &endpoint, size_of(endpoint));
  const std::uint16_t network_order = htons(port);
  const std::size_t place =
      endpoint.sa_family == AF_INET ? offsetof(sockaddr_in, sin_port) : offsetof(sockaddr_in6, sin6_port);
  std::memcpy(reinterpret_cast<char*>(&storage) + place, &network_order, sizeof network_order);
  return storage;
}

bool wait_for(int descriptor, short events, Clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    pollfd wanted{descriptor, events, 0};
    const int ready = poll(&wanted, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

core::FileDescriptor connect_to_ident(const sockaddr& client, const sockaddr& server,
                                      Clock::time_point deadline) {
  core::FileDescriptor connection(socket(client.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const sockaddr_storage from = with_port(server, 0);
  const sockaddr_storage to = with_port(client, kIdentPort);
  const socklen_t size = size_of(client);
  if (!connection || bind(connection.get(), reinterpret_cast<const sockaddr*>(&from), size) != 0) return {};
  if (connect(connection.get(), reinterpret_cast<const sockaddr*>(&to), size) == 0) return connection;
  if (errno != EINPROGRESS || !wait_for(connection.get(), POLLOUT, deadline)) return {};
  int status = 0;
  socklen_t length = sizeof status;
  if (getsockopt(connection.get(), SOL_SOCKET, SO_ERROR, &status, &length) != 0 || status != 0) return {};
  return connection;
}

// One line with its newline, or as much as fits. Nothing when the other side ends before that.
std::optional<std::string> read_line(int descriptor, Clock::time_point deadline) {
  std::string line;
  while (line.size() < kLongestIdentReply) {
    if (!wait_for(descriptor, POLLIN, deadline)) return std::nullopt;
    char bytes[kLongestIdentReply];
    const ssize_t got = recv(descriptor, bytes, kLongestIdentReply - line.size(), 0);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) return std::nullopt;
    line.append(bytes, static_cast<std::size_t>(got));
    const std::size_t newline = line.find('\n');
    if (newline == std::string::npos) continue;
    line.resize(newline + 1);
    break;
  }
  return std::optional(std::move(line));
}

}  // namespace

std::optional<std::string> parse_ident_reply(std::string_view line, std::uint16_t client_port,
                                             std::uint16_t server_port) {
  const std::string text(line.substr(0, kLongestIdentReply));
  unsigned client = 0;
  unsigned server = 0;
  char user[256] = {};
  // RFC 1413, section 6, as the original reads it: any blanks, a non-empty system, the user up to a blank.
  const int fields = std::sscanf(text.c_str(), "%u , %u : USERID :%*[^:]:%255s", &client, &server, user);
  if (fields != 3 || client != client_port || server != server_port) return std::nullopt;
  return std::string(user).substr(0, kLongestUser);
}

std::optional<std::string> ask_ident(const sockaddr& client, const sockaddr& server,
                                     std::chrono::milliseconds timeout) {
  const bool is_internet = client.sa_family == AF_INET || client.sa_family == AF_INET6;
  if (!is_internet || client.sa_family != server.sa_family) return std::nullopt;
  const Clock::time_point deadline = Clock::now() + timeout;
  const core::FileDescriptor connection = connect_to_ident(client, server, deadline);
  if (!connection) return std::nullopt;
  const std::string query = concat({decimal(port_of(client)), ",", decimal(port_of(server)), "\r\n"});
  if (send(connection.get(), query.data(), query.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(query.size())) {
    return std::nullopt;
  }
  const auto line = read_line(connection.get(), deadline);
  return line ? parse_ident_reply(*line, port_of(client), port_of(server)) : std::nullopt;
}

}  // namespace portreeve::wrappers
