#include "report/kernel_why.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/kernel_subcommands.h"
#include "core/json.h"
#include "core/text.h"
#include "kernel/persistence.h"

namespace portreeve::cli {
namespace {

constexpr std::string_view kWhat = "find the key";

// The file below /proc/sys of a network key. No other part of it is the program's, and no ".." leads there.
core::Result<std::string> network_file(std::string_view key) {
  std::string file = kernel::sysctl_file_of_key(key);
  const auto parts = core::split(file, '/');
  const bool is_clean = std::ranges::none_of(
      parts, [](std::string_view part) { return part.empty() || part == "." || part == ".."; });
  if (!is_clean || parts.size() < 2 || parts.front() != "net") {
    return core::failure(core::make_error(kWhat, key, "it is no network key",
                                          "write it like net.ipv4.ip_forward, or with slashes"));
  }
  return file;
}

// The key with dots, unless the name of an interface has one.
std::string spelling(const std::string& file) {
  std::string key = file;
  if (key.find('.') == std::string::npos) std::ranges::replace(key, '/', '.');
  return key;
}

core::Error no_such_key(const core::SystemRoot& root, const std::string& key, core::Error error) {
  if (error.errno_value != ENOENT && error.errno_value != ENOTDIR) return error;
  return core::make_error(kWhat, key, root.is_live() ? "this kernel has none" : "the capture has none",
                          "a key of an interface with a dot in its name is written with slashes: "
                          "net/ipv4/conf/eth0.100/rp_filter");
}

core::Result<report::KernelWhy> explain_key(const core::SystemRoot& root,
                                            const kernel::Persistence& persistence, const std::string& key) {
  const auto file = network_file(key);
  if (!file) return core::failure(file.error());
  const auto contents = root.read_value("/proc/sys/" + *file);
  if (!contents) return core::failure(no_such_key(root, key, contents.error()));
  report::KernelWhy why{
      .key = spelling(*file), .running = kernel::number_of_sysctl_value(*contents), .loaders = {}};
  for (const kernel::Loader loader : {kernel::Loader::kSystemd, kernel::Loader::kProcps}) {
    why.loaders.push_back({.loader = loader,
                           .is_at_boot = loader == persistence.at_boot,
                           .forecast = forecast(persistence, loader, *file)});
  }
  std::ranges::stable_partition(why.loaders, &report::LoaderForecast::is_at_boot);
  return why;
}

std::string to_text(const std::vector<report::KernelWhy>& keys,
                    const std::vector<kernel::MaskedFile>& masked) {
  std::string text;
  for (const report::KernelWhy& why : keys) {
    if (!text.empty()) text += "\n";
    text += report::kernel_why_text(why, terminal_width());
  }
  return text + report::masked_files_text(masked, terminal_width());
}

ExitStatus explain_keys(const GlobalOptions& global, const std::vector<std::string>& words) {
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  const auto observed = kernel::observe_persistence(*root);
  std::vector<report::KernelWhy> keys;
  for (const std::string& word : words) {
    auto why = explain_key(*root, observed.value, word);
    if (!why) return fail(why.error());
    keys.push_back(std::move(*why));
  }
  const std::string text =
      global.json ? core::to_text(report::kernel_why_json(keys, observed.value.masked, observed.unseen))
                  : to_text(keys, observed.value.masked);
  if (const auto written = write_output(text); !written) return fail(written.error());
  if (!global.json) print_unseen(observed.unseen);
  const bool is_fine = std::ranges::all_of(keys, [](const report::KernelWhy& why) {
    return !has_drifted(why).value_or(false) && loaders_agree(why);
  });
  return is_fine ? ExitStatus::kFine : ExitStatus::kFindings;
}

}  // namespace

void add_kernel_why(CLI::App& kernel, const GlobalOptions& global, ExitStatus& status) {
  CLI::App* const command =
      kernel.add_subcommand("why", "Show which files set a key, who wins, and whether it has drifted");
  const auto keys = std::make_shared<std::vector<std::string>>();
  command->fallthrough();
  command->add_option("KEY", *keys, "The keys, as sysctl takes them")->required()->type_name("");
  command->footer(
      "Read are /etc/sysctl.conf, the sysctl.d directories of /etc, /run, /usr/local/lib and /usr/lib, and "
      "the\n"
      "file of ufw, as `sysctl --system` and systemd-sysctl do.\n"
      "Exit status: 0 fine, 1 the running value is not that of the files, or the loaders differ, 2 usage,\n"
      "3 there is no such key.");
  command->callback([&global, &status, keys] { status = explain_keys(global, *keys); });
}

}  // namespace portreeve::cli
