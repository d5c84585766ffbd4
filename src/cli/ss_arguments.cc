#include "cli/ss_arguments.h"

#include <functional>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::cli {
namespace {

using Arguments = std::shared_ptr<SsArguments>;
using sockets::AddressFamily;
using sockets::StateSet;

// Options take effect in the order of the command line.
CLI::Option* add_action(CLI::App& command, const char* name, const char* description,
                        std::function<void()> action) {
  return command.add_flag_callback(name, std::move(action), description)->trigger_on_parse();
}

void add_word(CLI::App& command, const char* name, const char* type, const char* description,
              const std::function<void(const std::string&)>& action) {
  command.add_option_function<std::string>(name, action, description)->type_name(type)->trigger_on_parse();
}

void declare_tables(CLI::App& command, const Arguments& arguments) {
  const auto add = [&](const char* name, const char* description, SocketTable table) {
    add_action(command, name, description, [arguments, table] { arguments->selection.add_table(table); });
  };
  add("-t,--tcp", "TCP sockets", SocketTable::kTcp);
  add("-u,--udp", "UDP sockets", SocketTable::kUdp);
  add("-w,--raw", "Raw sockets", SocketTable::kRaw);
  add("-S,--sctp", "SCTP endpoints and associations", SocketTable::kSctp);
  add("-M,--mptcp", "MPTCP sockets", SocketTable::kMptcp);
  add("-d,--dccp", "DCCP sockets, of which none are listed", SocketTable::kDccp);
}

void declare_families(CLI::App& command, const Arguments& arguments) {
  const auto add = [&](const char* name, const char* description, AddressFamily family) {
    add_action(command, name, description, [arguments, family] { arguments->selection.add_family(family); });
  };
  add("-4,--ipv4", "IPv4 sockets", AddressFamily::kInet);
  add("-6,--ipv6", "IPv6 sockets", AddressFamily::kInet6);
  add("-x,--unix", "Sockets of unix(7)", AddressFamily::kUnix);
  add("-0,--packet", "Sockets of packet(7)", AddressFamily::kLink);
  add("--vsock", "Sockets of vsock(7)", AddressFamily::kVsock);
  add("--tipc", "TIPC sockets, of which none are listed", AddressFamily::kTipc);
  add("--xdp", "XDP sockets, of which none are listed", AddressFamily::kXdp);
  add_word(command, "-f,--family", "FAMILY", "inet, inet6, unix, link, netlink, vsock, tipc or xdp",
           [arguments](const std::string& name) {
             const auto family = sockets::parse_address_family(name);
             if (!family) {
               throw CLI::ValidationError(
                   "-f", fmt::format("{} is no family: inet, inet6, unix, link, netlink, vsock, tipc or xdp",
                                     core::printable(name)));
             }
             arguments->selection.add_family(*family);
           });
}

void declare_selection(CLI::App& command, const Arguments& arguments) {
  declare_tables(command, arguments);
  declare_families(command, arguments);
  add_word(command, "-A,--query,--socket", "LIST",
           "Kinds, separated by commas: all, inet, tcp, mptcp, udp, udplite, raw, icmp, sctp, unix, packet, "
           "netlink, vsock, ...; ! in front of one leaves it out",
           [arguments](const std::string& list) {
             arguments->selection.begin_query();
             for (const std::string_view word : core::split(list, ',')) {
               if (!arguments->selection.add_query(word)) {
                 throw CLI::ValidationError("-A",
                                            fmt::format("{} is no kind of socket", core::printable(word)));
               }
             }
           });
  add_action(command, "-a,--all", "Sockets in every state",
             [arguments] { arguments->selection.set_states(StateSet::all()); });
  add_action(command, "-l,--listening", "Sockets that wait for others",
             [arguments] { arguments->selection.set_states(StateSet::waiting()); });
  command
      .add_option("-F,--filter", arguments->filter_file,
                  "More of the filter, from a file; - is standard input")
      ->type_name("FILE");
  command.add_option("-N,--net", arguments->network_namespace, "Those of a network namespace (ip-netns(8))")
      ->type_name("NAME");
}

void declare_columns(CLI::App& command, const Arguments& arguments) {
  report::SsTextOptions& text = arguments->text;
  command.add_flag("-n,--numeric", text.numeric, "Numbers instead of the names of services");
  command.add_flag("-r,--resolve", arguments->resolve, "Names of hosts instead of addresses");
  command.add_flag("-p,--processes", text.owners, "The processes that hold each socket");
  add_action(command, "-T,--threads", "The threads that hold each socket",
             [arguments] { arguments->text.owners = arguments->text.threads = true; });
  command.add_flag("-o,--options", text.timers, "Timers");
  add_action(command, "-e,--extended", "Users, inodes, cookies, marks, control groups, timers",
             [arguments] { arguments->text.extended = arguments->text.timers = true; });
  command.add_flag("-m,--memory", text.memory, "What each socket takes of the kernel's memory");
  command.add_flag("-i,--info", text.tcp, "The inside of TCP sockets");
  command.add_flag("--tos", text.type_of_service, "Type of service and traffic class");
  command.add_flag("--cgroup", text.cgroup, "Control groups");
  command.add_flag("--inet-sockopt", text.socket_options, "Options of internet sockets");
  add_action(command, "--tipcinfo", "More about TIPC sockets, of which none are listed", [] {});
  command.add_flag("-s,--summary", arguments->summary, "Counts of sockets instead of a list");
  add_action(command, "-H,--no-header", "No headings", [arguments] { arguments->text.headings = false; });
  command.add_flag("-O,--oneline", text.one_line, "A line a socket, however much there is to say");
}

// What ss does and this program does not, each with its reason; not in the help.
void declare_unsupported(CLI::App& command) {
  for (const auto& [option, why] : {
           std::pair{"-E,--events", "following sockets as they are destroyed is not supported"},
           std::pair{"-K,--kill", "closing the sockets of others is not supported: this program only looks"},
           std::pair{"-Z,--context", "SELinux contexts are not supported"},
           std::pair{"-z,--contexts", "SELinux contexts are not supported"},
           std::pair{"-b,--bpf", "listing the filters of packet sockets is not supported"},
           std::pair{"-D,--diag", "dumps of what the kernel says are not supported: use --json"},
       }) {
    add_action(command, option, "", [name = option, reason = why] {
      throw CLI::ValidationError(name, reason);
    })->group("");
  }
}

}  // namespace

void declare_ss_options(CLI::App& command, const Arguments& arguments) {
  declare_selection(command, arguments);
  declare_columns(command, arguments);
  declare_unsupported(command);
  command
      .add_option("filter", arguments->words,
                  "state STATE, exclude STATE, then conditions: src, dst, sport, dport, dev, fwmark, cgroup, "
                  "autobound, joined by and, or, not, ( and )")
      ->type_name("");
}

}  // namespace portreeve::cli
