#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/ports_news.h"
#include "report/sockets_json.h"
#include "report/sockets_text.h"
#include "sockets/inventory.h"

namespace portreeve::cli {
namespace {

using core::Family;
using sockets::Protocol;
using sockets::State;

// Those that ss lists if it is given neither -l nor -a.
std::vector<State> connected_states() {
  return {State::kEstablished, State::kFinWait1, State::kFinWait2, State::kCloseWait,
          State::kLastAck,     State::kClosing,  State::kSynSent};
}

struct PortsOptions {
  bool tcp = false;
  bool udp = false;
  std::vector<State> states = connected_states();
  std::vector<Family> families{Family::kIpv4, Family::kIpv6};
  bool processes = false;
  bool no_header = false;
  bool watch = false;
  std::string diff;
};

sockets::Query to_query(const PortsOptions& options, bool json) {
  sockets::Query query;
  query.states = options.states;
  query.families = options.families;
  query.owners = options.processes || json || options.watch || !options.diff.empty();
  query.owner_detail = json ? sockets::OwnerDetail::kAll : sockets::OwnerDetail::kName;
  if (options.tcp != options.udp) query.protocols = {options.tcp ? Protocol::kTcp : Protocol::kUdp};
  return query;
}

// Socket by socket, so that the memory needed does not grow with their number.
ExitStatus print_json(const core::SystemRoot& root, const sockets::Query& query) {
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

ExitStatus run_ports(const GlobalOptions& global, const PortsOptions& options) {
  const auto root = system_root(global);
  if (!root) return fail(root.error());
  const sockets::Query query = to_query(options, global.json);
  if (options.watch) return watch_ports(*root, query, global.json);
  if (!options.diff.empty()) return compare_ports(*root, query, options.diff, global.json);
  if (global.json) return print_json(*root, query);
  const auto inventory = sockets::observe_sockets(*root, query);
  const std::string text = report::sockets_text(
      inventory.value.sockets,
      {.headings = !options.no_header, .owners = options.processes, .kinds = query.protocols.size() > 1});
  if (const auto written = write_output(text); !written) return fail(written.error());
  print_unseen(inventory.unseen);
  return inventory.value.complete ? ExitStatus::kFine : ExitStatus::kFailed;
}

// Of -l and -a the last one counts, and so of -4 and -6: as with ss.
void add_choices(CLI::App& command, const std::shared_ptr<PortsOptions>& options) {
  const auto add = [&](const char* name, const char* description, std::function<void()> choose) {
    command.add_flag_callback(name, std::move(choose), description)->trigger_on_parse();
  };
  add("-l,--listening", "Sockets that wait for others",
      [options] { options->states = sockets::waiting_states(); });
  add("-a,--all", "Sockets in every state", [options] { options->states.clear(); });
  add("-4,--ipv4", "IPv4 sockets", [options] { options->families = {Family::kIpv4}; });
  add("-6,--ipv6", "IPv6 sockets", [options] { options->families = {Family::kIpv6}; });
}

}  // namespace

void add_ports_command(CLI::App& program, const GlobalOptions& global, ExitStatus& status) {
  CLI::App* const command = program.add_subcommand("ports", "List sockets and their owners, with ss's flags");
  const auto options = std::make_shared<PortsOptions>();
  command->fallthrough();
  command->footer(
      "Without -l or -a, the sockets that are connected. Without -t or -u, both kinds.\n"
      "Exit status: 0 all sockets were seen, 2 usage, 3 some could not be.");
  command->add_flag("-t,--tcp", options->tcp, "TCP sockets");
  command->add_flag("-u,--udp", options->udp, "UDP sockets");
  command->add_flag("-n,--numeric")->description("Numbers for ports, as is always done");
  command->add_flag("-p,--processes", options->processes, "The processes that hold each socket");
  command->add_flag("-H,--no-header", options->no_header, "No headings");
  command->add_flag("--watch", options->watch, "Go on, and print the sockets that come and go");
  command->add_option("--diff", options->diff, "Print the differences from an earlier listing (--json)")
      ->type_name("FILE");
  add_choices(*command, options);
  command->callback([&global, &status, options] { status = run_ports(global, *options); });
}

}  // namespace portreeve::cli
