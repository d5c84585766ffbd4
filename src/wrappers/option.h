#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portreeve::wrappers {

/// The options of hosts_options(5) and Debian's aclexec.
enum class OptionKind {
  kAclexec,
  kAllow,
  kBanners,
  kDeny,
  kGroup,
  kKeepalive,
  kLinger,
  kNice,
  kRfc931,
  kSetenv,
  kSeverity,
  kSpawn,
  kTwist,
  kUmask,
  kUser,
};

/// One option of a rule, as written.
struct Option {
  std::string keyword;             ///< as written; empty when the field is
  std::string value;               ///< empty when there is none
  std::optional<OptionKind> kind;  ///< nothing when no option has that name
};

/// What an option asks of its value and its place.
struct OptionTraits {
  std::string_view keyword;
  OptionKind kind;
  bool needs_value = false;
  bool permits_value = false;
  bool expands_value = false;  ///< %-expansion is done on the value
  bool must_be_last = false;
};
[[nodiscard]] const OptionTraits& traits(OptionKind kind);

/// The options of a rule's text after its second colon, one for each field between ":"s; "\:" stands for a
/// colon inside a field. Fields are trimmed; the keyword ends at a blank or "=", and one "=" before the value
/// is dropped. `ends_in_colon` tells of a text that ends right after a colon.
struct OptionList {
  std::vector<Option> options;
  bool ends_in_colon = false;
};
[[nodiscard]] OptionList parse_options(std::string_view text);

/// What is wrong with option number `index` of a list, in the words of the original, or nothing.
[[nodiscard]] std::optional<std::string> fault_of(const std::vector<Option>& options, std::size_t index);

/// A whole number as scanf("%d") or, for octal digits, scanf("%o") reads it, with nothing after it.
[[nodiscard]] std::optional<int> parse_decimal_value(std::string_view text);
[[nodiscard]] std::optional<unsigned> parse_octal_value(std::string_view text);

/// A priority for syslog(3), or the word of the text that names none.
struct Severity {
  std::optional<int> priority;
  std::string_view unknown_word = {};
};
/// A facility and level written as in syslog.conf(5), "mail.info" or "info".
[[nodiscard]] Severity parse_severity(std::string_view text);

/// What is wrong with the value of linger, nice, rfc931, severity or umask, in the words of the original;
/// nothing for other options.
[[nodiscard]] std::optional<std::string> value_fault_of(OptionKind kind, std::string_view value);

/// The value of setenv in its two parts: a name up to the first blank, and the rest without the blanks around
/// it.
struct Assignment {
  std::string name;
  std::string value;
};
[[nodiscard]] Assignment parse_assignment(std::string_view text);

/// The value of user: "user" or "user.group".
struct Identity {
  std::string user;
  std::optional<std::string> group;
};
[[nodiscard]] Identity parse_identity(std::string_view text);

}  // namespace portreeve::wrappers
