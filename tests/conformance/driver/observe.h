// What a case has been seen to do: lines of words in memory that outlives the process that wrote them, since
// the library under observation may exit, be killed, or become another program in the middle of a call.
#pragma once

#include <stddef.h>

// Makes the memory. To be called once, before the first fork.
void observations_open(void);

// Adds one line. Words that come from outside go through quoted().
void observe(const char* format, ...) __attribute__((format(printf, 1, 2)));

// The bytes as one word: what is not a visible character, and the percent sign, becomes %XX; nothing becomes
// "%". The word stays valid until 16 more have been made.
const char* quoted(const char* bytes, size_t length);
const char* quoted_string(const char* string);

// What was observed since the last call of observations_clear().
const char* observations(size_t* length);
void observations_clear(void);
