#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portreeve::wrappers {

/// How bad a problem of the rule files is. Ordered: a later one is worse.
enum class Grade : unsigned char {
  kNotice,   ///< as the rules say, but worth a look
  kWarning,  ///< probably not what was meant, or a defence that is missing
  kError,    ///< the rule does something else than it says, or nothing at all
};

/// "notice", "warning", "error".
[[nodiscard]] std::string_view to_string(Grade grade);

/// How Debian's tcpdchk(8) tells of the same problem. It writes "warning: FILE, line N: TEXT",
/// or "warning: TEXT" where it has no place.
struct OriginalWords {
  std::vector<std::string> texts;  ///< one a line; empty when tcpdchk does not look for it
  bool is_error = false;           ///< it says "error:"
  bool has_place = true;           ///< it names the file and the line
  std::optional<int> line;         ///< when it counts another line than the problem's
};

/// One thing that is wrong with the rule files or with what they rest on.
struct Problem {
  std::string id;  ///< stable for ever: "wrap.missing_separator"
  Grade grade = Grade::kWarning;
  std::string file;     ///< where it is, as on the host: "/etc/hosts.allow"
  int line = 0;         ///< 0: the file as a whole
  std::string text;     ///< the words that it is about, as they stand there; may be empty
  std::string effect;   ///< what happens, in a sentence without its full stop
  std::string remedy;   ///< what to do, likewise
  std::string exposed;  ///< the file or directory that others than root may change, when that is the problem
  OriginalWords original;
};

}  // namespace portreeve::wrappers
