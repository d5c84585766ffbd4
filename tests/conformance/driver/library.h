// The library as its users see it, and what it exports without declaring it in tcpd.h.
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <syslog.h>

#include "tcpd.h"

extern struct request_info* request_init(struct request_info*, ...);
extern struct request_info* request_set(struct request_info*, ...);
extern unsigned long cidr_mask_addr(char*);
extern void fix_options(struct request_info*);
extern char* percent_m(char*, char*);
extern jmp_buf tcpd_buf;

// The request that the operations of a case work on.
extern struct request_info request_;
