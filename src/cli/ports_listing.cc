#include "cli/ports_listing.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "cli/output.h"
#include "cli/socket_names.h"
#include "core/network_namespace.h"
#include "core/table.h"
#include "core/text.h"
#include "report/ss_summary.h"
#include "report/ss_text.h"
#include "sockets/inventory.h"
#include "sockets/namespaces.h"
#include "sockets/state_set.h"
#include "sockets/summary.h"

namespace portreeve::cli {
namespace {

using core::SystemRoot;

constexpr std::size_t kMaximumFilterFile = std::size_t{1} << 20;

// The words of a file, without the lines that begin with "#" (ss also passes over those that begin with "0").
tl::expected<std::vector<std::string>, std::string> read_filter_file(const std::string& path) {
  std::ifstream file;
  if (path != "-") file.open(path);
  std::istream& input = path == "-" ? std::cin : file;
  if (!input) return tl::unexpected(fmt::format("cannot read the filter in {}", core::printable(path)));
  std::vector<std::string> words;
  std::size_t size = 0;
  for (std::string line; std::getline(input, line);) {
    size += line.size();
    if (size > kMaximumFilterFile) {
      return tl::unexpected(fmt::format("the filter in {} is too long", core::printable(path)));
    }
    if (!line.starts_with('#') && !line.empty()) words.push_back(std::move(line));
  }
  return words;
}

// The `state X` and `exclude X` that stand in front of the conditions are taken off the words.
tl::expected<void, std::string> take_states(std::vector<std::string>& words, SocketSelection& selection) {
  std::size_t taken = 0;
  while (taken < words.size()) {
    const std::string& word = words[taken];
    const bool includes = word == "state";
    if (!includes && word != "exclude" && word != "excl") break;
    if (taken + 1 == words.size()) return tl::unexpected(fmt::format("expected a state behind \"{}\"", word));
    const auto states = sockets::StateSet::parse(words[taken + 1]);
    if (!states) return tl::unexpected(states.error().to_string());
    if (includes) {
      selection.include_states(*states);
    } else {
      selection.exclude_states(*states);
    }
    taken += 2;
  }
  words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(taken));
  return {};
}

sockets::Query to_query(const SocketSelection& selection, sockets::Filter filter,
                        const report::SsTextOptions& text) {
  sockets::Query query;
  query.protocols = selection.protocols();
  query.protocols_named = selection.is_named();
  query.families = selection.families();
  // Sockets that are not of the internet are asked for once, whatever the family.
  if (query.families.empty()) query.families = {core::Family::kIpv4};
  query.states = selection.states().to_query();
  query.endpoints_of_associations = true;  // which are shown below them
  query.details.memory = text.memory;
  query.details.tcp = text.tcp;
  query.details.waiting = text.extended;
  query.details.type_of_service = text.type_of_service;
  query.owners = text.owners;
  query.owner_detail = sockets::OwnerDetail::kName;
  query.filter = [selection, filter = std::move(filter)](const sockets::Socket& socket) {
    return selection.has_type_of(socket) && filter.matches(socket);
  };
  return query;
}

}  // namespace

tl::expected<PortsListing, std::string> to_listing(SsArguments arguments, const SystemRoot& root) {
  SocketSelection& selection = arguments.selection;
  if (const auto taken = take_states(arguments.words, selection); !taken)
    return tl::unexpected(taken.error());
  if (!arguments.filter_file.empty()) {
    auto more = read_filter_file(arguments.filter_file);
    if (!more) return tl::unexpected(std::move(more.error()));
    std::ranges::move(*more, std::back_inserter(arguments.words));
  }
  selection.finish();
  const auto [first, last] = ephemeral_ports(root);
  const sockets::FilterContext context{.family = selection.preferred_family(),
                                       .tcp = selection.has_table(SocketTable::kTcp),
                                       .udp = selection.has_table(SocketTable::kUdp),
                                       .first_ephemeral_port = first,
                                       .last_ephemeral_port = last};
  auto filter = sockets::Filter::parse(arguments.words, context, sockets::FilterNames::of_system());
  if (!filter) return tl::unexpected("cannot parse the filter: " + filter.error().to_string());
  selection.restrict_to(filter->family());

  PortsListing listing;
  listing.text = arguments.text;
  listing.text.netid = selection.has_several_tables();
  listing.text.state = !selection.states().is_single();
  listing.resolve = arguments.resolve;
  listing.query = to_query(selection, std::move(*filter), arguments.text);
  // Where ss is told to list what this kernel can't, it lists nothing and all is well.
  if (arguments.stands_in) listing.query.protocols_named = false;
  return listing;
}

report::ListingContext listing_context(const core::SystemRoot& root, const sockets::Query& query) {
  return {.network_namespace =
              query.namespaces == sockets::NamespaceScope::kOwn ? sockets::own_namespace_label(root) : "",
          .cgroup = ss_names(root, {}).cgroup};
}

core::Status in_namespace(const std::string& name, const std::function<void()>& work) {
  if (name.empty()) {
    work();
    return {};
  }
  const auto entered = core::NetworkNamespace::open(name);
  return entered ? entered->run(work) : core::Status(core::failure(entered.error()));
}

ExitStatus print_ss_summary(const SystemRoot& root) {
  const auto summary = sockets::observe_summary(root);
  if (const auto written = write_output(report::ss_summary(summary.value)); !written)
    return fail(written.error());
  print_unseen(summary.unseen);
  return summary.unseen.empty() ? ExitStatus::kFine : ExitStatus::kFailed;
}

ExitStatus print_ss_listing(const SystemRoot& root, const PortsListing& listing) {
  report::SsTextOptions options = listing.text;
  const std::size_t width = ::isatty(STDOUT_FILENO) == 1 ? terminal_width() : 0;
  options.width = width == core::Table::kUnlimited ? 0 : width;
  report::SsText text(options, ss_names(root, {.ports = !options.numeric, .hosts = listing.resolve}),
                      write_output);
  const auto seen =
      sockets::visit_sockets(root, listing.query, [&](sockets::Socket&& socket) { text.add(socket); });
  if (const auto written = text.finish(); !written) return fail(written.error());
  print_unseen(seen.unseen);
  return seen.value ? ExitStatus::kFine : ExitStatus::kFailed;
}

}  // namespace portreeve::cli
