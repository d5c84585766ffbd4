#include "libwrap/abi_process.h"

#include "libwrap/globals.h"
#include "libwrap/syslog_diagnostics.h"

namespace portreeve::libwrap {

bool AbiProcess::is_dry_run() {
  return load(dry_run) != 0;
}

void AbiProcess::delegate() {
  store(dry_run, 0);
}

bool AbiProcess::is_resident() {
  return load(resident) > 0;
}

void AbiProcess::set_severity(int priority) {
  store(allow_severity, priority);
  store(deny_severity, priority);
}

void AbiProcess::set_ident_timeout(int seconds) {
  store(rfc931_timeout, seconds);
}

void AbiProcess::log_twist(std::string_view text) {
  log_line(load(deny_severity), text);
}

}  // namespace portreeve::libwrap
