#include "libwrap/globals.h"

#include <syslog.h>

namespace {

// What the two table variables point to: C programs see plain `char *`.
char g_allow_path[] = "/etc/hosts.allow";
char g_deny_path[] = "/etc/hosts.deny";

}  // namespace

// The state of the C interface, with the sizes, initial values and linkage of the original (tcpd.h).
extern "C" {
__attribute__((weak)) int allow_severity = LOG_INFO;
__attribute__((weak)) int deny_severity = LOG_WARNING;
char* hosts_allow_table = g_allow_path;
char* hosts_deny_table = g_deny_path;
int hosts_access_verbose = 0;
int rfc931_timeout = 10;
int resident = -1;
int dry_run = 0;
char unknown[] = STRING_UNKNOWN;
char paranoid[] = STRING_PARANOID;
struct tcpd_context tcpd_context = {nullptr, 0};
jmp_buf tcpd_buf = {};
}
