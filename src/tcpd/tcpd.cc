// tcpd(8): decides on the connection that inetd hands over, and becomes the daemon when that is allowed.

#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

#include "libwrap/globals.h"
#include "libwrap/syslog_diagnostics.h"
#include "wrappers/text.h"

namespace {

using portreeve::libwrap::log_line;
using portreeve::wrappers::concat;

// Where daemons are that inetd.conf names without a path (tcpd(8), EXAMPLE 1).
constexpr std::string_view kDaemonDirectory = "/usr/sbin/";
constexpr mode_t kDaemonUmask = 022;

// The daemon's path, and the name that rules know it by. In EXAMPLE 2 of tcpd(8) inetd gives the path as the
// name.
struct Daemon {
  std::string path;
  char* name;
};

Daemon find_daemon(char* argument0) {
  if (argument0[0] != '/') return {concat({kDaemonDirectory, argument0}), argument0};
  return {argument0, std::strrchr(argument0, '/') + 1};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 1) return 1;
  umask(kDaemonUmask);
  const Daemon daemon = find_daemon(argv[0]);
  argv[0] = daemon.name;
  openlog(daemon.name, LOG_PID, LOG_DAEMON);

  request_info request;
  request_init(&request, RQ_DAEMON, daemon.name, RQ_FILE, STDIN_FILENO, 0);
  fromhost(&request);
  fix_options(&request);
  if (hosts_access(&request) == 0) refuse(&request);

  log_line(allow_severity,
           concat({"connect from ", eval_client(&request), " (", eval_hostaddr(request.client), ")"}));
  closelog();
  execv(daemon.path.c_str(), argv);
  log_line(LOG_ERR, concat({"error: cannot execute ", daemon.path, ": ", std::strerror(errno)}));
  clean_exit(&request);
}
