#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "cli/socket_selection.h"
#include "report/ss_text.h"

namespace CLI {
class App;
}

namespace portreeve::cli {

/// A command line in the manner of ss(8) of iproute2 6.1, as it was given.
struct SsArguments {
  SocketSelection selection;
  report::SsTextOptions text;
  bool stands_in = false;          ///< for ss itself, by name or by --as: then its habits count as well
  bool resolve = false;            ///< -r
  bool summary = false;            ///< -s
  std::string network_namespace;   ///< -N
  std::string filter_file;         ///< -F
  std::vector<std::string> words;  ///< states and conditions
};

/// Declares the options of ss on a command; each one that is met changes `arguments`. An option that is not
/// supported is an error that says so: CLI::ValidationError.
void declare_ss_options(CLI::App& command, const std::shared_ptr<SsArguments>& arguments);

}  // namespace portreeve::cli
