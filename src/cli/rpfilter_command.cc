#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "core/json.h"
#include "firewall/observe.h"
#include "kernel/settings.h"
#include "report/rpfilter_json.h"
#include "report/rpfilter_text.h"

namespace portreeve::cli {
namespace {

ExitStatus show_rpfilter(const GlobalOptions& global) {
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  const auto settings = kernel::observe_settings(*root);
  const auto firewall = firewall::observe_firewall(*root);
  const std::string text = global.json ? core::to_text(report::rpfilter_json(settings, firewall))
                                       : report::rpfilter_text(settings.value, firewall);
  if (const auto written = write_output(text); !written) return fail(written.error());
  if (!global.json) {
    print_unseen(settings.unseen);
    print_unseen(firewall.unseen);
  }
  const bool seen = !settings.value.scopes(core::Family::kIpv4).empty() || firewall.unseen.empty() ||
                    !firewall.value.source_validations.empty();
  return seen ? ExitStatus::kFine : ExitStatus::kFailed;
}

}  // namespace

void add_rpfilter_command(CLI::App& program, const GlobalOptions& global, ExitStatus& status) {
  CLI::App* const command =
      program.add_subcommand("rpfilter", "Reverse-path filtering: whether sources of packets are validated");
  command->fallthrough();
  command->require_subcommand(1);
  CLI::App* const show = command->add_subcommand("show", "Show who validates the sources of packets");
  show->fallthrough();
  show->footer(
      "IPv4 has rp_filter of the kernel; rules of the firewall can do the same for either family.\n"
      "Exit status: 0 fine, 2 usage, 3 neither the kernel's settings nor the firewall's rules could be "
      "seen.");
  show->callback([&global, &status] { status = show_rpfilter(global); });
}

}  // namespace portreeve::cli
