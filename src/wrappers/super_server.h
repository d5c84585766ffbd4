#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/observation.h"
#include "core/system_root.h"
#include "wrappers/problem.h"

namespace portreeve::wrappers {

/// A service that a super-server starts, as its configuration says.
struct SuperService {
  std::string process;      ///< the name that rules know it by: "in.ftpd"
  std::string program;      ///< the file that is started, or that tcpd starts
  bool is_wrapped = false;  ///< it is started through tcpd, or by xinetd, which asks libwrap itself
  /// It is started without tcpd, but another program of its name is where tcpd looks for daemons: what is
  /// started may be tcpd in the daemon's place (tcpd(8)).
  bool may_be_wrapped = false;
};

/// The configuration of inetd and xinetd.
struct SuperServers {
  std::string inetd_file;  ///< the file of inetd; empty when there is none
  std::vector<SuperService> services;
  std::vector<Problem> problems;  ///< what is wrong with the services, in the order of the file

  /// The last service of that process, or nothing. Case does not matter.
  [[nodiscard]] const SuperService* find(std::string_view process) const;
};

/// Adds the services of a file of inetd(8): "service type protocol wait user program arguments...". What
/// tcpdchk(8) finds wrong with them becomes problems; the programs are looked at below the root.
void read_inetd_conf(const core::SystemRoot& root, std::string_view file, std::string_view text,
                     SuperServers& servers);

/// Adds the services in the text of a file of xinetd (xinetd.conf(5)): blocks "service NAME { server = FILE
/// }" that are not disabled.
void parse_xinetd_conf(std::string_view text, SuperServers& servers);

/// Reads /etc/inetd.conf, /etc/xinetd.conf and /etc/xinetd.d, as far as they are there.
[[nodiscard]] core::Observed<SuperServers> observe_super_servers(const core::SystemRoot& root);

}  // namespace portreeve::wrappers
