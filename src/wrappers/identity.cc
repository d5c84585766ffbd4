#include "wrappers/identity.h"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "wrappers/text.h"

namespace portreeve::wrappers {
namespace {

// getpwnam_r(3) and getgrnam_r(3) want room for the texts of an entry; big groups have long ones.
constexpr std::size_t kFirstRoom = 4096;
constexpr std::size_t kMostRoom = 1 << 20;

struct User {
  uid_t id;
  gid_t group;
};

std::optional<User> find_user(const std::string& name) {
  for (std::vector<char> room(kFirstRoom); room.size() <= kMostRoom; room.resize(room.size() * 2)) {
    passwd entry{};
    passwd* found = nullptr;
    const int status = getpwnam_r(name.c_str(), &entry, room.data(), room.size(), &found);
    if (status == ERANGE) continue;
    if (found == nullptr) return std::nullopt;
    return User{entry.pw_uid, entry.pw_gid};
  }
  return std::nullopt;
}

std::optional<gid_t> find_group(const std::string& name) {
  for (std::vector<char> room(kFirstRoom); room.size() <= kMostRoom; room.resize(room.size() * 2)) {
    group entry{};
    group* found = nullptr;
    const int status = getgrnam_r(name.c_str(), &entry, room.data(), room.size(), &found);
    if (status == ERANGE) continue;
    if (found == nullptr) return std::nullopt;
    return entry.gr_gid;
  }
  return std::nullopt;
}

std::string failure_of(std::string_view call, const std::string& name) {
  return concat({call, "(", name, "): ", std::strerror(errno)});
}

// An ordinary user's daemon may name the credentials that it has; only root can leave groups behind.
bool has_group_already(gid_t group) {
  return geteuid() != 0 && getgid() == group && getegid() == group;
}

}  // namespace

std::optional<std::string> Credentials::set_group(const std::string& name, bool is_dry_run) {
  const auto group = find_group(name);
  if (!group) return concat({"unknown group: \"", name, "\""});
  group_ = group;
  if (is_dry_run || has_group_already(*group)) return std::nullopt;
  if (setgid(*group) != 0) return failure_of("setgid", name);
  if (setgroups(1, &*group) != 0) return failure_of("setgroups", name);
  return std::nullopt;
}

std::optional<std::string> Credentials::set_user(const std::string& name, bool is_dry_run) {
  const auto user = find_user(name);
  if (!user) return concat({"unknown user: \"", name, "\""});
  const gid_t group = group_.value_or(user->group);
  if (is_dry_run) return std::nullopt;
  if (!has_group_already(group)) {
    if (setgid(group) != 0) return failure_of("setgid", name);
    if (initgroups(name.c_str(), group) != 0) return failure_of("initgroups", name);
  }
  if (setuid(user->id) != 0) return failure_of("setuid", name);
  return std::nullopt;
}

}  // namespace portreeve::wrappers
