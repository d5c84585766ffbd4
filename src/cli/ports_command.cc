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
#include "cli/ss_arguments.h"
#include "report/sockets_json.h"
#include "sockets/inventory.h"

namespace portreeve::cli {
namespace {

// Socket by socket, so that the memory needed does not grow with their number.
ExitStatus print_json(const core::SystemRoot& root, sockets::Query query) {
  query.owners = true;
  query.owner_detail = sockets::OwnerDetail::kAll;
  BufferedOutput output;
  output.write(report::listing_json_begin());
  bool is_first = true;
  const auto seen = sockets::visit_sockets(root, query, [&](sockets::Socket&& socket) {
    output.write(report::listing_json_socket(socket, is_first));
    is_first = false;
  });
  output.write(report::listing_json_end(seen.unseen));
  if (const auto written = output.finish(); !written) return fail(written.error());
  return seen.value ? ExitStatus::kFine : ExitStatus::kFailed;
}

ExitStatus list_as_ss(const core::SystemRoot& root, const SsArguments& arguments, bool json) {
  if (arguments.summary && !json) {
    const ExitStatus printed = print_ss_summary(root);
    const bool is_all = !arguments.selection.is_named() && arguments.words.empty();
    if (printed != ExitStatus::kFine || is_all) return printed;
  }
  const auto listing = to_listing(arguments, root);
  if (!listing) {
    fmt::print(stderr, "portreeve: {}\n", listing.error());
    return ExitStatus::kUsage;
  }
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

ExitStatus run_ports(const GlobalOptions& global, const SsArguments& arguments, const std::string& as) {
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  if (as == "netstat") return list_as_netstat(*root, arguments.words);
  ExitStatus status = ExitStatus::kFailed;
  const auto done =
      in_namespace(arguments.network_namespace, [&] { status = list_as_ss(*root, arguments, global.json); });
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
      "Exit status: 0 all sockets were seen, 2 usage, 3 some could not be.");
  const auto as = std::make_shared<std::string>("ss");
  command->add_option("--as", *as, "Whose options and output: ss (the default) or netstat")
      ->check(CLI::IsMember({"ss", "netstat"}).description(""))
      ->type_name("PROGRAM");
  declare_ss_options(*command, arguments);
  command->callback([&global, &status, arguments, as] { status = run_ports(global, *arguments, *as); });
}

}  // namespace portreeve::cli
