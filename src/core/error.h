#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace portreeve::core {

/// A place in a text file, for messages of the form `file:line`. Line 0 means the file as a whole.
struct SourceLocation {
  std::string file;
  std::size_t line = 0;

  bool operator==(const SourceLocation&) const = default;
};

/// Why something could not be done, as a value: everything a person needs to act on it.
///
/// It reads as one sentence: "cannot ATTEMPTED SUBJECT: REASON (ADVICE)", preceded by `file:line: ` when it
/// is about a place in a file. Fields that do not apply stay empty.
struct Error {
  std::string attempted;                   ///< what was tried, as a verb phrase: "read", "parse the prefix"
  std::string subject;                     ///< on what: a path, the offending text, an address
  std::string reason;                      ///< why it failed, in words
  std::string advice;                      ///< what to do about it; may be empty
  int errno_value = 0;                     ///< the system's error number where there is one, else 0
  std::optional<SourceLocation> location;  ///< the place in a file that the error is about

  /// The whole sentence, without a final newline. Text that came from outside is made printable.
  [[nodiscard]] std::string to_string() const;
};

/// An error that needs nothing but words.
[[nodiscard]] Error make_error(std::string_view attempted, std::string_view subject, std::string_view reason,
                               std::string_view advice = {});

/// An error of the operating system: the reason is the text of `errno_value` (errno(3)), and the advice is
/// filled in for the few errors whose remedy is always the same, such as a lack of privilege.
/// Pass errno as it was right after the failed call.
[[nodiscard]] Error system_error(std::string_view attempted, std::string_view subject, int errno_value);

/// An error about a piece of text: "cannot parse WHAT "TEXT": REASON". Overlong text is shortened.
[[nodiscard]] Error parse_error(std::string_view what, std::string_view text, std::string_view reason,
                                std::string_view advice = {});

}  // namespace portreeve::core
