#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "property.h"
#include "sockets/filter.h"

using portreeve::fuzz::require;
using namespace portreeve::sockets;  // the target is about nothing else

namespace {

// Names that depend on nothing but their text, so that an input means the same everywhere.
FilterNames names() {
  return {
      .port = [](const std::string& name, const char* protocol) -> std::optional<std::uint16_t> {
        if (name == "ssh") return 22;
        if (name == "torn") return std::string_view(protocol) == "tcp" ? 1 : 2;
        return std::nullopt;
      },
      .hosts = [](const std::string& name, AddressFamily family) -> std::vector<portreeve::core::Address> {
        const auto ipv4 = portreeve::core::Address::from_ipv4(0xc0000207);
        if (name != "host") return {};
        if (family == AddressFamily::kInet) return {ipv4};
        return {ipv4, portreeve::core::Address::any(portreeve::core::Family::kIpv6)};
      },
      .device = [](const std::string& name) -> std::optional<std::uint32_t> {
        return name == "eth0" ? std::optional(2U) : std::nullopt;
      },
      .cgroup = [](const std::string& path) -> std::optional<std::uint64_t> { return path.size(); }};
}

std::vector<Socket> sockets() {
  std::vector<Socket> made(5);
  made[0].local.port = 22;
  made[1].protocol = Protocol::kUnix;
  made[1].detail = UnixDetail{};
  made[2].protocol = Protocol::kNetlink;
  made[2].detail = NetlinkDetail{.port = 812};
  made[3].protocol = Protocol::kPacket;
  made[3].detail = PacketDetail{};
  made[4].protocol = Protocol::kVsock;
  made[4].detail = VsockDetail{};
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr unsigned kFamilies = 7;  // those that a filter has a name for
  const FilterContext context{.family = static_cast<AddressFamily>(data[0] % kFamilies)};
  const std::vector<std::string> words{std::string(portreeve::fuzz::as_text(data + 1, size - 1))};
  const auto filter = Filter::parse(words, context, names());
  if (!filter) {
    const FilterError& error = filter.error();
    require(error.offset + error.length <= words[0].size(), "what is marked is a part of the expression");
    require(!error.reason.empty() && !error.to_string().empty(), "a mistake has a reason");
    return 0;
  }
  const auto again = Filter::parse({filter->to_string()}, {}, names());
  require(again.has_value(), "a filter's own text is one");
  require(*again == *filter, "and the same one");
  for (const Socket& socket : sockets())
    require(again->matches(socket) == filter->matches(socket), "and chooses the same sockets");
  return 0;
}
