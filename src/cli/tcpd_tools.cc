#include "cli/tcpd_tools.h"

#include <cstdio>

#include <fmt/format.h>

#include "core/text.h"
#include "wrappers/exposure.h"

namespace portreeve::cli {
namespace {

constexpr std::string_view kInetdConf = "/etc/inetd.conf";
// Where tcpd finds the daemons: whoever can write there decides what is started.
constexpr std::string_view kDaemonDirectory = "/usr/sbin";

}  // namespace

void TroublePrinter::tell_once(std::string line) {
  const auto [entry, is_new] = told_.insert(std::move(line));
  if (is_new) fmt::print(stderr, "{}\n", *entry);
}

void TroublePrinter::warn(std::string_view text) {
  tell_once(fmt::format("warning: {}", core::printable(text)));
}

void TroublePrinter::tell(const std::vector<wrappers::Problem>& problems) {
  for (const wrappers::Problem& problem : problems) {
    const wrappers::OriginalWords& original = problem.original;
    const std::string place = original.has_place ? fmt::format("{}, line {}: ", core::printable(problem.file),
                                                               original.line.value_or(problem.line))
                                                 : "";
    for (const std::string& text : original.texts) {
      tell_once(
          fmt::format("{}: {}{}", original.is_error ? "error" : "warning", place, core::printable(text)));
    }
  }
}

void TroublePrinter::warn_of_writable(const core::SystemRoot& root, std::string_view path) {
  for (const std::string& place : wrappers::world_writable_places(root, path))
    warn(fmt::format("{}: world writable", place));
}

std::optional<wrappers::SuperServers> read_inetd_services(const core::SystemRoot& root,
                                                          const std::string& named_file,
                                                          TroublePrinter& trouble) {
  wrappers::SuperServers services;
  trouble.warn_of_writable(root, kDaemonDirectory);
  const std::string file = named_file.empty() ? std::string(kInetdConf) : named_file;
  const auto text = root.read(file);
  if (text) {
    trouble.warn_of_writable(root, file);
    wrappers::read_inetd_conf(root, file, *text, services);
  } else if (!named_file.empty()) {
    fmt::print(stderr, "open {}: {}\n", core::printable(file), text.error().reason);
    return std::nullopt;
  }
  return services;
}

std::string_view inetd_file_shown(const wrappers::SuperServers& services) {
  return services.inetd_file.empty() ? std::string_view("(null)") : std::string_view(services.inetd_file);
}

}  // namespace portreeve::cli
