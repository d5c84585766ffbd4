#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/address.h"
#include "core/prefix.h"
#include "core/result.h"

namespace portreeve::scan {

/// One host to scan. `name` is what was asked for when that was a name, else empty.
struct Target {
  core::Address address;
  std::string name;
  /// Whether it was asked for by itself and not as one of a range. Such a host is scanned even when it looks
  /// down at first.
  bool is_single = true;

  bool operator==(const Target&) const = default;
};

/// The hosts to scan: addresses, and ranges of addresses that are counted out only when they are asked for.
///
///     Targets targets;
///     for (const std::string& text : arguments) { ... targets.add(text) ... }
///     ... targets.exclude("10.0.0.1") ...
///     for (std::uint64_t i = 0; i < targets.size(); ++i) { scan(targets.at(i)); }
class Targets {
 public:
  /// How many hosts one scan takes: an IPv4 /16 and nobody's typing error.
  static constexpr std::uint64_t kMaximumSize = 65536;

  Targets() = default;
  explicit Targets(const std::vector<core::Address>& addresses);

  /// Adds what one word asks for: an address (an IPv6 one with a zone where it needs one), a prefix
  /// (10.0.0.0/24; host bits are cleared, and network and broadcast address are hosts like any other), octet
  /// ranges (10.0.0-5,9.*), or a name, which is looked up (getaddrinfo(3)) and stands for its first address.
  /// `family` restricts the look-up of names. An error leaves the targets as they were.
  [[nodiscard]] core::Status add(std::string_view text, std::optional<core::Family> family = {});

  /// Leaves out every address that a word of the same forms stands for.
  [[nodiscard]] core::Status exclude(std::string_view text, std::optional<core::Family> family = {});

  /// How many hosts there are, excluded ones not counted yet: at() says which are.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// The host at a position, or nothing when it is excluded. REQUIRES: index < size().
  [[nodiscard]] std::optional<Target> at(std::uint64_t index) const;

 private:
  /// The values that one octet of an IPv4 pattern takes, ascending.
  using Octet = std::vector<std::uint8_t>;

  /// What one word stands for: a single host, the addresses of a prefix, or those of an octet pattern.
  struct Group {
    std::uint64_t size = 1;
    Target first;               // the host, or the first address of a prefix
    core::Prefix prefix;        // the host alone, or the prefix; of no meaning for an octet pattern
    std::vector<Octet> octets;  // four for an octet pattern, else none

    [[nodiscard]] bool contains(const core::Address& address) const;
  };

  [[nodiscard]] static Group single(const core::Address& address, std::string_view name = {});
  [[nodiscard]] static core::Result<Group> parse(std::string_view text, std::optional<core::Family> family);
  [[nodiscard]] static core::Result<Group> parse_octets(std::string_view text);

  std::vector<Group> groups_;
  std::vector<Group> excluded_;
  std::uint64_t size_ = 0;
};

/// The words of a list of targets or of exclusions (-iL): separated by blanks, with comments from '#' to the
/// end of the line. Views into `text`.
[[nodiscard]] std::vector<std::string_view> target_words(std::string_view text);

}  // namespace portreeve::scan
