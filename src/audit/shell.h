#pragma once

#include <string>
#include <string_view>

namespace portreeve::audit {

/// A text as one word of a POSIX shell command: as it is when it has only letters, digits and characters that
/// mean nothing to a shell, else in single quotes. Interface names may hold ';', '$' or '`', and a command of
/// a finding is there to be copied.
[[nodiscard]] std::string shell_word(std::string_view text);

}  // namespace portreeve::audit
