#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/drop_in.h"
#include "cli/netstat_arguments.h"
#include "cli/netstat_listing.h"

namespace portreeve::cli {

int run_netstat(int argc, char** argv) {
  // The statuses of the original.
  constexpr int kFailed = 1;
  constexpr int kUsage = 3;
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto arguments = parse_netstat_arguments(words);
  if (!arguments) {
    fmt::print(stderr, "netstat: {}\nTry 'netstat --help'.\n", arguments.error());
    return kUsage;
  }
  if (arguments->version) {
    fmt::print("netstat, portreeve " PORTREEVE_VERSION ", like net-tools 2.10\n");
    return 0;
  }
  if (arguments->help) {
    fmt::print("{}", netstat_usage());
    return 0;
  }
  return print_netstat_listing(core::SystemRoot(), *arguments) == ExitStatus::kFine ? 0 : kFailed;
}

}  // namespace portreeve::cli
