#include "wrappers/command.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "core/file_descriptor.h"

namespace portreeve::wrappers {
namespace {

constexpr int kExecFailed = 127;

bool is_same_file(int one, int other) {
  struct stat first = {};
  struct stat second = {};
  return fstat(one, &first) == 0 && fstat(other, &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino;
}

// Which of the descriptors 0, 1 and 2 the child is to have as /dev/null.
std::array<bool, 3> choose_null_streams(CommandStreams streams, int client) {
  std::array<bool, 3> is_null{true, true, true};
  if (streams == CommandStreams::kNull) return is_null;
  for (int stream = 0; stream < 3; ++stream) {
    is_null[static_cast<std::size_t>(stream)] = client >= 0 && is_same_file(stream, client);
  }
  return is_null;
}

// How the shell ended, as its guardian tells it.
struct Report {
  pid_t process = 0;
  int wait_status = 0;
};

// What only signal-safety(7) functions may do from here to exec: other threads of the daemon may hold any
// lock.

[[noreturn]] void become_shell(const char* command, const std::array<bool, 3>& is_null) {
  const int null = open("/dev/null", O_RDWR);
  if (null < 0) _exit(kExecFailed);
  for (int stream = 0; stream < 3; ++stream) {
    if (is_null[static_cast<std::size_t>(stream)] && null != stream && dup2(null, stream) < 0)
      _exit(kExecFailed);
  }
  close_range(3, ~0U, 0);
  execl("/bin/sh", "sh", "-c", command, nullptr);
  _exit(kExecFailed);
}

long clone_process(long flags) {
  return syscall(SYS_clone, flags, nullptr, nullptr, nullptr, nullptr);
}

// The process between the daemon and the shell: it waits where nobody else does, and reports.
[[noreturn]] void guard_shell(const char* command, const std::array<bool, 3>& is_null, int report_pipe) {
  std::signal(SIGHUP, SIG_IGN);
  std::signal(SIGCHLD, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  Report report;
  report.process = static_cast<pid_t>(clone_process(SIGCHLD));
  if (report.process < 0) _exit(kExecFailed);
  if (report.process == 0) become_shell(command, is_null);
  while (waitpid(report.process, &report.wait_status, 0) < 0 && errno == EINTR) {
  }
  (void)!write(report_pipe, &report, sizeof report);
  _exit(0);
}

}  // namespace

CommandResult run_command(const std::string& command, CommandStreams streams, int client) {
  const auto is_null = choose_null_streams(streams, client);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return {errno, 0, 0};
  const core::FileDescriptor from_guardian(ends[0]);
  core::FileDescriptor to_daemon(ends[1]);
  // A clone without an exit signal: the daemon's SIGCHLD handler is not called for it, the daemon's own
  // wait(2) does not see it (__WCLONE), and it is there to be waited for even where SIGCHLD is ignored. An
  // exec would end that (execve(2) sets the exit signal to SIGCHLD), which is why the shell is a child of
  // this one.
  const long guardian = clone_process(0);
  if (guardian < 0) return {errno, 0, 0};
  if (guardian == 0) guard_shell(command.c_str(), is_null, to_daemon.get());
  to_daemon = core::FileDescriptor();
  Report report;
  ssize_t got = 0;
  do {
    got = read(from_guardian.get(), &report, sizeof report);
  } while (got < 0 && errno == EINTR);
  while (waitpid(static_cast<pid_t>(guardian), nullptr, __WALL) < 0 && errno == EINTR) {
  }
  if (got != sizeof report) return {EAGAIN, 0, 0};
  return {0, report.process, report.wait_status};
}

void become_command(const std::string& command, int client) {
  if (client < 0) {
    errno = EBADF;
    return;
  }
  // Kept above the three, so that none of them is overwritten before it has been copied.
  core::FileDescriptor copy(fcntl(client, F_DUPFD, 3));
  if (!copy) return;
  for (int stream = 0; stream < 3; ++stream) {
    if (dup2(copy.get(), stream) < 0) return;
  }
  copy = core::FileDescriptor();
  // The original descriptor goes as well, so that the command alone holds the connection.
  if (client > 2) core::FileDescriptor{client};
  execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
}

}  // namespace portreeve::wrappers
