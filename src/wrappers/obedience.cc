#include "wrappers/obedience.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <set>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::wrappers {
namespace {

constexpr std::string_view kLibrary = "libwrap.so.0";
constexpr std::string_view kDeleted = " (deleted)";
// More than any program is linked with.
constexpr std::size_t kMostFiles = 1024;

core::Result<ElfNeeds> read_needs(const core::SystemRoot& root, const std::string& path) {
  const auto file = root.open(path);
  if (!file) return core::failure(file.error());
  return read_elf_needs(
      root.shown_path(path), [&file](std::uint64_t offset, std::size_t size) -> std::optional<std::string> {
        if (offset > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max())) return std::nullopt;
        const off_t end = ::lseek(file->get(), 0, SEEK_END);
        // Sizes come from the file itself, so memory is only taken for what is there.
        if (end < 0 || offset > static_cast<std::uint64_t>(end) ||
            size > static_cast<std::uint64_t>(end) - offset) {
          return std::nullopt;
        }
        std::string bytes(size, '\0');
        std::size_t used = 0;
        while (used < size) {
          const ssize_t count =
              ::pread(file->get(), bytes.data() + used, size - used, static_cast<off_t>(offset + used));
          if (count < 0 && errno == EINTR) continue;
          if (count <= 0) return std::nullopt;
          used += static_cast<std::size_t>(count);
        }
        return bytes;
      });
}

std::string directory_of(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

// "$ORIGIN/../lib" with the directory of the file that says it.
std::string resolved(std::string directory, const std::string& user) {
  for (const std::string_view origin : {"${ORIGIN}", "$ORIGIN"}) {
    if (directory.starts_with(origin))
      return fmt::format("{}{}", directory_of(user), std::string_view(directory).substr(origin.size()));
  }
  return directory;
}

}  // namespace

ObedienceReader::ObedienceReader(const core::SystemRoot& root) : root_(root) {
  for (const std::string base : {"/lib", "/usr/lib"}) {
    // Debian's directories for one architecture: /usr/lib/x86_64-linux-gnu.
    for (const std::string& name : root.list(base).value_or(std::vector<std::string>())) {
      if (name.find("-linux-") != std::string::npos) directories_.push_back(fmt::format("{}/{}", base, name));
    }
    directories_.push_back(base);
  }
  for (const char* const directory : {"/lib64", "/usr/lib64", "/usr/local/lib"})
    directories_.emplace_back(directory);
}

const core::Result<ElfNeeds>& ObedienceReader::needs_of(const std::string& path) {
  const auto known = seen_.find(path);
  if (known != seen_.end()) return known->second;
  return seen_.emplace(path, read_needs(root_, path)).first->second;
}

std::optional<std::string> ObedienceReader::find_library(const std::string& name, const std::string& user,
                                                         const ElfNeeds& needs) const {
  if (name.find('/') != std::string::npos) return name;
  std::vector<std::string> directories;
  for (const std::string& directory : needs.search_path)
    directories.push_back(resolved(directory, user));
  directories.insert(directories.end(), directories_.begin(), directories_.end());
  for (const std::string& directory : directories) {
    std::string path = fmt::format("{}/{}", directory, name);
    if (root_.inspect(path)) return path;
  }
  return std::nullopt;
}

Obedience ObedienceReader::of(std::string_view executable) {
  if (executable.ends_with(kDeleted)) executable.remove_suffix(kDeleted.size());
  if (!executable.starts_with('/')) return Obedience::kUnclear;
  std::vector<std::string> waiting{std::string(executable)};
  std::set<std::string> met{waiting.front()};
  bool all_seen = true;
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    const std::string path = waiting[i];
    const auto& needs = needs_of(path);
    if (!needs || (i == 0 && !needs->is_dynamic)) {
      all_seen = false;
      continue;
    }
    if (needs->names_access_control && i == 0) return Obedience::kObeys;
    for (const std::string& name : needs->libraries) {
      if (name == kLibrary) return Obedience::kObeys;
      const auto library = find_library(name, path, *needs);
      if (!library || met.size() >= kMostFiles) {
        all_seen = false;
      } else if (met.insert(*library).second) {
        waiting.push_back(*library);
      }
    }
  }
  return all_seen ? Obedience::kIgnores : Obedience::kUnclear;
}

Obedience ObedienceReader::of(std::string_view executable, int process) {
  const Obedience linked = of(executable);
  if (linked == Obedience::kObeys) return linked;
  const auto maps = root_.read(fmt::format("/proc/{}/maps", process));
  if (maps && maps->find(fmt::format("/{}", kLibrary)) != std::string::npos) return Obedience::kObeys;
  // An executable that has been replaced is not the one that runs.
  return executable.ends_with(kDeleted) ? Obedience::kUnclear : linked;
}

}  // namespace portreeve::wrappers
