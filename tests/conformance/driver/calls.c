// Operations that decide about requests.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "library.h"
#include "observe.h"
#include "operations.h"

struct request_info request_;

enum { kPairs = 12 };

// Arguments of request_init() and request_set(): what each key is followed by.
struct Pairs {
  int keys[kPairs];
  void* values[kPairs];
};

static void* socket_address(const char* text) {
  if (strcmp(text, "none") == 0) return NULL;
  char address[128];
  const char* blank = strchr(text, ' ');
  snprintf(address, sizeof address, "%.*s", (int)(blank - text), text);
  struct sockaddr_storage* endpoint = malloc(sizeof *endpoint);
  parse_endpoint(address, blank + 1, endpoint);
  return endpoint;
}

static void read_pairs(const struct Line* line, struct Pairs* pairs) {
  memset(pairs, 0, sizeof *pairs);
  for (int i = 0; i < kPairs && 2 * i + 2 < line->count; ++i) {
    int key = atoi(line->words[2 * i + 1]);
    const char* value = line->words[2 * i + 2];
    pairs->keys[i] = key;
    if (key == RQ_FILE) {
      pairs->values[i] = (void*)(long)atoi(value);
    } else if (key == RQ_CLIENT_SIN || key == RQ_SERVER_SIN) {
      pairs->values[i] = socket_address(value);
    } else {
      pairs->values[i] = strdup(value);
    }
  }
}

typedef struct request_info* Setter(struct request_info*, ...);

// A number is passed as a pointer's worth of bits: on every 64-bit ABI an int is read from the same place.
static void set_request(Setter* set, const struct Line* line) {
  struct Pairs p;
  read_pairs(line, &p);
  struct request_info* returned =
      set(&request_, p.keys[0], p.values[0], p.keys[1], p.values[1], p.keys[2], p.values[2], p.keys[3],
          p.values[3], p.keys[4], p.values[4], p.keys[5], p.values[5], p.keys[6], p.values[6], p.keys[7],
          p.values[7], p.keys[8], p.values[8], p.keys[9], p.values[9], p.keys[10], p.values[10], p.keys[11],
          p.values[11], 0);
  if (returned != &request_) observe("returned another request");
}

static const char* host_text(const struct host_info* host) {
  static char text[2][1024];
  static int next;
  char* out = text[next ^= 1];
  snprintf(out, sizeof text[0], "name=%s addr=%s sin=%s request=%s", quoted_string(host->name),
           quoted_string(host->addr), host->sin == NULL ? "unset" : "set",
           host->request == &request_ ? "ok" : "wrong");
  return out;
}

static void observe_request(void) {
  observe("request fd=%d user=%s daemon=%s pid=%s sink=%s hostname=%s hostaddr=%s cleanup=%s config=%s",
          request_.fd, quoted_string(request_.user), quoted_string(request_.daemon),
          quoted_string(request_.pid), request_.sink == NULL ? "unset" : "set",
          request_.hostname == NULL            ? "unset"
          : request_.hostname == sock_hostname ? "socket"
                                               : "other",
          request_.hostaddr == NULL            ? "unset"
          : request_.hostaddr == sock_hostaddr ? "socket"
                                               : "other",
          request_.cleanup == NULL ? "unset" : "set", request_.config == NULL ? "unset" : "set");
  observe("client %s", host_text(request_.client));
  observe("server %s", host_text(request_.server));
}

int set_up_library(const struct Line* line) {
  const char* operation = line->words[0];
  if (line->count != 2) return 0;
  const char* value = line->words[1];
  if (strcmp(operation, "allow_table") == 0) {
    hosts_allow_table = strdup(value);
  } else if (strcmp(operation, "deny_table") == 0) {
    hosts_deny_table = strdup(value);
  } else if (strcmp(operation, "verbose") == 0) {
    hosts_access_verbose = atoi(value);
  } else if (strcmp(operation, "dry_run") == 0) {
    dry_run = atoi(value);
  } else if (strcmp(operation, "resident") == 0) {
    resident = atoi(value);
  } else if (strcmp(operation, "timeout") == 0) {
    rfc931_timeout = atoi(value);
  } else {
    return 0;
  }
  return 1;
}

static void run_options(char* text) {
  int value = setjmp(tcpd_buf);
  if (value != 0) {
    observe("jumped %d", value);
    return;
  }
  process_options(text, &request_);
  observe("options returned");
}

int call_library(const struct Line* line) {
  const char* operation = line->words[0];
  char* const* words = line->words;
  if (strcmp(operation, "query") == 0) {
    observe("query");
  } else if (strcmp(operation, "hosts_ctl") == 0 && line->count == 5) {
    observe("verdict %d", hosts_ctl(words[1], words[2], words[3], words[4]));
  } else if (strcmp(operation, "init") == 0) {
    set_request(request_init, line);
  } else if (strcmp(operation, "set") == 0) {
    set_request(request_set, line);
  } else if (strcmp(operation, "sock_host") == 0) {
    sock_host(&request_);
  } else if (strcmp(operation, "sock_methods") == 0) {
    sock_methods(&request_);
  } else if (strcmp(operation, "hosts_access") == 0) {
    observe("verdict %d", hosts_access(&request_));
  } else if (strcmp(operation, "options") == 0 && line->count == 2) {
    run_options(line->words[1]);
  } else if (strcmp(operation, "show_request") == 0) {
    observe_request();
  } else if (strcmp(operation, "show_changes") == 0) {
    state_observe_changes();
  } else if (strcmp(operation, "refuse") == 0) {
    refuse(&request_);
  } else if (strcmp(operation, "clean_exit") == 0) {
    clean_exit(&request_);
  } else if (strcmp(operation, "fix_options") == 0) {
    fix_options(&request_);
  } else {
    return 0;
  }
  return 1;
}
