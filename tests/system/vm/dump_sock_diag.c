// Asks the kernel for its sockets of one protocol and prints what it answers, byte by byte (sock_diag(7)).
//
//     dump_sock_diag PROTOCOL FAMILY STATES EXTENSIONS
//
// The arguments are numbers as strtoul(3) reads them: IPPROTO_*, AF_INET or AF_INET6, a mask of states, a
// mask of extensions (linux/inet_diag.h). Each datagram is a line in hexadecimal, the end of the dump the
// last.

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

// More datagrams than any test's dump has.
enum { kMaxDatagrams = 10000 };

static _Alignas(struct nlmsghdr) unsigned char datagram[1 << 16];

struct request {
  struct nlmsghdr header;
  struct inet_diag_req_v2 body;
};

static int fail(const char* action) {
  perror(action);
  return 1;
}

static int is_last(ssize_t length) {
  size_t left = (size_t)length;
  for (struct nlmsghdr* message = (struct nlmsghdr*)datagram; NLMSG_OK(message, left);
       message = NLMSG_NEXT(message, left)) {
    if (message->nlmsg_type == NLMSG_DONE || message->nlmsg_type == NLMSG_ERROR) {
      return 1;
    }
  }
  return 0;
}

int main(int count, char** arguments) {
  if (count != 5) {
    fprintf(stderr, "usage: dump_sock_diag PROTOCOL FAMILY STATES EXTENSIONS\n");
    return 2;
  }
  struct request request;
  memset(&request, 0, sizeof request);
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  request.body.sdiag_protocol = (unsigned char)strtoul(arguments[1], NULL, 0);
  request.body.sdiag_family = (unsigned char)strtoul(arguments[2], NULL, 0);
  request.body.idiag_states = (unsigned)strtoul(arguments[3], NULL, 0);
  request.body.idiag_ext = (unsigned char)strtoul(arguments[4], NULL, 0);

  int netlink = socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
  if (netlink < 0) {
    return fail("socket");
  }
  if (send(netlink, &request, sizeof request, 0) < 0) {
    return fail("send");
  }
  for (int received = 0; received < kMaxDatagrams; ++received) {
    ssize_t length = recv(netlink, datagram, sizeof datagram, 0);
    if (length < 0) {
      return fail("recv");
    }
    for (ssize_t i = 0; i < length; ++i) {
      printf("%02x", datagram[i]);
    }
    printf("\n");
    if (is_last(length)) {
      return 0;
    }
  }
  fprintf(stderr, "the dump has no end\n");
  return 1;
}
