#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/port_range.h"
#include "core/result.h"

namespace portreeve::scan {

/// A set of port numbers, kept as sorted ranges that neither overlap nor touch.
///
/// Text form: "1-21,23,80-90"; the empty set is "".
class PortSet {
 public:
  PortSet() = default;
  /// The ports of all ranges, in whatever order they come.
  explicit PortSet(std::vector<core::PortRange> ranges);

  /// Parses ports as nmap's -p takes them (nmap(1), "Port Specification"): "22,80-90,-100,60000-" or "-".
  /// An open end is 1 or 65535; port 0 is scanned only when it is named.
  [[nodiscard]] static core::Result<PortSet> parse(std::string_view text);

  [[nodiscard]] const std::vector<core::PortRange>& ranges() const { return ranges_; }
  /// How many ports are inside: 0 to 65536.
  [[nodiscard]] std::uint32_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return ranges_.empty(); }
  [[nodiscard]] bool contains(std::uint16_t port) const;
  /// Every port, ascending.
  [[nodiscard]] std::vector<std::uint16_t> to_vector() const;
  [[nodiscard]] std::string to_string() const;

  bool operator==(const PortSet&) const = default;

 private:
  std::vector<core::PortRange> ranges_;
  std::uint32_t size_ = 0;
};

/// The ports of one -p option, apart for each transport.
struct PortSelection {
  PortSet tcp;
  PortSet udp;
  PortSet sctp;

  /// Parses ports with nmap's prefixes: "22,T:80-90,U:53". A prefix T:, U: or S: holds until the next one;
  /// ports before the first stand for every transport. Nothing selected at all is an error.
  [[nodiscard]] static core::Result<PortSelection> parse(std::string_view text);
};

}  // namespace portreeve::scan
