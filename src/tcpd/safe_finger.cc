// safe_finger(8): runs finger(1) as nobody, and shows what it says without what a terminal, a mail or a log
// file would act on. Rules spawn it to find out who is knocking, so its input is what an attacker cares to
// send.

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "core/file_descriptor.h"

namespace {

constexpr long kLongestInput = 100000;
constexpr int kLongestLine = 128;
constexpr unsigned kPatienceSeconds = 60;
// What becomes of root where there is no user "nobody".
constexpr uid_t kNobody = 65534;
constexpr const char* kPath = "/bin:/usr/bin:/sbin:/usr/sbin";

// The child, for the handler of SIGALRM.
volatile pid_t finger_process = -1;

void stop_finger(int /*signal*/) {
  kill(finger_process, SIGKILL);
  _exit(0);
}

[[noreturn]] void die(const char* attempted) {
  std::perror(attempted);
  std::exit(1);
}

void drop_root() {
  if (geteuid() != 0) return;
  const passwd* const nobody = getpwnam("nobody");
  const uid_t user = nobody == nullptr ? kNobody : nobody->pw_uid;
  const gid_t group = nobody == nullptr ? kNobody : nobody->pw_gid;
  if (setgroups(1, &group) != 0 || setgid(group) != 0 || setuid(user) != 0)
    die("safe_finger: give up root's rights");
}

[[noreturn]] void become_finger(char** argv, int output) {
  const int null = open("/dev/null", O_RDONLY);
  if (null < 0) die("open /dev/null");
  if (dup2(null, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0) die("dup2");
  close_range(STDERR_FILENO + 1, ~0U, 0);
  execvp("finger", argv);
  die("finger");
}

// Writes what finger says: each line begins with a blank, a backslash is doubled, bytes that are not
// printable ASCII are
// \OOO, and lines that grow too long are broken after a backslash.
class Printer {
 public:
  void put(unsigned char byte) {
    if (byte == '\n') {
      std::putchar('\n');
      column_ = 0;
      return;
    }
    if (column_ >= kLongestLine) {
      std::fputs("\\\n", stdout);
      column_ = 0;
    }
    if (column_ == 0) column_ += std::printf(" ");
    if (byte == '\\') {
      column_ += std::printf("\\\\");
    } else if ((byte >= ' ' && byte < 0x7f) || (byte >= '\t' && byte <= '\r')) {
      column_ += std::printf("%c", byte);
    } else {
      column_ += std::printf("\\%03o", byte);
    }
  }

 private:
  int column_ = 0;
};

// Whether there was no more than what is shown.
bool show_all(int input) {
  Printer printer;
  char bytes[BUFSIZ];
  long left = kLongestInput;
  for (;;) {
    const ssize_t got = read(input, bytes, sizeof bytes);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return true;
    for (ssize_t i = 0; i < got; ++i) {
      if (left-- == 0) return false;
      printer.put(static_cast<unsigned char>(bytes[i]));
    }
  }
}

void show(int input) {
  if (show_all(input)) return;
  std::printf("\n\n Input truncated to %ld bytes...\n", kLongestInput);
  kill(finger_process, SIGKILL);
}

}  // namespace

int main(int /*argc*/, char** argv) {
  drop_root();
  // What has been said is out when the time is up.
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
  if (clearenv() != 0 || setenv("PATH", kPath, 1) != 0) die("safe_finger: set PATH");
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) die("pipe");
  const portreeve::core::FileDescriptor from_finger(ends[0]);
  portreeve::core::FileDescriptor to_finger(ends[1]);
  finger_process = fork();
  if (finger_process < 0) die("fork");
  if (finger_process == 0) become_finger(argv, to_finger.get());
  to_finger = portreeve::core::FileDescriptor();
  std::signal(SIGALRM, stop_finger);
  alarm(kPatienceSeconds);

  show(from_finger.get());
  if (std::fflush(stdout) != 0) die("write");
  int status = 0;
  while (waitpid(finger_process, &status, 0) < 0 && errno == EINTR) {
  }
  return status == 0 ? 0 : 1;
}
