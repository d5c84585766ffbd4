#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wrappers/diagnostics.h"

namespace portreeve::wrappers {

/// Where the setting is kept: a file of lines "key = value", with "#" for comments.
inline constexpr const char* kPolicyFile = "/etc/portreeve/portreeve.conf";
/// The environment variable that outdoes the file: "yes" or "no". A set-uid or set-gid process does not look
/// at it.
inline constexpr const char* kStrictVariable = "PORTREEVE_STRICT";

/// Whether decisions are strict: one that runs into a trap of the rule language (trap.h) is a refusal.
///
/// The environment decides, else the line "strict = yes" of the file, else it is no. What cannot be read or
/// understood counts as yes, with a warning: an administrator has asked for something, and refusing is the
/// safe side.
[[nodiscard]] bool read_strict(const std::string& policy_file, Diagnostics& diagnostics);

/// "yes", "true", "on" or "1", and their opposites; nothing for other words.
[[nodiscard]] std::optional<bool> parse_switch(std::string_view word);

}  // namespace portreeve::wrappers
