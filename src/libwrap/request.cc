#include <cstdarg>
#include <cstring>

#include "libwrap/c_text.h"
#include "libwrap/process_id.h"
#include "libwrap/tcpd.h"
#include "wrappers/text.h"

namespace {

using portreeve::libwrap::copy_text;

// Reads pairs of a key and a value up to a key that is not above zero.
request_info* fill(request_info* request, va_list values) {
  for (int key = va_arg(values, int); key > 0; key = va_arg(values, int)) {
    switch (key) {
      case RQ_FILE:
        request->fd = va_arg(values, int);
        break;
      case RQ_DAEMON:
        copy_text(request->daemon, va_arg(values, const char*));
        break;
      case RQ_USER:
        copy_text(request->user, va_arg(values, const char*));
        break;
      case RQ_CLIENT_NAME:
        copy_text(request->client->name, va_arg(values, const char*));
        break;
      case RQ_CLIENT_ADDR:
        copy_text(request->client->addr, va_arg(values, const char*));
        break;
      case RQ_CLIENT_SIN:
        request->client->sin = va_arg(values, sockaddr*);
        break;
      case RQ_SERVER_NAME:
        copy_text(request->server->name, va_arg(values, const char*));
        break;
      case RQ_SERVER_ADDR:
        copy_text(request->server->addr, va_arg(values, const char*));
        break;
      case RQ_SERVER_SIN:
        request->server->sin = va_arg(values, sockaddr*);
        break;
      default:
        tcpd_warn("request_fill: invalid key: %d", key);
        return request;
    }
  }
  return request;
}

}  // namespace

extern "C" {

request_info* request_init(request_info* request, ...) {
  std::memset(request, 0, sizeof *request);
  request->fd = -1;
  copy_text(request->daemon, STRING_UNKNOWN);
  copy_text(request->pid, portreeve::wrappers::decimal(portreeve::libwrap::process_id()));
  request->client->request = request;
  request->server->request = request;
  va_list values;
  va_start(values, request);
  fill(request, values);
  va_end(values);
  return request;
}

request_info* request_set(request_info* request, ...) {
  va_list values;
  va_start(values, request);
  fill(request, values);
  va_end(values);
  return request;
}

}  // extern "C"
