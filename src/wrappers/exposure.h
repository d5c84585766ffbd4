#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/system_root.h"

namespace portreeve::wrappers {

/// Why somebody other than root can change what a path leads to.
struct Exposure {
  std::string path;    ///< the file, the directory above it, or a target of a link on the way
  std::string reason;  ///< "is writable by everybody", "belongs to uid 1000", ...
};

/// The first place on the way to a file, from the top, that somebody other than root may change; nothing when
/// there is none, and for what is not there. In a capture the owner of its top directory counts as root, as a
/// copy belongs to whoever made it.
[[nodiscard]] std::optional<Exposure> find_exposure(const core::SystemRoot& root, std::string_view path);

/// A file and the directories above it, as far as everybody may write them, from the file upwards: where
/// tcpdchk(8) and tcpdmatch(8) say "world writable". None for what is not there.
[[nodiscard]] std::vector<std::string> world_writable_places(const core::SystemRoot& root,
                                                             std::string_view path);

}  // namespace portreeve::wrappers
