#include "kernel/persistence.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::kernel {
namespace {

using core::Observed;
using core::SystemRoot;

// In the order of their weight: of files with one name the first counts (sysctl.d(5), sysctl(8)).
constexpr std::array<std::string_view, 5> kDirectories{
    "/etc/sysctl.d", "/run/sysctl.d", "/usr/local/lib/sysctl.d", "/usr/lib/sysctl.d", "/lib/sysctl.d"};
constexpr std::string_view kSysctlConf = "/etc/sysctl.conf";
constexpr std::string_view kSuffix = ".conf";
constexpr std::array<std::string_view, 2> kSystemdSysctl{"/lib/systemd/systemd-sysctl",
                                                         "/usr/lib/systemd/systemd-sysctl"};
constexpr std::string_view kUfwConfiguration = "/etc/ufw/ufw.conf";
constexpr std::string_view kUfwDefaults = "/etc/default/ufw";
constexpr std::string_view kUfwSysctl = "/etc/ufw/sysctl.conf";

bool is_sysctl_file(std::string_view name) {
  return name.size() > kSuffix.size() && name.ends_with(kSuffix);
}

bool is_directory(const SystemRoot& root, const std::string& path) {
  const auto status = root.inspect(path);
  return status && S_ISDIR(status->st_mode);
}

// Whether a file masks those of its name and says nothing itself: a link to /dev/null, as sysctl.d(5)
// advises. The link is read, not followed: a capture has no /dev.
bool is_mask(const SystemRoot& root, const std::string& path) {
  const auto target = root.read_link(path);
  return target && *target == "/dev/null";
}

bool is_missing(const SystemRoot& root, const std::string& path) {
  const auto status = root.inspect(path);
  return !status && (status.error().errno_value == ENOENT || status.error().errno_value == ELOOP);
}

// The files of the directories by name, for one loader. What is noted on the way is noted for sysctl alone,
// which looks at all that systemd looks at.
std::map<std::string, std::string> files_by_name(const SystemRoot& root, Loader loader,
                                                 Observed<Persistence>& observed) {
  std::map<std::string, std::string> chosen;
  std::set<std::string> looked_at;
  for (const std::string_view directory : kDirectories) {
    // /lib is a link to /usr/lib on most hosts.
    if (directory == "/lib/sysctl.d" && root.read_link("/lib")) continue;
    const auto names = root.list(directory);
    if (!names) {
      const bool is_to_note = loader == Loader::kProcps && names.error().errno_value != ENOENT;
      if (is_to_note) observed.miss(fmt::format("the files in {}", directory), names.error());
      continue;
    }
    for (const std::string& name : *names) {
      const std::string path = fmt::format("{}/{}", directory, name);
      if (!is_sysctl_file(name) || is_directory(root, path)) continue;
      if (loader == Loader::kSystemd && name.starts_with('.')) continue;
      const auto [place, is_new] = chosen.emplace(name, path);
      if (!is_new && loader == Loader::kProcps) observed.value.masked.push_back({path, place->second});
    }
  }
  return chosen;
}

// Reads a file once, however often it is asked for.
class Reader {
 public:
  Reader(const SystemRoot& root, Observed<Persistence>& observed) : root_(root), observed_(observed) {}

  // Nothing if the file is a mask or can't be read.
  std::optional<SysctlFile> read(const std::string& path) {
    if (is_mask(root_, path)) return std::nullopt;
    const auto known = known_.find(path);
    if (known != known_.end()) return known->second;
    std::optional<SysctlFile> file;
    if (const auto text = root_.read(path)) {
      SysctlText parsed = parse_sysctl_text(root_.shown_path(path), *text);
      for (core::Error& mistake : parsed.mistakes)
        observed_.miss("a line of " + path, std::move(mistake));
      file = SysctlFile{path, std::move(parsed.lines)};
    } else {
      observed_.miss("the settings in " + path, text.error());
    }
    known_.emplace(path, file);
    return file;
  }

 private:
  const SystemRoot& root_;
  Observed<Persistence>& observed_;
  std::map<std::string, std::optional<SysctlFile>> known_;
};

std::vector<SysctlFile> read_files(const SystemRoot& root, Loader loader, Reader& reader,
                                   Observed<Persistence>& observed) {
  std::vector<SysctlFile> files;
  for (const auto& [name, path] : files_by_name(root, loader, observed)) {
    if (auto file = reader.read(path)) files.push_back(std::move(*file));
  }
  if (loader == Loader::kProcps && !is_missing(root, std::string(kSysctlConf))) {
    if (auto file = reader.read(std::string(kSysctlConf))) files.push_back(std::move(*file));
  }
  return files;
}

// The value of NAME=VALUE in a file of shell assignments; the last one counts. Empty if there is none.
std::string shell_value(const SystemRoot& root, std::string_view path, std::string_view name,
                        Observed<Persistence>& observed) {
  std::string value;
  const auto text = root.read(path);
  if (!text) {
    if (text.error().errno_value != ENOENT) observed.miss(fmt::format("{} in {}", name, path), text.error());
    return value;
  }
  for (const std::string_view line : core::split(*text, '\n')) {
    const std::string_view trimmed = core::trim(line);
    if (!trimmed.starts_with(name) || !trimmed.substr(name.size()).starts_with('=')) continue;
    value = core::trim(trimmed.substr(name.size() + 1));
    std::erase(value, '"');
    std::erase(value, '\'');
  }
  return value;
}

// ufw loads its file when it starts, after the loader has run (ufw-framework(8), IPT_SYSCTL).
std::optional<SysctlFile> read_ufw(const SystemRoot& root, Reader& reader, Observed<Persistence>& observed) {
  if (core::to_lower(shell_value(root, kUfwConfiguration, "ENABLED", observed)) != "yes") return std::nullopt;
  std::string path = shell_value(root, kUfwDefaults, "IPT_SYSCTL", observed);
  if (path.empty()) path = kUfwSysctl;
  return reader.read(path);
}

}  // namespace

std::string_view to_string(Loader loader) {
  return loader == Loader::kProcps ? "sysctl --system" : "systemd-sysctl";
}

Observed<Persistence> observe_persistence(const SystemRoot& root) {
  Observed<Persistence> observed;
  Reader reader(root, observed);
  Persistence& persistence = observed.value;
  persistence.procps = read_files(root, Loader::kProcps, reader, observed);
  persistence.systemd = read_files(root, Loader::kSystemd, reader, observed);
  persistence.ufw = read_ufw(root, reader, observed);
  const bool has_systemd = std::ranges::any_of(
      kSystemdSysctl, [&](std::string_view path) { return root.inspect(path).has_value(); });
  persistence.at_boot = has_systemd ? Loader::kSystemd : Loader::kProcps;
  return observed;
}

}  // namespace portreeve::kernel
