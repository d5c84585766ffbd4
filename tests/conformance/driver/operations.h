// What a line of a case may ask for. Each function knows the operations of one kind and returns 0 for any
// other.
#pragma once

#include "script.h"

// The descriptor that stands for the connection with the client: one end of a pair of local sockets.
enum { kClientDescriptor = 5 };

int set_up_names(const struct Line* line);    // fake_names.c: the name service that the library sees
int set_up_sockets(const struct Line* line);  // fake_sockets.c: the two ends of the connection, and ident
int set_up_process(const struct Line* line);  // fake_process.c: ids that really change, and such
int set_up_library(const struct Line* line);  // calls.c: the library's variables
int call_library(const struct Line* line);    // calls.c: requests and decisions
int call_helpers(const struct Line* line);    // helper_calls.c: the functions that need no decision

// Makes an address out of "ADDRESS" and "PORT"; ends the case when it is none.
struct sockaddr_storage;
void parse_endpoint(const char* address, const char* port, struct sockaddr_storage* endpoint);

// Remembers what the process is like now, and observes what has become different since (state.c).
void state_remember(void);
void state_observe_changes(void);
