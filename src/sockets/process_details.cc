#include "sockets/process_details.h"

#include <charconv>
#include <system_error>

#include "core/text.h"

namespace portreeve::sockets {
namespace {

using core::ExecutableState;

// The effective user ID is the second number of the line "Uid:" (proc(5), /proc/PID/status).
std::optional<uid_t> effective_user(std::string_view status) {
  for (const std::string_view line : core::split(status, '\n')) {
    if (!line.starts_with("Uid:")) continue;
    const auto fields = core::split_words(line);
    if (fields.size() < 3) return std::nullopt;
    const auto uid = core::parse_number<uid_t>("the uid", fields[2]);
    return uid ? std::optional(*uid) : std::nullopt;
  }
  return std::nullopt;
}

// "/proc/PID/exe" leads to the file that is running, whatever has become of its name. The name is looked up
// as the process would do it, below its own root directory.
ExecutableState executable_state(const ProcessDirectory& directory, const std::string& path, bool is_live) {
  constexpr std::string_view kDeleted = " (deleted)";
  const bool says_deleted = path.ends_with(kDeleted);
  // The files themselves are not part of a capture.
  if (!is_live) return says_deleted ? ExecutableState::kDeleted : ExecutableState::kUnknown;
  const auto running = directory.inspect("exe");
  if (!running) return ExecutableState::kUnknown;
  const auto named = directory.inspect(("root" + path).c_str());
  // A file may well be called "x (deleted)".
  if (named && named->st_dev == running->st_dev && named->st_ino == running->st_ino)
    return ExecutableState::kPresent;
  if (named && !says_deleted) return ExecutableState::kReplaced;
  if (!says_deleted) return ExecutableState::kUnknown;
  const auto other = directory.inspect(("root" + path.substr(0, path.size() - kDeleted.size())).c_str());
  if (other) return ExecutableState::kReplaced;
  return other.error().errno_value == ENOENT || other.error().errno_value == ENOTDIR
             ? ExecutableState::kDeleted
             : ExecutableState::kUnknown;
}

}  // namespace

std::optional<std::uint64_t> bracketed_number(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix) || !text.ends_with(']')) return std::nullopt;
  text = text.substr(prefix.size(), text.size() - prefix.size() - 1);
  std::uint64_t number = 0;
  const auto [stop, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  return status == std::errc{} && stop == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::string read_name(const ProcessDirectory& directory) {
  std::string name = directory.read("comm").value_or("");
  if (name.ends_with('\n')) name.pop_back();
  return name;
}

// The name in field 2 may hold blanks and parentheses, so fields are counted from the last ')'.
std::uint64_t read_start_time(const ProcessDirectory& directory) {
  constexpr std::size_t kFieldsAfterName = 22 - 3;
  const std::string stat = directory.read("stat").value_or("");
  const std::size_t parenthesis = stat.rfind(')');
  if (parenthesis == std::string::npos) return 0;
  const auto fields = core::split_words(std::string_view(stat).substr(parenthesis + 1));
  if (fields.size() <= kFieldsAfterName) return 0;
  return core::parse_number<std::uint64_t>("the start time", fields[kFieldsAfterName]).value_or(0);
}

std::string cgroup_path(std::string_view text) {
  std::string_view unified;
  std::string_view of_systemd;
  std::string_view other;
  for (const std::string_view line : core::split(text, '\n')) {
    // "HIERARCHY:CONTROLLERS:PATH", and the path may hold colons
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    const std::string_view path = line.substr(second + 1);
    if (line.starts_with("0::")) {
      unified = path;
    } else if (controllers == "name=systemd") {
      of_systemd = path;
    } else if (other.size() < path.size()) {
      other = path;
    }
  }
  const auto says_nothing = [](std::string_view path) { return path.empty() || path == "/"; };
  if (!says_nothing(unified)) return std::string(unified);
  if (!says_nothing(of_systemd)) return std::string(of_systemd);
  if (!unified.empty() && says_nothing(other)) return std::string(unified);
  return std::string(other);
}

void add_details(const core::SystemRoot& root, core::ProcessRef& process) {
  const auto directory = ProcessDirectory::open(root, process.pid);
  if (!directory) return;
  const std::uint64_t start_time = read_start_time(*directory);
  if (process.start_time != 0 && process.start_time != start_time) return;
  process.start_time = start_time;
  process.executable = directory->read_link("exe").value_or("");
  if (!process.executable.empty())
    process.executable_state = executable_state(*directory, process.executable, root.is_live());
  process.cgroup = cgroup_path(directory->read("cgroup").value_or(""));
  process.network_namespace =
      bracketed_number(directory->read_link("ns/net").value_or(""), "net:[").value_or(0);
  process.uid = effective_user(directory->read("status").value_or(""));
}

}  // namespace portreeve::sockets
