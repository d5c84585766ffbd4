#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "core/json.h"
#include "kernel/settings.h"
#include "report/kernel_json.h"
#include "report/kernel_text.h"

namespace portreeve::cli {
namespace {

ExitStatus show_kernel(const GlobalOptions& global) {
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  const auto settings = kernel::observe_settings(*root);
  const std::string text = global.json ? core::to_text(report::kernel_json(settings))
                                       : report::kernel_text(settings.value, terminal_width());
  if (const auto written = write_output(text); !written) return fail(written.error());
  if (!global.json) print_unseen(settings.unseen);
  const bool seen = !settings.value.scopes(core::Family::kIpv4).empty() ||
                    !settings.value.scopes(core::Family::kIpv6).empty();
  return seen ? ExitStatus::kFine : ExitStatus::kFailed;
}

}  // namespace

void add_kernel_command(CLI::App& program, const GlobalOptions& global, ExitStatus& status) {
  CLI::App* const command = program.add_subcommand("kernel", "The kernel's settings for network access");
  command->fallthrough();
  command->require_subcommand(1);
  CLI::App* const show =
      command->add_subcommand("show", "Show each setting, and the value in force on each interface");
  show->fallthrough();
  show->footer(
      "The kernel combines the number of `all` with that of an interface in a different way for each "
      "setting;\n"
      "IN FORCE is what it acts on. `default` stands for interfaces that are made later,\n"
      "and on lo nothing but send_redirects is judged.\n"
      "Exit status: 0 fine, 2 usage, 3 no setting could be seen.");
  show->callback([&global, &status] { status = show_kernel(global); });
}

}  // namespace portreeve::cli
