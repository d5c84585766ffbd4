#include "cli/ports_news.h"

#include <cerrno>
#include <ctime>
#include <utility>
#include <vector>

#include "cli/output.h"
#include "report/socket_news.h"
#include "report/sockets_json.h"
#include "sockets/difference.h"
#include "sockets/inventory.h"
#include "sockets/snapshot.h"
#include "sockets/watch.h"

namespace portreeve::cli {

ExitStatus watch_ports(const core::SystemRoot& root, const sockets::Query& query, bool json) {
  core::Status written;
  const auto print = [&](const sockets::Event& event) {
    if (!written) return;
    const std::int64_t now = std::time(nullptr);
    written = write_output(json ? report::event_json(event, now) : report::event_line(event, now));
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
  const auto before = sockets::read_snapshot(snapshot_file, *text);
  if (!before) return fail(before.error());
  std::vector<sockets::Socket> now;
  const auto after = sockets::visit_sockets(
      root, query, [&](sockets::Socket&& socket) { now.push_back(std::move(socket)); });
  const sockets::Difference difference = sockets::compare(*before, now);
  const auto written = write_output(json ? report::difference_json(difference, after.unseen)
                                         : report::difference_text(difference));
  if (!written) return fail(written.error());
  if (!json) print_unseen(after.unseen);
  if (!after.value) return ExitStatus::kFailed;
  return difference.is_empty() ? ExitStatus::kFine : ExitStatus::kFindings;
}

}  // namespace portreeve::cli
