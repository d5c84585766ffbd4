#include "sockets/summary.h"

#include <cerrno>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text.h"

namespace portreeve::sockets {
namespace {

using Counts = std::map<std::pair<std::string, std::string>, std::int64_t>;

// The files are those of the network namespace that the calling thread is in.
std::string net_file(const core::SystemRoot& root, std::string_view name) {
  return (root.is_live() ? "/proc/thread-self/net/" : "/proc/net/") + std::string(name);
}

// "TCP: inuse 4 orphan 0 tw 1 alloc 7 mem 1": the subject, then names and numbers in turn.
void read_sockstat(std::string_view text, Counts& counts) {
  for (const std::string_view line : core::split(text, '\n')) {
    const auto words = core::split_words(line);
    for (std::size_t index = 1; index + 1 < words.size(); index += 2) {
      if (const auto number = core::parse_number<std::int64_t>("a count", words[index + 1])) {
        counts[{std::string(words[0]), std::string(words[index])}] = *number;
      }
    }
  }
}

// "Tcp: RtoAlgorithm … CurrEstab …" and below it "Tcp: 1 … 4 …": names, then their numbers.
void read_snmp(std::string_view text, Counts& counts) {
  const auto lines = core::split(text, '\n');
  for (std::size_t index = 0; index + 1 < lines.size(); index += 2) {
    const auto names = core::split_words(lines[index]);
    const auto numbers = core::split_words(lines[index + 1]);
    if (names.empty() || numbers.empty() || names[0] != numbers[0]) continue;
    for (std::size_t column = 1; column < names.size() && column < numbers.size(); ++column) {
      if (const auto number = core::parse_number<std::int64_t>("a count", numbers[column])) {
        counts[{std::string(names[0]), std::string(names[column])}] = *number;
      }
    }
  }
}

std::int64_t count(const Counts& counts, const char* subject, const char* name) {
  const auto found = counts.find({subject, name});
  return found == counts.end() ? 0 : found->second;
}

}  // namespace

core::Observed<SocketSummary> observe_summary(const core::SystemRoot& root) {
  core::Observed<SocketSummary> observed;
  Counts counts;
  const auto read = [&](const char* name, void (*take)(std::string_view, Counts&), bool may_be_missing) {
    const auto text = root.read(net_file(root, name));
    if (text) {
      take(*text, counts);
    } else if (!may_be_missing || text.error().errno_value != ENOENT) {
      observed.miss("counts of sockets", text.error());
    }
  };
  read("sockstat", read_sockstat, false);
  read("sockstat6", read_sockstat, true);
  read("snmp", read_snmp, false);

  observed.value = {
      .all = count(counts, "sockets:", "used"),
      .tcp_allocated = count(counts, "TCP:", "alloc"),
      .tcp_established = count(counts, "Tcp:", "CurrEstab"),
      .tcp_orphaned = count(counts, "TCP:", "orphan"),
      .tcp_time_wait = count(counts, "TCP:", "tw"),
      .tcp_ipv4 = count(counts, "TCP:", "inuse"),
      .tcp_ipv6 = count(counts, "TCP6:", "inuse"),
      .udp_ipv4 = count(counts, "UDP:", "inuse"),
      .udp_ipv6 = count(counts, "UDP6:", "inuse"),
      .raw_ipv4 = count(counts, "RAW:", "inuse"),
      .raw_ipv6 = count(counts, "RAW6:", "inuse"),
      .fragments_ipv4 = count(counts, "FRAG:", "inuse"),
      .fragments_ipv6 = count(counts, "FRAG6:", "inuse"),
  };
  return observed;
}

}  // namespace portreeve::sockets
