#include "observe.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { kCapacity = 4 << 20, kLineSize = 1 << 18, kWords = 16 };

struct Log {
  size_t length;
  char text[kCapacity];
};

static struct Log* log_;

void observations_open(void) {
  log_ = mmap(NULL, sizeof *log_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (log_ == MAP_FAILED) {
    perror("driver: mmap");
    exit(2);
  }
}

void observe(const char* format, ...) {
  static char line[kLineSize];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line - 1, format, arguments);
  va_end(arguments);
  if (length < 0) return;
  size_t size = (size_t)length < sizeof line - 2 ? (size_t)length : sizeof line - 2;
  line[size++] = '\n';
  if (log_->length + size > kCapacity) return;
  memcpy(log_->text + log_->length, line, size);
  log_->length += size;
}

const char* quoted(const char* bytes, size_t length) {
  static char* words[kWords];
  static unsigned next;
  static const char digits[] = "0123456789ABCDEF";
  char** word = &words[next++ % kWords];
  free(*word);
  char* out = *word = malloc(3 * length + 2);
  if (out == NULL) abort();
  if (length == 0) *out++ = '%';
  for (size_t i = 0; i < length; ++i) {
    unsigned char byte = (unsigned char)bytes[i];
    if (byte > ' ' && byte < 0x7f && byte != '%') {
      *out++ = (char)byte;
    } else {
      *out++ = '%';
      *out++ = digits[byte >> 4];
      *out++ = digits[byte & 15];
    }
  }
  *out = '\0';
  return *word;
}

const char* quoted_string(const char* string) {
  return string == NULL ? "(null)" : quoted(string, strlen(string));
}

const char* observations(size_t* length) {
  *length = log_->length;
  return log_->text;
}

void observations_clear(void) {
  log_->length = 0;
}
