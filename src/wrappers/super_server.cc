#include "wrappers/super_server.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "core/text.h"
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
  void check_program(const std::string& path);
  void check_wrapped(std::string_view process, std::string_view protocol);

  const core::SystemRoot& root_;
  std::string_view file_;
  int line_;
  SuperServers& servers_;
};

void InetdLine::check_program(const std::string& path) {
  const auto status = root_.inspect(path);
  if (!status) {
    const int number = status.error().errno_value;
    return complain(path, fmt::format("{}: not found: {}", path, std::strerror(number)));
  }
  for (std::string place = path; !place.empty(); place.erase(place.rfind('/'))) {
    const auto part = root_.inspect(place);
    if (part && (part->st_mode & S_IWOTH) != 0) complain(path, place + ": world writable");
    if (place.find('/') == std::string::npos) break;
  }
  if ((status->st_mode & 0111) == 0) complain(path, path + ": not executable");
}

// What tcpd is to start.
void InetdLine::check_wrapped(std::string_view process, std::string_view protocol) {
  const std::string_view name = base_name(process);
  if (name == "tcpd") complain(process, "tcpd is recursively calling itself");
  // It runs any command of anybody who says that he is allowed to.
  if (name == "rpc.rexd") complain(process, "rpc.rexd may be an insecure service");
  if (process.starts_with('/')) {
    check_program(std::string(process));
  } else if (const auto path = fmt::format("{}/{}", kDaemonDirectory, process); true) {
    const auto status = root_.inspect(path);
    if (!status) {
      complain(process, fmt::format("{}: not found in {}: {}", process, kDaemonDirectory,
                                    std::strerror(status.error().errno_value)));
    } else {
      check_program(path);
    }
  }
  if (protocol == "rpc/tcp") complain(process, fmt::format("{}: cannot wrap rpc/tcp services", name));
}

void InetdLine::read(std::string_view text) {
  const auto words = core::split_words(text);
  if (words.empty() || words.front().starts_with('#')) return;
  // Some systems leave out the service, others the user.
  std::size_t next = words.front() == "stream" || words.front() == "dgram" ? 1 : 2;
  const auto take = [&]() { return next < words.size() ? words[next++] : std::string_view(); };
  const std::string_view protocol = take();
  static_cast<void>(take());  // wait or nowait
  const std::string_view user = take();
  const std::string server(user.starts_with('/') ? user : take());
  if (server.empty() || server == "internal") return;
  const std::string_view process = take();
  if (process.empty()) return complain(core::trim(text), "incomplete line");

  const bool is_wrapped = base_name(server) == "tcpd";
  check_program(server);
  std::string program = server;
  if (is_wrapped) {
    check_wrapped(process, protocol);
    program =
        process.starts_with('/') ? std::string(process) : fmt::format("{}/{}", kDaemonDirectory, process);
  }
  servers_.services.push_back({std::string(base_name(process)), std::move(program), is_wrapped});
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
  while (const auto line = lines.next()) {
    if (!line->is_complete) break;
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
