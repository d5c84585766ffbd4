#include <unistd.h>

#include <cstdlib>

#include "libwrap/globals.h"
#include "libwrap/syslog_diagnostics.h"
#include "wrappers/text.h"

namespace {

// How long a refused client is kept waiting, so that it does not come back at once.
constexpr unsigned kDelaySeconds = 5;

}  // namespace

extern "C" {

void clean_exit(request_info* request) {
  if (request->sink != nullptr) request->sink(request->fd);
  sleep(kDelaySeconds);
  std::exit(0);
}

void refuse(request_info* request) {
  portreeve::libwrap::log_line(portreeve::libwrap::load(deny_severity),
                               portreeve::wrappers::concat({"refused connect from ", eval_client(request),
                                                            " (", eval_hostaddr(request->client), ")"}));
  clean_exit(request);
}

}  // extern "C"
