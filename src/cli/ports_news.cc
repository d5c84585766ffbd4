#include "cli/ports_news.h"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>
#include <vector>

#include "cli/output.h"
#include "cli/ports_listing.h"
#include "report/socket_news.h"
#include "report/sockets_json.h"
#include "sockets/difference.h"
#include "sockets/inventory.h"
#include "sockets/snapshot.h"
#include "sockets/watch.h"

namespace portreeve::cli {
namespace {

// A listing of one network namespace may have been made elsewhere or before a reboot, where it had another
// label: with a listing of one it is compared without.
void drop_common_label(std::vector<sockets::Socket>& sockets) {
  const auto is_elsewhere = [&](const sockets::Socket& socket) {
    return socket.network_namespace != sockets.front().network_namespace;
  };
  if (std::ranges::any_of(sockets, is_elsewhere)) return;
  for (sockets::Socket& socket : sockets)
    socket.network_namespace.clear();
}

}  // namespace

ExitStatus watch_ports(const core::SystemRoot& root, const sockets::Query& query, bool json) {
  core::Status written;
  const report::ListingContext context = json ? listing_context(root, query) : report::ListingContext{};
  const auto print = [&](const sockets::Event& event) {
    if (!written) return;
    const std::int64_t now = std::time(nullptr);
    written = write_output(json ? report::event_json(event, now, context) : report::event_line(event, now));
  };
  const auto watched = sockets::watch_sockets(root, query, print, [&] { return written.has_value(); });
  if (!watched) return fail(watched.error());
  // The reader has had enough: that is how `portreeve ports --watch | head` ends.
  if (!written && written.error().errno_value == EPIPE) return ExitStatus::kFine;
  return written ? ExitStatus::kFine : fail(written.error());
}

ExitStatus compare_ports(const core::SystemRoot& root, const sockets::Query& query,
                         const std::string& snapshot_file, bool json) {
  const auto text = core::SystemRoot().read(snapshot_file);
  if (!text) return fail(text.error());
  auto before = sockets::read_snapshot(snapshot_file, *text);
  if (!before) return fail(before.error());
  if (query.namespaces == sockets::NamespaceScope::kOwn) drop_common_label(*before);
  std::vector<sockets::Socket> now;
  const auto after = sockets::visit_sockets(
      root, query, [&](sockets::Socket&& socket) { now.push_back(std::move(socket)); });
  const sockets::Difference difference = sockets::compare(*before, now);
  const auto written =
      write_output(json ? report::difference_json(difference, after.unseen, listing_context(root, query))
                        : report::difference_text(difference));
  if (!written) return fail(written.error());
  if (!json) print_unseen(after.unseen);
  if (!after.value) return ExitStatus::kFailed;
  return difference.is_empty() ? ExitStatus::kFine : ExitStatus::kFindings;
}

}  // namespace portreeve::cli
