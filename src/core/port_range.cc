#include "core/port_range.h"

#include <stdexcept>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::core {

PortRange::PortRange(std::uint16_t first, std::uint16_t last) : first_(first), last_(last) {
  if (last < first) throw std::invalid_argument("a port range ends before it begins");
}

Result<PortRange> PortRange::parse(std::string_view text) {
  const std::size_t dash = text.find('-');
  const Result<std::uint16_t> first = parse_port(text.substr(0, dash));
  if (dash == std::string_view::npos) {
    return first.map([](std::uint16_t port) { return PortRange(port, port); });
  }
  const auto because = [&](std::string_view reason) {
    return failure(parse_error("the port range", text, reason, "write FIRST-LAST, as in 8000-8100"));
  };
  if (!first) return because("its first port is " + first.error().reason);
  const Result<std::uint16_t> last = parse_port(text.substr(dash + 1));
  if (!last) return because("its last port is " + last.error().reason);
  if (*last < *first) return because("it ends before it begins");
  return PortRange(*first, *last);
}

std::string PortRange::to_string() const {
  return first_ == last_ ? fmt::format("{}", first_) : fmt::format("{}-{}", first_, last_);
}

Result<std::uint16_t> parse_port(std::string_view text) {
  return parse_number<std::uint16_t>("the port", text);
}

}  // namespace portreeve::core
