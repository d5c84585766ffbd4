#include <linux/vm_sockets_diag.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "diag_property.h"
#include "sockets/vsock_diag.h"

using portreeve::fuzz::require_decoder;
using portreeve::sockets::decode_vsock_diag;
using portreeve::sockets::Protocol;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  require_decoder(std::as_bytes(std::span(data, size)), Protocol::kVsock, sizeof(::vsock_diag_msg),
                  decode_vsock_diag);
  return 0;
}
