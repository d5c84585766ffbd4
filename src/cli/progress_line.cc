#include "cli/progress_line.h"

#include <unistd.h>

#include <cstdio>

#include <fmt/format.h>

#include "scan/connect_scan.h"

namespace portreeve::cli {
namespace {

// So many calls come in the first second, in which nothing is shown.
constexpr unsigned kCallsInFirstSecond = 5;

}  // namespace

ProgressLine::ProgressLine() : is_shown_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (has_written_) fmt::print(stderr, "\r\033[K");
}

void ProgressLine::show(const scan::Progress& progress) {
  if (!is_shown_ || ++calls_ <= kCallsInFirstSecond) return;
  has_written_ = true;
  fmt::print(stderr, "\r\033[Kscanning: {} of {} hosts done, {:.0f}% of the next", progress.hosts_done,
             progress.hosts, 100 * progress.fraction_of_group);
  std::fflush(stderr);
}

}  // namespace portreeve::cli
