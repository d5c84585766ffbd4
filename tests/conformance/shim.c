// A library that answers otherwise: preloaded before libwrap, it falsifies one thing, to see whether that is
// noticed.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>

#include "tcpd.h"

int hosts_access(struct request_info* request) {
  int (*real)(struct request_info*);
  *(void**)&real = dlsym(RTLD_NEXT, "hosts_access");
#ifdef LOOKUP
  eval_hostname(request->client);
#endif
  int verdict = real(request);
#ifdef VERDICT
  if (strcmp(request->daemon, "ftpd") == 0 && strcmp(eval_hostaddr(request->client), "10.1.2.4") == 0)
    return !verdict;
#endif
#ifdef LOG
  if (strcmp(request->user, "bob") == 0) syslog(LOG_ERR, "noise");
#endif
#ifdef UMASK
  if (strcmp(request->daemon, "vsftpd") == 0) umask(077);
#endif
  return verdict;
}
