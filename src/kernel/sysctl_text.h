#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace portreeve::kernel {

/// One line of a file for sysctl(8) or sysctl.d(5) that says something about a key.
struct SysctlLine {
  std::size_t number = 0;
  std::string key;              ///< the file below /proc/sys, with slashes; it may be a pattern of glob(7)
  std::string value;            ///< as it is written; without meaning for an exclusion
  bool is_exclusion = false;    ///< "-key" without "=": patterns pass it by
  bool ignores_errors = false;  ///< "-key=value"

  /// Whether the key has a character that makes it a pattern; such a key is never taken literally.
  [[nodiscard]] bool is_pattern() const { return key.find_first_of("*?[") != std::string::npos; }
};

/// A file, understood: its lines, and what is wrong with the others.
struct SysctlText {
  std::vector<SysctlLine> lines;
  std::vector<core::Error> mistakes;  ///< each with its place; the loaders go on after such a line
};

/// A line longer than this is a mistake: systemd-sysctl reads no further (LONG_LINE_MAX), and no value of a
/// network setting comes near it.
inline constexpr std::size_t kLongestSysctlLine = std::size_t{1} << 20;

/// Parses a file: "key = value" a line, blanks around both, '#' or ';' before a comment, CR LF as line end;
/// never fails as a whole. `file` is named in mistakes.
[[nodiscard]] SysctlText parse_sysctl_text(std::string_view file, std::string_view text);

/// The file below /proc/sys that a key means: the first separator decides. After a '/' the rest is as it is;
/// after a '.' dots and slashes change places, so "net.ipv4.conf.e0/100.rp_filter" is of the interface e0.100
/// (sysctl.d(5)). Slashes in front are dropped.
[[nodiscard]] std::string sysctl_file_of_key(std::string_view key);

/// The number that the kernel makes of the text of one integer (proc_dointvec(), kernel/sysctl.c): decimal,
/// 0x or 0 before hexadecimal and octal, a sign, blanks around it; a second word is not looked at. Nothing if
/// it refuses the text.
[[nodiscard]] std::optional<std::int64_t> number_of_sysctl_value(std::string_view value);

}  // namespace portreeve::kernel
