// The connection with the client, as any address of any family at either end, and an ident server behind
// connect(2).
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "observe.h"
#include "operations.h"

// One end: unset, an error number, or an address.
struct End {
  int error;
  socklen_t length;
  struct sockaddr_storage address;
};

static struct End peer;
static struct End local;
static struct End datagram;
static char* ident_reply;
static size_t ident_reply_length;
static unsigned char ip_options[40];
static size_t ip_options_length;
static int real_network;

static void* next(const char* name) {
  return dlsym(RTLD_NEXT, name);
}

static void set_end(struct End* end, const struct Line* line) {
  if (line->count == 2) {
    end->error = atoi(line->words[1]);
    return;
  }
  parse_endpoint(line->words[1], line->words[2], &end->address);
  end->error = 0;
  end->length = end->address.ss_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
}

static void set_ip_options(const char* digits) {
  ip_options_length = 0;
  for (; digits[0] != '\0' && digits[1] != '\0' && ip_options_length < sizeof ip_options; digits += 2) {
    char byte[3] = {digits[0], digits[1], '\0'};
    ip_options[ip_options_length++] = (unsigned char)strtoul(byte, NULL, 16);
  }
}

// Each query says anew what its connection is like.
static void forget(void) {
  peer = local = datagram = (struct End){0};
  ident_reply = NULL;
  ip_options_length = 0;
}

int set_up_sockets(const struct Line* line) {
  const char* operation = line->words[0];
  if (strcmp(operation, "query") == 0) {
    forget();
    return 0;
  }
  if (strcmp(operation, "peer") == 0 && line->count > 1) {
    set_end(&peer, line);
  } else if (strcmp(operation, "local") == 0 && line->count > 1) {
    set_end(&local, line);
  } else if (strcmp(operation, "datagram") == 0 && line->count > 1) {
    set_end(&datagram, line);
  } else if (strcmp(operation, "ident") == 0 && line->count == 2) {
    ident_reply_length = line->lengths[1];
    ident_reply = malloc(ident_reply_length + 1);
    memcpy(ident_reply, line->words[1], ident_reply_length + 1);
  } else if (strcmp(operation, "ip_options") == 0 && line->count == 2) {
    set_ip_options(line->words[1]);
  } else if (strcmp(operation, "real_network") == 0) {
    real_network = 1;
  } else {
    return 0;
  }
  return 1;
}

// Returns whether the end has been given by the case; then *result is what the system call returns.
static int answer(const struct End* end, struct sockaddr* address, socklen_t* length, int* result) {
  if (end->error == 0 && end->length == 0) return 0;
  *result = -1;
  errno = end->error;
  if (end->error != 0) return 1;
  memcpy(address, &end->address, *length < end->length ? *length : end->length);
  *length = end->length;
  *result = 0;
  return 1;
}

int getpeername(int descriptor, struct sockaddr* address, socklen_t* length) {
  int result;
  if (descriptor == kClientDescriptor && answer(&peer, address, length, &result)) return result;
  int (*real)(int, struct sockaddr*, socklen_t*) = next("getpeername");
  return real(descriptor, address, length);
}

int getsockname(int descriptor, struct sockaddr* address, socklen_t* length) {
  int result;
  if (descriptor == kClientDescriptor && answer(&local, address, length, &result)) return result;
  int (*real)(int, struct sockaddr*, socklen_t*) = next("getsockname");
  return real(descriptor, address, length);
}

ssize_t recvfrom(int descriptor, void* buffer, size_t size, int flags, struct sockaddr* address,
                 socklen_t* length) {
  if (descriptor != kClientDescriptor || datagram.length == 0) {
    ssize_t (*real)(int, void*, size_t, int, struct sockaddr*, socklen_t*) = next("recvfrom");
    return real(descriptor, buffer, size, flags, address, length);
  }
  observe("datagram %s", (flags & MSG_PEEK) != 0 ? "peeked-at" : "taken");
  int result = 0;
  if (address != NULL && length != NULL) answer(&datagram, address, length, &result);
  memset(buffer, 'x', size < 4 ? size : 4);
  return 4;
}

ssize_t __recvfrom_chk(int descriptor, void* buffer, size_t size, size_t room, int flags,
                       struct sockaddr* address, socklen_t* length);

ssize_t __recvfrom_chk(int descriptor, void* buffer, size_t size, size_t room, int flags,
                       struct sockaddr* address, socklen_t* length) {
  return recvfrom(descriptor, buffer, size < room ? size : room, flags, address, length);
}

ssize_t recv(int descriptor, void* buffer, size_t size, int flags) {
  return recvfrom(descriptor, buffer, size, flags, NULL, NULL);
}

ssize_t __recv_chk(int descriptor, void* buffer, size_t size, size_t room, int flags);

ssize_t __recv_chk(int descriptor, void* buffer, size_t size, size_t room, int flags) {
  return recv(descriptor, buffer, size < room ? size : room, flags);
}

static void observe_endpoint(const char* what, const struct sockaddr* address, socklen_t length) {
  char host[NI_MAXHOST] = "?";
  char port[NI_MAXSERV] = "?";
  getnameinfo(address, length, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
  observe("%s %s %s", what, quoted_string(host), port);
}

int bind(int descriptor, const struct sockaddr* address, socklen_t length) {
  observe_endpoint("bind", address, length);
  int (*real)(int, const struct sockaddr*, socklen_t) = next("bind");
  return real_network ? real(descriptor, address, length) : 0;
}

// Puts one end of a local pair in the place of the socket, with the ident server's whole reply in it already.
// The other end is shut for writing, as by a server that has said all.
static int reply_at(int descriptor) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return -1;
  if (write(pair[1], ident_reply, ident_reply_length) != (ssize_t)ident_reply_length) return -1;
  shutdown(pair[1], SHUT_WR);
  int flags = fcntl(descriptor, F_GETFL);
  dup2(pair[0], descriptor);
  close(pair[0]);
  fcntl(descriptor, F_SETFL, flags);
  // Kept open, so that the question can be written, but out of the way of the descriptors that a case looks
  // at.
  fcntl(pair[1], F_DUPFD_CLOEXEC, 200);
  close(pair[1]);
  return 0;
}

int connect(int descriptor, const struct sockaddr* address, socklen_t length) {
  if (real_network) {
    int (*real)(int, const struct sockaddr*, socklen_t) = next("connect");
    return real(descriptor, address, length);
  }
  observe_endpoint("connect", address, length);
  if (ident_reply != NULL) return reply_at(descriptor);
  errno = ECONNREFUSED;
  return -1;
}

int getsockopt(int descriptor, int level, int option, void* value, socklen_t* length) {
  if (descriptor == kClientDescriptor && level == IPPROTO_IP && option == IP_OPTIONS) {
    if (*length > ip_options_length) *length = (socklen_t)ip_options_length;
    memcpy(value, ip_options, *length);
    return 0;
  }
  int (*real)(int, int, int, void*, socklen_t*) = next("getsockopt");
  return real(descriptor, level, option, value, length);
}

int setsockopt(int descriptor, int level, int option, const void* value, socklen_t length) {
  if (descriptor == kClientDescriptor) {
    observe("setsockopt %d %d %s", level, option, value == NULL ? "(null)" : quoted(value, length));
    if (level == IPPROTO_IP) return 0;
  }
  int (*real)(int, int, int, const void*, socklen_t) = next("setsockopt");
  return real(descriptor, level, option, value, length);
}

int shutdown(int descriptor, int how) {
  if (descriptor == kClientDescriptor) observe("shutdown %d", how);
  int (*real)(int, int) = next("shutdown");
  return real(descriptor, how);
}
