#pragma once

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdint>
#include <functional>
#include <stdexcept>

#include "core/file_descriptor.h"

namespace portreeve::sockets {

/// A process that a unit test needs to be there: a copy of the test that does something, tells the test one
/// number when it is ready, and stays until the test is done with it. It ends with the test, however that
/// ends.
class ChildProcess {
 public:
  using Tell = std::function<void(std::int64_t number)>;

  /// Starts it, and returns once `work` has called what it is given.
  explicit ChildProcess(const std::function<void(const Tell&)>& work) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    const core::FileDescriptor reading(ends[0]);
    core::FileDescriptor writing(ends[1]);
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error("no process");
    if (pid_ == 0) be_child(work, writing.get());
    writing = {};
    if (::read(reading.get(), &number_, sizeof number_) != sizeof number_) {
      stop();
      throw std::runtime_error("the process did not get ready");
    }
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess() { stop(); }

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// What it told.
  [[nodiscard]] std::int64_t number() const { return number_; }

  /// Ends it, and returns when it is gone.
  void stop() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  [[noreturn]] static void be_child(const std::function<void(const Tell&)>& work, int writing) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    work([writing](std::int64_t number) {
      if (::write(writing, &number, sizeof number) != sizeof number) ::_exit(1);
    });
    while (true)
      ::pause();
  }

  pid_t pid_ = 0;
  std::int64_t number_ = 0;
};

}  // namespace portreeve::sockets
