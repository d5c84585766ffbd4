#include "wrappers/super_server.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "wrappers/exposure.h"
#include "wrappers/line_reader.h"
#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// Where tcpd looks for a program that is named without a path.
constexpr std::string_view kDaemonDirectory = "/usr/sbin";
constexpr std::string_view kInetdConf = "/etc/inetd.conf";
constexpr std::string_view kXinetdConf = "/etc/xinetd.conf";
constexpr std::string_view kXinetdDirectory = "/etc/xinetd.d";

std::string_view base_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

// What a daemon is called that is started by this name: a path loses its directories.
std::string_view process_name(std::string_view argument) {
  return argument.starts_with('/') ? base_name(argument) : argument;
}

// Where tcpd finds a daemon that it knows by its name alone.
std::string daemon_path(std::string_view process) {
  return fmt::format("{}/{}", kDaemonDirectory, process);
}

// One line of inetd.conf under examination.
class InetdLine {
 public:
  InetdLine(const core::SystemRoot& root, std::string_view file, int line, SuperServers& servers)
      : root_(root), file_(file), line_(line), servers_(servers) {}

  void read(std::string_view text);

 private:
  void complain(std::string_view text, std::string original) {
    Problem problem;
    problem.id = "wrap.inetd_service";
    problem.file = file_;
    problem.line = line_;
    problem.text = text;
    problem.effect = original;
    problem.remedy = "correct the service, or disable it by a # in the first column";
    problem.original.texts = {std::move(original)};
    servers_.problems.push_back(std::move(problem));
  }
  std::optional<struct stat> check_program(const std::string& path);
  void check_wrapped(std::string_view process, std::string_view protocol, std::string_view argument);
  bool may_be_wrapped(std::string_view process);
  void add_service(std::string_view protocol, std::string_view process, std::string_view argument);

  const core::SystemRoot& root_;
  std::string_view file_;
  int line_;
  SuperServers& servers_;
  std::string server_;  // the program that inetd starts
};

std::optional<struct stat> InetdLine::check_program(const std::string& path) {
  const auto status = root_.inspect(path);
  if (!status) {
    const int number = status.error().errno_value;
    complain(path, fmt::format("{}: not found: {}", path, std::strerror(number)));
    return std::nullopt;
  }
  for (const std::string& place : world_writable_places(root_, path))
    complain(path, place + ": world writable");
  if ((status->st_mode & S_IXUSR) == 0) complain(path, path + ": not executable");
  return *status;
}

// What tcpd is to start; `argument` is the word after it.
void InetdLine::check_wrapped(std::string_view process, std::string_view protocol,
                              std::string_view argument) {
  const std::string_view name = process_name(process);
  if (process.starts_with('/')) {
    // The daemon's line with tcpd put in front of it: the daemon gets its own name as an argument.
    if (equal_ignoring_case(base_name(argument), name)) {
      complain(process, fmt::format("{} inserted before {}", server_, process));
    }
    check_program(std::string(process));
  } else if (const auto path = daemon_path(process); const auto status = root_.inspect(path)) {
    check_program(path);
  } else {
    complain(process, fmt::format("{}: not found in {}: {}", process, kDaemonDirectory,
                                  std::strerror(status.error().errno_value)));
  }
  if (protocol == "rpc/tcp") complain(process, fmt::format("{}: cannot wrap rpc/tcp services", name));
}

// Whether tcpd may have taken the place of a daemon that was moved to where tcpd looks for it.
bool InetdLine::may_be_wrapped(std::string_view process) {
  const std::string path = daemon_path(process);
  if (equal_ignoring_case(server_, path)) return false;
  const auto status = root_.inspect(path);
  if (status) return true;
  const int number = status.error().errno_value;
  if (number == ENOENT) return false;
  complain(process, fmt::format("{}: file lookup: {}", path, std::strerror(number)));
  return true;
}

void InetdLine::read(std::string_view text) {
  const auto words = core::split_words(text);
  if (words.empty() || words.front().starts_with('#')) return;
  // Some systems leave out the service, others the user.
  const bool lacks_service =
      equal_ignoring_case(words.front(), "stream") || equal_ignoring_case(words.front(), "dgram");
  std::size_t next = lacks_service ? 1 : 2;
  const auto take = [&]() { return next < words.size() ? words[next++] : std::string_view(); };
  const std::string_view protocol = take();
  static_cast<void>(take());  // wait or nowait
  const std::string_view user = take();
  std::string_view server = user.starts_with('/') ? user : take();
  // Others have a number here, the most processes of the service, or a mark in front of the program.
  if (server.starts_with('?')) server.remove_prefix(1);
  if (equal_ignoring_case(server, "internal")) return;
  if (server.find_first_not_of("-0123456789") == std::string_view::npos) server = take();
  if (server.empty()) return;
  std::string_view process = take();
  if (process.find_first_not_of("0123456789") == std::string_view::npos) process = take();
  if (process.empty()) return complain(core::trim(text), "incomplete line");
  server_ = server;
  add_service(protocol, process, take());
}

void InetdLine::add_service(std::string_view protocol, std::string_view process, std::string_view argument) {
  SuperService service;
  service.process = process_name(process);
  service.program = server_;
  const auto status = check_program(server_);
  // It runs any command of anybody who says that he is allowed to.
  if (equal_ignoring_case(service.process, "rexd") || equal_ignoring_case(service.process, "rpc.rexd"))
    complain(process, fmt::format("{} may be an insecure service", service.process));
  service.is_wrapped = equal_ignoring_case(base_name(server_), "tcpd");
  if (service.is_wrapped) {
    if (equal_ignoring_case(service.process, "tcpd"))
      complain(process, fmt::format("{} is recursively calling itself", service.process));
    if (status && (status->st_mode & (S_ISUID | S_ISGID)) != 0)
      complain(server_, server_ + ": file is set-uid or set-gid");
    check_wrapped(process, protocol, argument);
    service.program = process.starts_with('/') ? std::string(process) : daemon_path(process);
  } else {
    service.may_be_wrapped = may_be_wrapped(process);
  }
  servers_.services.push_back(std::move(service));
}

// "name = value" of a block, with the += that lists may use.
struct Setting {
  std::string name;
  std::string_view value;
};

Setting parse_setting(std::string_view line) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return {};
  std::string_view name = core::trim(line.substr(0, equals));
  while (name.ends_with('+') || name.ends_with('-'))
    name.remove_suffix(1);
  return {core::to_lower(core::trim(name)), core::trim(line.substr(equals + 1))};
}

void miss_file(core::Observed<SuperServers>& observed, const core::Error& error) {
  if (error.errno_value != ENOENT) observed.miss("the services of a super-server", error);
}

}  // namespace

const SuperService* SuperServers::find(std::string_view process) const {
  const auto found = std::find_if(services.rbegin(), services.rend(), [process](const SuperService& service) {
    return equal_ignoring_case(service.process, process);
  });
  return found == services.rend() ? nullptr : &*found;
}

void read_inetd_conf(const core::SystemRoot& root, std::string_view file, std::string_view text,
                     SuperServers& servers) {
  servers.inetd_file = file;
  LineReader lines(text);
  // inetd takes a last line without its newline like any other.
  while (const auto line = lines.next()) {
    InetdLine(root, servers.inetd_file, line->number, servers).read(line->text);
  }
}

void parse_xinetd_conf(std::string_view text, SuperServers& servers) {
  bool is_service = false;
  bool is_disabled = false;
  std::string server;
  std::string name;
  for (const std::string_view raw : core::split(text, '\n')) {
    const std::string_view line = core::trim(raw);
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with('}')) {
      if (is_service && !is_disabled && !server.empty())
        servers.services.push_back({name.empty() ? std::string(base_name(server)) : name, server, true});
      is_service = false;
      continue;
    }
    if (line.starts_with("service") && core::split_words(line).front() == "service") {
      is_service = true;
      is_disabled = false;
      server.clear();
      name.clear();
    }
    const Setting setting = parse_setting(line);
    if (setting.name == "server") server = setting.value;
    if (setting.name == "libwrap") name = setting.value;
    if (setting.name == "disable") is_disabled = core::to_lower(setting.value) == "yes";
  }
}

core::Observed<SuperServers> observe_super_servers(const core::SystemRoot& root) {
  core::Observed<SuperServers> observed;
  if (const auto text = root.read(kInetdConf)) {
    read_inetd_conf(root, kInetdConf, *text, observed.value);
  } else {
    miss_file(observed, text.error());
  }
  std::vector<std::string> files{std::string(kXinetdConf)};
  if (const auto names = root.list(kXinetdDirectory)) {
    // xinetd passes over files whose name has a dot or ends in "~" (xinetd.conf(5), includedir).
    for (const std::string& name : *names) {
      if (name.find('.') == std::string::npos && !name.ends_with('~'))
        files.push_back(fmt::format("{}/{}", kXinetdDirectory, name));
    }
  } else {
    miss_file(observed, names.error());
  }
  for (const std::string& file : files) {
    if (const auto text = root.read(file)) {
      parse_xinetd_conf(*text, observed.value);
    } else {
      miss_file(observed, text.error());
    }
  }
  return observed;
}

}  // namespace portreeve::wrappers
