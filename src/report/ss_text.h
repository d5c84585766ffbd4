#pragma once

#include <cstddef>
#include <string>

#include "core/result.h"
#include "report/socket_names.h"
#include "report/ss_columns.h"
#include "sockets/socket.h"

namespace portreeve::report {

/// What a listing in the manner of ss(8) shows, by ss's own options.
struct SsTextOptions {
  bool headings = true;          ///< not -H
  bool netid = true;             ///< the column Netid, which is there if several tables are listed
  bool state = true;             ///< the column State, which is there if several states are listed
  bool numeric = false;          ///< -n: bare numbers for netlink families and rates as well
  bool owners = false;           ///< -p
  bool threads = false;          ///< -T
  bool timers = false;           ///< -o
  bool extended = false;         ///< -e
  bool memory = false;           ///< -m
  bool tcp = false;              ///< -i
  bool type_of_service = false;  ///< --tos
  bool cgroup = false;           ///< --cgroup
  bool socket_options = false;   ///< --inet-sockopt
  bool one_line = false;         ///< -O
  std::size_t width = 0;         ///< the terminal's, in columns; 0 where the output is none
};

/// Sockets in the columns and words of ss(8) of iproute2 6.1, one after the other as they come.
///
/// Where ss cuts a name, shows a wrong number or leaves out what it was not told, this is right instead;
/// docs/differences.md has the list. What came from outside is made printable.
class SsText {
 public:
  /// `write` takes the text as it gets ready.
  SsText(const SsTextOptions& options, SocketNames names, SsColumns::Writer write);

  void add(const sockets::Socket& socket);

  /// Writes what is left. The first failure of the writer is passed on.
  [[nodiscard]] core::Status finish() { return columns_.finish(); }

 private:
  void add_netid_and_state(const sockets::Socket& socket);
  void add_addresses(const sockets::Socket& socket);
  void add_internet_addresses(const sockets::Socket& socket);
  void add_internet_end(const sockets::Socket& socket, const core::Endpoint& end, const std::string& device);
  void add_end(std::string_view address, std::string_view separator, std::string_view port);
  void add_process_cell(const sockets::Socket& socket);
  [[nodiscard]] std::string netlink_port(std::uint32_t port) const;

  SsTextOptions options_;
  SocketNames names_;
  SsColumns columns_;
};

}  // namespace portreeve::report
