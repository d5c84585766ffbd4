#include "script.h"

#include <stdlib.h>
#include <string.h>

static int digit(char c) {
  return c <= '9' ? c - '0' : c - 'A' + 10;
}

static const char* end_of_line(const char* position, const char* end) {
  const char* newline = memchr(position, '\n', (size_t)(end - position));
  return newline == NULL ? end : newline;
}

void script_read_line(const char** position, const char* end, struct Line* line) {
  static char* decoded;
  const char* stop = end_of_line(*position, end);
  const char* in = *position;
  *position = stop < end ? stop + 1 : end;
  decoded = realloc(decoded, (size_t)(stop - in) + 2);
  if (decoded == NULL) abort();

  char* out = decoded;
  line->count = 0;
  while (in < stop && line->count < kMaximumWords) {
    char* word = out;
    for (; in < stop && *in != ' '; ++in) {
      if (*in != '%') {
        *out++ = *in;
      } else if (stop - in > 2 && in[1] != ' ') {
        *out++ = (char)(digit(in[1]) << 4 | digit(in[2]));
        in += 2;
      }
    }
    line->lengths[line->count] = (size_t)(out - word);
    line->words[line->count++] = word;
    *out++ = '\0';
    if (in < stop) ++in;
  }
}

const char* script_after_case(const char* position, const char* end) {
  while (position < end) {
    const char* stop = end_of_line(position, end);
    int is_end = stop - position == 3 && memcmp(position, "end", 3) == 0;
    position = stop < end ? stop + 1 : end;
    if (is_end) break;
  }
  return position;
}
