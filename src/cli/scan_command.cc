#include <algorithm>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/progress_line.h"
#include "core/json.h"
#include "core/network_namespace.h"
#include "core/text.h"
#include "report/scan_json.h"
#include "report/scan_text.h"
#include "scan/connect_scan.h"
#include "scan/services.h"

namespace portreeve::cli {
namespace {

constexpr std::size_t kDefaultPortCount = 1000;
constexpr std::size_t kFastPortCount = 100;
constexpr std::size_t kMostPorts = 65536;

struct ScanCommandOptions {
  std::vector<std::string> targets;
  std::string input_list;
  std::vector<std::string> exclude;
  std::string ports;
  std::size_t top_ports = 0;
  bool fast = false;
  bool ipv6 = false;
  bool skip_discovery = false;
  bool reasons = false;
  std::size_t parallelism = 0;
  std::string host_timeout;
  std::uint64_t seed = scan::ScanOptions{}.seed;
  std::string network_namespace;
};

/// The ports to scan, and where their choice comes from if it was not the user's.
struct ChosenPorts {
  scan::PortSet ports;
  std::string origin;
};

void warn(std::string_view text) {
  fmt::print(stderr, "portreeve: {}\n", text);
}

ExitStatus usage_error(std::string_view text) {
  warn(text);
  return ExitStatus::kUsage;
}

core::Result<ChosenPorts> choose_ports(const ScanCommandOptions& options, const core::SystemRoot& root) {
  if (options.ports.empty()) {
    const std::size_t count = options.top_ports != 0 ? options.top_ports
                              : options.fast         ? kFastPortCount
                                                     : kDefaultPortCount;
    scan::CommonPorts common = scan::common_tcp_ports(root, count);
    const std::string origin = fmt::format("the {} commonest by {}", common.ports.size(), common.origin);
    return ChosenPorts{std::move(common.ports), origin};
  }
  const core::Result<scan::PortSelection> selection = scan::PortSelection::parse(options.ports);
  if (!selection) return core::failure(selection.error());
  if (selection->tcp.empty()) {
    return core::failure(core::parse_error("the ports", options.ports, "it names no TCP port",
                                           "a connect scan is for TCP alone"));
  }
  if (options.ports.find_first_of("US") != std::string::npos) {
    warn("only the TCP ports are scanned: a connect scan is for TCP alone");
  }
  return ChosenPorts{selection->tcp, ""};
}

core::Result<std::string> read_list(const std::string& path) {
  if (path != "-") return core::SystemRoot().read(path);
  return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
}

/// The targets of the command line and of the list. One that can't be used is told about and left out;
/// `complete` says whether none was.
core::Result<scan::Targets> collect_targets(const ScanCommandOptions& options, bool& complete) {
  const std::optional<core::Family> family = options.ipv6 ? std::optional(core::Family::kIpv6) : std::nullopt;
  scan::Targets targets;
  const auto add = [&](std::string_view word) {
    if (const core::Status added = targets.add(word, family); !added) {
      warn(added.error().to_string());
      complete = false;
    }
  };
  for (const std::string& word : options.targets)
    add(word);
  if (!options.input_list.empty()) {
    const core::Result<std::string> list = read_list(options.input_list);
    if (!list) return core::failure(list.error());
    for (const std::string_view word : scan::target_words(*list))
      add(word);
  }
  // What could not be left out must not be scanned: that is an error of the whole.
  for (const std::string& word : options.exclude) {
    if (const core::Status excluded = targets.exclude(word, family); !excluded) {
      return core::failure(excluded.error());
    }
  }
  return targets;
}

/// The words of the command line as they were typed, for the report.
std::string command_line() {
  const core::Result<std::string> words = core::SystemRoot().read("/proc/self/cmdline");
  if (!words) return "portreeve scan";
  std::string text = "portreeve";
  const std::vector<std::string_view> parts =
      core::split(std::string_view(*words).substr(0, words->size() - 1), '\0');
  for (std::size_t i = 1; i < parts.size(); ++i)
    text += fmt::format(" {}", parts[i]);
  return text;
}

/// Looks the targets up and scans them, in the network namespace of the calling thread.
core::Result<scan::ScanReport> scan_here(const ScanCommandOptions& options, const scan::PortSet& ports,
                                         scan::ScanOptions how, bool& complete) {
  const core::Result<scan::Targets> targets = collect_targets(options, complete);
  if (!targets) return core::failure(targets.error());
  ProgressLine line;
  how.progress = [&line](const scan::Progress& progress) { line.show(progress); };
  return scan::connect_scan(*targets, ports, how);
}

core::Result<scan::ScanReport> scan_where_asked(const ScanCommandOptions& options, const scan::PortSet& ports,
                                                const scan::ScanOptions& how, bool& complete) {
  if (options.network_namespace.empty()) return scan_here(options, ports, how, complete);
  const auto elsewhere = core::NetworkNamespace::open(options.network_namespace);
  if (!elsewhere) return core::failure(elsewhere.error());
  core::Result<scan::ScanReport> report;
  const core::Status entered = elsewhere->run([&] { report = scan_here(options, ports, how, complete); });
  if (!entered) return core::failure(entered.error());
  return report;
}

ExitStatus run_scan(const GlobalOptions& global, const ScanCommandOptions& options) {
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  if (options.targets.empty() && options.input_list.empty()) {
    return usage_error("no targets: name hosts to scan, or a list of them with -iL");
  }
  const core::Result<ChosenPorts> chosen = choose_ports(options, *root);
  if (!chosen) return usage_error(chosen.error().to_string());
  scan::ScanOptions how;
  how.skip_discovery = options.skip_discovery;
  how.maximum_parallelism = options.parallelism;
  how.seed = options.seed;
  if (!options.host_timeout.empty()) {
    const core::Result<core::Seconds> timeout = core::parse_seconds(options.host_timeout);
    if (!timeout) return usage_error(timeout.error().to_string());
    how.host_timeout = *timeout;
  }

  bool complete = true;
  core::Result<scan::ScanReport> report = scan_where_asked(options, chosen->ports, how, complete);
  if (!report) return fail(report.error());
  report->arguments = command_line();

  const scan::ServiceNames services = scan::ServiceNames::load(*root);
  const report::ScanTextOptions text_options{
      .reasons = options.reasons, .ports_origin = chosen->origin, .width = terminal_width()};
  const std::string text = global.json ? core::to_text(report::scan_json(*report, services))
                                       : report::scan_text(*report, services, text_options);
  if (const core::Status written = write_output(text); !written) return fail(written.error());
  return complete ? ExitStatus::kFine : ExitStatus::kFailed;
}

void add_target_options(CLI::App& command, ScanCommandOptions& options) {
  command
      .add_option("targets", options.targets,
                  "Addresses, prefixes (192.0.2.0/24), octet ranges (10.0.0-5.*) or names")
      ->type_name("TARGET");
  command
      .add_option("--input-list", options.input_list,
                  "-iL: read more targets from a file; - is standard input")
      ->type_name("FILE");
  command
      .add_option("--exclude", options.exclude, "Leave these out; written as targets, commas between them")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("TARGET");
  command.add_flag("-6,--ipv6", options.ipv6, "Look names up as IPv6 addresses");
  command.add_flag("-n")->description("Look up no names of addresses, which it never does");
  command.add_flag("--no-discovery", options.skip_discovery,
                   "-Pn: scan every target as if it were known to be up");
  command.add_option("--netns", options.network_namespace, "Scan from another network namespace")
      ->type_name("NAME|PID");
}

void add_port_options(CLI::App& command, ScanCommandOptions& options) {
  CLI::Option* const ports = command.add_option(
      "-p,--ports", options.ports, "22,80-90,-100,60000- or - for all; the default is the 1000 commonest");
  CLI::Option* const top = command.add_option("--top-ports", options.top_ports, "The COUNT commonest ports")
                               ->check(CLI::Range(std::size_t{1}, kMostPorts).description(""))
                               ->excludes(ports);
  ports->type_name("PORTS");
  top->type_name("COUNT");
  command.add_flag("-F,--fast", options.fast, "The 100 commonest ports")->excludes(ports)->excludes(top);
}

}  // namespace

void add_scan_command(CLI::App& program, const GlobalOptions& global, ExitStatus& status) {
  CLI::App* const command =
      program.add_subcommand("scan", "Look at hosts from outside: which ports are open");
  const auto options = std::make_shared<ScanCommandOptions>();
  command->fallthrough();
  command->footer(
      "The options are nmap's; those it writes with one dash and several letters are taken in that form as "
      "well.\n"
      "Scan only hosts that you may scan. Exit status: 0 done, 2 usage, 3 it, or a part of it, could not be "
      "done.");
  add_target_options(*command, *options);
  add_port_options(*command, *options);
  command->add_flag("--connect")->description("-sT: TCP connect scan, the only kind and so the default");
  command->add_option("--max-parallelism", options->parallelism, "The most probes in flight")
      ->check(CLI::PositiveNumber.description(""))
      ->type_name("COUNT");
  command->add_option("--host-timeout", options->host_timeout, "Give up on a host after a time, as in 5m")
      ->type_name("TIME");
  command->add_option("--seed", options->seed, "Probe in another order")->type_name("NUMBER");
  command->add_flag("--reason", options->reasons, "Say why a port is believed to be in its state");
  command->callback([&global, &status, options] { status = run_scan(global, *options); });
}

}  // namespace portreeve::cli
