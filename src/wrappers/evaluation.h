#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wrappers/diagnostics.h"
#include "wrappers/file_text.h"
#include "wrappers/request.h"
#include "wrappers/string_pattern.h"
#include "wrappers/trap.h"

namespace portreeve::wrappers {

/// The address of one end in the forms that patterns compare with, each worked out when first asked for.
class HostAddress {
 public:
  HostAddress(Request& request, Side side) : request_(request), side_(side) {}

  /// The address as text, a v4-mapped one without its prefix; "unknown" when it is not known.
  [[nodiscard]] std::string_view text();
  /// The IPv4 address in host byte order, that of a v4-mapped one included.
  [[nodiscard]] std::optional<std::uint32_t> ipv4();
  /// The IPv6 address, unless it is written as a v4-mapped one.
  [[nodiscard]] std::optional<Ipv6Bytes> ipv6();
  /// Whether the address was written ::ffff:a.b.c.d.
  [[nodiscard]] bool is_mapped();

 private:
  void read();

  Request& request_;
  Side side_;
  bool is_read_ = false;
  bool is_mapped_ = false;
  bool has_ipv4_ = false;
  bool has_ipv6_ = false;
  std::string_view text_;
  std::optional<std::uint32_t> ipv4_;
  std::optional<Ipv6Bytes> ipv6_;
};

/// One decision under way: the request, where messages go, and the rule that is being looked at.
class Evaluation {
 public:
  Evaluation(Request& the_request, Diagnostics& messages, bool strict)
      : request(the_request), diagnostics(messages), is_strict(strict) {}

  [[nodiscard]] HostAddress& address(Side side) { return side == Side::kClient ? client_ : server_; }

  /// Begins a decision: its time is looked at anew.
  void begin() { time_.reset(); }
  /// When the decision first asked for the time, by the monotonic clock: all its files are those of one
  /// moment.
  [[nodiscard]] std::chrono::nanoseconds time();

  /// Notes that the decision has run into a trap. Under strict the first one ends it: whoever matches lists
  /// looks at trap() and stops. Otherwise this does nothing.
  void meet(Trap trap) {
    if (is_strict && !trap_) trap_ = trap;
  }
  [[nodiscard]] std::optional<Trap> trap() const { return trap_; }

  Request& request;
  Diagnostics& diagnostics;
  const bool is_strict;
  Position position;
  /// Reads the pattern files; empty for those of this host (read_file() of file_text.h).
  std::function<FileText(const std::string& path)> read_pattern_file;
  /// The pattern files that are being read now, outermost first, by what identifies them: none is read
  /// inside itself.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> open_pattern_files;

 private:
  HostAddress client_{request, Side::kClient};
  HostAddress server_{request, Side::kServer};
  std::optional<Trap> trap_;
  std::optional<std::chrono::nanoseconds> time_;
};

}  // namespace portreeve::wrappers
