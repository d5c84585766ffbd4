// The one binary: finds the command, lets it run, and ends with its exit status.

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/drop_in.h"
#include "cli/ports_words.h"
#include "cli/scan_arguments.h"

namespace portreeve::cli {
namespace {

void add_global_options(CLI::App& program, GlobalOptions& options) {
  program.add_option("--root", options.root, "Read the host captured in this directory instead of this one")
      ->envname("PORTREEVE_ROOT")
      ->type_name("DIR");
  program.add_flag("--json", options.json, "Print one JSON document instead of text");
  program
      .add_option_function<std::string>(
          "--color",
          [&options](const std::string& word) {
            options.color = word == "always"  ? ColorWhen::kAlways
                            : word == "never" ? ColorWhen::kNever
                                              : ColorWhen::kAuto;
          },
          "Colour: auto (on a terminal), always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""))
      ->type_name("WHEN");
}

int run(int argc, char** argv) {
  CLI::App program("Secures a Linux host's network access: observes, judges and reports.", "portreeve");
  program.set_version_flag("--version", "portreeve " PORTREEVE_VERSION);
  program.require_subcommand(0, 1);
  program.fallthrough();
  program.footer("Exit status: 0 fine, 1 findings, 2 usage, 3 it could not be done.");

  GlobalOptions options;
  ExitStatus status = ExitStatus::kFine;
  add_global_options(program, options);
  add_audit_command(program, options, status);
  add_kernel_command(program, options, status);
  add_ports_command(program, options, status);
  add_rpfilter_command(program, options, status);
  add_scan_command(program, options, status);
  add_wrap_command(program, options, status);

  try {
    std::vector<std::string> words = with_plain_ports_words(with_long_scan_options({argv + 1, argv + argc}));
    std::ranges::reverse(words);  // the order that this overload takes
    program.parse(std::move(words));
    if (program.get_subcommands().empty()) fmt::print("{}", program.help());
  } catch (const CLI::ParseError& error) {
    // Help and version are "errors" that end well; all others are a wrong command line.
    if (error.get_exit_code() == 0) return program.exit(error);
    fmt::print(stderr, "portreeve: {}\nTry 'portreeve --help' or 'portreeve COMMAND --help'.\n",
               error.what());
    return static_cast<int>(ExitStatus::kUsage);
  }
  return static_cast<int>(status);
}

// What the program is, by the last part of the name that it was called by.
int run_by_name(int argc, char** argv) {
  const std::string_view path = argc > 0 ? argv[0] : "";
  const std::string_view name = path.substr(path.rfind('/') + 1);
  if (name == "netstat") return run_netstat(argc, argv);
  if (name == "ss") return run_ss(argc, argv);
  if (name == "tcpdchk") return run_tcpdchk(argc, argv);
  if (name == "tcpdmatch") return run_tcpdmatch(argc, argv);
  return run(argc, argv);
}

}  // namespace
}  // namespace portreeve::cli

int main(int argc, char** argv) {
  // A closed pipe is an error of the write that met it, not a silent death.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return portreeve::cli::run_by_name(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "portreeve: cannot go on: {} (this is a fault of the program: please report it)\n",
               error.what());
    return static_cast<int>(portreeve::cli::ExitStatus::kFailed);
  }
}
