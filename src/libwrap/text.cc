#include "wrappers/text.h"

#include <arpa/inet.h>

#include <cstring>
#include <string>
#include <string_view>

#include "libwrap/abi_request.h"
#include "libwrap/syslog_diagnostics.h"
#include "libwrap/tcpd.h"
#include "wrappers/expansion.h"
#include "wrappers/network_pattern.h"

extern "C" {

char* xgets(char* line, int length, FILE* stream) {
  char* end = line;
  while (length > 1 && std::fgets(end, length, stream) != nullptr) {
    std::size_t got = std::strlen(end);
    const bool is_complete = got >= 1 && end[got - 1] == '\n';
    if (is_complete) {
      ++tcpd_context.line;
      if (got < 2 || end[got - 2] != '\\') return line;
      got -= 2;
    }
    end += got;
    length -= static_cast<int>(got);
    *end = '\0';
  }
  return end > line ? line : nullptr;
}

char* split_at(char* text, int delimiter) {
  const std::size_t place = portreeve::wrappers::find_outside_brackets(text, static_cast<char>(delimiter));
  if (place == std::string_view::npos) return nullptr;
  text[place] = '\0';
  return text + place + 1;
}

unsigned long dot_quad_addr(char* text) {
  const auto address = portreeve::wrappers::parse_dotted_quad(text);
  return address ? htonl(*address) : INADDR_NONE;
}

/* The mask of a prefix length, in network order, or 0. Declared nowhere; historical tools call it. */
unsigned long cidr_mask_addr(char* text) {
  const auto mask = portreeve::wrappers::parse_ipv4_length(text);
  return mask ? htonl(*mask) : 0;
}

char* percent_x(char* result, int result_length, char* text, request_info* request) {
  portreeve::libwrap::AbiRequest asked(*request);
  portreeve::libwrap::SyslogDiagnostics diagnostics;
  portreeve::wrappers::Evaluation evaluation(asked, diagnostics, false);
  const auto expanded =
      portreeve::wrappers::expand(text, static_cast<std::size_t>(result_length), evaluation);
  if (!expanded) {
    // Half a command is worse than none; the original ends the process here.
    diagnostics.warning({}, portreeve::wrappers::concat({"percent_x: expansion too long: ",
                                                         std::string_view(text).substr(0, 30), "..."}));
  }
  const std::string& whole = expanded ? *expanded : std::string();
  std::memcpy(result, whole.c_str(), whole.size() + 1);
  return result;
}

}  // extern "C"
