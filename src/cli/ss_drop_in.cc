#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/drop_in.h"
#include "cli/ports_listing.h"
#include "cli/ports_words.h"
#include "cli/ss_arguments.h"

namespace portreeve::cli {
namespace {

// The statuses of the original.
constexpr int kFine = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 255;

int list(const SsArguments& arguments) {
  const core::SystemRoot root;
  if (arguments.summary) {
    if (print_ss_summary(root) != ExitStatus::kFine) return kFailed;
    if (!arguments.selection.is_named() && arguments.words.empty()) return kFine;
  }
  const auto listing = to_listing(arguments, root);
  if (!listing) {
    fmt::print(stderr, "ss: {}\n", listing.error());
    return kUsage;
  }
  return print_ss_listing(root, *listing) == ExitStatus::kFine ? kFine : kFailed;
}

}  // namespace

int run_ss(int argc, char** argv) {
  CLI::App program("Lists sockets in the manner of iproute2's ss.", "ss");
  const auto arguments = std::make_shared<SsArguments>();
  arguments->stands_in = true;
  program.set_version_flag("-V,-v,--version",
                           "ss utility, portreeve " PORTREEVE_VERSION ", like iproute2-6.1.0");
  declare_ss_options(program, arguments);
  try {
    std::vector<std::string> words = with_bracketed_words({argv + 1, argv + argc});
    std::ranges::reverse(words);  // the order that this overload takes
    program.parse(std::move(words));
  } catch (const CLI::ParseError& error) {
    // Help and version are "errors" that end well.
    if (error.get_exit_code() == 0) return program.exit(error);
    fmt::print(stderr, "ss: {}\nTry 'ss --help'.\n", error.what());
    return kUsage;
  }
  int status = kFailed;
  const auto done = in_namespace(arguments->network_namespace, [&] { status = list(*arguments); });
  if (!done) fmt::print(stderr, "ss: {}\n", done.error().to_string());
  return status;
}

}  // namespace portreeve::cli
