#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/netstat_arguments.h"
#include "cli/netstat_listing.h"
#include "cli/output.h"
#include "cli/ports_listing.h"
#include "cli/ports_news.h"
#include "cli/ss_arguments.h"
#include "report/sockets_json.h"
#include "sockets/inventory.h"

namespace portreeve::cli {
namespace {

/// What ss has no options for.
struct PortsOptions {
  std::string as;  ///< "ss", "netstat" or nothing, which is like ss but for its habits
  bool all_namespaces = false;
  bool watch = false;
  std::string diff;  ///< the file of an earlier listing
};

// Socket by socket, so that the memory needed does not grow with their number.
ExitStatus print_json(const core::SystemRoot& root, const sockets::Query& query) {
  BufferedOutput output;
  output.write(report::listing_json_begin());
  const report::ListingContext context = listing_context(root, query);
  bool is_first = true;
  const auto seen = sockets::visit_sockets(root, query, [&](sockets::Socket&& socket) {
    output.write(report::listing_json_socket(socket, is_first, context));
    is_first = false;
  });
  output.write(report::listing_json_end(seen.unseen));
  if (const auto written = output.finish(); !written) return fail(written.error());
  return seen.value ? ExitStatus::kFine : ExitStatus::kFailed;
}

ExitStatus list_as_ss(const core::SystemRoot& root, const SsArguments& arguments, const PortsOptions& options,
                      bool json) {
  if (arguments.summary && !json) {
    const ExitStatus printed = print_ss_summary(root);
    const bool is_all = !arguments.selection.is_named() && arguments.words.empty();
    if (printed != ExitStatus::kFine || is_all) return printed;
  }
  auto listing = to_listing(arguments, root);
  if (!listing) {
    fmt::print(stderr, "portreeve: {}\n", listing.error());
    return ExitStatus::kUsage;
  }
  if (options.all_namespaces) listing->query.namespaces = sockets::NamespaceScope::kAll;
  if (json || options.watch || !options.diff.empty()) {
    listing->query.endpoints_of_associations = false;
    listing->query.owners = true;
    listing->query.owner_detail = sockets::OwnerDetail::kAll;
    listing->query.details.type_of_service = true;
  }
  if (options.watch) return watch_ports(root, listing->query, json);
  if (!options.diff.empty()) return compare_ports(root, listing->query, options.diff, json);
  return json ? print_json(root, listing->query) : print_ss_listing(root, *listing);
}

ExitStatus list_as_netstat(const core::SystemRoot& root, const std::vector<std::string>& words) {
  const auto arguments = parse_netstat_arguments(words);
  if (!arguments) {
    fmt::print(stderr, "portreeve: netstat: {}\n", arguments.error());
    return ExitStatus::kUsage;
  }
  if (arguments->help) {
    fmt::print("{}", netstat_usage());
    return ExitStatus::kFine;
  }
  return print_netstat_listing(root, *arguments);
}

// What cannot be had together, in words; empty if all can.
std::string conflict_of(const SsArguments& arguments, const PortsOptions& options) {
  if (options.watch && !options.diff.empty()) return "--watch and --diff exclude each other";
  if (options.all_namespaces && !arguments.network_namespace.empty()) return "--all-netns has those of -N";
  return {};
}

ExitStatus run_ports(const GlobalOptions& global, const SsArguments& arguments, const PortsOptions& options) {
  if (const std::string conflict = conflict_of(arguments, options); !conflict.empty()) {
    fmt::print(stderr, "portreeve: {}\n", conflict);
    return ExitStatus::kUsage;
  }
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  if (options.as == "netstat") return list_as_netstat(*root, arguments.words);
  ExitStatus status = ExitStatus::kFailed;
  const auto done = in_namespace(arguments.network_namespace,
                                 [&] { status = list_as_ss(*root, arguments, options, global.json); });
  return done ? status : fail(done.error());
}

}  // namespace

void add_ports_command(CLI::App& program, const GlobalOptions& global, ExitStatus& status) {
  CLI::App* const command =
      program.add_subcommand("ports", "List sockets and their owners, with ss's flags and filters");
  const auto arguments = std::make_shared<SsArguments>();
  command->fallthrough();
  command->footer(
      "Without -l or -a, the sockets that are connected. Without a kind, those of every kind.\n"
      "A filter is that of ss(8): state established '( dport = :ssh or dst 10.0.0.0/8 )'.\n"
      "Exit status: 0 all sockets were seen, 1 --diff found a difference, 2 usage, 3 some could not be.");
  const auto options = std::make_shared<PortsOptions>();
  command->add_option("--as", options->as, "Whose options and output: ss or netstat")
      ->check(CLI::IsMember({"ss", "netstat"}).description(""))
      ->type_name("PROGRAM");
  command->add_flag("--all-netns", options->all_namespaces,
                    "Sockets of every network namespace of the host, each with its namespace");
  command->add_flag("--watch", options->watch, "Go on, and print the sockets that come and go");
  command->add_option("--diff", options->diff, "Print the differences from an earlier listing (--json)")
      ->type_name("FILE");
  declare_ss_options(*command, arguments);
  command->callback([&global, &status, arguments, options] {
    arguments->stands_in = options->as == "ss";
    status = run_ports(global, *arguments, *options);
  });
}

}  // namespace portreeve::cli
