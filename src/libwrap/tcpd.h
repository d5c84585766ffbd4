/*
 * The C interface of libwrap.so.0: host access control for network daemons.
 *
 * A daemon describes a connection in a struct request_info and asks hosts_access() whether to serve it:
 *
 *     struct request_info request;
 *     request_init(&request, RQ_DAEMON, "exampled", RQ_FILE, connection, 0);
 *     sock_host(&request);
 *     if (!hosts_access(&request)) refuse(&request);
 *
 * The layout of the structures, the values of the constants, and the names and meaning of all functions and
 * variables are those of TCP Wrappers 7.6 with IPv6 as Debian builds it, so that programs built for that run
 * on this library unchanged. hosts_access(3) describes the functions; docs/differences.md says where this
 * library differs.
 *
 * Unlike the original, every function here may be called by any number of threads at once, each with a
 * request of its own. clean_exit() and refuse() end the process, which is what they are for.
 */
/* NOLINTBEGIN(readability-identifier-naming): the names are those of the historical interface. */
#ifndef PORTREEVE_TCPD_H
#define PORTREEVE_TCPD_H

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The room for a name, an address or a user, the final NUL included. */
#define STRING_LENGTH 128

struct request_info;

/* One end of a connection. An empty text has not been looked up yet. */
struct host_info {
  char name[STRING_LENGTH];     /* read it by eval_hostname() */
  char addr[STRING_LENGTH];     /* read it by eval_hostaddr() */
  struct sockaddr* sin;         /* the endpoint, or NULL; not copied */
  struct t_unitdata* unit;      /* not used on Linux */
  struct request_info* request; /* the request that this end belongs to */
};

/* A connection, or a datagram, that is to be decided on. Fill it by request_init(). */
struct request_info {
  int fd;                     /* the socket, or -1 */
  char user[STRING_LENGTH];   /* read it by eval_user() */
  char daemon[STRING_LENGTH]; /* read it by eval_daemon() */
  char pid[10];               /* read it by eval_pid() */
  struct host_info client[1];
  struct host_info server[1];
  void (*sink)(int);                     /* takes an unread datagram away, or NULL */
  void (*hostname)(struct host_info*);   /* looks a name up, or NULL */
  void (*hostaddr)(struct host_info*);   /* makes an address printable, or NULL */
  void (*cleanup)(struct request_info*); /* not used on Linux */
  struct netconfig* config;              /* not used on Linux */
};

/* The texts for what could not be found out, and for a name that contradicts its address. */
#define STRING_UNKNOWN "unknown"
#define STRING_PARANOID "paranoid"
extern char unknown[];
extern char paranoid[];

/* Bounded copies and comparisons without case, for programs that use the names of the historical header. */
#define STRN_CPY(to, from, size)   \
  {                                \
    strncpy((to), (from), (size)); \
    (to)[(size) - 1] = 0;          \
  }
#define STRN_EQ(x, y, n) (strncasecmp((x), (y), (n)) == 0)
#define STRN_NE(x, y, n) (strncasecmp((x), (y), (n)) != 0)
#define STR_EQ(x, y) (strcasecmp((x), (y)) == 0)
#define STR_NE(x, y) (strcasecmp((x), (y)) != 0)

#define HOSTNAME_KNOWN(s) (strcasecmp((s), unknown) != 0 && strcasecmp((s), paranoid) != 0)
#define NOT_INADDR(s) ((s)[strspn((s), "01234567890./")] != 0)

/* Finds out the two ends of the connection on request->fd; the other name is the historical one. */
extern void sock_host(struct request_info* request);
#define fromhost sock_host

/* Decides: nonzero to serve, zero to refuse. Runs the options of the rule that matches. */
extern int hosts_access(struct request_info* request);

/* The same for a connection that is known by texts alone; pass STRING_UNKNOWN for what is not known. */
extern int hosts_ctl(char* daemon, char* client_name, char* client_addr, char* client_user);

/*
 * Set parts of a request: pairs of a key and a value, ended by 0. request_init() clears the rest,
 * request_set() leaves it. Texts are copied, up to STRING_LENGTH - 1 bytes. Both return the request.
 */
extern struct request_info* request_init(struct request_info* request, ...);
extern struct request_info* request_set(struct request_info* request, ...);

#define RQ_FILE 1        /* int: the socket */
#define RQ_DAEMON 2      /* char *: the daemon's process name */
#define RQ_USER 3        /* char *: the client's user */
#define RQ_CLIENT_NAME 4 /* char * */
#define RQ_CLIENT_ADDR 5 /* char * */
#define RQ_CLIENT_SIN 6  /* struct sockaddr *, which must outlive the request */
#define RQ_SERVER_NAME 7 /* char * */
#define RQ_SERVER_ADDR 8 /* char * */
#define RQ_SERVER_SIN 9  /* struct sockaddr *, which must outlive the request */

/* Read parts of a request, looking up what is not known yet. The texts belong to the request, or to the
 * thread. */
extern char* eval_user(struct request_info* request);
extern char* eval_hostname(struct host_info* host);
extern char* eval_hostaddr(struct host_info* host);
extern char* eval_hostinfo(struct host_info* host);     /* the name if known, else the address */
extern char* eval_client(struct request_info* request); /* user@host, as far as known */
extern char* eval_server(struct request_info* request); /* daemon@host, as far as known */
extern char* eval_port(struct sockaddr* endpoint);
#define eval_daemon(r) ((r)->daemon)
#define eval_pid(r) ((r)->pid)

/* The look-up methods for sockets. */
extern void sock_hostname(struct host_info* host);
extern void sock_hostaddr(struct host_info* host);
#define sock_methods(r)            \
  {                                \
    (r)->hostname = sock_hostname; \
    (r)->hostaddr = sock_hostaddr; \
  }

/* Logs the refusal, takes an unread datagram away, waits five seconds, and exits with status 0. */
extern void refuse(struct request_info* request);
/* The same without the log line. */
extern void clean_exit(struct request_info* request);

/* The priorities for syslog(3) of both outcomes. A program may define them itself. */
extern int allow_severity __attribute__((weak));
extern int deny_severity __attribute__((weak));

extern char* hosts_allow_table;  /* "/etc/hosts.allow" */
extern char* hosts_deny_table;   /* "/etc/hosts.deny" */
extern int hosts_access_verbose; /* 1: log options; 2: log matching rules as well */
extern int rfc931_timeout;       /* seconds for a user look-up */
extern int resident;             /* above zero: the process serves more than one connection */
extern int dry_run;              /* nonzero: options say what they would do; a twist clears it */

/* Asks the client's host for the user of a connection (RFC 1413); `user` has STRING_LENGTH bytes. */
extern void rfc931(struct sockaddr* client, struct sockaddr* server, char* user);

/* Runs the options of a rule. Ends in a jump to tcpd_buf for allow, deny and errors; set that by setjmp(). */
extern void process_options(char* options, struct request_info* request);
#define AC_PERMIT 1
#define AC_DENY (-1)
#define AC_ERROR AC_DENY

/* Runs a shell command with /dev/null for its input and output, and waits for it. */
extern void shell_cmd(char* command);
/* Expands %a, %c and so on into `result` and returns it. */
extern char* percent_x(char* result, int result_length, char* text, struct request_info* request);

/* Log a problem, with the rule that tcpd_context names; tcpd_jump() jumps to tcpd_buf as well. */
extern void tcpd_warn(const char* format, ...) __attribute__((format(printf, 1, 2)));
extern void tcpd_jump(const char* format, ...) __attribute__((format(printf, 1, 2)));
struct tcpd_context {
  char* file;
  int line;
};
extern struct tcpd_context tcpd_context;

/* Reads a line, joining lines that end in a backslash. NULL at the end of the file. */
extern char* xgets(char* line, int length, FILE* stream);
/* Cuts a text at the first delimiter outside brackets and returns what follows it, or NULL. */
extern char* split_at(char* text, int delimiter);
/* inet_addr() for texts with exactly four fields. 0xffffffff for others. */
extern unsigned long dot_quad_addr(char* text);

#ifdef __cplusplus
}
#endif

#endif /* PORTREEVE_TCPD_H */
/* NOLINTEND(readability-identifier-naming) */
