// A name service of a few names. Only requests for names end here; numbers go to the C library.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "observe.h"
#include "operations.h"

enum { kMaximumEntries = 256 };

struct Pointer {
  char* address;
  char* name;
};

struct Forward {
  char* name;
  char* canonical;
  char* address;
};

struct Member {
  char* group;
  char* host;
};

static struct Pointer pointers[kMaximumEntries];
static struct Forward forwards[kMaximumEntries];
static struct Member members[kMaximumEntries];
static size_t pointer_count;
static size_t forward_count;
static size_t member_count;
static char* nis_domain;

static int full(size_t count) {
  if (count < kMaximumEntries) return 0;
  fprintf(stderr, "driver: too many names\n");
  exit(2);
}

int set_up_names(const struct Line* line) {
  const char* operation = line->words[0];
  if (strcmp(operation, "ptr") == 0 && line->count == 3 && !full(pointer_count)) {
    pointers[pointer_count++] = (struct Pointer){strdup(line->words[1]), strdup(line->words[2])};
  } else if (strcmp(operation, "forward") == 0 && line->count == 4 && !full(forward_count)) {
    forwards[forward_count++] =
        (struct Forward){strdup(line->words[1]), strdup(line->words[2]), strdup(line->words[3])};
  } else if (strcmp(operation, "netgroup") == 0 && line->count == 3 && !full(member_count)) {
    members[member_count++] = (struct Member){strdup(line->words[1]), strdup(line->words[2])};
  } else if (strcmp(operation, "nis_domain") == 0 && line->count == 2) {
    nis_domain = strdup(line->words[1]);
  } else {
    return 0;
  }
  return 1;
}

typedef int GetNameInfo(const struct sockaddr*, socklen_t, char*, socklen_t, char*, socklen_t, int);
typedef int GetAddrInfo(const char*, const char*, const struct addrinfo*, struct addrinfo**);

static GetNameInfo* real_getnameinfo(void) {
  static GetNameInfo* function;
  if (function == NULL) *(void**)&function = dlsym(RTLD_NEXT, "getnameinfo");
  return function;
}

static GetAddrInfo* real_getaddrinfo(void) {
  static GetAddrInfo* function;
  if (function == NULL) *(void**)&function = dlsym(RTLD_NEXT, "getaddrinfo");
  return function;
}

void parse_endpoint(const char* address, const char* port, struct sockaddr_storage* endpoint) {
  struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
  struct addrinfo* found;
  if (real_getaddrinfo()(address, port, &hints, &found) != 0) {
    observe("driver: no address: %s %s", quoted_string(address), quoted_string(port));
    _Exit(2);
  }
  memset(endpoint, 0, sizeof *endpoint);
  memcpy(endpoint, found->ai_addr, found->ai_addrlen);
  freeaddrinfo(found);
}

int getnameinfo(const struct sockaddr* address, socklen_t length, char* host, socklen_t host_size,
                char* service, socklen_t service_size, int flags) {
  if ((flags & NI_NUMERICHOST) != 0 || host == NULL) {
    return real_getnameinfo()(address, length, host, host_size, service, service_size, flags);
  }
  char number[NI_MAXHOST];
  int error = real_getnameinfo()(address, length, number, sizeof number, NULL, 0, NI_NUMERICHOST);
  if (error != 0) return error;
  observe("lookup name-of %s%s", quoted_string(number), (flags & NI_NAMEREQD) != 0 ? "" : " or-number");
  for (size_t i = 0; i < pointer_count; ++i) {
    if (strcmp(pointers[i].address, number) != 0) continue;
    if (strlen(pointers[i].name) >= host_size) return EAI_OVERFLOW;
    strcpy(host, pointers[i].name);
    return 0;
  }
  return EAI_NONAME;
}

int getaddrinfo(const char* name, const char* service, const struct addrinfo* hints,
                struct addrinfo** answer) {
  struct addrinfo numeric = {0};
  if (hints != NULL) numeric = *hints;
  numeric.ai_flags |= AI_NUMERICHOST;
  if (name == NULL || (hints != NULL && (hints->ai_flags & AI_NUMERICHOST) != 0)) {
    return real_getaddrinfo()(name, service, hints, answer);
  }
  if (real_getaddrinfo()(name, service, &numeric, answer) == 0) return 0;

  const char* family = numeric.ai_family == AF_INET ? "4" : numeric.ai_family == AF_INET6 ? "6" : "any";
  observe("lookup addresses-of %s %s", quoted_string(name), family);
  struct addrinfo* first = NULL;
  struct addrinfo** last = &first;
  int known = 0;
  numeric.ai_flags &= ~AI_CANONNAME;
  for (size_t i = 0; i < forward_count; ++i) {
    if (strcasecmp(forwards[i].name, name) != 0) continue;
    known = 1;
    if (real_getaddrinfo()(forwards[i].address, service, &numeric, last) != 0) continue;
    // As in the C library's own answers: the first entry alone carries the canonical name.
    if (last == &first && hints != NULL && (hints->ai_flags & AI_CANONNAME) != 0) {
      first->ai_canonname = strdup(forwards[i].canonical);
    }
    while (*last != NULL)
      last = &(*last)->ai_next;
  }
  *answer = first;
  return first != NULL ? 0 : known ? EAI_NODATA : EAI_NONAME;
}

int innetgr(const char* group, const char* host, const char* user, const char* domain) {
  observe("innetgr %s %s %s %s", quoted_string(group), quoted_string(host), quoted_string(user),
          quoted_string(domain));
  for (size_t i = 0; i < member_count; ++i) {
    if (strcmp(members[i].group, group) == 0 && host != NULL && strcasecmp(members[i].host, host) == 0) {
      return 1;
    }
  }
  return 0;
}

// Declared in <rpcsvc/ypclnt.h>, which the tests shall not need.
int yp_get_default_domain(char** domain);

int yp_get_default_domain(char** domain) {
  enum { kNoDomain = 12 };
  *domain = nis_domain;
  return nis_domain != NULL ? 0 : kNoDomain;
}

int getdomainname(char* name, size_t size) {
  snprintf(name, size, "%s", nis_domain != NULL ? nis_domain : "(none)");
  return 0;
}
