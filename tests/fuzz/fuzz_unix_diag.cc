#include <linux/unix_diag.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "diag_property.h"
#include "sockets/unix_diag.h"

using portreeve::fuzz::require_decoder;
using portreeve::sockets::Protocol;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto body = std::as_bytes(std::span(data, size));
  require_decoder(body, Protocol::kUnix, sizeof(::unix_diag_msg), portreeve::sockets::decode_unix_diag);
  return 0;
}
