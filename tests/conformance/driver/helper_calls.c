// Operations for the functions that work without a decision: evaluation, text, numbers, messages, commands.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "library.h"
#include "observe.h"
#include "operations.h"

static const char* evaluate(const char* what) {
  if (strcmp(what, "user") == 0) return eval_user(&request_);
  if (strcmp(what, "daemon") == 0) return eval_daemon(&request_);
  if (strcmp(what, "pid") == 0) return eval_pid(&request_);
  if (strcmp(what, "client") == 0) return eval_client(&request_);
  if (strcmp(what, "server") == 0) return eval_server(&request_);
  struct host_info* host = strncmp(what, "client-", 7) == 0 ? request_.client : request_.server;
  if (strcmp(what + 7, "name") == 0) return eval_hostname(host);
  if (strcmp(what + 7, "address") == 0) return eval_hostaddr(host);
  if (strcmp(what + 7, "info") == 0) return eval_hostinfo(host);
  return eval_port(host->sin);
}

// The byte behind the buffer tells whether more was written than was allowed.
static void expand(const char* size_text, char* text) {
  int size = atoi(size_text);
  char* buffer = malloc((size_t)size + 1);
  buffer[size] = 0x5a;
  const char* returned = percent_x(buffer, size, text, &request_);
  observe("expanded %s%s%s", quoted_string(buffer), returned == buffer ? "" : " elsewhere",
          buffer[size] == 0x5a ? "" : " overflowed");
  free(buffer);
}

static void read_lines(const char* size_text, const char* path) {
  int size = atoi(size_text);
  char* buffer = calloc(1, (size_t)size + 1);
  FILE* file = fopen(path, "r");
  if (file == NULL) return;
  while (xgets(buffer, size, file) != NULL)
    observe("line %s", quoted_string(buffer));
  fclose(file);
  free(buffer);
}

static void split(char* text, char separator) {
  const char* rest = split_at(text, separator);
  observe("split %s %s", quoted_string(text), quoted_string(rest));
}

static void ask_ident(const struct Line* line) {
  struct sockaddr_storage remote;
  struct sockaddr_storage local;
  char user[STRING_LENGTH] = "untouched";
  parse_endpoint(line->words[1], line->words[2], &remote);
  parse_endpoint(line->words[3], line->words[4], &local);
  rfc931((struct sockaddr*)&remote, (struct sockaddr*)&local, user);
  observe("ident %s", quoted_string(user));
}

static void on_child(int number) {
  (void)number;
}

// A child of the program's own, that has ended by the time the library is called.
static void start_child(int status) {
  pid_t child = fork();
  if (child == 0) _exit(status);
  siginfo_t information;
  waitid(P_PID, (id_t)child, &information, WEXITED | WNOWAIT);
}

static void reap_child(void) {
  int status = 0;
  pid_t child = waitpid(-1, &status, WNOHANG);
  observe("reaped %s %d", child > 0 ? "child" : "none", WEXITSTATUS(status));
}

static int process_operation(const struct Line* line) {
  const char* operation = line->words[0];
  if (strcmp(operation, "child") == 0 && line->count == 2) {
    start_child(atoi(line->words[1]));
  } else if (strcmp(operation, "reap") == 0) {
    reap_child();
  } else if (strcmp(operation, "close") == 0 && line->count == 2) {
    close(atoi(line->words[1]));
  } else if (strcmp(operation, "handle_children") == 0) {
    signal(SIGCHLD, on_child);
  } else if (strcmp(operation, "ignore_children") == 0) {
    signal(SIGCHLD, SIG_IGN);
  } else if (strcmp(operation, "alarm") == 0 && line->count == 2) {
    alarm((unsigned)atoi(line->words[1]));
  } else if (strcmp(operation, "show_alarm") == 0) {
    observe("alarm %s", alarm(0) != 0 ? "pending" : "none");
  } else if (strcmp(operation, "context") == 0 && line->count == 3) {
    tcpd_context.file = strdup(line->words[1]);
    tcpd_context.line = atoi(line->words[2]);
  } else if (strcmp(operation, "show_context") == 0) {
    observe("context %s %d", quoted_string(tcpd_context.file), tcpd_context.line);
  } else {
    return 0;
  }
  return 1;
}

static void jump(char* text) {
  int value = setjmp(tcpd_buf);
  if (value != 0) {
    observe("jumped %d", value);
    return;
  }
  tcpd_jump("%s %d", text, 7);
}

static void evaluate_all(const struct Line* line) {
  for (int i = 1; i < line->count; ++i) {
    observe("%s = %s", line->words[i], quoted_string(evaluate(line->words[i])));
  }
}

int call_helpers(const struct Line* line) {
  const char* operation = line->words[0];
  char* const* words = line->words;
  if (process_operation(line)) return 1;
  if (strcmp(operation, "eval") == 0) {
    evaluate_all(line);
  } else if (strcmp(operation, "expand") == 0 && line->count == 3) {
    expand(words[1], words[2]);
  } else if (strcmp(operation, "xgets") == 0 && line->count == 3) {
    read_lines(words[1], words[2]);
  } else if (strcmp(operation, "split_at") == 0 && line->count == 3) {
    split(words[1], words[2][0]);
  } else if (strcmp(operation, "dot_quad_addr") == 0 && line->count == 2) {
    observe("address %lx", dot_quad_addr(words[1]));
  } else if (strcmp(operation, "cidr_mask_addr") == 0 && line->count == 2) {
    observe("mask %lx", cidr_mask_addr(words[1]));
  } else if (strcmp(operation, "shell_cmd") == 0 && line->count == 2) {
    shell_cmd(words[1]);
  } else if (strcmp(operation, "warn") == 0 && line->count == 2) {
    tcpd_warn("%s %d", words[1], 7);
  } else if (strcmp(operation, "jump") == 0 && line->count == 2) {
    jump(words[1]);
  } else if (strcmp(operation, "percent_m") == 0 && line->count == 2) {
    char text[512] = "";
    percent_m(text, words[1]);
    observe("message %s", quoted_string(text));
  } else if (strcmp(operation, "rfc931") == 0 && line->count == 5) {
    ask_ident(line);
  } else {
    return 0;
  }
  return 1;
}
