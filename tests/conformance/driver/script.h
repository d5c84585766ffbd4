// The file of cases: lines of words separated by single blanks, written as observe.h writes them.
//
//   a line before the first case     holds for all cases
//   case NAME                        begins one, which runs in a process of its own
//   end                              ends it
//
// Each other line is an operation and its arguments (operations.h).
#pragma once

#include <stddef.h>

enum { kMaximumWords = 64 };

struct Line {
  int count;
  char* words[kMaximumWords];  // each ends in a null byte, and may hold more of them
  size_t lengths[kMaximumWords];
};

// Takes the line at *position apart and moves *position to the next. The words are valid until the next call.
void script_read_line(const char** position, const char* end, struct Line* line);

// The start of the line after the next one that is just "end".
const char* script_after_case(const char* position, const char* end);
