#pragma once

#include <string>
#include <string_view>

#include "wrappers/evaluation.h"

namespace portreeve::wrappers {

/// Sends the client the banner of its daemon, DIRECTORY/DAEMON (hosts_options(5), banners).
///
/// NUL bytes at the start of the file go out first, as they are. Each line is expanded and ends in CR LF, but
/// in LF alone when its brackets do not balance; no newline is added to a last line without one. A file that
/// is missing means no banner, and a directory that is missing is warned of.
void send_banner(std::string_view directory, Evaluation& evaluation);

/// The file that send_banner() takes: DIRECTORY/DAEMON.
[[nodiscard]] std::string banner_path(std::string_view directory, std::string_view daemon);

}  // namespace portreeve::wrappers
