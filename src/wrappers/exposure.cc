#include "wrappers/exposure.h"

#include <sys/stat.h>

#include <fmt/format.h>

#include "core/text.h"

namespace portreeve::wrappers {
namespace {

// As many links as the kernel follows (path_resolution(7)).
constexpr int kMostLinks = 40;

class Search {
 public:
  explicit Search(const core::SystemRoot& root) : root_(root) {
    if (root.is_live()) return;
    if (const auto top = root.inspect("/")) {
      owner_ = top->st_uid;
      group_ = top->st_gid;
    }
  }

  std::optional<Exposure> walk(std::string_view path);

 private:
  std::optional<std::string> reason_of(const struct stat& status) const;

  const core::SystemRoot& root_;
  uid_t owner_ = 0;
  gid_t group_ = 0;
  int links_ = 0;
};

std::optional<std::string> Search::reason_of(const struct stat& status) const {
  if (status.st_uid != 0 && status.st_uid != owner_) return fmt::format("belongs to uid {}", status.st_uid);
  if ((status.st_mode & S_IWOTH) != 0) return "is writable by everybody";
  if ((status.st_mode & S_IWGRP) != 0 && status.st_gid != 0 && status.st_gid != group_)
    return fmt::format("is writable by the group with gid {}", status.st_gid);
  return std::nullopt;
}

std::optional<Exposure> Search::walk(std::string_view path) {
  std::string place;
  // In a directory with the sticky bit everybody may make files, but none may replace another's.
  std::optional<Exposure> sticky;
  for (const std::string_view part : core::split(path, '/')) {
    if (part.empty() || part == ".") continue;
    const std::string above = place.empty() ? "/" : place;
    place += "/" + std::string(part);
    const auto target = root_.read_link(place);
    if (target && ++links_ <= kMostLinks) {
      auto found = walk(target->starts_with('/') ? *target : above + "/" + *target);
      if (found) return found;
    }
    const auto status = root_.inspect(place);
    if (!status) return sticky;
    sticky.reset();
    // The modes of a link itself mean nothing; those of its target have been looked at.
    const auto reason = reason_of(*status);
    if (!reason) continue;
    if (!S_ISDIR(status->st_mode) || (status->st_mode & S_ISVTX) == 0) return Exposure{place, *reason};
    sticky = Exposure{place, *reason};
  }
  return sticky;
}

}  // namespace

std::optional<Exposure> find_exposure(const core::SystemRoot& root, std::string_view path) {
  return Search(root).walk(path);
}

std::vector<std::string> world_writable_places(const core::SystemRoot& root, std::string_view path) {
  std::vector<std::string> places;
  for (std::string place(path); !place.empty();) {
    const auto status = root.inspect(place);
    if (!status) break;
    if ((status->st_mode & S_IWOTH) != 0) places.push_back(place);
    const std::size_t slash = place.rfind('/');
    if (slash == std::string::npos || place == "/") break;
    place.resize(slash == 0 ? 1 : slash);
  }
  return places;
}

}  // namespace portreeve::wrappers
