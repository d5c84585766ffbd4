// try-from(8): prints what the wrappers make of the peer on standard input.

#include <syslog.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <string_view>

#include "libwrap/tcpd.h"

namespace {

constexpr const char* kLines[] = {
    "client address  (%%a): %a\n", "client hostname (%%n): %n\n", "client username (%%u): %u\n",
    "client info     (%%c): %c\n", "server address  (%%A): %A\n", "server hostname (%%N): %N\n",
    "server process  (%%d): %d\n", "server info     (%%s): %s\n",
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 1) return 1;
  const char* const slash = std::strrchr(argv[0], '/');
  char* const name = slash == nullptr ? argv[0] : argv[0] + (slash + 1 - argv[0]);
  // Diagnostics go to the peer as well as to the log.
  openlog(name, LOG_PID | LOG_PERROR, LOG_DAEMON);
  request_info request;
  request_init(&request, RQ_DAEMON, name, RQ_FILE, STDIN_FILENO, 0);
  fromhost(&request);
  for (const char* const line : kLines) {
    char format[64];
    char text[BUFSIZ];
    std::snprintf(format, sizeof format, "%s", line);
    std::fputs(percent_x(text, sizeof text, format, &request), stdout);
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}
