#pragma once

#include <string>

namespace portreeve::wrappers {

/// Running the shell commands of rules. What a peer can influence in them has been through expand().

/// How a command ended.
struct CommandResult {
  int error_number = 0;  ///< errno when no process could be made, else 0
  int process = 0;       ///< the process id that the shell had
  int wait_status = 0;   ///< as of wait(2)

  /// Whether the command ran and exited with status 0.
  [[nodiscard]] bool succeeded() const { return error_number == 0 && wait_status == 0; }
};

/// What the command sees as its standard input, output and error.
enum class CommandStreams {
  kNull,    ///< /dev/null
  kCaller,  ///< those of this process, except that /dev/null stands in for the connection with the client
};

/// Runs `/bin/sh -c COMMAND` in a child and waits for it. The child has the descriptors 0, 1 and 2 and no
/// others, ignores SIGHUP, and is invisible to this process's own wait(2) and SIGCHLD handling. `client` is
/// the descriptor of the connection, or -1. A shell that cannot be executed counts as exit status 127.
[[nodiscard]] CommandResult run_command(const std::string& command, CommandStreams streams, int client);

/// Puts the connection on the descriptors 0, 1 and 2 and becomes `/bin/sh -c COMMAND`. Returns, with errno
/// set, only when that fails.
void become_command(const std::string& command, int client);

}  // namespace portreeve::wrappers
