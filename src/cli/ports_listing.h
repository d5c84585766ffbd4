#pragma once

#include <functional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "cli/command.h"
#include "cli/ss_arguments.h"
#include "core/result.h"
#include "core/system_root.h"
#include "report/sockets_json.h"
#include "sockets/filter.h"
#include "sockets/query.h"

namespace portreeve::cli {

/// What a command line in the manner of ss(8) asks for: which sockets, and how they are shown.
struct PortsListing {
  sockets::Query query;
  report::SsTextOptions text;
  bool resolve = false;  ///< whether hosts are shown by name
};

/// Works out a command line: its states, its filter and the file of it, and what follows from them. The error
/// is one of the command line, in words that stand behind the name of the program: a line, and for a filter
/// three.
[[nodiscard]] tl::expected<PortsListing, std::string> to_listing(SsArguments arguments,
                                                                 const core::SystemRoot& root);

/// Does some work inside the network namespace of a name or pid, or where the caller is if the name is empty.
[[nodiscard]] core::Status in_namespace(const std::string& name, const std::function<void()>& work);

/// What a listing in JSON says beside its sockets: the network namespace that they are of, paths of control
/// groups.
[[nodiscard]] report::ListingContext listing_context(const core::SystemRoot& root,
                                                     const sockets::Query& query);

/// Prints counts of sockets as `ss -s` does.
[[nodiscard]] ExitStatus print_ss_summary(const core::SystemRoot& root);

/// Prints the sockets in the manner of ss. What was not seen is said on standard error.
[[nodiscard]] ExitStatus print_ss_listing(const core::SystemRoot& root, const PortsListing& listing);

}  // namespace portreeve::cli
