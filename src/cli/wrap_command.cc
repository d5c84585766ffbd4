#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/wrap_subcommands.h"

namespace portreeve::cli {

void add_wrap_command(CLI::App& program, const GlobalOptions& global, ExitStatus& status) {
  CLI::App* const command =
      program.add_subcommand("wrap", "TCP Wrappers: who is let in by hosts.allow and hosts.deny");
  command->fallthrough();
  command->require_subcommand(1);
  add_wrap_check(*command, global, status);
  add_wrap_questions(*command, global, status);
}

}  // namespace portreeve::cli
