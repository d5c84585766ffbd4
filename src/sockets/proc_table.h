#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/observation.h"
#include "core/result.h"
#include "core/system_root.h"
#include "sockets/query.h"

namespace portreeve::sockets {

/// A table of /proc/net (proc(5)): a line for each socket below a heading.
struct ProcTable {
  std::string path;          ///< "/proc/net/tcp"
  std::string kind;          ///< what it lists, for a person: "tcp socket"
  std::string family;        ///< "" or " of IPv4", which comes behind that
  std::string_view heading;  ///< what its first line begins with, blanks aside
  std::function<core::Result<Socket>(std::string_view)> parse;  ///< a line, as it is, without its newline
};

/// Passes on the sockets of a table as its lines are read. A line that is none of a socket is noted as unseen
/// with its number, and the rest is read all the same; after a hundred of them the file counts as garbage,
/// and its rest is noted as unseen. The value is false if anything was. An error if the file can't be opened.
[[nodiscard]] core::Result<bool> read_proc_table(const core::SystemRoot& root, const ProcTable& table,
                                                 const Visitor& visit, std::vector<core::Unseen>& unseen);

}  // namespace portreeve::sockets
