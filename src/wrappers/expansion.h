#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "wrappers/evaluation.h"

namespace portreeve::wrappers {

/// A text in which every byte that is not a letter, a digit or one of !@%-_=+:,./ has become "_".
[[nodiscard]] std::string harmless(std::string_view text);

/// Replaces every %-expansion of hosts_access(5) in a text: %a %A %c %d %h %H %n %N %p %r %R %s %u and %%.
///
/// What is put in comes from a peer as often as not, and the result may become a shell command: every byte of
/// it that is not a letter, a digit or one of !@%-_=+:,./ becomes "_". The text around it stays as it is. An
/// unknown letter is warned of and stands for nothing. Names and users are looked up when %n, %N or %u ask
/// for them. Returns nothing when the result would not be shorter than `limit` bytes.
[[nodiscard]] std::optional<std::string> expand(std::string_view text, std::size_t limit,
                                                Evaluation& evaluation);

}  // namespace portreeve::wrappers
