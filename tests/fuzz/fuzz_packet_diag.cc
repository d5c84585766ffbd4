#include <linux/packet_diag.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "diag_property.h"
#include "sockets/packet_diag.h"

using portreeve::fuzz::require_decoder;
using portreeve::sockets::Protocol;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto body = std::as_bytes(std::span(data, size));
  require_decoder(body, Protocol::kPacket, sizeof(::packet_diag_msg), [](std::span<const std::byte> bytes) {
    return portreeve::sockets::decode_packet_diag(bytes, {.memory = true});
  });
  return 0;
}
