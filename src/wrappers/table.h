#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wrappers/evaluation.h"

namespace portreeve::wrappers {

/// What looking a request up in one rule file comes to.
struct TableMatch {
  enum class Kind {
    kNone,        ///< no rule matches
    kMatched,     ///< a rule matches: the first of the file that does
    kUnusable,    ///< a line before any match ended the reading: it lacks its newline or is too long
    kUnreadable,  ///< the file is there and cannot be opened
    kTrapped,     ///< strict: the decision ran into evaluation.trap()
  };
  Kind kind = Kind::kNone;
  int line = 0;              ///< the line of the rule, or of the trap
  bool has_options = false;  ///< whether the rule has a field for options
  std::string_view options;  ///< that field
};

/// The first rule of a file that matches, found by reading its text from the start. `buffer` keeps the
/// options of a rule that was joined from several lines. Lines that are no rules are warned of as they are
/// passed.
[[nodiscard]] TableMatch find_match(std::string_view text, Evaluation& evaluation, std::string& buffer);

/// What a file that cannot be opened comes to, after a warning that says why.
[[nodiscard]] TableMatch match_in_unreadable_table(std::string_view path, std::string_view why,
                                                   Evaluation& evaluation);
/// What a directory in the place of a rule file comes to: it has no rules.
[[nodiscard]] TableMatch match_in_directory(Evaluation& evaluation);

/// Tells of a line that makes the rest of its file unusable.
void warn_of_unterminated_line(Evaluation& evaluation);
/// Tells of a line without a separator.
void warn_of_missing_separator(Evaluation& evaluation);

}  // namespace portreeve::wrappers
