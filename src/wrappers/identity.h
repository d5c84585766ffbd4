#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace portreeve::wrappers {

/// What the options user and group make of the process: the credentials of another user, for good.
///
/// The original looks the names up and then keeps root's credentials; this one changes them, groups before
/// the user, so that nothing of root is left. Setting what the process has already is no error.
class Credentials {
 public:
  /// Sets the group id and makes that group the only one. In a dry run the name is looked up and nothing else
  /// done. Returns what is wrong, for a message, or nothing.
  [[nodiscard]] std::optional<std::string> set_group(const std::string& name, bool is_dry_run);

  /// Sets the user id, and the user's groups with either the group set before or the user's own as the first.
  [[nodiscard]] std::optional<std::string> set_user(const std::string& name, bool is_dry_run);

 private:
  std::optional<gid_t> group_;
};

}  // namespace portreeve::wrappers
