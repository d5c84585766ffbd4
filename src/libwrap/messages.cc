#include <syslog.h>

#include <cerrno>
#include <csetjmp>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "libwrap/globals.h"
#include "libwrap/syslog_diagnostics.h"

namespace {

constexpr std::size_t kLongestMessage = 8192;

// Formats a message, %m included, and sends it to the diagnostics with the rule that tcpd_context names.
__attribute__((format(printf, 2, 0))) void report(bool is_error, const char* format, va_list values) {
  char text[kLongestMessage];
  std::vsnprintf(text, sizeof text, format, values);
  portreeve::wrappers::Position where;
  if (tcpd_context.file != nullptr) where = {tcpd_context.file, tcpd_context.line};
  portreeve::libwrap::SyslogDiagnostics diagnostics;
  if (is_error) {
    diagnostics.error(where, text);
  } else {
    diagnostics.warning(where, text);
  }
}

}  // namespace

extern "C" {

void tcpd_warn(const char* format, ...) {
  va_list values;
  va_start(values, format);
  report(false, format, values);
  va_end(values);
}

void tcpd_jump(const char* format, ...) {
  va_list values;
  va_start(values, format);
  report(true, format, values);
  va_end(values);
  longjmp(tcpd_buf, AC_ERROR);
}

/* Copies a text with every "%m" replaced by the words for errno. Declared nowhere; historical tools call it.
 */
char* percent_m(char* result, const char* text) {
  char* to = result;
  for (const char* from = text; *from != '\0'; ++from) {
    if (from[0] == '%' && from[1] == 'm') {
      to = stpcpy(to, std::strerror(errno));
      ++from;
    } else {
      *to++ = *from;
    }
  }
  *to = '\0';
  return result;
}

}  // extern "C"
