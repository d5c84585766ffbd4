#pragma once

#include <sys/stat.h>

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "core/temporary_directory_for_tests.h"
#include "wrappers/lint.h"

namespace portreeve::wrappers {

/// A captured host whose rule files a test writes.
class LintedHost {
 public:
  LintedHost() {
    write("etc/passwd", "root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/:/bin/sh\n");
    write("etc/group", "root:x:0:\nstaff:x:50:\n");
    write("bin/echo", "");
    write("etc/banners/vsftpd", "220-Hello, %c\n220-All activity on ftp.example.com is logged.\n");
    request.daemons = {{"sshd", "/usr/sbin/sshd", Obedience::kIgnores},
                       {"vsftpd", "/usr/sbin/vsftpd", Obedience::kObeys}};
    request.all_daemons_seen = true;
  }

  void write(std::string_view file, std::string_view text) const { directory_.write(file, text); }
  void mode(std::string_view file, mode_t mode) const {
    ASSERT_EQ(::chmod((directory_.path() + "/" + std::string(file)).c_str(), mode), 0);
  }
  void rules(std::string_view allow, std::string_view deny) const {
    write("etc/hosts.allow", allow);
    write("etc/hosts.deny", deny);
  }
  [[nodiscard]] core::Observed<LintReport> observe() const {
    return lint(*core::SystemRoot::capture(directory_.path()), request);
  }
  [[nodiscard]] std::vector<Problem> problems() const { return observe().value.problems; }
  [[nodiscard]] std::vector<Problem> problems(std::string_view id) const {
    std::vector<Problem> found = problems();
    std::erase_if(found, [id](const Problem& problem) { return problem.id != id; });
    return found;
  }

  LintRequest request;

 private:
  core::TemporaryDirectory directory_;
};

/// A deny table that leaves nothing to complain of.
inline constexpr std::string_view kClosed = "ALL: ALL\n";

}  // namespace portreeve::wrappers
