#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/kernel_subcommands.h"
#include "core/json.h"
#include "kernel/settings.h"
#include "kernel/verdict.h"
#include "report/kernel_check.h"
#include "report/kernel_json.h"
#include "report/kernel_text.h"

namespace portreeve::cli {
namespace {

using kernel::Setting;

struct KernelOptions {
  std::vector<std::string> names;
  std::string level = "benchmark";
};

// Whether a word names a setting: "rp_filter" those of either family, "ipv6.forwarding" that of one.
bool is_named(const Setting& setting, std::string_view word) {
  const std::string_view family = setting.family == core::Family::kIpv4 ? "ipv4" : "ipv6";
  if (word.starts_with(family) && word.substr(family.size()).starts_with("."))
    return word.substr(family.size() + 1) == setting.name;
  return word == setting.name;
}

// All settings where no word is given, else those that are named; a word that names none is an error.
core::Result<std::vector<const Setting*>> choose_settings(const std::vector<std::string>& words) {
  std::vector<const Setting*> chosen;
  for (const Setting& setting : kernel::catalogue()) {
    const bool is_chosen = words.empty() || std::ranges::any_of(words, [&](const std::string& word) {
                             return is_named(setting, word);
                           });
    if (is_chosen) chosen.push_back(&setting);
  }
  for (const std::string& word : words) {
    if (std::ranges::none_of(kernel::catalogue(),
                             [&](const Setting& setting) { return is_named(setting, word); })) {
      return core::failure(core::make_error("find the setting", word, "the catalogue has none of this name",
                                            "`portreeve kernel describe` lists all of them"));
    }
  }
  return chosen;
}

bool was_seen(const kernel::Settings& settings) {
  return !settings.scopes(core::Family::kIpv4).empty() || !settings.scopes(core::Family::kIpv6).empty();
}

ExitStatus show_kernel(const GlobalOptions& global, const KernelOptions& options) {
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  const auto chosen = choose_settings(options.names);
  if (!chosen) return fail(chosen.error());
  const auto settings = kernel::observe_settings(*root);
  const std::string text = global.json ? core::to_text(report::kernel_json(settings, *chosen))
                                       : report::kernel_text(settings.value, *chosen, terminal_width());
  if (const auto written = write_output(text); !written) return fail(written.error());
  if (!global.json) print_unseen(settings.unseen);
  return was_seen(settings.value) ? ExitStatus::kFine : ExitStatus::kFailed;
}

ExitStatus check_kernel(const GlobalOptions& global, const KernelOptions& options) {
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  const auto level = kernel::parse_level(options.level);
  const auto chosen = choose_settings(options.names);
  if (!level || !chosen) return fail(level ? chosen.error() : level.error());
  const auto settings = kernel::observe_settings(*root);
  if (!was_seen(settings.value)) {
    print_unseen(settings.unseen);
    return ExitStatus::kFailed;
  }

  report::KernelCheck check{.level = *level, .verdicts = {}};
  for (const Setting* const setting : *chosen) {
    if (setting->level <= *level && settings.value.has(*setting))
      check.verdicts.push_back(kernel::judge(settings.value, *setting));
  }
  const std::string text = global.json ? core::to_text(report::kernel_check_json(settings, check))
                                       : report::kernel_check_text(settings.value, check, terminal_width());
  if (const auto written = write_output(text); !written) return fail(written.error());
  if (!global.json) print_unseen(settings.unseen);
  const bool is_fine = std::ranges::all_of(
      check.verdicts, [](const kernel::Verdict& verdict) { return verdict.wrong.empty(); });
  return is_fine ? ExitStatus::kFine : ExitStatus::kFindings;
}

ExitStatus describe_settings(const GlobalOptions& global, const KernelOptions& options) {
  const auto chosen = choose_settings(options.names);
  if (!chosen) return fail(chosen.error());
  const std::string text = global.json ? core::to_text(report::catalogue_json(*chosen))
                                       : report::catalogue_text(*chosen, terminal_width());
  if (const auto written = write_output(text); !written) return fail(written.error());
  return ExitStatus::kFine;
}

CLI::App* add_with_names(CLI::App& command, const std::string& name, const std::string& purpose,
                         const std::shared_ptr<KernelOptions>& options) {
  CLI::App* const added = command.add_subcommand(name, purpose);
  added->fallthrough();
  added
      ->add_option("SETTING", options->names,
                   "Nothing but these: rp_filter, or ipv6.forwarding of one family")
      ->type_name("");
  return added;
}

}  // namespace

void add_kernel_command(CLI::App& program, const GlobalOptions& global, ExitStatus& status) {
  CLI::App* const command = program.add_subcommand("kernel", "The kernel's settings for network access");
  const auto options = std::make_shared<KernelOptions>();
  command->fallthrough();
  command->require_subcommand(1);

  CLI::App* const show = add_with_names(
      *command, "show", "Show each setting, and the value in force on each interface", options);
  show->footer(
      "The kernel combines the number of `all` with that of an interface in a different way for each "
      "setting;\n"
      "IN FORCE is what it acts on. `default` stands for interfaces that are made later,\n"
      "and on lo nothing but send_redirects is judged.\n"
      "Exit status: 0 fine, 2 usage, 3 no setting could be seen.");
  show->callback([&global, &status, options] { status = show_kernel(global, *options); });

  CLI::App* const check =
      add_with_names(*command, "check", "Judge the settings by what is in force on each interface", options);
  check
      ->add_option("--level", options->level,
                   "guide: what the guide asks for; benchmark: CIS and DISA STIG too; strict: ANSSI and "
                   "good practice too")
      ->check(CLI::IsMember({"guide", "benchmark", "strict"}).description(""))
      ->type_name("LEVEL")
      ->capture_default_str();
  check->footer(
      "Benchmarks read the numbers in `all` and `default`; where what is in force differs from what these "
      "say,\n"
      "both are shown.\n"
      "Exit status: 0 all as recommended, 1 something is not, 2 usage, 3 no setting could be seen.");
  check->callback([&global, &status, options] { status = check_kernel(global, *options); });

  CLI::App* const describe =
      add_with_names(*command, "describe", "What a setting means, what is recommended and why", options);
  describe->footer("Exit status: 0 fine, 2 usage, 3 there is no such setting.");
  describe->callback([&global, &status, options] { status = describe_settings(global, *options); });

  add_kernel_why(*command, global, status);
}

}  // namespace portreeve::cli
